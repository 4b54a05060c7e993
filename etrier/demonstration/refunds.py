"""The end of a loan in a story: what the refund's policy says, the account it goes to, the look back."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from etrier.database.reading import hold, row_where
from etrier.demonstration.commission import Commission
from etrier.demonstration.tales import PRESENTED, Tale
from etrier.domain.access import Role
from etrier.domain.evaluation import Change, Moment
from etrier.outcomes.actions.committee import approve_refund, send_refund_to_committee
from etrier.outcomes.actions.evaluations import THEMES, Answer, record_evaluation
from etrier.outcomes.actions.orders import confirm_refund_paid, order_refund, return_refund
from etrier.outcomes.actions.refunds import (
    ask_bank_details,
    lapse_refund,
    open_refund,
    record_bank_details,
    refuse_refund,
)
from etrier.outcomes.models import Refund

SAID = (
    "Sans ce prêt je perdais la place. On m’appelait, je répondais, c’est tout.",
    "C’est la première banque qui m’a dit oui.",
    "J’ai gardé l’habitude de noter les dépenses.",
    "Je n’aurais pas osé revenir si on ne m’avait pas rappelée.",
)
CHANGES = (Change.IMPROVED, Change.IMPROVED, Change.PRESERVED, Change.PRESERVED, Change.WORSENED)
BANK, BRANCH = "30099", "00100"
"""Invented."""


def refund_of(tale: Tale, on: date) -> Refund:
    """The refund that the daily sweep opened, else opened now."""
    hold(tale.loan)
    found = row_where(Refund, loan=tale.loan)
    return found or open_refund(tale.loan, by=tale.by, on=on)


def iban(rng: Random) -> str:
    """A French account number whose keys are right, of an invented bank."""
    account = f"{rng.randint(0, 10**11 - 1):011d}"
    key = 97 - (89 * int(BANK) + 15 * int(BRANCH) + 3 * int(account)) % 97
    bban = f"{BANK}{BRANCH}{account}{key:02d}"
    return f"FR{98 - int(f'{bban}152700') % 97:02d}{bban}"


def ask(tale: Tale, on: date) -> Refund:
    """The person is told that her interest comes back, and asked for her RIB."""
    return ask_bank_details(refund_of(tale, on), by=tale.by, on=on)


def answered(tale: Tale, on: date) -> Refund:
    """She brings it."""
    return record_bank_details(
        refund_of(tale, on), by=tale.by, on=on, iban=iban(tale.rng), holder="applicant"
    )


def approved(tale: Tale, commission: Commission | None, on: date) -> Iterator[date]:
    """Where the commission sits before the refund, it agrees at its next session."""
    found = refund_of(tale, on)
    if commission is None or not found.by_committee:
        return
    day = commission.next_after(on)
    sent_on = max(on, day - timedelta(PRESENTED))
    yield sent_on
    found = send_refund_to_committee(
        refund_of(tale, sent_on), by=tale.by, on=sent_on, session=commission.session(day, sent_on)
    )
    if found.item is None:
        raise ValueError("a refund sent to the commission is on its agenda")
    commission.verdicts[found.item.pk] = commission.favourable
    yield day + timedelta(1)
    found = refund_of(tale, day)
    if found.approved_on is None:
        approve_refund(found, by=tale.by, on=day + timedelta(1))


def order(tale: Tale, on: date) -> None:
    """Finance orders the payment."""
    order_refund(refund_of(tale, on), by=tale.town.by(Role.FINANCE), on=on)


def paid(tale: Tale, on: date) -> None:
    """The accountant paid."""
    confirm_refund_paid(refund_of(tale, on), by=tale.town.by(Role.FINANCE), on=on, paid_on=on)


def returned(tale: Tale, on: date) -> None:
    """The transfer came back."""
    return_refund(
        refund_of(tale, on), by=tale.town.by(Role.FINANCE), on=on, returned_on=on, reason="closed_account"
    )


def refuse(tale: Tale, on: date) -> None:
    """One instalment was late: the policy refuses, the person is told why."""
    refuse_refund(refund_of(tale, on), by=tale.by, on=on, reason="late_instalment")


def lapse(tale: Tale, on: date) -> None:
    """The bank details never came."""
    lapse_refund(refund_of(tale, on), by=tale.by, on=on)


def look_back(tale: Tale, on: date, moment: Moment = Moment.END) -> None:
    """The end-of-loan meeting: what the loan and its support changed."""
    rng = tale.rng
    themes = [theme for theme in THEMES if rng.random() < 0.8]
    record_evaluation(
        tale.file,
        by=tale.by,
        on=on,
        moment=moment,
        held_on=on,
        channel="meeting",
        answers={
            theme: Answer(rng.choice(CHANGES), rng.choice((True, True, False, None))) for theme in themes
        },
        verbatim=rng.choice(SAID) if rng.random() < 0.6 else "",
    )


def decided_on(tale: Tale) -> date:
    """The day from which the refund may be ordered: approved, or its account known."""
    found = Refund.objects.get(loan=tale.loan)
    return max(day for day in (found.approved_on, found.details_on) if day is not None)
