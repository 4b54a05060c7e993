"""What an envelope holds, used and free: the database weighs commitments as `guarantee` weighs one."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Expression, F, Sum, Value, When
from django.db.models.functions import Greatest, Round

from etrier.database.fields import MoneyField
from etrier.domain import guarantee
from etrier.domain.money import ZERO
from etrier.funds.models import Commitment, Envelope

EUROS = MoneyField()
NOTHING = Value(ZERO, output_field=EUROS)


@dataclass(frozen=True, slots=True)
class Room:
    """The euros voted, and those that guarantee loans."""

    voted: Decimal
    used: Decimal

    @property
    def free(self) -> Decimal:
        """Room left; negative only when a later vote lowered the envelope."""
        return self.voted - self.used


def room_of(envelope: Envelope) -> Room:
    """What is left of an envelope, summed by the database in one query.

    `domain.guarantee.Commitment.used` is the rule; a test holds that both weigh the same.
    """
    return Room(envelope.voted, weighed(envelope, frees=envelope.repaid_principal_frees_room))


def weighed(envelope: Envelope, *, frees: bool = True) -> Decimal:
    """What its commitments weigh together; what was repaid too, when it frees no room."""
    rows = Commitment.objects.filter(envelope=envelope)
    total: Decimal | None = rows.aggregate(total=Sum(weight(frees=frees)))["total"]
    return ZERO if total is None else total


def weight(*, frees: bool) -> Expression:
    """How much of the envelope a row takes."""
    repaid: Expression = Case(
        When(committed_on__isnull=False, then=F("principal") - F("outstanding")),
        default=NOTHING,
        output_field=EUROS,
    )
    kept: Expression = NOTHING if frees else repaid
    paid = Greatest(F("paid_amount") - F("recovered_amount"), NOTHING, output_field=EUROS)
    return Case(
        When(state="reserved", then=share_of(F("principal"))),
        When(state="committed", then=share_of(F("outstanding") + kept)),
        When(state="called", then=F("called_amount") + share_of(kept)),
        When(state__in=("paid", "recovered"), then=paid + share_of(kept)),
        default=share_of(kept),
        output_field=EUROS,
    )


def share_of(amount: Expression | F) -> Expression:
    """The CCAS's share of an amount, half up to the cent as `guarantee.commitment` rounds it."""
    return Round(amount * F("share") / Value(100), output_field=EUROS)


def counted(row: Commitment) -> guarantee.Commitment:
    """One commitment as the rules count it; before the loan is paid out nothing is repaid."""
    return guarantee.Commitment(
        state=guarantee.CommitmentState(row.state),
        principal=row.principal,
        share=row.share,
        outstanding=row.outstanding,
        repaid=row.principal - row.outstanding if row.committed_on else ZERO,
        called=row.called_amount,
        paid=row.paid_amount,
        recovered=row.recovered_amount,
    )
