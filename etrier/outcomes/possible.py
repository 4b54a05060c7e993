"""Which acts make sense on a refund now, beyond what the map allows, and which one comes next."""

from datetime import date

from etrier.applications.models import Application
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.loans.models import Loan
from etrier.outcomes.judging import refunds_interest
from etrier.outcomes.models import Refund
from etrier.outcomes.paths import moments_left

FAVOURABLE = ("favourable", "conditional")
ANSWERS = frozenset({Act.APPROVE_REFUND, Act.ADJOURN_REFUND, Act.REFUSE_REFUND})


def opinion(found: Refund) -> str:
    """What the commission said, once its session is closed; empty before."""
    item = found.item
    if found.state != "at_committee" or item is None:
        return ""
    if item.state == "withdrawn" or item.session.state == "closed":
        return item.state
    return ""


def hidden(found: Refund) -> set[Act]:
    """The acts that the state allows but the facts do not."""
    match found.state:
        case "to_open" | "bank_details_awaited":
            return _before(found)
        case "at_committee":
            return _at_committee(found)
        case "returned":
            return {Act.ORDER_REFUND} if found.details_on is None else {Act.LAPSE_REFUND}
        case "refused":
            answers = {Act.UPHOLD_REFUSAL, Act.REVERSE_REFUSAL}
            return {Act.LODGE_APPEAL} if found.appeal_pending else answers
    return set()


def _before(found: Refund) -> set[Act]:
    avoided = set()
    if not found.granted or not found.amount:
        avoided |= {Act.ASK_BANK_DETAILS, Act.RECORD_BANK_DETAILS, Act.SEND_REFUND_TO_COMMITTEE}
    if found.granted:
        avoided.add(Act.GRANT_REFUND_BY_EXCEPTION)
    if found.details_on is None:
        avoided |= {Act.SEND_REFUND_TO_COMMITTEE, Act.ORDER_REFUND}
    else:
        avoided |= {Act.LAPSE_REFUND, Act.ASK_BANK_DETAILS}
    committee = found.by_committee and found.approved_on is None
    avoided.add(Act.ORDER_REFUND if committee else Act.SEND_REFUND_TO_COMMITTEE)
    return avoided


def _at_committee(found: Refund) -> set[Act]:
    if found.approved_on is not None:
        return {Act.APPROVE_REFUND, Act.REFUSE_REFUND}
    said = opinion(found)
    fitting = {
        "": set(),
        "unfavourable": {Act.REFUSE_REFUND},
        "adjourned": {Act.ADJOURN_REFUND},
        "withdrawn": {Act.ADJOURN_REFUND},
    }.get(said, {Act.APPROVE_REFUND})
    return {Act.ORDER_REFUND, *(ANSWERS - fitting)}


NEXT = (
    Act.ORDER_REFUND,
    Act.CONFIRM_REFUND_PAID,
    Act.APPROVE_REFUND,
    Act.SEND_REFUND_TO_COMMITTEE,
    Act.UPHOLD_REFUSAL,
    Act.REOPEN_REFUND,
)
ONCE_ASKED = (Act.RECORD_BANK_DETAILS, Act.ADJOURN_REFUND)
BEFORE = (Act.ASK_BANK_DETAILS, Act.RECORD_BANK_DETAILS, Act.REFUSE_REFUND, Act.ADJOURN_REFUND)


def order_of(found: Refund) -> tuple[Act, ...]:
    """The acts by how soon they come: the first possible one is the page's."""
    return (*NEXT, *(BEFORE if found.asked_on is None else ONCE_ASKED), *BEFORE)


def beginnings(
    file: File, application: Application | None, loan: Loan | None, refund: Refund | None, on: date
) -> list[Act]:
    """What may begin here on a day: the refund of a loan repaid, an evaluation."""
    acts = []
    repaid = loan is not None and loan.state == "paid_off" and application is not None
    if repaid and refund is None and application is not None and refunds_interest(application.dispositif):
        acts.append(Act.OPEN_REFUND)
    if moments_left(file, on):
        acts.append(Act.RECORD_EVALUATION)
    return acts
