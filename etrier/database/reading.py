"""Reading one row, the same row again, rows by what one column says, or rows that are seldom there.

`filter()` writes its SQL anew each time, which costs Django more than PostgreSQL takes to answer. What every
page or act asks, of one table and by equality alone, is asked here (`row_where`, `rows_where`, `hold`): the
statement and how its columns are understood are found once per model.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet

from etrier.database.batches import KEYS, batches

AnyRow = TypeVar("AnyRow", bound=Model)


class Conversion(NamedTuple):
    """What makes the value of a field of what the database gives, for the column of this rank."""

    rank: int
    expression: Expression
    steps: Sequence[Callable[..., Any]]


class Question(NamedTuple):
    """A statement, the fields whose values it waits for, those it brings, and what must be made of some."""

    statement: str
    asked: Sequence[Any]
    brought: Sequence[Any]
    names: Sequence[str]
    conversions: Sequence[Conversion]

    def understood(self, told: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The values of rows, as the fields of their model have them."""
        connection = here()
        for values in told:
            found = list(values)
            for rank, expression, steps in self.conversions:
                for step in steps:
                    found[rank] = step(found[rank], expression, connection)
            yield found


def here() -> BaseDatabaseWrapper:
    """The connection itself; `django.db.connection` looks for it again at each of its attributes."""
    return connections[DEFAULT_DB_ALIAS]


def lone(rows: QuerySet[AnyRow]) -> AnyRow | None:
    """The only row there can be, None when there is none.

    Unlike `first()` it asks for no order: a quarter of what such a read costs Django is preparing one.
    """
    return next(iter(rows.order_by()[:1]), None)


def hold(row: Any) -> None:
    """Read a row again and hold it until the transaction ends; `DoesNotExist` when it cannot be seen.

    As `refresh_from_db` under `select_for_update`, in a quarter of Django's time: every act begins so, and
    the statement is the same for all rows of a kind. What the row names and was read with it is forgotten.
    """
    question = ask(row.__class__, ("pk",), held=True)
    with here().cursor() as cursor:
        cursor.execute(question.statement, [row.pk])
        values = cursor.fetchone()
    if values is None:
        raise type(row).DoesNotExist(f"{type(row).__name__} {row.pk}")
    (found,) = question.understood([values])
    for name, value in zip(question.names, found, strict=True):
        setattr(row, name, value)
    row._state.fields_cache, row._prefetched_objects_cache = {}, {}


def row_where(model: type[AnyRow], *, apart: tuple[str, ...] = (), **wanted: Any) -> AnyRow | None:
    """The only row there can be whose fields say this, None when there is none; None equals nothing."""
    found = _answers(ask(model, tuple(wanted), apart=apart), model, wanted)
    return found[0] if found else None


def rows_where(model: type[AnyRow], *, apart: tuple[str, ...] = (), **wanted: Any) -> list[AnyRow]:
    """The rows whose fields say this, in the order of their model.

    A row they name stays at hand. `apart`: fields left in the database until they are asked for (`defer`).
    """
    return _answers(
        ask(model, tuple(wanted), apart=apart, order=tuple(model._meta.ordering or ())), model, wanted
    )


def latest(rows: Iterable[AnyRow], *names: str) -> AnyRow | None:
    """The row written last, with what it names by these fields; None among none."""
    found = max(rows, key=attrgetter("pk"), default=None)
    for name in names if found is not None else ():
        attach([found], name)
    return found


def attach(rows: Sequence[Any], *names: str, apart: tuple[str, ...] = ()) -> None:
    """Put at hand what these rows name by these fields, all of one kind: one statement, or none."""
    fields = [rows[0]._meta.get_field(name) for name in names] if rows else []
    keys = {getattr(row, field.attname) for row in rows for field in fields} - {None}
    if keys:
        model = fields[0].related_model
        found = {
            one.pk: one for one in rows_among(model, model._meta.pk.name, keys, apart=apart, ordered=False)
        }
        for row in rows:
            for field in fields:
                field.set_cached_value(row, found.get(getattr(row, field.attname)))


