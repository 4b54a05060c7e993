"""The things of a file that acts are done on, the most advanced first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from etrier.accounts.actor import Actor
from etrier.applications.reading import request_of
from etrier.database.reading import attach, latest, rows_where
from etrier.decisions.models import Transmission
from etrier.desk.acts import Offered, offered, page_of
from etrier.domain.lifecycle import ACTS, Act
from etrier.domain.lifecycle.application import may_go_to_bank
from etrier.files.models import File
from etrier.followup.models import Difficulty
from etrier.loans.models import Charter, Loan, MeasureRequest, Offer
from etrier.loans.models.measures import OPEN as UNDECIDED
from etrier.loans.unfit import unfit
from etrier.outcomes import possible
from etrier.outcomes.models import Refund

NEXT = (
    Act.ORDER_REFUND,
    Act.RECORD_BANK_DETAILS,
    Act.CONFIRM_REFUND_PAID,
    Act.OPEN_REFUND,
    Act.TAKE_UP_DIFFICULTY,
    Act.ATTEMPT_CONTACT,
    Act.GRANT_MEASURE,
    Act.REQUEST_MEASURE,
    Act.CONFIRM_REPAID,
    Act.REPORT_PAID,
    Act.DISBURSE,
    Act.SIGN_OFFER,
    Act.ISSUE_OFFER,
    Act.ACCEPT_COUNTER_OFFER,
    Act.ANSWER_QUESTION,
    Act.ACCEPT_REQUEST,
    Act.TRANSMIT,
    Act.PUT_ON_AGENDA,
    Act.COMPLETE_STUDY,
    Act.OPEN_STUDY,
)
"""What is usually done next: the first of these that is possible is the page's prominent act."""

LENT = frozenset(
    {Act.ISSUE_OFFER, Act.DISBURSE, Act.LAPSE_OFFER, Act.RECALL_TRANSMISSION, Act.REVERSE_MOVEMENT}
)
"""What no longer makes sense once the money is paid out, or is done on the loan's own page."""


@dataclass
class Subjects:
    """What a file holds now; None for what it has not reached."""

    file: File
    application: Any = None
    transmission: Transmission | None = None
    offer: Offer | None = None
    charter: Charter | None = None
    loan: Loan | None = None
    measure: MeasureRequest | None = None
    refund: Refund | None = None
    difficulty: Difficulty | None = None

    def __iter__(self) -> Iterator[Any]:
        """The things present, the latest of the loan's life first."""
        things = (
            self.refund,
            self.difficulty,
            self.measure,
            self.loan,
            self.charter,
            self.offer,
            self.transmission,
            self.application,
        )
        yield from (thing for thing in things if thing is not None)


def subjects_of(file: File) -> Subjects:
    """What a file holds, one query each."""
    found = Subjects(file, request_of(file))
    found.transmission = latest(rows_where(Transmission, file=file), "partner", "agreement")
    found.offer = latest(rows_where(Offer, file=file))
    found.charter = Charter.objects.live_of(file)
    found.loan = latest(rows_where(Loan, file=file), "partner", "commitment")
    if found.loan is not None:
        measures = rows_where(MeasureRequest, loan=found.loan)
        found.measure = latest([one for one in measures if one.state in UNDECIDED])
        found.difficulty = latest([one for one in rows_where(Difficulty, file=file) if one.pending])
        found.refund = latest(rows_where(Refund, file=file), "item")
        if found.refund is not None and found.refund.item is not None:
            attach([found.refund.item], "session")
    return found


def hidden(found: Subjects, on: date) -> set[Act]:
    """Acts that the map allows but that make no sense in this dispositif, or not yet."""
    application = found.application
    if application is None:
        return set()
    avoided = unfit(found.offer, found.loan, found.measure, on)
    avoided.add(Act.REMOVE_CO_BORROWER if application.co_borrower_id is None else Act.ADD_CO_BORROWER)
    committee = application.dispositif.parsed.committee.before_bank
    if not committee:
        avoided |= {Act.PUT_ON_AGENDA, Act.WITHDRAW_FROM_AGENDA}
    awaited = found.transmission is not None and found.transmission.awaited
    if not may_go_to_bank(application.state, committee=committee) or awaited:
        avoided.add(Act.TRANSMIT)
    if found.transmission is None or found.transmission.state != "accepted":
        avoided |= (
            {Act.ISSUE_OFFER, Act.TRANSMIT} if application.state == "offer_issued" else {Act.ISSUE_OFFER}
        )
    elif application.state == "with_bank":
        avoided.add(Act.TRANSMIT)
    offer = found.offer
    if offer is None or offer.state != "accepted":
        avoided.add(Act.DISBURSE)
    if offer is not None and offer.state in ("issued", "accepted"):
        avoided.add(Act.ISSUE_OFFER)
    if found.loan is not None:
        avoided |= LENT
    if found.measure is None or found.measure.state != "requested":
        avoided |= {Act.GRANT_MEASURE, Act.GRANT_OTHERWISE}
    if found.refund is not None:
        avoided |= possible.hidden(found.refund)
    return avoided


def begun(found: Subjects, actor: Actor, on: date) -> list[Offered]:
    """What may begin at the end of a loan: its refund, an evaluation."""
    acts = possible.beginnings(found.file, found.application, found.loan, found.refund, on)
    return [
        Offered(act, ACTS[act].label, url, True)
        for act in acts
        if actor.may(act) and (url := page_of(act, found.file.uid, None))
    ]


def buttons(found: Subjects, actor: Actor, on: date) -> tuple[Offered | None, list[Offered]]:
    """The prominent act and the others, each page once."""
    avoided = hidden(found, on)
    every: dict[str, Offered] = {}
    for thing in found:
        for button in offered(thing, actor, found.file.uid, avoided):
            every.setdefault(button.url, button)
    for button in (*begun(found, actor, on), *offered(found.file, actor, found.file.uid)):
        every.setdefault(button.url, button)
    first = possible.order_of(found.refund) if found.refund is not None else ()
    rank = {act: place for place, act in enumerate(dict.fromkeys((*first, *NEXT)))}
    candidates = sorted((b for b in every.values() if b.act in rank), key=lambda b: rank[b.act])
    prominent = candidates[0] if candidates else None
    return prominent, [b for b in every.values() if b is not prominent]
