"""Portfolios by columns: to the cent what one schedule says, and its TAEG to the ninth decimal."""

from decimal import Decimal, localcontext
from math import gcd
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain.apr import apr_of_repayments, months_in_years
from etrier.domain.bulk import HIGHEST_LOAN_CENTS, Lines, Loans, aprs, schedules
from etrier.domain.bulk.schedules import BLOCK, PARTS
from etrier.domain.measures import Postponement, apply_measure
from etrier.domain.money import half_up
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule, Terms, Treatment, schedule_of
from etrier.domain.tests.lending import LAVAL, QUICK, contract

HALF_A_MILLIONTH = 5e-7
CLOSE = 1e-9


def alone(loans: Loans, loan: int) -> Schedule:
    """The same loan by the exact path."""
    return schedule_of(
        Terms(
            principal=Decimal(int(loans.principal_cents[loan])).scaleb(-2),
            yearly_rate=Decimal(int(loans.rate_millionths[loan])).scaleb(-6),
            months=int(loans.months[loan]),
            disbursed_on=LAVAL.disbursed_on,
        )
    )


def check_cents(loans: Loans) -> tuple[Lines, ...]:
    """Every loan is answered once, and each of its lines is that of the exact path."""
    groups = schedules(loans)
    answered = np.concatenate([group.positions for group in groups])
    assert sorted(answered.tolist()) == list(range(len(loans)))
    for group in groups:
        for column, loan in enumerate(group.positions.tolist()):
            exact = alone(loans, loan)
            assert group.months == len(exact)
            assert group.instalment_cents[column] == exact.instalment_cents
            assert tuple(group.principal_cents[:, column].tolist()) == exact.principal_cents
            assert tuple(group.interest_cents[:, column].tolist()) == exact.interest_cents
            assert tuple(group.balance_cents[:, column].tolist()) == exact.balance_cents
    return groups


def usual(count: int, seed: int) -> Loans:
    """Loans as dispositifs make them: 300 to 8 000 €, 0 to 20 %, 6 to 84 months."""
    draw = np.random.default_rng(seed)
    return Loans.of(
        draw.integers(300_00, 8_000_01, count),
        draw.integers(0, 2001, count) / 100,
        draw.integers(6, 85, count),
    )


def test_twenty_thousand_usual_loans_agree_to_the_cent_and_their_taeg_to_its_rounding() -> None:
    loans = usual(20_000, seed=2026)
    for group in check_cents(loans):
        found = aprs(group.lent_cents, group.amount_cents)
        for column, loan in enumerate(group.positions[:60].tolist()):
            assert abs(found[column] - float(alone(loans, loan).apr)) <= HALF_A_MILLIONTH + CLOSE


@st.composite
def any_loans(draw: st.DrawFn) -> Loans:
    """Anything that is accepted, pennies and usury included."""
    highest, hundreds = HIGHEST_LOAN_CENTS, st.integers(1, 80).map(lambda count: count * 100_00)
    cents = st.integers(1, highest) | st.integers(1, 10_00) | hundreds
    rates = st.integers(0, 100_000_000) | st.sampled_from([0, 1, 1_000_000, 4_000_000, 12_000_000])
    months = st.integers(1, 90) | st.integers(1, 600)
    rows = draw(st.lists(st.tuples(cents, rates, months), min_size=1, max_size=8))
    principal, millionths, lines = zip(*rows, strict=True)
    return Loans.of(principal, np.array(millionths) / 1e6, lines)


@QUICK
@given(any_loans())
def test_any_loan_agrees_to_the_cent(loans: Loans) -> None:
    check_cents(loans)


def test_rounding_that_repays_early_and_balances_that_never_fall_agree_too() -> None:
    check_cents(Loans.of([40, 5, 500, 1], [0, 0, 0.01, 100], [60, 6, 90, 600]))
    check_cents(Loans.of([HIGHEST_LOAN_CENTS, 123_457, 800_000], [100, 99.999999, 20], [600, 600, 600]))


