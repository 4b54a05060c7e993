"""Refunds at any moment of their life, made through the acts, whatever the town and the day."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from etrier.decisions.actions import opinions, sessions
from etrier.decisions.models import Session
from etrier.decisions.tests import factories as decisions
from etrier.domain.access import Role
from etrier.domain.evaluation import Change, Moment
from etrier.files.models import File
from etrier.loans.actions import endings
from etrier.loans.models import Loan
from etrier.loans.tests import factories as loans
from etrier.outcomes.actions import committee, orders, refunds
from etrier.outcomes.actions.evaluations import THEMES, Answer, record_evaluation
from etrier.outcomes.models import Evaluation, PaymentOrder, Refund
from tests.cast import Town

IBAN = "FR7630006000011234567890189"
OTHER_IBAN = "FR7610107001011234567890129"


def repaid(town: Town, **facts: Any) -> Loan:
    """A loan repaid without incident, confirmed by the bank; told line by line only where it reports."""
    found = loans.loan(town, **{"months": 6, "disbursed_on": loans.months_ago(8)} | facts)
    if found.reporting == "reported":
        loans.paid(town, found, *range(1, found.months + 1))
    return endings.confirm_repaid(
        found, by=town.actor(), on=found.ends_on + timedelta(10), source=loans.PHONE
    )


def repaid_late(town: Town, *, late: int = 7, days: int = 20, **facts: Any) -> Loan:
    """A loan repaid to the last cent, one instalment of which was paid after its due date; the others
    are told only where the bank reports."""
    found = loans.loan(town, **{"months": 8, "disbursed_on": loans.months_ago(10)} | facts)
    told = found.reporting == "reported"
    loans.paid(town, found, *range(1, late if told else 1))
    line = loans.account_of(found, found.ends_on).instalments[late - 1]
    loans.unpaid(town, found, late, on=line.due_on + timedelta(2))
    loans.payments.report_paid(
        found,
        by=town.actor(),
        on=line.due_on + timedelta(days),
        amount=line.due,
        number=late,
        source=loans.PHONE,
    )
    loans.paid(town, found, *range(late + 1, found.months + 1 if told else late))
    return endings.confirm_repaid(
        found, by=town.actor(), on=found.ends_on + timedelta(10), source=loans.PHONE
    )


def opened(town: Town, loan: Loan | None = None, *, on: date | None = None, **facts: Any) -> Refund:
    """The refund of a loan repaid without incident, judged and no more."""
    loan = loan or repaid(town, **facts)
    assert loan.ended_on is not None
    return refunds.open_refund(loan, by=town.actor(), on=on or loan.ended_on)


def asked(town: Town, **facts: Any) -> Refund:
    """Bank details asked for by letter."""
    found = opened(town, **facts)
    return refunds.ask_bank_details(found, by=town.actor(), on=found.opened_on)


def with_details(town: Town, **facts: Any) -> Refund:
    """Bank details recorded, the day after they were asked for."""
    found = asked(town, **facts)
    return refunds.record_bank_details(
        found,
        by=town.actor(),
        on=found.opened_on + timedelta(1),
        iban=IBAN,
        holder="applicant",
    )


def at_committee(town: Town, convened: Session | None = None, **facts: Any) -> Refund:
    """On the agenda of a session, two days after the bank details came."""
    found = with_details(town, **facts)
    on = found.opened_on + timedelta(1)
    convened = convened or decisions.session(town, on=on, session_on=on + timedelta(2))
    return committee.send_refund_to_committee(found, by=town.actor(), on=on, session=convened)


def given(town: Town, found: Refund, opinion: str = "favourable", **facts: Any) -> Refund:
    """The commission's opinion, its session closed."""
    assert found.item is not None
    session, by = found.item.session, town.actor(Role.COMMITTEE_MEMBER)
    decisions.held(town, session)
    act = {
        "favourable": opinions.give_favourable_opinion,
        "adjourned": opinions.adjourn_opinion,
        "unfavourable": opinions.give_unfavourable_opinion,
        "conditional": opinions.give_conditional_opinion,
    }[opinion]
    act(found.item, by=by, on=session.session_on, **facts)
    sessions.close_session(session, by=by, on=session.session_on)
    found.refresh_from_db()
    return found


def approved(town: Town, **facts: Any) -> Refund:
    """Ready to be ordered, through the commission where there is one."""
    if not town.dispositif.parsed.committee.before_refund:
        return with_details(town, **facts)
    found = given(town, at_committee(town, **facts))
    assert found.item is not None
    return committee.approve_refund(found, by=town.actor(), on=found.item.session.session_on)


def ordered(town: Town, *, on: date | None = None, **facts: Any) -> PaymentOrder:
    """One refund ordered, ten days after it was opened."""
    found = approved(town, **facts)
    return orders.order_refund(found, by=town.actor(Role.FINANCE), on=on or found.opened_on + timedelta(10))


def paid(town: Town, *, paid_on: date | None = None, **facts: Any) -> Refund:
    """One refund paid, a week after its order."""
    order = ordered(town, **facts)
    found = Refund.objects.get(order_lines__order=order)
    day = paid_on or order.ordered_on + timedelta(7)
    return orders.confirm_refund_paid(found, by=town.actor(Role.FINANCE), on=day, paid_on=day)


def evaluation(town: Town, file: File, *, moment: Moment, on: date | None = None, **facts: Any) -> Evaluation:
    """Every theme better, thanks to the microcredit."""
    day = on or timezone.localdate()
    answers = {theme: Answer(Change.IMPROVED, attributable=True) for theme in THEMES}
    told = {"channel": "meeting", "answers": answers, "verbatim": "J’ai repris le travail."} | facts
    return record_evaluation(file, by=town.actor(), on=day, moment=moment, held_on=day, **told)
