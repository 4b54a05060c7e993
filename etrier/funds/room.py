"""What an envelope holds, used and free: its rows given to the rules."""

from etrier.domain import guarantee
from etrier.domain.money import ZERO
from etrier.funds.models import Commitment, Envelope


def room_of(envelope: Envelope) -> guarantee.Envelope:
    """The envelope as the rules count it, in one query."""
    return guarantee.Envelope(
        voted=envelope.voted,
        commitments=tuple(map(counted, Commitment.objects.filter(envelope=envelope).order_by("pk"))),
        repaid_principal_frees_room=envelope.repaid_principal_frees_room,
    )


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
