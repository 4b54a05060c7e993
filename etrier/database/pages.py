"""The one paginator of all lists: by key, never by offset, so the last page costs what the first does."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

PAGE_SIZE = 30
COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `next` is the cursor of the following one, empty at the end."""

    rows: list[Any]
    next: str
    count: int
    capped: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def count_text(self) -> str:
        """The number of rows, « plus de 1 000 » beyond the limit of counting."""
        return f"plus de {COUNT_LIMIT:,}".replace(",", "\u202f") if self.capped else str(self.count)


def _encode(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _decode(cursor: str, width: int) -> list[Any] | None:
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        return None
    plain = isinstance(values, list) and all(isinstance(v, str | int) for v in values)
    return values if plain and len(values) == width else None


def page(rows: QuerySet, order: tuple[str, ...], cursor: str = "", size: int = PAGE_SIZE) -> Page:
    """Rows in `order` (field names, « - » for descending; the key is added as the last), after `cursor`.

    A cursor that is not ours shows the first page.
    """
    names = [name.lstrip("-") for name in order] + ["pk"]
    descending = [name.startswith("-") for name in order] + [order[0].startswith("-")]
    after = rows.order_by(
        *(("-" if down else "") + name for name, down in zip(names, descending, strict=True))
    )
    values = _decode(cursor, len(names)) if cursor else None
    if values is not None:
        condition = Q()
        for index, (name, down) in enumerate(zip(names, descending, strict=True)):
            equal = dict(zip(names[:index], values[:index], strict=True))
            condition |= Q(**equal, **{f"{name}__{'lt' if down else 'gt'}": values[index]})
        try:
            after = after.filter(condition)
        except (ValueError, TypeError, ValidationError):
            after = after.all()
    shown = after.select_related(None).values("pk")[: size + 1]  # sorted alone, joined to the rest afterwards
    found = list(after.filter(pk__in=shown))
    more = len(found) > size
    count = rows.order_by()[: COUNT_LIMIT + 1].count()
    last = found[size - 1] if more else None
    cursor_values = [_value(last, name) for name in names] if last is not None else []
    return Page(
        found[:size], _encode(cursor_values) if more else "", min(count, COUNT_LIMIT), count > COUNT_LIMIT
    )


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = row.pk if part == "pk" else getattr(row, part)
    return row if isinstance(row, int) else str(row)
