"""Adding rows: what acts write most, by a statement found once per model (see `reading`)."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.db.models import Model

from etrier.database.batches import ROWS, batches
from etrier.database.reading import AnyRow, here


def add(row: AnyRow) -> AnyRow:
    """Add a new row, which then has its key."""
    return add_all([row])[0]


def keep(row: Model) -> bool:
    """Add a row that is new, save one that is not; whether it was new."""
    new = row.pk is None
    if new:
        add(row)
    else:
        row.save()
    return new


def add_all(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """Add new rows of one model, in their order; each then has its key."""
    found, connection = list(rows), here()
    for some in batches(found, ROWS):
        fields, start, hole, end = insertion(some[0].__class__)
        values = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for row in some
            for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(start + ", ".join([hole] * len(some)) + end, values)
            keys = cursor.fetchall()
        for row, (key,) in zip(some, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return found


def changed_one(count: int) -> None:
    """Hold a statement to exactly one row: under row security a hidden row is not changed, in silence."""
    changed_all(count, 1)


def changed_all(count: int, wanted: int) -> None:
    """Hold a statement to so many rows."""
    if count != wanted:
        raise DatabaseError("La fiche à modifier n’existe pas ou n’est pas visible.")


def change(row: Any, *names: str) -> None:
    """Save these fields of a row that is there already."""
    connection, fields = here(), [row._meta.get_field(name) for name in names]
    values = [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(alteration(row.__class__, names), [*values, row.pk])
        changed_one(cursor.rowcount)


def take_away(model: Any, **wanted: Any) -> None:
    """Delete the rows whose fields say this, of a model that no other names.

    The database refuses one that is named, when the transaction ends: Django is not asked to look first.
    """
    connection, fields = here(), [model._meta.get_field(name) for name in wanted]
    values = zip(fields, wanted.values(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            deletion(model, tuple(wanted)),
            [field.get_db_prep_value(getattr(value, "pk", value), connection) for field, value in values],
        )


@cache
def deletion(model: Any, names: tuple[str, ...]) -> str:
    """The statement that deletes the rows of which these fields have given values."""
    quoted, meta = here().ops.quote_name, model._meta
    where = " AND ".join(f"{quoted(meta.get_field(name).column)} = %s" for name in names)
    return f"DELETE FROM {quoted(meta.db_table)} WHERE {where}"  # noqa: S608 -- the model's own names


@cache
def alteration(model: Any, names: tuple[str, ...]) -> str:
    """The statement that saves some fields of one row."""
    quoted, meta = here().ops.quote_name, model._meta
    columns = ", ".join(f"{quoted(meta.get_field(name).column)} = %s" for name in names)
    return f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {quoted(meta.pk.column)} = %s"  # noqa: S608 -- the model's own names


def renew(rows: Sequence[Any], names: Sequence[str]) -> None:
    """Save these fields of rows that are there already, so many to a statement; none is a list."""
    connection = here()
    for some in batches(rows, ROWS):
        model = some[0].__class__
        fields = [model._meta.get_field(name) for name in names]
        values = [
            [field.get_db_prep_save(getattr(row, field.attname), connection) for row in some]
            for field in (model._meta.pk, *fields)
        ]
        with connection.cursor() as cursor:
            cursor.execute(renewal(model, tuple(names)), values)
            changed_all(cursor.rowcount, len(some))


@cache
def renewal(model: Any, names: tuple[str, ...]) -> str:
    """The statement that saves some fields of many rows: a list of keys, then one of values for each."""
    quoted, meta = here().ops.quote_name, model._meta
    fields = [meta.get_field(name) for name in names]
    columns = [quoted(field.column) for field in fields]
    # Without the length of a text: to be told it would cut what is too long, where saving refuses it.
    kinds = (str(field.db_type(here())).partition("(")[0] for field in fields)
    lists = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return (
        f"UPDATE {quoted(meta.db_table)} AS t SET {', '.join(f'{c} = v.{c}' for c in columns)}"  # noqa: S608 -- the model's own names
        f" FROM unnest(%s::bigint[], {lists}) AS v (key, {', '.join(columns)})"
        f" WHERE t.{quoted(meta.pk.column)} = v.key"
    )


@cache
def insertion(model: Any) -> tuple[list[Any], str, str, str]:
    """The fields that a new row of a model gives, and the statement around their values."""
    quoted, meta = here().ops.quote_name, model._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quoted(field.column) for field in fields)
    hole = "(" + ", ".join(["%s"] * len(fields)) + ")"
    start = f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES "  # noqa: S608 -- the model's own names
    return fields, start, hole, f" RETURNING {quoted(meta.pk.column)}"
