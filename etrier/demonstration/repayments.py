"""The loan in a story: what the bank reports, what is missed, what helps, how it ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from etrier.database.reading import hold
from etrier.demonstration.banks import EMAIL, LETTER, PHONE
from etrier.demonstration.days import working_day
from etrier.demonstration.tales import Tale
from etrier.domain.access import Role
from etrier.domain.dates import months_after
from etrier.domain.schedule import Schedule
from etrier.domain.scheme.choices import ReportingMode
from etrier.followup.actions import aids, difficulties
from etrier.loans.accounts import account_of
from etrier.loans.actions import default, endings, measures, payments
from etrier.loans.schedules import schedule_in_force

STATEMENT = 4
"""Days from the end of a month to the bank's statement of it."""
QUARTER = 3
WAIVED = {"months": 1, "interest": "waived", "keep_end": False}


def schedule(tale: Tale) -> Schedule:
    """The loan's schedule as it stands; kept until a measure or a default makes another."""
    if "schedule" not in tale.facts:
        tale.facts["schedule"] = schedule_in_force(tale.loan)
    found: Schedule = tale.facts["schedule"]
    return found


def due_on(tale: Tale, number: int) -> date:
    """When an instalment falls due, by the schedule in force."""
    return schedule(tale).due_on[number - 1]


def quiet(tale: Tale, through: int, recent: date) -> Iterator[date]:
    """All goes well up to an instalment: the bank's statements say so, or nothing needs to be said.

    Statements come each quarter, each month from `recent` on.
    """
    last = due_on(tale, through)
    if tale.loan.reporting != ReportingMode.REPORTED:
        yield last
        return
    start = tale.facts.get("covered") or tale.loan.disbursed_on
    while start <= last:  # what is already behind is not told again
        months = 1 if months_after(start, QUARTER) > recent else QUARTER
        end = min(month_end(months_after(start.replace(day=1), months - 1)), last)
        day = working_day(end + timedelta(STATEMENT))
        yield day
        payments.record_report(
            tale.loan,
            by=tale.by,
            on=day,
            covers_from=start,
            covers_to=end,
            lists_payments=False,
            source=EMAIL,
        )
        start = end + timedelta(1)
        tale.facts["covered"] = start


def month_end(day: date) -> date:
    """The last day of that day's month."""
    return months_after(day.replace(day=1), 1) - timedelta(1)


def alert(tale: Tale, number: int, on: date) -> None:
    """The bank says an instalment unpaid: the protocol's second step begins."""
    hold(tale.loan)
    tale.difficulty = difficulties.alert_ccas(tale.loan, by=tale.by, on=on, number=number, source=PHONE)


def reach(tale: Tale, on: date, *, outcome: str = "reached", channel: str = "phone") -> None:
    """One attempt to reach the person."""
    difficulties.attempt_contact(tale.difficulty, by=tale.by, on=on, channel=channel, outcome=outcome)


def review(tale: Tale, on: date, cause: str, words: str = "") -> None:
    """The situation looked at again with the person."""
    difficulties.review_situation(tale.difficulty, by=tale.by, on=on, cause=cause, review=words)


def help_with(tale: Tale, on: date, code: str, **granted: Any) -> None:
    """An aid asked for the difficulty, and granted the same day by the aid commission's delegation."""
    aid = aids.request_aid(tale.file, by=tale.by, on=on, code=code, difficulty=tale.difficulty)
    aids.grant_aid(aid, by=tale.by, on=on, **granted)


def ask_hold(tale: Tale, on: date, start: int, cause: str, wish: str) -> None:
    """A hold of one month, simulated then asked of the bank."""
    hold(tale.loan)
    asked = measures.simulate_measure(
        tale.loan, by=tale.by, on=on, kind="postponement", terms={"start": start} | WAIVED
    )
    tale.measure = measures.request_measure(asked, by=tale.by, on=on, cause=cause, wish=wish, source=EMAIL)


def grant(tale: Tale, on: date) -> None:
    """The bank grants it: another version of the schedule holds from that day."""
    measures.grant_measure(tale.measure, by=tale.by, on=on, source=LETTER)
    tale.facts.pop("schedule", None)
    hold(tale.loan)


def settle_by_measure(tale: Tale, on: date) -> None:
    """The measure answers the difficulty."""
    difficulties.settle_by_measure(tale.difficulty, by=tale.by, on=on, measure=tale.measure)


def pay(tale: Tale, number: int, on: date, amount: Decimal | None = None) -> None:
    """The bank says that an instalment is paid at last."""
    line = schedule(tale).lines[number - 1]
    payments.report_paid(
        tale.loan,
        by=tale.by,
        on=on,
        amount=amount or line.amount + line.insurance,
        number=number,
        source=PHONE,
    )


def solve(tale: Tale, on: date, solution: str = "regularised") -> None:
    """The difficulty is over."""
    difficulties.solve_difficulty(tale.difficulty, by=tale.by, on=on, solution=solution)


def confirm_repaid(tale: Tale, on: date) -> None:
    """The bank confirms, by a statement, that nothing is due any more."""
    hold(tale.loan)
    endings.confirm_repaid(tale.loan, by=tale.by, on=on, source=LETTER)


def default_on(tale: Tale, on: date) -> None:
    """The bank calls the whole loan in."""
    hold(tale.loan)
    default.accelerate(tale.loan, by=tale.by, on=on, source=LETTER)
    tale.facts.pop("schedule", None)


def call_guarantee(tale: Tale, on: date) -> Decimal:
    """The bank calls the guarantor's share of what remains."""
    hold(tale.loan)
    amount = default.foreseen_call(tale.loan, on).guarantor
    default.call_guarantee(tale.loan, by=tale.town.by(Role.MANAGER), on=on, amount=amount, source=LETTER)
    return amount


def pay_call(tale: Tale, on: date, amount: Decimal) -> None:
    """The guarantor pays the bank."""
    hold(tale.loan)
    default.pay_call(tale.loan, by=tale.town.by(Role.FINANCE), on=on, amount=amount, source=LETTER)


def close_with_loss(tale: Tale, on: date, amount: Decimal) -> None:
    """Nothing more is expected."""
    hold(tale.loan)
    default.close_with_loss(tale.loan, by=tale.town.by(Role.MANAGER), on=on, amount=amount, source=LETTER)


def over_indebted(tale: Tale, on: date, stage: str) -> None:
    """One step of an over-indebtedness procedure."""
    hold(tale.loan)
    default.record_overindebtedness(tale.loan, by=tale.by, on=on, stage=stage, source=LETTER)


def what_is_left(tale: Tale, on: date) -> Decimal:
    """The principal nobody has paid."""
    hold(tale.loan)
    return account_of(tale.loan, on).outstanding_principal
