"""Acts that the map allows on a loan or its offer, and that make no sense yet, or no longer."""

from datetime import date

from etrier.domain.lifecycle import Act
from etrier.loans.models import Loan, MeasureRequest, Offer

DECISIONS = {Act.GRANT_MEASURE, Act.GRANT_OTHERWISE, Act.REFUSE_MEASURE}


def unfit(offer: Offer | None, loan: Loan | None, measure: MeasureRequest | None, on: date) -> set[Act]:
    """The buttons a page had better not draw on that day; the door and the acts still decide."""
    avoided = offer_unfit(offer, loan, on) if offer is not None else set()
    return avoided | (loan_unfit(loan, measure) if loan is not None else set())


PAID_OUT = frozenset({Act.SIGN_OFFER, Act.DISBURSE, Act.LAPSE_OFFER, Act.DECLINE_OFFER, Act.REPLACE_OFFER})
"""What no longer makes sense of an offer once its money is paid out."""


def offer_unfit(offer: Offer, loan: Loan | None, on: date) -> set[Act]:
    """An offer lapses after its last day; a withdrawal has its own; one payment out, one offer at once."""
    avoided = set()
    if offer.state == "issued" and on <= offer.expires_on:
        avoided.add(Act.LAPSE_OFFER)
    if offer.state == "issued" and on > offer.expires_on:
        avoided.add(Act.SIGN_OFFER)
    if offer.withdrawal_until is not None and on > offer.withdrawal_until:
        avoided.add(Act.RETRACT_LOAN)
    if offer.payable_from is not None and on < offer.payable_from:
        avoided.add(Act.DISBURSE)
    if loan is not None:
        avoided |= PAID_OUT
    if offer.state in {"issued", "accepted"}:
        avoided.add(Act.ISSUE_OFFER)
    return avoided


def loan_unfit(loan: Loan, measure: MeasureRequest | None) -> set[Act]:
    """The end is confirmed when it is reached, a measure decided when it was asked."""
    avoided = set()
    if loan.state == "running":
        avoided.add(Act.CONFIRM_REPAID)
    if measure is None or measure.state != "requested":
        avoided |= DECISIONS
    if loan.guarantor == "none":
        avoided.add(Act.CALL_GUARANTEE)
    return avoided
