"""What an envelope bore at each month's end, and what the schedules in force foresee."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import add, itemgetter

from etrier.domain.dates import months_after
from etrier.domain.guarantee import commitment as share_of
from etrier.domain.money import ZERO
from etrier.funds.models import Commitment, Envelope, Exposure, Recovery

Points = list[tuple[date, Decimal]]


@dataclass(frozen=True, slots=True)
class Month:
    """One month's end; `borne` for those past, `foreseen` from today's on; euros."""

    on: date
    borne: Decimal | None
    foreseen: Decimal | None


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def by_month(envelope: Envelope, on: date, *, before: int = 12, after: int = 24) -> list[Month]:
    """Month by month around a day, in three queries; nothing before the envelope began."""
    first = max(months_after(on.replace(day=1), -before), envelope.valid_from.replace(day=1))
    bearing = Commitment.objects.filter(envelope=envelope).exclude(released_on__lte=first).order_by()
    rows = list(bearing.order_by("pk"))
    told = Exposure.objects.filter(commitment__in=bearing)
    known = _points(told.values_list("commitment_id", "on", "outstanding"))
    regained = Recovery.objects.filter(commitment__in=bearing)
    back = _points(regained.values_list("commitment_id", "on", "share_amount"))
    ends = [month_end(months_after(first, rank)) for rank in range(before + after + 1)]
    last = next((end for end in ends if end >= months_after(on, after)), ends[-1])
    facts = [(row, known.get(row.pk, []), back.get(row.pk, [])) for row in rows]
    past = [Month(end, sum((borne(*one, end) for one in facts), ZERO), None) for end in ends if end < on]
    coming = [end for end in ends if on <= end <= last]
    totals = [ZERO] * len(coming)
    for row in rows:
        totals = list(map(add, totals, foreseen(row, on, coming)))
    return [*past, *(Month(end, None, total) for end, total in zip(coming, totals, strict=True))]


def _points(values: Iterable[tuple[int, date, Decimal]]) -> dict[int, Points]:
    found: dict[int, Points] = {}
    for key, day, amount in sorted(values):
        found.setdefault(key, []).append((day, amount))
    return found


def borne(row: Commitment, known: Points, back: Points, end: date) -> Decimal:
    """What one commitment weighed at the end of a past day, by the facts dated until then."""
    if row.reserved_on > end or (row.released_on is not None and row.released_on <= end):
        return ZERO
    if row.paid_amount and row.settled_on is not None and row.settled_on <= end:
        recovered = sum((amount for day, amount in back if day <= end), ZERO)
        return max(row.paid_amount - recovered, ZERO)
    if row.called_on is not None and row.called_on <= end and row.state != "refused":
        return row.called_amount
    if row.committed_on is None or row.committed_on > end:
        return share_of(row.principal, row.share)
    outstanding = next((amount for day, amount in reversed(known) if day <= end), row.principal)
    return share_of(outstanding, row.share)


def foreseen(row: Commitment, on: date, ends: Sequence[date]) -> list[Decimal]:
    """What it will weigh at each end if every instalment to come is paid; what is already owed stays."""
    if row.state != "committed":
        return [weight(row)] * len(ends)
    plan = [(date.fromisoformat(day), Decimal(amount)) for day, amount in row.plan]
    behind = max(row.outstanding - planned(row, plan, on), ZERO)
    return [share_of(min(row.outstanding, planned(row, plan, end) + behind), row.share) for end in ends]


def weight(row: Commitment) -> Decimal:
    """What a commitment that no instalment lightens weighs: promised, called, paid, or nothing any more."""
    if row.state == "reserved":
        return share_of(row.principal, row.share)
    if row.state == "called":
        return row.called_amount
    if row.state in {"paid", "recovered"}:
        return max(row.paid_amount - row.recovered_amount, ZERO)
    return ZERO


def planned(row: Commitment, plan: Points, on: date) -> Decimal:
    """The outstanding principal that the schedule in force foresees on a day."""
    done = bisect_right(plan, on, key=itemgetter(0))
    return plan[done - 1][1] if done else row.principal
