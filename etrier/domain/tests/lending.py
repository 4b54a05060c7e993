"""Shared by the lending tests: the reference figures, and loans to draw from."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from etrier.domain.measures import EarlyMode, EarlyRepayment, Extension, Measure, Postponement, Revision
from etrier.domain.schedule import Schedule, Terms, Treatment, schedule_of

REFERENCE = json.loads((Path(__file__).parent / "reference/loan-arithmetic.json").read_text("utf-8"))
QUICK = settings(max_examples=120, deadline=None, database=None)


def euros(text: str) -> Decimal:
    return Decimal(text)


def day(text: str) -> date:
    return date.fromisoformat(text)


LAVAL = Terms(Decimal(2000), Decimal(4), 24, date(2026, 1, 15))
"""2 000 € at 4 % over 24 months: 23 × 86.85 + 86.84, interest 84.39."""


def terms_of(given: dict[str, Any]) -> Terms:
    first = given.get("first_due_on")
    return Terms(
        principal=Decimal(given["principal"]),
        yearly_rate=Decimal(given["yearly_rate"]),
        months=given["months"],
        disbursed_on=day(given.get("disbursed_on", "2026-01-15")),
        first_due_on=day(first) if first else None,
    )


def measure_of(given: dict[str, Any]) -> Measure:
    match given["kind"]:
        case "postponement":
            treatment = Treatment(given["interest"])
            return Postponement(given["from"], given["months"], treatment, given.get("keep_end", False))
        case "extension":
            return Extension(given["from"], given["months"])
        case "revision":
            return Revision(given["from"], Decimal(given["instalment"]))
    amount = given.get("amount")
    mode = EarlyMode(given.get("mode", "shorten"))
    return EarlyRepayment(given["after"], None if amount is None else Decimal(amount), mode)


@st.composite
def loans(draw: st.DrawFn, *, odd: bool = True) -> Terms:
    """Terms of microcredits, month ends and odd first periods included."""
    disbursed_on = draw(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
    shift = draw(st.integers(1, 100)) if odd and draw(st.booleans()) else None
    return Terms(
        principal=Decimal(draw(st.integers(1, 800_000))).scaleb(-2),
        yearly_rate=Decimal(draw(st.integers(0, 2500))).scaleb(-2),
        months=draw(st.integers(1, 84)),
        disbursed_on=disbursed_on,
        first_due_on=None if shift is None else date.fromordinal(disbursed_on.toordinal() + shift),
    )


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    """Any measure, possible or not."""
    line = draw(st.integers(1, 40))
    match draw(st.integers(0, 3)):
        case 0:
            treatment = draw(st.sampled_from(list(Treatment)))
            return Postponement(line, draw(st.integers(1, 6)), treatment, draw(st.booleans()))
        case 1:
            return Extension(line, draw(st.integers(1, 24)))
        case 2:
            return Revision(line, Decimal(draw(st.integers(1, 50_000))).scaleb(-2))
    amount = draw(st.none() | st.integers(1, 300_000))
    mode = draw(st.sampled_from(list(EarlyMode)))
    return EarlyRepayment(line, None if amount is None else Decimal(amount).scaleb(-2), mode)


def contract(terms: Terms = LAVAL) -> Schedule:
    return schedule_of(terms)
