"""Adding rows: what acts write most, by a statement found once per model (see `reading`)."""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from etrier.database.batches import ROWS, batches

Row = TypeVar("Row", bound=Model)


def add(row: Row) -> Row:
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


def add_all(rows: Iterable[Row]) -> list[Row]:
    """Add new rows of one model, in their order; each then has its key."""
    found = list(rows)
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
            row._state.adding, row._state.db = False, connection.alias
    return found


@cache
def insertion(model: Any) -> tuple[list[Any], str, str, str]:
    """The fields that a new row of a model gives, and the statement around their values."""
    quoted, meta = connection.ops.quote_name, model._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quoted(field.column) for field in fields)
    hole = "(" + ", ".join(["%s"] * len(fields)) + ")"
    start = f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES "  # noqa: S608 -- the model's own names
    return fields, start, hole, f" RETURNING {quoted(meta.pk.column)}"
