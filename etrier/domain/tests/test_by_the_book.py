"""The rules and their second writing say the same, to the cent, the day and the sixth decimal."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.dates import years_between
from etrier.domain.measures import Measure, apply_measure
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule, Terms, schedule_of
from etrier.domain.tests.by_the_book import LONGEST, Book, Impossible, apr, years
from etrier.domain.tests.lending import QUICK, loans, measures

SIXTH = Decimal("0.000001")


def same(schedule: Schedule, book: Book) -> None:
    """Every column, the instalment in force and the months held."""
    rows = book.rows
    assert schedule.principal_cents == tuple(row.principal for row in rows)
    assert schedule.interest_cents == tuple(row.interest for row in rows)
    assert schedule.balance_cents == tuple(row.balance for row in rows)
    assert list(schedule.due_on) == book.days()
    assert schedule.instalment_cents == book.instalment or len(rows) < book.terms.months
    held = {number: treatment for number, treatment in book.held.items() if number <= len(rows)}
    assert {hold.number: hold.treatment for hold in schedule.holds} == held


@pytest.mark.covers("R1", "R5")
@settings(QUICK, max_examples=250)
@given(loans(), st.lists(measures(), max_size=6), st.lists(st.integers(0, 3), max_size=6))
def test_any_measures_on_any_loan(terms: Terms, wanted: list[Measure], steps: list[int]) -> None:
    """Measures in order of time, so that most of them compose; the impossible ones are refused by both."""
    version, book = schedule_of(terms), Book(terms)
    same(version, book)
    line = 1
    for measure, step in zip(wanted, steps, strict=False):
        line += step
        measure = replace(measure, **{"after" if hasattr(measure, "after") else "start": line})  # noqa: PLW2901
        following = deepcopy(book)
        try:
            following.apply(measure)
        except Impossible:
            with pytest.raises(Refused):
                apply_measure(version, measure)
            continue
        if len(following.rows) > LONGEST:
            return
        version, book = apply_measure(version, measure), following
        same(version, book)


@pytest.mark.covers("A16")
@settings(QUICK, max_examples=40)
@given(loans(), st.integers(0, 99), st.integers(0, 900))
def test_the_taeg_of_any_contract(terms: Terms, fees: int, insurance: int) -> None:
    terms = replace(
        terms,
        principal=terms.principal + 300,
        months=max(terms.months, 6),
        fees=Decimal(fees).scaleb(-1),
        insurance_monthly=Decimal(insurance).scaleb(-2),
        insurance_compulsory=True,
    )
    book = Book(terms)
    due = [years(terms.disbursed_on, on) for on in book.days()]
    paid = [row.principal + row.interest + insurance for row in book.rows]
    exact = apr(book.lent - fees * 10, list(zip(due, paid, strict=True)))
    assert schedule_of(terms).apr == exact.quantize(SIXTH, ROUND_HALF_UP)


@settings(QUICK, max_examples=500)
@given(st.dates(date(1996, 1, 1), date(2030, 12, 31)), st.integers(0, 1500))
def test_any_interval(start: date, days: int) -> None:
    end = start + timedelta(days)
    assert years_between(start, end) == years(start, end)
