"""What an envelope holds: used and free, from its commitments as they are now."""

from dataclasses import dataclass
from decimal import Decimal

from etrier.domain.money import ZERO, rounded
from etrier.funds.models import Commitment, Envelope


@dataclass(frozen=True, slots=True)
class Room:
    """Euros. `used` counts reservations, outstanding commitments and calls paid less recoveries."""

    voted: Decimal
    reserved: Decimal
    committed: Decimal
    paid: Decimal
    recovered: Decimal

    @property
    def used(self) -> Decimal:
        return self.reserved + self.committed + self.paid - self.recovered

    @property
    def free(self) -> Decimal:
        return self.voted - self.used


def share_of(amount: Decimal, share: Decimal) -> Decimal:
    """The guaranteed part (quotité, percent) of an amount, half-up to the cent."""
    return rounded(amount * share / 100)


def room_of(envelope: Envelope) -> Room:
    """The room of an envelope, in one query."""
    rows = Commitment.objects.filter(envelope=envelope).exclude(state="released")
    reserved = committed = paid = recovered = ZERO
    for row in rows:
        if row.state == "reserved":
            reserved += share_of(row.principal, row.share)
        elif row.state in {"committed", "called", "refused"}:
            base = row.outstanding if envelope.repaid_principal_frees_room else row.principal
            committed += share_of(base, row.share)
        else:
            paid += row.paid_amount
            recovered += row.recovered_amount
    return Room(envelope.voted, reserved, committed, paid, recovered)
