"""Loans at any moment of their life, made through the acts, whatever the town and the day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from etrier.applications.actions import complete_study, waive_document
from etrier.applications.checklist import missing_blocking
from etrier.applications.models import Application
from etrier.applications.tests.factories import studied
from etrier.decisions.actions import agenda, opinions, sessions
from etrier.decisions.models import ItemKind, Transmission
from etrier.decisions.sheet import committee_sheet
from etrier.decisions.tests import factories as decisions
from etrier.domain.access import Role
from etrier.domain.apr import shown
from etrier.domain.dates import months_after
from etrier.domain.schedule import Terms, schedule_of
from etrier.funds.models import Envelope
from etrier.funds.tests.factories import envelope
from etrier.loans.accounts import account_of
from etrier.loans.actions import disbursement, endings, measures, offers, payments
from etrier.loans.actions.offers import Figures
from etrier.loans.actions.usury import record_usury_threshold
from etrier.loans.facts import Source
from etrier.loans.models import Loan, MeasureRequest, Movement, Offer, UsuryThreshold
from tests.cast import Town

PHONE = Source("phone")
OFFERED, SIGNED = 13, 9
"""Days before disbursement: the offer, then its signature, whole days of silence included."""


def months_ago(months: int) -> date:
    """That many months before today, on a day every month has: pages count from the real day."""
    return months_after(timezone.localdate().replace(day=15), -months)


def accepted(town: Town, *, on: date, bank: int = 0, **facts: Any) -> Transmission:
    """A request accepted by the bank on that day, every earlier stage before it."""
    return decisions.accepted(town, at_bank(town, on=on - timedelta(5), bank=bank, **facts), on=on)


def at_bank(town: Town, *, on: date, bank: int = 0, **facts: Any) -> Transmission:
    """A request sent to a bank on that day."""
    studied_on = on - timedelta(5)
    application = _studied(town, on=studied_on, contact_on=on - timedelta(16), **_unlike(town, facts))
    if town.dispositif.parsed.committee.before_bank:
        _approve(town, application, studied_on)
    if _guaranteed_by_ccas(application) and not Envelope.objects.in_force(town.organisation, on):
        envelope(town)
    return decisions.with_bank(town, application, bank=bank, on=on)


def _studied(town: Town, *, on: date, **facts: Any) -> Application:
    """A study concluded; its papers are waived, which is quicker than bringing each to the vault."""
    application = studied(town, on=on, papers=False, **facts)
    by = town.actor()
    for line in missing_blocking(application, on):
        waive_document(application, by=by, on=on, piece=line, motive="Vue en rendez-vous.")
    complete_study(application, by=by, on=on, recommendation="favourable", reasons="Le budget le permet.")
    return application


def _unlike(town: Town, facts: dict[str, Any]) -> dict[str, Any]:
    """Another name at each call, so that the alert on doubles stays silent."""
    rank = Loan.objects.count() + Offer.objects.count() + Application.objects.count()
    return {"last_name": f"Emprunteur{rank}", "phone": f"06399800{rank % 100:02}"} | facts


def _guaranteed_by_ccas(application: Application) -> bool:
    return application.product is not None and application.product.guaranteed_by_ccas


def _approve(town: Town, application: Application, on: date) -> None:
    """A favourable opinion of the commission."""
    convened = decisions.session(town, on=on, session_on=on + timedelta(3))
    item = agenda.put_on_agenda(
        convened,
        application.file,
        kind=ItemKind.APPLICATION,
        sheet=committee_sheet(application, on),
        by=town.actor(),
        on=on,
    )
    decisions.held(town, convened)
    member = town.actor(Role.COMMITTEE_MEMBER)
    opinions.give_favourable_opinion(item, by=member, on=convened.session_on)
    sessions.close_session(convened, by=member, on=convened.session_on)


def figures(transmission: Transmission, *, on: date, **changes: Any) -> Figures:
    """An offer on the terms the bank accepted, its TAEG right."""
    terms = Terms(transmission.agreed_amount, transmission.agreed_rate, transmission.agreed_months, on)
    facts = {
        "principal": transmission.agreed_amount,
        "yearly_rate": transmission.agreed_rate,
        "months": transmission.agreed_months,
        "bank_apr": shown(schedule_of(terms).apr),
        "expires_on": on + timedelta(15),
        "disbursement_on": on + timedelta(OFFERED),
    }
    return Figures(**(facts | changes))


def offer(
    town: Town, *, disbursed_on: date | None = None, changes: dict[str, Any] | None = None, **facts: Any
) -> Offer:
    """An offer to be signed, foreseen to be paid out on that day."""
    day = disbursed_on or timezone.localdate() + timedelta(12)
    transmission = accepted(town, on=day - timedelta(15), **facts)
    on = day - timedelta(OFFERED)
    return offers.issue_offer(
        transmission,
        by=town.actor(),
        on=on,
        figures=figures(transmission, on=on, **(changes or {})),
        source=PHONE,
    )


def signed(town: Town, *, disbursed_on: date | None = None, **facts: Any) -> Offer:
    """An offer signed by the borrower, ready to be paid out on that day (today by default)."""
    day = disbursed_on or timezone.localdate()
    found = offer(town, disbursed_on=day, **facts)
    return offers.sign_offer(found, by=town.actor(), on=day - timedelta(SIGNED), source=PHONE)


def loan(
    town: Town,
    *,
    principal: Decimal | int | None = None,
    months: int | None = None,
    disbursed_on: date | None = None,
    **facts: Any,
) -> Loan:
    """A loan paid out on that day, eight months ago by default."""
    day = disbursed_on or months_ago(8)
    if principal is not None:
        facts["amount"] = Decimal(principal)
    if months is not None:
        facts["months"] = months
    found = signed(town, disbursed_on=day, **facts)
    return disbursement.disburse(found, by=town.actor(), on=day, source=PHONE)


def paid(town: Town, found: Loan, *numbers: int) -> list[Movement]:
    """These instalments reported paid on their due dates."""
    account = account_of(found, found.ends_on)
    lines = {line.number: line for line in account.instalments}
    return [
        payments.report_paid(
            found,
            by=town.actor(),
            on=lines[number].due_on,
            amount=lines[number].remaining,
            number=number,
            source=PHONE,
        )
        for number in numbers
    ]


def unpaid(town: Town, found: Loan, number: int, *, on: date) -> Movement:
    """An instalment that the bank says unpaid."""
    return payments.report_unpaid(found, by=town.actor(), on=on, number=number, source=PHONE)


HELD_ONE_MONTH = {"months": 1, "interest": "waived", "keep_end": False}


def simulated(town: Town, found: Loan, *, on: date, start: int, **terms: Any) -> MeasureRequest:
    """A hold of one month, interest waived, simulated."""
    return measures.simulate_measure(
        found,
        by=town.actor(),
        on=on,
        kind="postponement",
        terms={"start": start} | HELD_ONE_MONTH | terms,
    )


def requested(town: Town, found: Loan, *, on: date, start: int, **terms: Any) -> MeasureRequest:
    """The same, asked of the bank."""
    return measures.request_measure(
        simulated(town, found, on=on, start=start, **terms),
        by=town.actor(),
        on=on,
        cause="job_loss",
        wish="Reprendre le mois prochain.",
        source=PHONE,
    )


def paid_off(town: Town, **facts: Any) -> Loan:
    """A loan repaid to the last instalment, confirmed by the bank."""
    found = loan(town, **{"months": 6, "disbursed_on": months_ago(8)} | facts)
    paid(town, found, *range(1, found.months + 1))
    return endings.confirm_repaid(found, by=town.actor(), on=found.ends_on + timedelta(10), source=PHONE)


def threshold(town: Town, since: date = date(2026, 10, 1)) -> UsuryThreshold:
    """The usury thresholds of a quarter, entered by the administrator."""
    return record_usury_threshold(
        by=town.actor(Role.ADMINISTRATOR),
        on=since,
        since=since,
        small=Decimal("23.60"),
        middle=Decimal("15.90"),
        large=Decimal("8.70"),
        source="Avis publié au Journal officiel",
    )
