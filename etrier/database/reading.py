"""Reading one row, or rows that are seldom there."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

from etrier.database.batches import KEYS, batches

Row = TypeVar("Row", bound=Model)


def lone(rows: QuerySet[Row]) -> Row | None:
    """The only row there can be, None when there is none.

    Unlike `first()` it asks for no order: a quarter of what such a read costs Django is preparing one.
    """
    return next(iter(rows.order_by()[:1]), None)


def seldom(rows: QuerySet[Row]) -> Iterator[Row]:
    """The rows of a query that most days finds none, in its order: keys first, whole rows only then.

    What a row is read with costs more to ask for than to look whether there is one, to Django and to
    PostgreSQL alike. Rows found must be few enough to be read whole.
    """
    for some in batches(rows.values_list("pk", flat=True), KEYS):
        yield from list(rows.filter(pk__in=some))
