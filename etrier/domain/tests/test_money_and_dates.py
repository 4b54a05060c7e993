"""Cents half-up from exact ratios, amounts read from text, months and intervals."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain import dates, money
from etrier.domain.refusal import Refused
from etrier.domain.tests.lending import QUICK, REFERENCE, day

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@QUICK
@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_half_up_rounds_an_exact_ratio_once(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    if (2 * numerator) % denominator:  # away from ties decimal's thirty digits decide
        assert money.half_up(numerator, denominator) == int(exact.to_integral_value(ROUND_HALF_UP))
    assert abs(Fraction(numerator, denominator) - money.half_up(numerator, denominator)) <= Fraction(1, 2)


def test_ties_go_away_from_zero() -> None:
    assert [money.half_up(n, 2) for n in (1, 3, 5, -1, -3)] == [1, 2, 3, -1, -2]
    assert money.to_cents(Decimal("0.125")) == 13
    assert money.to_cents(Decimal("-0.125")) == -13
    assert money.rounded(Decimal("2.675")) == Decimal("2.68")


@QUICK
@given(st.integers(0, money.HIGHEST_CENTS))
def test_amounts_are_read_as_they_are_written(cents: int) -> None:
    written = money.text(cents)
    assert money.parse_cents(written, "Montant") == cents
    assert money.parse_cents(written.replace(".", ","), "Montant") == cents
    assert money.parse_amount(written, "Montant") == Decimal(written) == money.to_euros(cents)


def test_amounts_are_written_with_two_decimals() -> None:
    assert [money.text(cents) for cents in (0, 5, 123450, -505)] == ["0.00", "0.05", "1234.50", "-5.05"]
    assert money.parse_cents(" 30 ", "Montant") == money.parse_cents(30, "Montant") == 3000
    assert money.parse_cents("1.500", "Montant") == 150


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("NaN", "unreadable_amount"),
        ("-inf", "unreadable_amount"),
        ("1e3", "unreadable_amount"),
        ("1 000", "unreadable_amount"),
        ("٣", "unreadable_amount"),
        ("", "unreadable_amount"),
        (".5", "unreadable_amount"),
        (1.5, "unreadable_amount"),
        (None, "unreadable_amount"),
        (False, "unreadable_amount"),
        ("9" * 50, "unreadable_amount"),
        ("-1", "negative_amount"),
        (-1, "negative_amount"),
        ("1.001", "too_many_decimals"),
        ("100000000.01", "absurd_amount"),
        (10**30, "absurd_amount"),
    ],
)
def test_a_text_that_is_no_amount_is_refused(value: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        money.parse_cents(value, "Prix")
    assert refused.value.code == code
    assert refused.value.sentence.startswith("Prix\u00a0: ")


@pytest.mark.parametrize("value", ["NaN", "-1", "1e2", "100.000001", "0.0000001", None, True, 4.0, 10**12])
def test_a_text_that_is_no_rate_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        money.parse_rate(value, "Taux")


def test_rates_are_percents() -> None:
    assert money.parse_rate("4,25", "Taux") == money.parse_rate("4.25", "Taux") == Decimal("4.25")
    assert money.parse_rate(4, "Taux") == 4
    assert money.parse_rate("100", "Taux") == 100


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-0.01", "0.001", "100000000.01", "1e400"])
def test_a_decimal_that_no_loan_bears_is_refused(amount: str) -> None:
    with pytest.raises(Refused):
        money.checked_amount(Decimal(amount), "Montant")


def test_due_dates_keep_their_day() -> None:
    def due(disbursed: str, first: str) -> list[str]:
        return [str(on) for on in dates.due_dates(day(disbursed), day(first), 3)]

    assert due("2026-01-30", "2026-02-28") == ["2026-02-28", "2026-03-30", "2026-04-30"]
    assert due("2026-01-31", "2026-02-28") == ["2026-02-28", "2026-03-31", "2026-04-30"]
    assert due("2026-09-15", "2026-10-31") == ["2026-10-31", "2026-11-30", "2026-12-31"]
    assert due("2026-01-15", "2026-02-28") == ["2026-02-28", "2026-03-28", "2026-04-28"]
    assert due("2027-12-31", "2028-02-29") == ["2028-02-29", "2028-03-31", "2028-04-30"]


@pytest.mark.parametrize("example", REFERENCE["intervals"], ids=lambda example: example["id"])
def test_published_intervals(example: dict[str, str]) -> None:
    years = sum(Fraction(part) for part in example["years"].split("+"))
    assert dates.years_between(day(example["from"]), day(example["to"])) == years


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        ("2012-01-12", "2012-04-15", (3, 3, 365)),
        ("2013-02-25", "2013-03-28", (1, 3, 366)),
        ("2013-02-26", "2013-03-29", (1, 2, 366)),
        ("2012-02-26", "2012-03-29", (1, 3, 366)),
        ("2025-09-15", "2025-10-31", (1, 15, 365)),
        ("2019-02-28", "2019-03-31", (1, 0, 365)),
        ("2019-01-30", "2019-02-28", (1, 0, 365)),
        ("2019-01-29", "2020-02-28", (12, 30, 365)),
        ("2024-02-29", "2025-02-28", (12, 0, 365)),
        ("2019-12-20", "2020-01-05", (0, 16, 365)),
        ("2020-02-28", "2020-03-01", (0, 2, 366)),
        ("2026-01-15", "2026-01-15", (0, 0, 365)),
    ],
)
def test_months_are_counted_backwards_then_days(start: str, end: str, counted: tuple[int, int, int]) -> None:
    assert dates.whole_months_and_days(day(start), day(end)) == counted


@QUICK
@given(DAYS, st.integers(0, 4000))
def test_an_interval_is_its_months_then_its_days(start: date, length: int) -> None:
    end = start + timedelta(length)
    months, days, year = dates.whole_months_and_days(start, end)
    back = dates.months_after(end, -months)
    assert months >= 0
    assert 0 <= days <= 30
    if days:
        assert back - timedelta(days) == start
        assert year == (back - dates.months_after(back, -12)).days
    else:
        month_ends = dates.is_month_end(start) and dates.is_month_end(end)
        assert month_ends or back == start or dates.months_after(start, months) == end
    years = dates.years_between(start, end)
    assert dates.years_as_float(start, end) == pytest.approx(float(years), abs=1e-12)
    assert dates.months_between(start, end) == years * 12


@QUICK
@given(DAYS, st.integers(-600, 600))
def test_months_after_stays_in_its_month(on: date, months: int) -> None:
    moved = dates.months_after(on, months)
    assert dates.months_apart(on, moved) == months
    assert moved.day == on.day or (moved.day < on.day and dates.is_month_end(moved))
    assert dates.is_month_end(moved) == ((moved + timedelta(1)).day == 1)


def test_loans_begin_between_1900_and_2199() -> None:
    assert dates.parse_day("1900-01-01", "Date").year == 1900
    assert dates.parse_day("2199-12-31", "Date").year == 2199
    for year in (1899, 2200):
        with pytest.raises(Refused):
            dates.checked_day(date(year, 1, 1), "Date")


@pytest.mark.parametrize(
    "value", ["0001-01-01", "9999-12-31", "2026-02-30", "20260115", "2026-1-5", 5, None, "x" * 10]
)
def test_a_text_that_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        dates.parse_day(value, "Date")
