"""The account of a loan on a day: rows read in a fixed number of queries, folded by the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from etrier.database.reading import values_among
from etrier.domain.account import Account, History, InstalmentStatus, State, Version, account_on
from etrier.domain.movements import Movement as Fact
from etrier.domain.movements import MovementKind, Report
from etrier.domain.scheme.choices import ReportingMode
from etrier.loans.models import BankReport, Loan, Movement
from etrier.loans.schedules import versions_of
from etrier.ui.formats import euros

STRIP = {
    State.SETTLED: "paid",
    State.HELD: "held",
    State.PRESUMED: "presumed",
    State.TO_CONFIRM: "to_confirm",
    State.UNPAID: "unpaid",
    State.DUE_TODAY: "to_come",
    State.TO_COME: "to_come",
}


MOVEMENT = ("loan_id", "pk", "kind", "on", "amount", "instalment_number", "reverses_id", "report_id")
REPORT = ("loan_id", "pk", "covers_from", "covers_to", "reported_on", "lists_payments")
"""What the rules read of a row; whole rows would take several times as long."""
TOGETHER = 200
"""Loans whose accounts stand in memory at once."""


def account_of(loan: Loan, on: date) -> Account:
    """The account of one loan on a day, in four queries."""
    return accounts_of([loan], on)[loan.pk]


def accounts_of(loans: Iterable[Loan], on: date) -> dict[int, Account]:
    """The accounts of these loans on a day, by loan key, in four queries whatever their number."""
    return {key: account_on(history, on) for key, history in histories_of(loans).items()}


def histories_of(loans: Iterable[Loan]) -> dict[int, History]:
    """All that is known of these loans, by loan key, in four queries whatever their number."""
    by_key = {loan.pk: loan for loan in loans}
    versions = versions_of(by_key.values())
    movements: dict[int, list[Fact]] = {key: [] for key in by_key}
    for movement in values_among(Movement, MOVEMENT, "loan", by_key):
        movements[movement.loan_id].append(fact_of(movement))
    reports: dict[int, list[Report]] = {key: [] for key in by_key}
    for report in values_among(BankReport, REPORT, "loan", by_key):
        reports[report.loan_id].append(report_of(report))
    return {
        key: History(
            [Version(version.in_force_on, schedule) for version, schedule in versions[key]],
            movements[key],
            reports[key],
            mode=ReportingMode(loan.reporting),
            presumption_days=loan.presumption_days,
            late_grace_days=loan.late_grace_days,
        )
        for key, loan in by_key.items()
    }


def fact_of(movement: Any) -> Fact:
    """A movement as the rules read it."""
    return Fact(
        key=str(movement.pk),
        kind=MovementKind(movement.kind),
        on=movement.on,
        amount=movement.amount,
        instalment=movement.instalment_number,
        reverses=str(movement.reverses_id) if movement.reverses_id else None,
        report=str(movement.report_id) if movement.report_id else None,
    )


def report_of(report: Any) -> Report:
    """A report as the rules read it."""
    return Report(
        key=str(report.pk),
        covers_from=report.covers_from,
        covers_to=report.covers_to,
        received_on=report.reported_on,
        lists_payments=report.lists_payments,
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One instalment of the strip."""

    number: int
    due_on: date
    state: str
    current: bool
    label: str


def strip_of(account: Account) -> list[Cell]:
    """The loan drawn instalment by instalment; the next one with something to pay is the current one."""
    following = account.next_due
    return [
        Cell(
            number=one.number,
            due_on=one.due_on,
            state=STRIP[one.state],
            current=following is not None and one.number == following.number,
            label=_label(one),
        )
        for one in account.instalments
    ]


def _label(one: InstalmentStatus) -> str:
    if one.state is State.UNPAID and one.remaining != one.due:
        return f"reste {euros(one.remaining)} sur {euros(one.due)}"
    return euros(one.due) if one.due else ""
