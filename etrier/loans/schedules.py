"""Versions of a schedule, from the rules to rows and back."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from etrier.database.reading import rows_among, rows_where, values_among
from etrier.database.writing import add, add_all
from etrier.domain.measures import Measure, apply_measure
from etrier.domain.money import to_euros
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule
from etrier.loans.models import Instalment, Loan, MeasureRequest, ScheduleVersion

Plan = list[tuple[date, Decimal]]
LINE = ("version_id", "number", "due_on", "principal", "interest", "balance", "hold", "carried")
"""What the rules read of a line; whole rows would take several times as long."""


def keep_version(
    loan: Loan, schedule: Schedule, *, on: date, cause: str, measure: MeasureRequest | None = None
) -> ScheduleVersion:
    """Add a version and its lines; the loan then ends with it. The caller saves the loan."""
    number = len(rows_where(ScheduleVersion, loan=loan)) + 1
    version = add(
        ScheduleVersion(
            organisation_id=loan.organisation_id,
            loan=loan,
            file_id=loan.file_id,
            number=number,
            cause=cause,
            measure=measure,
            in_force_on=on,
            instalment=schedule.instalment,
            changed_from=schedule.changed_from,
            last_act=schedule.last_act,
            accelerated=schedule.accelerated,
        )
    )
    carried = {hold.number: to_euros(hold.carried) for hold in schedule.holds}
    add_all(
        Instalment(
            organisation_id=loan.organisation_id,
            version=version,
            number=line.number,
            due_on=line.due_on,
            amount=line.amount,
            principal=line.principal,
            interest=line.interest,
            insurance=line.insurance,
            balance=line.balance,
            hold=line.hold or "",
            carried=carried.get(line.number, Decimal("0.00")),
        )
        for line in schedule.lines
    )
    loan.ends_on = schedule.end_on
    return version


def plan_of(schedule: Schedule) -> Plan:
    """The outstanding principal a schedule foresees after each line."""
    return [(line.due_on, line.balance) for line in schedule.lines]


def versions_of(loans: Iterable[Loan]) -> dict[int, list[tuple[ScheduleVersion, Schedule]]]:
    """Every version of these loans, oldest first, by loan key; two queries whatever their number."""
    by_key = {loan.pk: loan for loan in loans}
    versions = rows_among(ScheduleVersion, "loan", by_key)
    lines: dict[int, list[Any]] = {version.pk: [] for version in versions}
    for line in values_among(Instalment, LINE, "version", lines, ("version_id", "number")):
        lines[line.version_id].append(line)
    found: dict[int, list[tuple[ScheduleVersion, Schedule]]] = {key: [] for key in by_key}
    for version in versions:
        terms = by_key[version.loan_id].terms
        found[version.loan_id].append((version, version.schedule(terms, lines[version.pk])))
    return found


def schedule_in_force(loan: Loan) -> Schedule:
    """The last version of a loan's schedule."""
    return versions_of([loan])[loan.pk][-1][1]


def version_after(schedule: Schedule, measure: Measure) -> Schedule:
    """The version that a measure makes. Raises `ValidationError` with the rules' reason when it cannot."""
    try:
        return apply_measure(schedule, measure)
    except Refused as refusal:
        raise ValidationError(refusal.sentence) from refusal
