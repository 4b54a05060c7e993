"""Measures: simulated by anyone, requested by the worker, decided by the bank. A grant makes a version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import Act
from etrier.domain.measures import Measure, Outcome, compare
from etrier.domain.money import ZERO
from etrier.domain.schedule import Schedule
from etrier.domain.wording import day
from etrier.journal.door import acting, opening
from etrier.loans.facts import Source, keep_fact
from etrier.loans.models import Loan, MeasureRequest, measure_of
from etrier.loans.position import renew_position
from etrier.loans.schedules import keep_version, plan_of, schedule_in_force, version_after


@dataclass(frozen=True, slots=True)
class Way:
    """One way out and its figures, euros; when it is impossible, `refusal` says why."""

    kind: str
    terms: dict[str, Any]
    schedule: Schedule | None = None
    instalment: Decimal = ZERO
    end_on: date = date.max
    shift_months: int = 0
    extra_cost: Decimal = ZERO
    refusal: str = ""


def ways_out(loan: Loan, asked: Iterable[tuple[str, dict[str, Any]]]) -> list[Way]:
    """Several measures side by side on the schedule in force, in the order given; nothing is kept."""
    given = list(asked)
    outcomes = compare(schedule_in_force(loan), [measure_of(kind, terms) for kind, terms in given])
    return [_way(kind, terms, outcome) for (kind, terms), outcome in zip(given, outcomes, strict=True)]


def _way(kind: str, terms: dict[str, Any], outcome: Outcome) -> Way:
    if outcome.refusal is not None or outcome.schedule is None:
        return Way(kind, terms, refusal=str(outcome.refusal))
    return Way(
        kind,
        terms,
        schedule=outcome.schedule,
        instalment=outcome.instalment or ZERO,
        end_on=outcome.end_on or outcome.schedule.end_on,
        shift_months=outcome.shift_months or 0,
        extra_cost=outcome.extra_cost or ZERO,
    )


def simulate_measure(loan: Loan, *, by: Actor, on: date, kind: str, terms: dict[str, Any]) -> MeasureRequest:
    """Keep one way out with its figures. Refused, with the reason, when the schedule cannot bear it."""
    (way,) = ways_out(loan, [(kind, terms)])
    if way.schedule is None:
        raise ValidationError(way.refusal)
    measure = MeasureRequest(
        organisation_id=loan.organisation_id,
        loan=loan,
        file_id=loan.file_id,
        kind=kind,
        terms=terms,
        instalment=way.instalment,
        end_on=way.end_on,
        extra_cost=way.extra_cost,
    )
    with opening(measure, Act.SIMULATE_MEASURE, by=by, on=on, measure=kind):
        pass
    return measure


def request_measure(
    measure: MeasureRequest,
    *,
    by: Actor,
    on: date,
    cause: str,
    wish: str,
    source: Source,
    revision: int | None = None,
) -> MeasureRequest:
    """Ask the bank, with the coded cause and what the person wishes."""
    with acting(
        measure, Act.REQUEST_MEASURE, by=by, on=on, revision=revision, measure=measure.kind, cause=cause
    ):
        measure.cause, measure.wish, measure.requested_on = cause, wish, on
        keep_fact(measure, Act.REQUEST_MEASURE, on, source)
    return measure


def grant_measure(
    measure: MeasureRequest, *, by: Actor, on: date, source: Source, revision: int | None = None
) -> MeasureRequest:
    """The bank grants what was asked, on `on`: from that day another version of the schedule holds."""
    return _granted(measure, Act.GRANT_MEASURE, measure.asked, by=by, on=on, source=source, revision=revision)


def grant_otherwise(
    measure: MeasureRequest,
    *,
    by: Actor,
    on: date,
    kind: str,
    terms: dict[str, Any],
    source: Source,
    revision: int | None = None,
) -> MeasureRequest:
    """The bank grants something else than what was asked."""
    granted = measure_of(kind, terms)
    return _granted(
        measure,
        Act.GRANT_OTHERWISE,
        granted,
        by=by,
        on=on,
        source=source,
        revision=revision,
        kind=kind,
        terms=terms,
    )


def _granted(
    measure: MeasureRequest,
    act: Act,
    granted: Measure,
    *,
    by: Actor,
    on: date,
    source: Source,
    revision: int | None,
    kind: str = "",
    terms: dict[str, Any] | None = None,
) -> MeasureRequest:
    loan = measure.loan
    told = kind or measure.kind
    with (
        acting(loan, act, by=by, on=on, measure=told),
        acting(measure, act, by=by, on=on, revision=revision, measure=told),
    ):
        check_decision(measure, on)
        if terms is not None:
            measure.granted_kind, measure.granted_terms = kind, terms
        measure.decided_on = on
        schedule = version_after(schedule_in_force(loan), granted)
        keep_version(loan, schedule, on=on, cause=told, measure=measure)
        renew_position(loan, on, plan_of(schedule))
        keep_fact(measure, act, on, source)
    return measure


def check_decision(measure: MeasureRequest, on: date) -> None:
    """The bank decides after the request, and after what it last decided on this loan."""
    if measure.requested_on is not None and on < measure.requested_on:
        asked = day(measure.requested_on)
        raise ValidationError({"on": f"La mesure a été demandée le {asked} : la décision vient après."})
    last = measure.loan.versions.order_by("-number").first()
    if last is not None and on < last.in_force_on:
        raise ValidationError(
            {"on": f"L’échéancier en vigueur date du {day(last.in_force_on)} : la décision vient après."}
        )


def refuse_measure(
    measure: MeasureRequest,
    *,
    by: Actor,
    on: date,
    reason: str,
    source: Source,
    revision: int | None = None,
) -> MeasureRequest:
    """The bank refuses, for a coded reason; the schedule stays as it is."""
    with acting(
        measure,
        Act.REFUSE_MEASURE,
        by=by,
        on=on,
        revision=revision,
        measure=measure.kind,
        measure_reason=reason,
    ):
        check_decision(measure, on)
        measure.refusal_reason, measure.decided_on = reason, on
        keep_fact(measure, Act.REFUSE_MEASURE, on, source)
    return measure


def withdraw_measure(
    measure: MeasureRequest, *, by: Actor, on: date, revision: int | None = None
) -> MeasureRequest:
    """Give up a measure that is not decided."""
    with acting(measure, Act.WITHDRAW_MEASURE, by=by, on=on, revision=revision, measure=measure.kind):
        measure.decided_on = on
    return measure
