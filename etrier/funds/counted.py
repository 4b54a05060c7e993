"""What an envelope bears month by month, as shown: counted at each visit, or at night where it is much.

The figures that decide, voted, used and free, are always of the moment (`room`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from etrier.database.reading import row_where
from etrier.funds.exposure import Month, by_month
from etrier.funds.models import Commitment, Envelope, MonthsCount

LARGE = 1_000
"""Beyond so many commitments the months are those of the night."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The months of an envelope; `counted_at` is None when they are of this very moment."""

    months: list[Month]
    counted_at: datetime | None = None


def months_of(envelope: Envelope, on: date, now: datetime) -> Counted:
    """What the page of an envelope draws."""
    if not is_large(envelope):
        return Counted(by_month(envelope, on))
    kept = row_where(MonthsCount, envelope=envelope)
    return keep(envelope, on, now) if kept is None else read(kept)


def is_large(envelope: Envelope) -> bool:
    """Whether it has too many commitments to weigh at each visit; looks no further than that."""
    return Commitment.objects.filter(envelope=envelope).order_by()[LARGE:].exists()


def keep(envelope: Envelope, on: date, now: datetime) -> Counted:
    """Count the months, and keep them in the place of those kept before."""
    months = by_month(envelope, on)
    MonthsCount.objects.update_or_create(
        organisation_id=envelope.organisation_id,
        envelope=envelope,
        defaults={"counted_at": now, "months": [(one.on, one.borne, one.foreseen) for one in months]},
    )
    return Counted(months, now)


def read(kept: MonthsCount) -> Counted:
    """The months as they were counted."""
    return Counted([month_of(*told) for told in kept.months], kept.counted_at)


def month_of(on: str, *amounts: str | None) -> Month:
    borne, foreseen = (None if text is None else Decimal(text) for text in amounts)
    return Month(date.fromisoformat(on), borne, foreseen)
