"""Reading one row, the same row again, or rows that are seldom there."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Expression, Model, QuerySet

from etrier.database.batches import KEYS, batches

Row = TypeVar("Row", bound=Model)


class Column(NamedTuple):
    """A field, and what makes its value of what the database gives."""

    field: Any
    expression: Expression
    converters: Sequence[Callable[..., Any]]


def lone(rows: QuerySet[Row]) -> Row | None:
    """The only row there can be, None when there is none.

    Unlike `first()` it asks for no order: a quarter of what such a read costs Django is preparing one.
    """
    return next(iter(rows.order_by()[:1]), None)


def hold(row: Any) -> None:
    """Read a row again and hold it until the transaction ends; `DoesNotExist` when it cannot be seen.

    As `refresh_from_db` under `select_for_update`, in a quarter of Django's time: every act begins so, and
    the statement is the same for all rows of a kind. What the row names and was read with it is forgotten.
    """
    statement, columns = again(row.__class__)
    with connection.cursor() as cursor:
        cursor.execute(statement, [row.pk])
        values = cursor.fetchone()
    if values is None:
        raise type(row).DoesNotExist(f"{type(row).__name__} {row.pk}")
    for (field, expression, converters), value in zip(columns, values, strict=True):
        for convert in converters:
            value = convert(value, expression, connection)  # noqa: PLW2901 -- one value, step by step
        setattr(row, field.attname, value)
        if field.is_relation and field.is_cached(row):
            field.delete_cached_value(row)
    for relation in (*row._meta.related_objects, *row._meta.private_fields):
        if relation.is_relation and relation.is_cached(row):
            relation.delete_cached_value(row)
    row._prefetched_objects_cache = {}


@cache
def again(model: Any) -> tuple[str, list[Column]]:
    """What reads one row of a model by its key and holds it, and how each column is understood."""
    name, table = connection.ops.quote_name, model._meta.db_table
    columns = []
    for field in model._meta.concrete_fields:
        expression = field.get_col(table)
        kinds = (*connection.ops.get_db_converters(expression), *field.get_db_converters(connection))
        columns.append(Column(field, expression, kinds))
    listed = ", ".join(name(one.field.column) for one in columns)
    where = f"{name(model._meta.pk.column)} = %s"
    return f"SELECT {listed} FROM {name(table)} WHERE {where} FOR UPDATE", columns  # noqa: S608 -- the model's


def seldom(rows: QuerySet[Row]) -> Iterator[Row]:
    """The rows of a query that most days finds none, in its order: keys first, whole rows only then.

    What a row is read with costs more to ask for than to look whether there is one, to Django and to
    PostgreSQL alike. Rows found must be few enough to be read whole.
    """
    for some in batches(rows.values_list("pk", flat=True), KEYS):
        yield from list(rows.filter(pk__in=some))