def ties() -> list[tuple[int, int]]:
    """Balances as high as they go, and rates, for which balance × rate / 1200 falls on a half."""
    found = []
    for rate in range(10_000, 100_000_000, 70_000):
        shared = gcd(rate, PARTS // 2)
        step = PARTS // 2 // shared
        if rate // shared % 2:
            found.append((HIGHEST_LOAN_CENTS // step // 2 * 2 * step - step, rate))
    return [(cents, rate) for cents, rate in found if cents > 0]


def hairs() -> list[tuple[int, int]]:
    """The same, one part of a cent under the half: nothing can be nearer."""
    return [
        (cents, rate)
        for cents in range(HIGHEST_LOAN_CENTS, HIGHEST_LOAN_CENTS - 20_000, -1)
        if gcd(cents, PARTS) == 1
        if (rate := (PARTS // 2 - 1) * pow(cents, -1, PARTS) % PARTS) <= 100_000_000
    ]


@pytest.mark.parametrize(("pairs", "remainder"), [(ties(), PARTS // 2), (hairs(), PARTS // 2 - 1)])
def test_a_tie_goes_up_and_what_is_a_hair_below_does_not(
    pairs: list[tuple[int, int]], remainder: int
) -> None:
    assert len(pairs) > 300
    assert {cents * rate % PARTS for cents, rate in pairs} == {remainder}
    cents, rates = np.array(pairs).T
    exact = [half_up(owed * rate, PARTS) for owed, rate in pairs]
    one, two = (schedules(Loans.of(cents, rates / 1e6, np.full(len(cents), months)))[0] for months in (1, 2))
    assert one.interest_cents[0].tolist() == two.interest_cents[0].tolist() == exact
    assert (one.instalment_cents - cents).tolist() == exact


def test_a_portfolio_longer_than_a_block_keeps_its_order() -> None:
    count = 2 * BLOCK + 3
    cents = np.arange(300_00, 300_00 + count)
    (group,) = schedules(Loans.of(cents, np.full(count, 4.0), np.full(count, 3)))
    assert group.lent_cents.tolist() == cents.tolist()
    assert group.principal_cents.sum(axis=0).tolist() == cents.tolist()
    found = aprs(group.lent_cents, group.amount_cents)
    for loan in (0, BLOCK - 1, BLOCK, count - 1):
        exact = apr_of_repayments(int(cents[loan]), months_in_years(3), group.amount_cents[:, loan].tolist())
        assert abs(found[loan] - float(exact)) <= HALF_A_MILLIONTH + CLOSE


def test_no_loan_makes_no_line() -> None:
    assert schedules(Loans.of([], [], [])) == ()
    assert aprs([], np.empty((12, 0), int)).shape == (0,)


def test_results_cannot_be_written() -> None:
    (group,) = schedules(Loans.of([2000_00], [4], [24]))
    for column in (group.positions, group.instalment_cents, group.balance_cents, aprs([100], [[110]])):
        with pytest.raises(ValueError, match="read-only"):
            column[...] = 0


def owed_at(percent: Decimal, advance: int, payments: list[int]) -> Decimal:
    """Advance minus worth of the payments at this TAEG, to fifty digits."""
    with localcontext(prec=50):
        factor = (1 + percent / 100) ** (Decimal(-1) / 12)
        return advance - sum((paid * factor**month for month, paid in enumerate(payments, 1)), Decimal(0))


def check_rate(found: float, advance: int, payments: list[int]) -> None:
    """The equation of the TAEG changes sign within a billionth of what was found."""
    below, above = Decimal(found) - Decimal(CLOSE), Decimal(found) + Decimal(CLOSE)
    assert owed_at(below, advance, payments) < 0 < owed_at(above, advance, payments)


def amounts(schedule: Schedule) -> list[int]:
    return [schedule.amount_cents(number) for number in range(1, len(schedule) + 1)]


@pytest.mark.parametrize("treatment", list(Treatment))
@pytest.mark.parametrize("keep_end", [False, True])
@pytest.mark.parametrize(("start", "months"), [(1, 3), (7, 6), (23, 1)])
def test_the_taeg_of_a_postponed_schedule_is_exact(
    treatment: Treatment, keep_end: bool, start: int, months: int
) -> None:
    payments = amounts(apply_measure(contract(), Postponement(start, months, treatment, keep_end)))
    (found,) = aprs([2000_00], np.array([payments]).T)
    check_rate(found, 2000_00, payments)


@QUICK
@given(
    st.integers(1, 8_000_00),
    st.lists(st.just(0) | st.integers(0, 500_00), min_size=1, max_size=90),
)
def test_any_monthly_flow_has_the_taeg_of_the_single_path_or_its_refusal(
    advance: int, payments: list[int]
) -> None:
    try:
        exact = apr_of_repayments(advance, months_in_years(len(payments)), payments)
    except Refused as refused:
        with pytest.raises(Refused) as bulk:
            aprs([100, advance], np.array([[110] * len(payments), payments]).T)
        assert bulk.value.code == refused.code
        assert bulk.value.sentence.startswith("Prêt 2")
        return
    (found,) = aprs([advance], np.array([payments]).T)
    assert abs(found - float(exact)) <= HALF_A_MILLIONTH * 1.01 + CLOSE * max(1, abs(found))


def test_fees_lower_the_advance_and_the_taeg_stays_exact() -> None:
    loans = usual(40, seed=7)
    for group in schedules(loans):
        net = group.lent_cents - 25_00
        for column, found in enumerate(aprs(net, group.amount_cents).tolist()):
            check_rate(found, int(net[column]), group.amount_cents[:, column].tolist())


GOOD: dict[str, Any] = {"principal_cents": [2000_00, 300_00], "yearly_rate": [4, 2.5], "months": [24, 12]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"principal_cents": [2000_00, float("nan")]}, "not_finite"),
        ({"principal_cents": [2000_00, float("inf")]}, "not_finite"),
        ({"principal_cents": [2000_00, 0]}, "out_of_bounds"),
        ({"principal_cents": [2000_00, -5]}, "out_of_bounds"),
        ({"principal_cents": [2000_00, HIGHEST_LOAN_CENTS + 1]}, "out_of_bounds"),
        ({"principal_cents": [2000_00, 1e300]}, "out_of_bounds"),
        ({"principal_cents": [2000_00, 10**400]}, "not_numbers"),
        ({"principal_cents": [2000_00, 2.5]}, "not_whole"),
        ({"principal_cents": ["2000", "300"]}, "not_numbers"),
        ({"principal_cents": [True, False]}, "not_numbers"),
        ({"principal_cents": [[2000_00], 5]}, "uneven_columns"),
        ({"principal_cents": [2000_00]}, "uneven_columns"),
        ({"principal_cents": [[2000_00, 300_00]]}, "uneven_columns"),
        ({"yearly_rate": [4, float("nan")]}, "not_finite"),
        ({"yearly_rate": [4, -0.01]}, "absurd_rate"),
        ({"yearly_rate": [4, 100.01]}, "absurd_rate"),
        ({"yearly_rate": [4, 4.1234567]}, "too_many_decimals"),
        ({"months": [24, 0]}, "out_of_bounds"),
        ({"months": [24, 1_000_000]}, "out_of_bounds"),
        ({"months": [24, 12.5]}, "not_whole"),
    ],
)
def test_bad_terms_are_refused_and_the_loan_named(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        Loans.of(**{**GOOD, **change})
    assert refused.value.code == code
    assert code in ("not_numbers", "uneven_columns") or refused.value.sentence.startswith("Prêt 2")


@pytest.mark.parametrize(
    ("advances", "payments", "code"),
    [
        ([100, float("nan")], [[110, 110]], "not_finite"),
        ([100, 100], [[110, float("inf")]], "not_finite"),
        ([100, -1], [[110, 110]], "out_of_bounds"),
        ([100, 100], [[110, -1]], "out_of_bounds"),
        ([100, 100], [[110, 10**12]], "out_of_bounds"),
        ([100, 100], [[110, 0.5]], "not_whole"),
        ([100, 100], [[110]], "uneven_columns"),
        ([100, 100], [110, 110], "uneven_columns"),
        ([100, 100], np.empty((0, 2), int), "absurd_months"),
        ([100, 100], np.ones((1201, 2), int), "absurd_months"),
        ([100, 0], [[110, 110]], "no_advance"),
        ([100, 100], [[110, 0]], "no_sign_change"),
        ([100, 1], [[110, 10**10]], "out_of_reach"),
    ],
)
def test_bad_flows_are_refused(advances: Any, payments: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        aprs(advances, payments)
    assert refused.value.code == code