def rows_among(
    model: type[AnyRow], by: str, keys: Iterable[int], *, apart: tuple[str, ...] = (), ordered: bool = True
) -> list[AnyRow]:
    """The rows whose field `by` is one of these keys, in the order of their model; the keys travel as one
    list, however many they are."""
    order = tuple(model._meta.ordering or ()) if ordered else ()
    question = ask(model, (by,), apart=apart, order=order, among=True)
    return _made(question, model, _told(question, [list(keys)]))


def values_among(
    model: type[Model], names: tuple[str, ...], by: str, keys: Iterable[int], order: tuple[str, ...] = ("pk",)
) -> list[Any]:
    """The same, but these fields alone, by name: whole rows take several times as long."""
    question = ask(model, (by,), names=names, order=order, among=True)
    line = _line(names)
    return [line(*values) for values in question.understood(_told(question, [list(keys)]))]


@cache
def _line(names: tuple[str, ...]) -> Callable[..., Any]:
    return namedtuple("Line", names)  # type: ignore[misc]  # its fields are known when it runs


def _answers(question: Question, model: type[AnyRow], wanted: dict[str, Any]) -> list[AnyRow]:
    if None in wanted.values():
        return []
    said, connection = list(zip(question.asked, wanted.values(), strict=True)), here()
    values = [field.get_db_prep_value(getattr(value, "pk", value), connection) for field, value in said]
    found = _made(question, model, _told(question, values))
    for field, value in said:
        if isinstance(value, Model):
            for row in found:
                field.set_cached_value(row, value)
    return found


def _told(question: Question, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with here().cursor() as cursor:
        cursor.execute(question.statement, values)
        return list(cursor.fetchall())


def _made(question: Question, model: type[AnyRow], told: Iterable[Sequence[Any]]) -> list[AnyRow]:
    return [model.from_db(DEFAULT_DB_ALIAS, question.names, values) for values in question.understood(told)]


@cache
def ask(
    model: Any,
    by: tuple[str, ...],
    *,
    names: tuple[str, ...] = (),
    apart: tuple[str, ...] = (),
    order: tuple[str, ...] = (),
    among: bool = False,
    held: bool = False,
) -> Question:
    """What reads these fields (all but those `apart`, when none is named) of the rows whose fields `by` have
    given values, or one of a list of keys (`among`)."""
    quoted, meta = here().ops.quote_name, model._meta
    named = [_field(meta, name) for name in names] or [f for f in meta.concrete_fields if f.name not in apart]
    asked, test = [_field(meta, name) for name in by], "= ANY (%s::bigint[])" if among else "= %s"
    listed = ", ".join(quoted(field.column) for field in named)
    where = " AND ".join(f"{quoted(field.column)} {test}" for field in asked)
    statement = f"SELECT {listed} FROM {quoted(meta.db_table)} WHERE {where}"  # noqa: S608 -- the model's own names
    if order:
        ranks = (quoted(_field(meta, name).column) + " DESC" * name.startswith("-") for name in order)
        statement += " ORDER BY " + ", ".join(ranks)
    attributes, conversions = [field.attname for field in named], list(_conversions(meta.db_table, named))
    return Question(statement + " FOR UPDATE" * held, asked, named, attributes, conversions)


def _conversions(table: str, fields: Iterable[Any]) -> Iterator[Conversion]:
    connection = here()
    for rank, field in enumerate(fields):
        expression = field.get_col(table)
        steps = connection.ops.get_db_converters(expression) + field.get_db_converters(connection)
        if steps:
            yield Conversion(rank, expression, steps)


def _field(meta: Any, name: str) -> Any:
    name = name.lstrip("-")
    return meta.pk if name == "pk" else meta.get_field(name)


def seldom(rows: QuerySet[AnyRow]) -> Iterator[AnyRow]:
    """The rows of a query that most days finds none, in its order: keys first, whole rows only then.

    What a row is read with costs more to ask for than to look whether there is one, to Django and to
    PostgreSQL alike. Rows found must be few enough to be read whole.
    """
    for some in batches(rows.values_list("pk", flat=True), KEYS):
        yield from list(rows.filter(pk__in=some))
