"""An entry written with the row that moved, in one statement; those that stand alone are added as any row."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Field, Model

from etrier.database.reading import here
from etrier.database.writing import changed_one
from etrier.journal.models import Entry

FIELDS = tuple(field for field in Entry._meta.concrete_fields if not field.primary_key)
COLUMNS = ", ".join(f'"{field.column}"' for field in FIELDS)
HOLES = ", ".join(["%s"] * len(FIELDS))


def written(row: Model, fields: "Iterable[Field[Any, Any]]") -> list[Any]:
    """What these fields of a row say, as the database keeps it."""
    connection = here()
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def keep_with(thing: Model, changed: "Sequence[Field[Any, Any]]", entry: Entry) -> None:
    """Save the changed fields of one row and add its entry; neither without the other."""
    assignments = ", ".join(f'"{field.column}" = %s' for field in changed)
    table, key = thing._meta.db_table, thing._meta.pk.column
    sql = f"""
        WITH moved AS (UPDATE "{table}" SET {assignments} WHERE "{key}" = %s RETURNING 1)
        INSERT INTO journal_entry ({COLUMNS}) SELECT {HOLES} FROM moved
    """  # noqa: S608 -- names come from the model, values are parameters
    with here().cursor() as cursor:
        cursor.execute(sql, [*written(thing, changed), thing.pk, *written(entry, FIELDS)])
        changed_one(cursor.rowcount)
