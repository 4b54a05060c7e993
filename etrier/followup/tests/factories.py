"""Appointments, difficulties, plans, aids and tasks, made through the acts, whatever the town and the day."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from etrier.domain.access import Role
from etrier.files.models import File
from etrier.followup.actions import aids, appointments, difficulties, support, tasks
from etrier.followup.actions.appointments import Slot
from etrier.followup.models import Aid, Appointment, Difficulty, SupportContact, SupportPlan, Task
from etrier.loans.accounts import account_of
from etrier.loans.models import Loan
from etrier.loans.tests import factories as loans
from tests.cast import Town


def today() -> date:
    """The day the pages count from."""
    return timezone.localdate()


def slot(town: Town, *, day: date, at: time = time(10), minutes: int = 60, **facts: Any) -> Slot:
    """An hour at the CCAS with the worker."""
    starts_at = datetime.combine(day, at, town.organisation.zone)
    return Slot(
        **({"starts_at": starts_at, "minutes": minutes, "worker": town.user(), "place": "ccas"} | facts)
    )


def appointment(
    town: Town,
    file: File,
    *,
    on: date | None = None,
    day: date | None = None,
    kind: str = "study",
    role: str = Role.SOCIAL_WORKER,
    **facts: Any,
) -> Appointment:
    """An appointment planned, for today by default."""
    planned_on = on or today()
    at = {name: facts.pop(name) for name in ("at", "minutes", "worker", "place") if name in facts}
    return appointments.plan_appointment(
        file,
        by=town.actor(role),
        on=planned_on,
        kind=kind,
        slot=slot(town, day=day or planned_on, **at),
        **facts,
    )


def late_loan(town: Town, *, number: int = 7, **facts: Any) -> Loan:
    """A loan of which the bank has just said one instalment unpaid, the earlier ones paid."""
    found = loans.loan(town, **facts)
    loans.paid(town, found, *range(1, number))
    loans.unpaid(town, found, number, on=due_on(found, number) + timedelta(5))
    return found


def due_on(loan: Loan, number: int) -> date:
    """The due date of a line."""
    return account_of(loan, loan.ends_on).instalments[number - 1].due_on


def difficulty(town: Town, loan: Loan | None = None, *, on: date | None = None, **facts: Any) -> Difficulty:
    """A difficulty opened on an unpaid instalment."""
    found = loan or late_loan(town, **facts)
    known_on = on or today()
    return difficulties.open_difficulty(found, by=town.actor(), on=known_on)


def signalled(town: Town, loan: Loan | None = None, *, on: date | None = None, **facts: Any) -> Difficulty:
    """A difficulty that the person signals by telephone, nothing being unpaid."""
    told = {"channel": "phone", "cause": "job_loss"} | facts
    return difficulties.signal_difficulty(loan or loans.loan(town), by=town.actor(), on=on or today(), **told)


def plan(
    town: Town, loan: Loan | None = None, *, on: date | None = None, level: str = "regular"
) -> SupportPlan:
    """The support plan of a loan, set the day it was paid out."""
    found = loan or loans.loan(town)
    return support.set_support_plan(found, by=town.actor(), on=on or found.disbursed_on, level=level)


def contact(town: Town, file: File, *, on: date | None = None, due_on: date | None = None) -> SupportContact:
    """A contact planned by hand."""
    day = on or today()
    return support.plan_support_contact(file, by=town.actor(), on=day, due_on=due_on or day, channel="phone")


def aid(town: Town, file: File, *, on: date | None = None, code: str = "", **facts: Any) -> Aid:
    """An aid asked for: the first one of the dispositif that is paid at once."""
    known = [found for found in aids.aids_of(file) if not found.over_a_period]
    asked = {"code": code or known[0].code, "amount": Decimal("150.00")} | facts
    return aids.request_aid(file, by=town.actor(), on=on or today(), **asked)


def task(town: Town, file: File, *, on: date | None = None, due_on: date | None = None, **facts: Any) -> Task:
    """A task to do by the day it is added."""
    day = on or today()
    return tasks.add_task(
        file, by=town.actor(), on=day, due_on=due_on or day, **({"kind": "call_person"} | facts)
    )


def held(town: Town, file: File, **facts: Any) -> Appointment:
    """An appointment that took place."""
    found = appointment(town, file, **facts)
    return appointments.mark_seen(found, by=town.actor(), on=today(), minutes=found.minutes)


def solved(town: Town, loan: Loan | None = None) -> Difficulty:
    """A difficulty that is over."""
    found = signalled(town, loan)
    return difficulties.solve_difficulty(found, by=town.actor(), on=today(), solution="no_longer_relevant")


def done(town: Town, file: File) -> Task:
    """A task that is done."""
    return tasks.complete_task(task(town, file), by=town.actor(), on=today())
