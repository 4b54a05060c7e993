"""The end of the loan: giving the interest back, looking back together."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class RefundState(Labelled):
    """Where an interest refund (remboursement des intérêts) stands."""

    TO_OPEN = "to_open", "à étudier"
    BANK_DETAILS_AWAITED = "bank_details_awaited", "RIB attendu"
    AT_COMMITTEE = "at_committee", "en commission"
    ORDERED = "ordered", "mandaté"
    PAID = "paid", "payé"
    RETURNED = "returned", "virement revenu"
    REFUSED = "refused", "refusé"
    LAPSED = "lapsed", "clos faute de RIB"


S = RefundState
UNDECIDED = (S.TO_OPEN, S.BANK_DETAILS_AWAITED, S.AT_COMMITTEE)

REFUND = Lifecycle(
    "refund",
    "Le remboursement des intérêts",
    states=S,
    initial=S.TO_OPEN,
    moves=(
        begin(A.OPEN_REFUND, to=S.TO_OPEN),
        move(A.ASK_BANK_DETAILS, source=(S.TO_OPEN, S.BANK_DETAILS_AWAITED), to=S.BANK_DETAILS_AWAITED),
        move(A.RECORD_BANK_DETAILS, source=(S.TO_OPEN,), to=S.BANK_DETAILS_AWAITED),
        *keep(A.RECORD_BANK_DETAILS, source=(S.BANK_DETAILS_AWAITED, S.AT_COMMITTEE, S.RETURNED)),
        move(A.SEND_REFUND_TO_COMMITTEE, source=(S.BANK_DETAILS_AWAITED,), to=S.AT_COMMITTEE),
        *keep(A.APPROVE_REFUND, source=(S.AT_COMMITTEE,)),
        move(A.ADJOURN_REFUND, source=(S.AT_COMMITTEE,), to=S.BANK_DETAILS_AWAITED),
        move(A.REFUSE_REFUND, source=UNDECIDED, to=S.REFUSED),
        *keep(A.LODGE_APPEAL, A.UPHOLD_REFUSAL, source=(S.REFUSED,)),
        move(A.REVERSE_REFUSAL, source=(S.REFUSED,), to=S.BANK_DETAILS_AWAITED),
        move(A.GRANT_REFUND_BY_EXCEPTION, source=(S.TO_OPEN, S.REFUSED), to=S.BANK_DETAILS_AWAITED),
        move(A.ORDER_REFUND, source=(S.BANK_DETAILS_AWAITED, S.AT_COMMITTEE, S.RETURNED), to=S.ORDERED),
        move(A.CONFIRM_REFUND_PAID, source=(S.ORDERED,), to=S.PAID),
        move(A.RETURN_REFUND, source=(S.ORDERED, S.PAID), to=S.RETURNED),
        move(A.LAPSE_REFUND, source=(S.BANK_DETAILS_AWAITED, S.RETURNED), to=S.LAPSED),
        move(A.REOPEN_REFUND, source=(S.LAPSED,), to=S.BANK_DETAILS_AWAITED),
    ),
)


class EvaluationState(Labelled):
    """An evaluation (bilan) is recorded once."""

    RECORDED = "recorded", "enregistré"


EVALUATION = Lifecycle(
    "evaluation",
    "Le bilan",
    states=EvaluationState,
    initial=EvaluationState.RECORDED,
    moves=(begin(A.RECORD_EVALUATION, to=EvaluationState.RECORDED),),
)
