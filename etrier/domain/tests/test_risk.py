"""The risk of the guarantee: drawn at random, held against exact laws computed apart."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import comb, log, sqrt
from os import times

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.money import to_cents
from etrier.domain.refusal import Refused
from etrier.domain.risk import (
    ANY_TIME,
    EARLY,
    LATE,
    MOST_DRAWS,
    MOST_LOANS,
    Assumptions,
    Distribution,
    Loans,
    Risk,
    Timing,
    loans_of,
    running_loan,
    simulate,
)
from etrier.domain.schedule import Terms, schedule_of
from etrier.domain.scheme.choices import CallBase

pytestmark = pytest.mark.covers("D10")

Law = dict[int, float]
"""An exact law: cents → probability."""


def terms(principal: Decimal | int = 1500, months: int = 24, rate: Decimal | int = 4) -> Terms:
    return Terms(Decimal(principal), Decimal(rate), months, date(2026, 1, 15))


def convolution(loans: list[Loans], assumptions: Assumptions) -> Law:
    """The exact law of what is paid, loan after loan (recursion over cents)."""
    law: Law = {0: 1.0}
    for group in loans:
        chances = [float(chance) for chance in group.chances(assumptions)]
        for _ in range(group.count):
            following: Law = {}
            for cents, probability in law.items():
                following[cents] = following.get(cents, 0.0) + probability * (1 - sum(chances))
                for call, chance in zip(group.call_cents, chances, strict=True):
                    following[cents + call] = following.get(cents + call, 0.0) + probability * chance
            law = following
    return law


def binomial(count: int, rate: Fraction, call: int) -> Law:
    """The exact law of equal loans that all default at one instalment."""
    return {k * call: float(comb(count, k) * rate**k * (1 - rate) ** (count - k)) for k in range(count + 1)}


def farthest(drawn: Distribution, law: Law) -> float:
    """The widest gap between the distribution drawn and the exact one, over all sums."""
    exact, widest = 0.0, 0.0
    values, total = drawn.cents, len(drawn)
    for cents in sorted(law):
        exact += law[cents]
        widest = max(widest, abs(float(values.searchsorted(cents, side="right")) / total - exact))
    assert exact == pytest.approx(1)
    return widest


def bound(scenarios: int, doubt: float = 1e-6) -> float:
    """The gap that an honest draw exceeds once in a million (Dvoretzky-Kiefer-Wolfowitz, Massart)."""
    return sqrt(log(2 / doubt) / (2 * scenarios))


def expected(loans: list[Loans], assumptions: Assumptions) -> float:
    """The exact mean of what is paid, cents."""
    return sum(
        group.count
        * sum(map(float.__mul__, map(float, group.chances(assumptions)), map(float, group.call_cents)))
        for group in loans
    )


UNEQUAL = [
    loans_of(terms(300, 6), Decimal(50)),
    loans_of(terms(800, 5), Decimal(50), count=2),
    loans_of(terms(1500, 8), Decimal(50)),
    running_loan([Decimal("611.11"), Decimal("402.5"), Decimal(180)], Decimal(50), past=9),
    loans_of(terms("1499.99", 7), Decimal("33.3")),
]


@pytest.mark.parametrize("rate", [Decimal("0.5"), Decimal(3), Decimal(40), Decimal(95)])
@pytest.mark.parametrize("count", [1, 40, 300])
def test_equal_loans_follow_the_binomial(count, rate):
    loans = loans_of(terms(), Decimal(50), count)
    drawn = simulate([loans], Assumptions(rate, timing=Timing(month=7)))
    law = binomial(count, Fraction(rate) / 100, loans.call_cents[6])
    assert farthest(drawn.paid, law) < bound(drawn.scenarios)


@pytest.mark.parametrize("timing", [ANY_TIME, EARLY, LATE, Timing(month=4)])
@pytest.mark.parametrize("rate", [Decimal(3), Decimal(35), Decimal(80)])
def test_unequal_loans_follow_the_convolution(rate, timing):
    assumptions = Assumptions(rate, timing=timing)
    drawn = simulate(UNEQUAL, assumptions, seed=11)
    assert farthest(drawn.paid, convolution(UNEQUAL, assumptions)) < bound(drawn.scenarios)


def test_many_loans_alike_and_one_by_one_have_the_same_law():
    """12 loans at 60 % draw scenario by scenario, 3 of them draw loan by loan."""
    for count in (12, 3):
        loans = [loans_of(terms(900, 4), Decimal(50), count)]
        assumptions = Assumptions(Decimal(60))
        drawn = simulate(loans, assumptions)
        assert farthest(drawn.paid, convolution(loans, assumptions)) < bound(drawn.scenarios)


def test_the_quantiles_are_those_of_the_exact_law():
    loans = loans_of(terms(), Decimal(50), 40)
    drawn = simulate([loans], Assumptions(Decimal(5), timing=Timing(month=1)))
    law, call = binomial(40, Fraction(1, 20), loans.call_cents[0]), Decimal(750)
    reached, exact = 0.0, {}
    for cents in sorted(law):
        reached += law[cents]
        exact |= {q: Decimal(cents) / 100 for q in (50, 90, 95, 99) if reached >= q / 100 and q not in exact}
    assert exact == {50: 2 * call, 90: 4 * call, 95: 4 * call, 99: 6 * call}
    assert {q: drawn.paid.quantile(q) for q in exact} == exact


def test_the_mean_is_the_exact_one_within_its_error():
    assumptions = Assumptions(Decimal(6), timing=EARLY)
    drawn = simulate(UNEQUAL, assumptions, scenarios=400_000, seed=5)
    deviation = float(drawn.paid.cents.std()) / sqrt(drawn.scenarios)
    assert abs(float(drawn.paid.mean) * 100 - expected(UNEQUAL, assumptions)) < 5 * deviation


def test_what_is_called_is_what_the_schedule_leaves_owed():
    schedule = schedule_of(terms(1500, 24))
    loans = loans_of(terms(1500, 24), Decimal(50))
    assert loans.call_cents[0] == 750_00
    assert loans.call_cents[12] == (schedule.balance_cents[11] + 1) // 2
    interest = loans_of(terms(1500, 24), Decimal(50), base=CallBase.PRINCIPAL_AND_INTEREST)
    assert interest.call_cents[0] == (1500_00 + schedule.interest_cents[0]) // 2
    assert loans_of(terms(), Decimal(0)).dearest == 0


def test_a_loan_half_repaid_has_only_the_chances_that_remain():
    """Ten of a hundred loans default, evenly over four instalments; two have passed without default."""
    running = running_loan([Decimal(500), Decimal(250)], Decimal(100), past=2)
    assert running.chances(Assumptions(Decimal(10))) == (Fraction(25, 950), Fraction(25, 950))
    over = running_loan([Decimal(100)], Decimal(100), past=1)
    assert over.chances(Assumptions(Decimal(100), timing=Timing(month=1))) == (0,)


def test_when_defaults_happen():
    assert ANY_TIME.weights(4) == (Fraction(1, 4),) * 4
    assert EARLY.weights(3) == (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
    assert EARLY.weights(2) == (Fraction(2, 3), Fraction(1, 3))
    assert LATE.weights(6) == tuple(Fraction(n, 12) for n in (1, 1, 2, 2, 3, 3))
    assert Timing(month=9).weights(3) == (0, 0, 1)
    early, late = (
        simulate([loans_of(terms(), Decimal(50), 100)], Assumptions(Decimal(5), timing=timing)).cost.mean
        for timing in (EARLY, LATE)
    )
    assert early > late, "a loan that defaults early owes more"


@pytest.mark.parametrize("months", [1, 2, 5, 24, 84])
@pytest.mark.parametrize("timing", [ANY_TIME, EARLY, LATE, Timing((0, 1)), Timing(month=3)])
def test_the_moments_of_default_add_up_to_one(timing, months):
    assert sum(timing.weights(months)) == 1
    assert min(timing.weights(months)) >= 0


def test_recovery_comes_off_what_was_paid():
    loans = [loans_of(terms(1000, 12), Decimal(50), 3)]
    at_once = Timing(month=1)
    sure = simulate(loans, Assumptions(Decimal(100), Decimal("33.333333"), at_once), scenarios=100)
    assert sure.paid.mean == sure.paid.highest == Decimal(1500)
    assert sure.cost.mean == Decimal("1000.00"), "half-up on what the 1 500 € bring back: 500.00"
    nothing = simulate(loans, Assumptions(Decimal(100), Decimal(100), at_once), scenarios=100)
    assert nothing.cost.highest == 0
    assert nothing.paid.highest == 1500


def test_the_same_seed_gives_the_same_answer():
    first, again, other = (simulate(UNEQUAL, Assumptions(Decimal(20)), seed=seed) for seed in (3, 3, 4))
    assert (first.cost.cents == again.cost.cents).all()
    assert (first.cost.cents != other.cost.cents).any()


def test_the_bars_hold_every_scenario():
    drawn = simulate([loans_of(terms(), Decimal(50), 40)], Assumptions(Decimal(3))).cost
    bars = drawn.bins()
    assert 3 <= len(bars) <= 10
    assert bars[0].above is None
    assert bars[0].share == drawn.share_up_to(Decimal(0))
    assert all(one.up_to == other.above for one, other in pairwise(bars))
    assert bars[-1].above < drawn.highest <= bars[-1].up_to
    assert abs(sum(one.share for one in bars) - 100) < Decimal("0.1")
    assert len({one.up_to - one.above for one in bars[1:-1]}) == 1, "one width, but for the last bar"
    none = simulate(UNEQUAL, Assumptions(Decimal(0))).cost.bins()
    assert [one.share for one in none] == [100]


def test_how_often_an_amount_suffices():
    drawn = Distribution.of(
        simulate([Loans(1, (100_00,))], Assumptions(Decimal(100)), scenarios=100).paid.cents
    )
    assert (drawn.share_up_to(Decimal("99.99")), drawn.share_up_to(Decimal(100))) == (0, 100)


portfolios = st.lists(
    st.builds(
        Loans,
        count=st.integers(1, 30),
        call_cents=st.lists(st.integers(0, 500_000), min_size=1, max_size=12).map(tuple),
        past=st.integers(0, 12),
    ),
    min_size=1,
    max_size=5,
)
percents = st.decimals(0, 100, places=2)


@settings(max_examples=60, deadline=None)
@given(loans=portfolios, rate=percents, recovery=percents, timing=st.sampled_from([ANY_TIME, EARLY, LATE]))
def test_whatever_the_loans(loans, rate, recovery, timing):
    drawn: Risk = simulate(loans, Assumptions(rate, recovery, timing), scenarios=400)
    assert drawn.loans == sum(group.count for group in loans)
    quantiles = [drawn.cost.quantile(q) for q in (50, 90, 95, 99, 100)]
    assert quantiles == sorted(quantiles)
    assert quantiles[0] >= 0
    assert quantiles[-1] == drawn.cost.highest <= drawn.paid.highest <= drawn.exposure
    assert 0 <= drawn.cost.mean <= drawn.cost.highest
    reachable = {0} if not rate else {call * n for one in loans for call in one.call_cents for n in range(31)}
    if len(loans) == 1 and len(loans[0].call_cents) == 1:
        assert {int(cents) for cents in drawn.paid.cents} <= reachable
    if not rate:
        assert not drawn.paid.highest


@pytest.mark.parametrize(
    ("loans", "options", "code"),
    [
        ([], {}, "no_loan"),
        ([Loans(MOST_LOANS + 1, (1,))], {}, "too_many_loans"),
        ([Loans(1, (1,))], {"scenarios": 99}, "absurd_scenarios"),
        ([Loans(1, (1,))], {"scenarios": 10**9}, "absurd_scenarios"),
        ([Loans(MOST_LOANS, (1,))], {"scenarios": MOST_DRAWS // MOST_LOANS + 1}, "too_many_draws"),
        ([Loans(90_000, (10**9,))], {"scenarios": 1000}, "absurd_amount"),
        ([Loans(1, (1,))], {"seed": -1}, "absurd_seed"),
    ],
)
def test_absurd_simulations_are_refused_in_french(loans, options, code):
    with pytest.raises(Refused) as refusal:
        simulate(loans, Assumptions(Decimal(3)), **options)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: Assumptions(Decimal("NaN")), "absurd_rate"),
        (lambda: Assumptions(Decimal("Infinity")), "absurd_rate"),
        (lambda: Assumptions(Decimal("1e400")), "absurd_rate"),
        (lambda: Assumptions(Decimal(-1)), "absurd_rate"),
        (lambda: Assumptions(Decimal(3), Decimal("100.01")), "absurd_rate"),
        (lambda: Assumptions(Decimal("0.0000001")), "too_many_decimals"),
        (lambda: Timing(()), "absurd_timing"),
        (lambda: Timing((0, 0)), "absurd_timing"),
        (lambda: Timing((1, -1)), "absurd_timing"),
        (lambda: Timing(month=0), "absurd_months"),
        (lambda: Loans(0, (1,)), "no_loan"),
        (lambda: Loans(1, ()), "absurd_months"),
        (lambda: Loans(1, (-1,)), "negative_amount"),
        (lambda: Loans(1, (1,) * 601), "absurd_months"),
        (lambda: loans_of(terms(), Decimal(101)), "absurd_share"),
        (lambda: running_loan([Decimal("NaN")], Decimal(50)), "unreadable_amount"),
        (lambda: simulate([Loans(1, (1,))], Assumptions(Decimal(1))).cost.quantile(0), "absurd_share"),
    ],
)
def test_absurd_assumptions_are_refused(build, code):
    with pytest.raises(Refused) as refusal:
        build()
    assert refusal.value.code == code


def test_it_is_fast_enough():
    """Targets of a quiet machine, on the processor's own time: 1 s and 4 s; loans all different."""
    few = [loans_of(terms(300 + 13 * n, 12 + n % 37), Decimal(50)) for n in range(100)]
    many = [
        Loans(1, tuple(to_cents(Decimal(1500 + n)) * left // 24 for left in range(24, 0, -1)))
        for n in range(10_000)
    ]
    for loans, scenarios, seconds in ((few, 100_000, 1), (many, 10_000, 4)):
        start = times().user
        simulate(loans, Assumptions(Decimal(5)), scenarios=scenarios)
        assert times().user - start < seconds
