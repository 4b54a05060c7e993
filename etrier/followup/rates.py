"""How much of the support planned was really given (taux d'accompagnement effectif)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol


class Planned(Protocol):
    """A contact, as the rate reads it."""

    state: str
    due_on: date


def effective_rate(contacts: Iterable[Planned], on: date) -> Decimal | None:
    """Contacts made, in percent of those due by that day; None when none was. Cancelled ones do not count."""
    due = [one for one in contacts if one.state == "done" or (one.state != "cancelled" and one.due_on <= on)]
    if not due:
        return None
    return Decimal(100) * sum(one.state == "done" for one in due) / len(due)
