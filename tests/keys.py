"""Keys for every address: the live things that may fill it, the likeliest first."""

from collections.abc import Callable, Iterator
from typing import Any

from etrier.domain.access import Role
from etrier.followup.tests import factories as followup
from etrier.loans.tests import factories as loans
from tests.live import Place

STAGES = (
    "under_study", "contact", "studied", "ready", "sendable", "sent", "countered", "refused", "accepted",
    "offer", "signed", "chartered", "loan", "late", "asking", "paid_off", "retracted", "accelerated",
    "called",
)  # fmt: skip
FIRST = {
    "loans": (
        "loan",
        "offer",
        "signed",
        "chartered",
        "accepted",
        "late",
        "asking",
        "paid_off",
        "retracted",
        "accelerated",
        "called",
    ),
    "outcomes": (
        "paid_off",
        "judged",
        "known",
        "presented",
        "declined",
        "ordered",
        "lapsed",
    ),
    "followup": ("loan", "late", "under_study"),
    "decisions": ("sendable", "ready", "sent"),
}
"""Where to look first, by stage: most pages open there."""


def stages(app: str) -> list[str]:
    """The names of the stages to try for a page of an app, the likeliest first."""
    first = FIRST.get(app, ())
    return [*first, *(name for name in STAGES if name not in first)]


class Child:
    """A live thing and the file its page stands under."""

    def __init__(self, uid: Any, file: Any = None) -> None:
        self.uid, self.file = uid, file


def borrower(place: Place) -> Child:
    """The applicant of a request under study."""
    return Child(place.under_study.applicant.uid, place.under_study.file)


CHILDREN: dict[str, tuple[Callable[[Place], Any], ...]] = {
    "person": (borrower,),
    "document": (lambda place: place.document, lambda place: place.checked),
    "letter": (lambda place: place.letter,),
    "transmission": (
        lambda p: p.sent,
        lambda p: p.accepted,
        lambda p: p.countered,
        lambda p: p.refused,
        lambda p: p.questioned,
        lambda p: p.unanswered,
    ),
    "bank": (lambda place: place.town.agreements[0].partner,),
    "sealed_pack": (lambda place: place.sealed_pack,),
    "consent": (lambda place: Child(place.sent.consent.uid, place.sent.file),),
    "session": (lambda p: p.session, lambda p: p.examined.session, lambda p: p.favoured.session),
    "agenda_item": (
        lambda p: p.listed,
        lambda p: p.examined,
        lambda p: p.favoured,
        lambda p: p.conditional,
        lambda p: p.refused_by_committee,
    ),
    "appeal": (lambda p: p.appeal,),
    "envelope": (lambda place: place.envelope,),
    "budget_version": (lambda place: place.budget_version,),
    "payment_order": (lambda place: place.payment_order,),
    "dispositif": (lambda place: place.draft,),
    "agreement": (lambda place: place.town.agreements[0],),
    "invitation": (lambda place: place.invitation,),
    "membership": (lambda p: p.town.members[Role.SOCIAL_WORKER], lambda p: p.suspended),
    "threshold": (lambda p: p.threshold,),
    "measure": (lambda p: loans.simulated(p.town, p.loan, on=p.on, start=10),),
    "appointment": (
        lambda p: followup.appointment(p.town, p.contact.file),
        lambda p: followup.held(p.town, p.contact.file),
    ),
    "difficulty": (lambda p: p.trouble, lambda p: p.closed_trouble),
    "missed_instalment": (lambda p: p.trouble.missed.get(),),
    "protocol_step": (lambda p: p.trouble.steps.filter(state="planned").first(),),
    "support_plan": (lambda p: p.support_plan,),
    "aid": (lambda p: followup.aid(p.town, p.loan.file),),
    "task": (
        lambda p: followup.task(p.town, p.loan.file),
        lambda p: followup.done(p.town, p.loan.file),
    ),
    "support_contact": (lambda p: p.support_contact,),
    "partner": (lambda p: p.local_partner, lambda p: p.retired_partner),
    "contact": (lambda p: p.local_partner.contacts.get(),),
    "account_request": (lambda p: p.account_request,),
}
"""Makers of live things, by the name of their key in addresses."""


def candidates(app: str, names: tuple[str, ...], place: Place) -> Iterator[dict[str, Any]]:
    """Keys for an address, likeliest first; nothing when we know no live thing of that kind."""
    if not names:
        yield {}
    elif names == ("file",):
        for stage in stages(app):
            yield {"file": getattr(place, stage).file.uid}
    elif names == ("year",):
        yield {"year": place.on.year}
    elif names == ("organisation", "token"):
        yield {"organisation": place.town.organisation.uid, "token": place.token}
    else:
        for make in CHILDREN.get(names[-1], ()):
            thing = make(place)
            above = {name: getattr(thing, name).uid for name in names[:-1]}
            yield above | {names[-1]: thing.uid}
