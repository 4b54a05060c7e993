"""What an envelope bears, commitment by commitment and day by day: slow, and written as it is explained."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from etrier.domain.guarantee import commitment as share_of
from etrier.domain.money import ZERO
from etrier.funds.models import Commitment


def borne(rows: Iterable[Commitment], end: date) -> Decimal:
    """What all of them weighed at the end of a past day."""
    return sum((borne_by(row, end) for row in rows), ZERO)


def borne_by(row: Commitment, end: date) -> Decimal:
    """What one weighed, by the facts dated until then."""
    if row.reserved_on > end or (row.released_on is not None and row.released_on <= end):
        return ZERO
    if row.paid_amount and row.settled_on is not None and row.settled_on <= end:
        recovered = sum((one.share_amount for one in row.recoveries.all() if one.on <= end), ZERO)
        return max(row.paid_amount - recovered, ZERO)
    if row.called_on is not None and row.called_on <= end and row.state != "refused":
        return row.called_amount
    if row.committed_on is None or row.committed_on > end:
        return share_of(row.principal, row.share)
    told = [one.outstanding for one in row.exposures.order_by("on", "pk") if one.on <= end]
    return share_of(told[-1] if told else row.principal, row.share)


def foreseen(rows: Iterable[Commitment], on: date, end: date) -> Decimal:
    """What all will weigh if every instalment is paid; what is already owed stays."""
    return sum((foreseen_of(row, on, end) for row in rows), ZERO)


def foreseen_of(row: Commitment, on: date, end: date) -> Decimal:
    """What one will weigh."""
    if row.state == "reserved":
        return share_of(row.principal, row.share)
    if row.state == "committed":
        behind = max(row.outstanding - planned(row, on), ZERO)
        return share_of(min(row.outstanding, planned(row, end) + behind), row.share)
    if row.state == "called":
        return row.called_amount
    if row.state in {"paid", "recovered"}:
        return max(row.paid_amount - row.recovered_amount, ZERO)
    return ZERO


def planned(row: Commitment, on: date) -> Decimal:
    """The outstanding principal that the schedule in force foresees on a day."""
    passed = [Decimal(amount) for day, amount in row.plan if date.fromisoformat(day) <= on]
    return passed[-1] if passed else row.principal
