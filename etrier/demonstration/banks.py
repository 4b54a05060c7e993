"""The bank in a story: the file sent, its answer, the offer, the signature, the loan."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from etrier.database.reading import hold
from etrier.decisions.actions import answers, messages, transmissions
from etrier.decisions.models import AnswerKind, MessageSide
from etrier.demonstration import requests
from etrier.demonstration.tales import Tale
from etrier.domain.apr import shown
from etrier.domain.schedule import Terms, schedule_of
from etrier.domain.scheme.choices import Charter, SupportMode
from etrier.domain.support import ContactReason
from etrier.followup.actions.support import plan_support_contact, proposed_level, set_support_plan
from etrier.loans.actions import charters, disbursement, offers
from etrier.loans.actions.offers import Figures
from etrier.loans.facts import Source
from etrier.portal import actions as portal

PHONE, EMAIL, LETTER = Source("phone"), Source("email"), Source("letter")
VALIDITY = 30
"""Days an offer may be accepted."""
PROMISED = 45
"""Days from the sending to the first contact that a compulsory support promises."""


def send(tale: Tale, on: date, bank: str = "") -> None:
    """The person chose her bank and agreed: the pack leaves, its papers still valid."""
    requests.renew_papers(tale, on)
    application = tale.application
    tale.bank = bank or tale.bank
    promised: dict[str, Any] = {}
    product = application.product
    if product is not None and product.support.mode is SupportMode.COMPULSORY:
        first_on = on + timedelta(PROMISED)
        promised = {"support_signed_on": on, "first_contact_on": first_on}
        if "promised" not in tale.facts:
            tale.facts["promised"] = plan_support_contact(
                tale.file, by=tale.by, on=on, due_on=first_on, channel="phone", reason=ContactReason.FIRST
            )
    tale.transmission = transmissions.transmit(
        application,
        by=tale.by,
        on=on,
        agreement=tale.town.agreements[tale.bank],
        given_on=on,
        consent_channel="meeting",
        channel="bank_desk",
        **promised,
    )


def write(tale: Tale, on: date, text: str) -> None:
    """A message of the worker to the adviser."""
    messages.send_message(tale.transmission, by=tale.by, on=on, side=MessageSide.CCAS, text=text)


def rate_of(tale: Tale) -> Decimal:
    """What the convention says of the product."""
    rate = tale.transmission.agreement.terms(tale.application.dispositif).rate(tale.transmission.product_code)
    if rate is None:
        raise ValueError("this bank does not lend this product")
    return rate


def answer(tale: Tale, on: date, kind: AnswerKind, *, herself: bool | None = None, **said: Any) -> None:
    """What the bank says: by the adviser's own hand, or told by telephone and entered by the worker."""
    if tale.rng.random() < 0.5 if herself is None else herself:
        tale.transmission = portal.answer(
            tale.transmission,
            kind,
            by=tale.town.advisers[tale.bank],
            on=on,
            revision=tale.transmission.revision,
            **said,
        )
        return
    answers.enter_answer(tale.transmission, kind, by=tale.by, on=on, channel="phone", received_on=on, **said)


def accept(tale: Tale, on: date, *, herself: bool | None = None) -> None:
    """The bank lends what was asked, at its convention's rate."""
    sent = tale.transmission
    terms: dict[str, Any] = {"amount": sent.amount, "months": sent.months, "yearly_rate": rate_of(tale)}
    answer(tale, on, AnswerKind.ACCEPTED, herself=herself, **terms)


def refuse(tale: Tale, on: date, reason: str = "debt_ratio") -> None:
    """The bank does not lend."""
    answer(tale, on, AnswerKind.REFUSED, reason=reason)


def propose(tale: Tale, on: date, amount: Decimal) -> None:
    """The bank proposes less."""
    terms: dict[str, Any] = {
        "amount": amount,
        "months": tale.transmission.months,
        "yearly_rate": rate_of(tale),
    }
    answer(tale, on, AnswerKind.COUNTER_OFFER, **terms)


def ask(tale: Tale, on: date, text: str) -> None:
    """The bank wants to know more."""
    answer(tale, on, AnswerKind.QUESTION, text=text)


def offer(tale: Tale, on: date, disbursement_on: date, first_due_on: date | None = None) -> None:
    """The bank issues its offer on what it agreed."""
    sent = tale.transmission
    hold(sent)
    if sent.agreed_amount is None or sent.agreed_months is None or sent.agreed_rate is None:
        raise ValueError("an offer follows an agreement")
    terms = Terms(sent.agreed_amount, sent.agreed_rate, sent.agreed_months, disbursement_on, first_due_on)
    figures = Figures(
        principal=terms.principal,
        yearly_rate=terms.yearly_rate,
        months=terms.months,
        bank_apr=shown(schedule_of(terms).apr),
        expires_on=on + timedelta(VALIDITY),
        disbursement_on=disbursement_on,
        first_due_on=first_due_on,
    )
    tale.facts["figures"] = asdict(figures)
    tale.offer = offers.issue_offer(sent, by=tale.by, on=on, figures=figures, source=EMAIL)


def sign(tale: Tale, on: date) -> None:
    """The person signs at the bank, and the charter with it."""
    offers.sign_offer(tale.offer, by=tale.by, on=on, source=PHONE)
    if tale.town.dispositif.parsed.charter.parties is Charter.NONE:
        return
    charter = charters.draw_up_charter(tale.file, by=tale.by, on=on)
    for party in charters.missing_parties(charter):
        charters.sign_charter(charter, by=tale.by, on=on, party=party)


def disburse(tale: Tale, on: date) -> None:
    """The money is paid out: the loan begins, and the support that goes with it."""
    first_due_on = tale.facts["figures"]["first_due_on"]
    tale.loan = disbursement.disburse(tale.offer, by=tale.by, on=on, source=LETTER, first_due_on=first_due_on)
    hold(tale.application)
    level = proposed_level(tale.application)
    if level:
        set_support_plan(tale.loan, by=tale.by, on=on, level=level)
