"""Limits of an opinion, and the last day of an appeal."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain.opinion import Limits, appeal_deadline, instalment_of, outside

DAY = date(2026, 11, 23)


@pytest.mark.covers("A13")
@pytest.mark.parametrize(
    ("notified_on", "last_day"),
    [
        (date(2026, 3, 10), date(2026, 5, 11)),
        (date(2026, 11, 18), date(2027, 1, 19)),
        (date(2026, 3, 1), date(2026, 5, 4)),  # 2 May is a Saturday
        (date(2026, 4, 30), date(2026, 7, 1)),
        (date(2026, 5, 13), date(2026, 7, 15)),  # 14 July is a holiday
        (date(2025, 12, 30), date(2026, 3, 2)),  # 28 February, then 1 March, a Sunday
    ],
)
def test_two_whole_months_then_a_working_day(notified_on, last_day):
    assert appeal_deadline(notified_on) == last_day


@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_the_deadline_is_always_a_working_day_after_two_months(notified_on):
    last = appeal_deadline(notified_on)
    assert last.weekday() < 5
    assert 59 <= (last - notified_on).days <= 68


@pytest.mark.covers("A15")
def test_each_limit_left_is_said():
    limits = Limits(Decimal(2000), 24, Decimal("86.85"))
    assert outside(limits, Decimal(2000), Decimal(4), 24, DAY) == ()
    found = outside(limits, Decimal(2500), Decimal(4), 30, DAY)
    assert [sentence.split()[1] for sentence in found] == ["montant", "durée", "mensualité,"]


@pytest.mark.covers("A15")
@given(
    st.integers(300, 3000).map(Decimal),
    st.integers(6, 36),
    st.integers(0, 10).map(Decimal),
    st.integers(0, 500).map(Decimal),
)
def test_lending_less_at_the_same_terms_never_leaves_the_limits(amount, months, rate, less):
    limits = Limits(amount, months, instalment_of(amount, rate, months, DAY))
    smaller = max(amount - less, Decimal(100))
    assert outside(limits, min(smaller, amount), rate, months, DAY) == ()


def test_without_limits_everything_is_inside():
    assert outside(Limits(), Decimal(5000), Decimal(20), 48, DAY) == ()
