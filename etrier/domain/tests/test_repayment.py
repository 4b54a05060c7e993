"""Odd first periods: floating point is trusted only where it rounds as sixty digits do."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given

from etrier.domain.dates import months_between
from etrier.domain.repayment import (
    Columns,
    first_interest,
    level_instalment,
    level_instalment_after,
    monthly_ratio,
    repay,
)
from etrier.domain.schedule import Terms
from etrier.domain.tests.lending import QUICK, loans


def exact(cents: int, yearly_rate: Decimal, months: int, first: Fraction) -> tuple[int, int]:
    """Instalment and first interest by the formulas of the decree, with sixty digits."""
    with localcontext(prec=60):
        growth = 1 + yearly_rate / 1200
        power = growth ** (Decimal(first.numerator) / first.denominator)
        interest = cents * (power - 1)
        level = cents * power / growth * (growth - 1) / (1 - growth**-months) if yearly_rate else Decimal(0)
        return int(level.to_integral_value(ROUND_HALF_UP)), int(interest.to_integral_value(ROUND_HALF_UP))


def check_first_period(terms: Terms) -> None:
    first = months_between(terms.disbursed_on, terms.first_line_on)
    cents = int(terms.principal * 100)
    level, interest = exact(cents, terms.yearly_rate, terms.months, first)
    assert first_interest(cents, terms.ratio, first) == interest
    if terms.yearly_rate:
        assert level_instalment_after(cents, terms.ratio, terms.months, first) == level


@QUICK
@given(loans())
def test_an_odd_first_period_is_rounded_as_sixty_digits_are(terms: Terms) -> None:
    check_first_period(terms)


@QUICK
@given(loans())
def test_where_floating_point_is_never_sure_the_rounding_is_the_same(terms: Terms) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etrier.domain.repayment._is_sure", lambda estimate: False)
        check_first_period(terms)


@pytest.mark.parametrize(
    ("cents", "rate", "months", "level"),
    [
        (2000_00, "4", 24, 86_85),
        (1500_00, "4", 24, 65_14),
        (3000_00, "2.5", 36, 86_58),
        (300_00, "20", 6, 52_96),
        (8000_00, "8.7", 84, 127_50),
    ],
)
def test_the_exact_ratio_gives_the_same_instalment(
    monkeypatch: pytest.MonkeyPatch, cents: int, rate: str, months: int, level: int
) -> None:
    assert level_instalment(cents, monthly_ratio(Decimal(rate)), months) == level
    monkeypatch.setattr("etrier.domain.repayment._is_sure", lambda estimate: False)
    assert level_instalment(cents, monthly_ratio(Decimal(rate)), months) == level


def test_decimals_give_the_interest_of_the_decree_s_first_period(monkeypatch: pytest.MonkeyPatch) -> None:
    """10 000 € from 15 September to 31 October at 8.70 %: one month and sixteen days of 365."""
    first = 1 + Fraction(12 * 16, 365)
    whole = first_interest(10000_00, monthly_ratio(Decimal("8.7")), first)
    level = level_instalment_after(10000_00, monthly_ratio(Decimal("8.7")), 24, first)
    monkeypatch.setattr("etrier.domain.repayment._is_sure", lambda estimate: False)
    assert first_interest(10000_00, monthly_ratio(Decimal("8.7")), first) == whole == 110_85
    assert level_instalment_after(10000_00, monthly_ratio(Decimal("8.7")), 24, first) == level == 457_21


def test_what_settles_leaves_nothing() -> None:
    ratio = monthly_ratio(Decimal(4))
    assert repay(Columns([], [], []), 2000_00, ratio, 86_85, 24) == 0
    assert repay(Columns([], [], []), 2000_00, ratio, 86_85, 6, settles=False) == 1514_87


@pytest.mark.parametrize(
    ("cents", "rate", "first", "interest"),
    [
        (50, "12", 1, 1),  # half a cent exactly
        (49, "12", 1, 0),
        (150, "12", 1, 2),  # a cent and a half
        (5000, "12", 2, 101),  # 100.5, by 1.01² − 1
        (4999, "12", 2, 100),
        (15000, "36", 2, 914),  # 913.5, which floating point takes for less
        (45000, "4", 2, 301),  # 300.5: no decimal holds the monthly rate 1/300, its ratio does
    ],
)
def test_a_tie_of_a_whole_first_period_goes_up(cents: int, rate: str, first: int, interest: int) -> None:
    assert first_interest(cents, monthly_ratio(Decimal(rate)), Fraction(first)) == interest


@pytest.mark.parametrize(
    ("cents", "rate", "first", "level"),
    [
        (50, "12", 1, 51),  # half a cent above 50
        (5000, "12", 2, 5101),  # 5 100.5, by 1.01²
        (4999, "12", 2, 5099),
        (200, "3", 1, 201),  # 200.5, which floating point takes for less
        (45000, "4", 2, 45301),  # 45 300.5: no decimal holds the monthly rate 1/300, its ratio does
    ],
)
def test_a_tie_of_a_single_instalment_goes_up(cents: int, rate: str, first: int, level: int) -> None:
    assert level_instalment_after(cents, monthly_ratio(Decimal(rate)), 1, Fraction(first)) == level
