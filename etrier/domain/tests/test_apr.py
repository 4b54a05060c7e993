"""The TAEG: published figures, every legal flow, and the reasons when there is none."""

from decimal import Decimal
from itertools import accumulate
from math import exp

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from etrier.domain.apr import Flow, apr_of_flows, apr_of_repayments, months_in_years, parse_years, shown
from etrier.domain.money import parse_cents
from etrier.domain.refusal import Refused
from etrier.domain.tests.lending import QUICK, REFERENCE


def flows_of(example: dict[str, list[dict[str, str]]]) -> list[Flow]:
    signs = (("advances", 1), ("repayments", -1))
    return [
        (parse_years(flow["years"]), sign * parse_cents(flow["amount"], "Montant"))
        for name, sign in signs
        for flow in example[name]
    ]


def worth(flows: list[Flow], apr: Decimal) -> Decimal:
    growth = 1 + apr / 100
    return sum((amount / growth ** Decimal(at) for at, amount in flows), Decimal(0))


@pytest.mark.covers("A16")
@pytest.mark.parametrize("example", REFERENCE["apr"], ids=lambda example: example["id"])
def test_published_figures(example: dict[str, object]) -> None:
    apr = apr_of_flows(flows_of(example))  # type: ignore[arg-type] # JSON
    found = apr if example["decimals"] == 6 else shown(apr)
    assert str(found) == example["apr"]


def test_a_known_rate_is_found_to_the_sixth_decimal() -> None:
    assert apr_of_flows([(0, 100_000), (1, -110_000)]) == Decimal("10.000000")
    assert apr_of_flows([(0, 100_000), (2, -144_000)]) == Decimal("20.000000")
    assert apr_of_flows([(0, 100_000), (1, -100_000)]) == 0
    assert apr_of_flows([(0, 100_000), (1, -50_000)]) == Decimal("-50.000000")


def test_months_are_twelfths_of_a_year() -> None:
    assert months_in_years(3) == (1 / 12, 2 / 12, 3 / 12)


def test_a_tie_of_the_seventh_decimal_is_rounded_half_up() -> None:
    assert apr_of_flows([(0, 200_000_000), (1, -200_000_001)]) == Decimal("0.000001")
    assert apr_of_flows([(0, 2_000_000_000), (1, -2_100_000_009)]) == Decimal("5.000000")
    assert apr_of_flows([(0, 2_000_000_000), (1, -2_100_000_010)]) == Decimal("5.000001")
    assert apr_of_flows([(0, 2_000_000_000), (1, -2_100_000_011)]) == Decimal("5.000001")
    assert apr_of_flows([(0, 200_000_000), (1, -199_999_999)]) == Decimal("-0.000001")
    for percent in range(1, 300):
        owed = 2_000_000_000 + 20_000_000 * percent + 10
        assert apr_of_flows([(0, 2_000_000_000), (1, -owed)]) == Decimal(f"{percent}.000001")


def test_a_tie_goes_up_whatever_the_rate_and_the_day() -> None:
    """Exact ties, which floating point takes for a little less: 1 707.226 562 5 % and 42.382 812 5 %."""
    assert apr_of_flows([(0, 512), (1, -9253)]) == Decimal("1707.226563")
    assert apr_of_flows([(0, 32768), (5 / 3, -59049)]) == Decimal("42.382813")


def test_a_loan_of_a_century_has_its_sixth_decimal() -> None:
    century = [(0.0, 10000), (1 / 12, -1000), (100.0, -10000)]
    assert apr_of_flows(century) == Decimal("0.105406")
    assert worth(century, Decimal("0.1054055")) < 0 < worth(century, Decimal("0.1054065"))


def test_the_last_rate_searched_for_is_found() -> None:
    """e^9.25 − 1, a little more than a million percent."""
    assert apr_of_flows([(0, 10**14), (1, -round(exp(9.25) * 10**14))]) == Decimal("1040356.571656")


def test_cents_that_come_and_go_have_their_rate() -> None:
    """The search derives the flow, whose amounts then become smaller than a cent."""
    flows: list[Flow] = [(0, 4), (1 / 12, -8), (2 / 12, 9), (3 / 12, -9)]
    assert apr_of_flows(flows) == Decimal("12874.633789")
    assert worth(flows, Decimal("12874.63378")) < 0 < worth(flows, Decimal("12874.63379"))
    days = zip((0, 30, 60, 90, 120), (63, -174, -37, 169, 181), strict=True)
    assert apr_of_flows([(on / 365, cents) for on, cents in days]) == Decimal("204731.360260")


def test_each_payment_has_its_day() -> None:
    with pytest.raises(ValueError, match="zip"):
        apr_of_repayments(0, [1.0], [100, 100])


@pytest.mark.parametrize(
    ("repaid", "apr"),
    [
        (2_100_000_009_999, "5.000000"),
        (2_100_000_010_000, "5.000001"),
        (2_100_000_010_001, "5.000001"),
        (5_000_000_009_999, "150.000000"),
        (5_000_000_010_001, "150.000001"),
        (1_900_000_009_999, "-5.000000"),
        (1_900_000_010_000, "-5.000000"),
        (1_900_000_010_001, "-4.999999"),
        (1_999_999_990_001, "0.000000"),
        (1_999_999_999_998, "0.000000"),
    ],
)
def test_next_to_a_tie_the_equation_decides(repaid: int, apr: str) -> None:
    """Twenty billion euros over a year: a cent more or less is below what floating point can tell."""
    assert str(apr_of_flows([(0, 2_000_000_000_000), (1, -repaid)])) == apr


def test_display_is_half_up() -> None:
    assert [str(shown(Decimal(apr))) for apr in ("6.164999", "6.165000", "12.925000")] == [
        "6.16",
        "6.17",
        "12.93",
    ]


def test_a_fee_at_the_start_lowers_what_is_lent() -> None:
    twelve = [(month / 12, -8_600) for month in range(1, 13)]
    with_fee = apr_of_flows([(0, 100_000), (0, -2_000), *twelve])
    assert with_fee == apr_of_flows([(0, 98_000), *twelve])
    assert with_fee > apr_of_flows([(0, 100_000), *twelve])


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        ([], "no_advance"),
        ([(0, 0)], "no_advance"),
        ([(0, -100), (1, 110)], "no_advance"),
        ([(0, 1_000), (0, -1_500), (1, 600)], "no_advance"),
        ([(0, 100)], "no_sign_change"),
        ([(0, 100), (1, 100)], "no_sign_change"),
        ([(0, 10_000), (1, -23_000), (2, 13_200)], "several_rates"),
        ([(0, 100_000), (1, -360_000), (2, 431_000), (3, -171_600)], "several_rates"),  # 10, 20 and 30 %
        ([(0, 10_000), (1, -20_000), (2, 10_200)], "no_rate"),
        ([(0, 100), (0.001, -10_000)], "out_of_reach"),
        ([(0, 10**9), (0.001, -1)], "out_of_reach"),
        ([(0, 100), (0.0005, 100), (0.001, -90_000)], "out_of_reach"),
        (
            [(0, 67), (30 / 365, -99), (60 / 365, -2), (960 / 365, 170)],
            "several_rates",
        ),  # near 97 and 13 400 %
        ([(0, 19), (3 / 365, -6), (368 / 365, 80), (371 / 365, 48), (401 / 365, -1)], "no_rate"),
        ([(k, 1_000 * (-1) ** k) for k in range(40)], "too_many_turns"),
        ([(k, 1_000 * (-1) ** k) for k in range(14)], "too_many_turns"),
        ([(k, 1_000 * (-1) ** k) for k in range(13)], "no_rate"),
    ],
)
def test_a_flow_without_one_rate_says_why(flows: list[Flow], code: str) -> None:
    with pytest.raises(Refused) as refused:
        apr_of_flows(flows)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("advance", "years", "payments", "code"),
    [
        (0, (1.0,), (100,), "no_advance"),
        (-5, (1.0,), (100,), "no_advance"),
        (100, (-1.0, 1.0), (50, 60), "no_advance"),
        (100, (0.0,), (100,), "no_advance"),
        (100, (), (), "no_sign_change"),
        (100, (1.0,), (0,), "no_sign_change"),
        (10_000, (1.0, 2.0), (23_000, -13_200), "several_rates"),
    ],
)
def test_repayments_of_no_loan_say_why(
    advance: int, years: tuple[float, ...], payments: tuple[int, ...], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        apr_of_repayments(advance, years, payments)
    assert refused.value.code == code


def test_a_payment_at_the_origin_lowers_what_is_lent() -> None:
    assert apr_of_repayments(100, (0.0, 1.0), (50, 60)) == 20
    assert apr_of_repayments(1000, (1.0, 2.0), (-100, 1320)) == 10  # 1000 × 1.21 + 100 × 1.1


def test_the_only_rate_that_is_not_negative_is_the_taeg() -> None:
    flows = [
        (0.0, 10_000),
        (1.0, -16_500),
        (2.0, 6_050),
    ]  # 100 − 165/(1+X) + 60.5/(1+X)²: X = 10 %, X = −45 %
    assert apr_of_flows(flows) == Decimal("10.000000")


def test_a_touching_rate_is_found_once() -> None:
    for percent in range(1, 60):  # 100 (1 − (1 + percent)/(1+X))²
        flows = [(0.0, 10_000), (1.0, -200 * (100 + percent)), (2.0, (100 + percent) ** 2)]
        assert apr_of_flows(flows) == pytest.approx(Decimal(percent), abs=Decimal("0.01"))


def test_zero_is_a_rate_that_is_not_negative() -> None:
    assert apr_of_flows([(0, 100), (1, -150), (2, 50)]) == 0  # the other one: −50 %


@pytest.mark.parametrize("second", [10, 75, 140])
def test_a_century_and_a_half_does_not_overflow(second: int) -> None:
    flows = [(0.0, 100_000), (float(second), 50_000), (150.0, -1_000_000)]
    apr = apr_of_flows(flows)
    assert 0 < apr < 40
    assert abs(worth(flows, apr)) < 1
    with pytest.raises(Refused, match="Aucun TAEG vraisemblable"):
        apr_of_flows([(0.0, 10**9), (float(second), 10**9), (second + 0.001, -1)])


def test_a_revolving_flow_with_one_turn_of_the_balance_has_its_rate() -> None:
    draws = [(month / 12, 10_000 if month % 2 == 0 else -9_000) for month in range(36)]
    flows = [*draws, (3.0, -25_000)]
    assert abs(worth(flows, apr_of_flows(flows))) < Decimal("0.01")


def test_a_deeply_negative_rate_is_found_though_newton_overshoots() -> None:
    flows = [(0.0, 100_000), (0.01, -50_000), (10.0, -1)]
    assert abs(worth(flows, apr_of_flows(flows))) < 1


@QUICK
@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10**6)), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(401, 3000), st.integers(1, 10**6)), min_size=1, max_size=40),
)
def test_advances_then_repayments_always_have_a_rate(
    lent: list[tuple[int, int]], repaid: list[tuple[int, int]]
) -> None:
    flows = [(at / 365, cents) for at, cents in lent] + [(at / 365, -cents) for at, cents in repaid]
    try:
        apr = apr_of_flows(flows)
    except Refused as refused:
        assert refused.code == "out_of_reach"
        return
    start = min(at for at, _ in flows)
    moved = [(at - start, cents) for at, cents in flows]
    half, least = Decimal("0.0000006"), Decimal("-99.99")
    assert worth(moved, max(apr - half, least)) <= Decimal("1e-6")
    assert worth(moved, apr + half) >= Decimal("-1e-6")


@QUICK
@given(st.lists(st.integers(0, 500_00), min_size=1, max_size=84), st.integers(80, 120))
def test_monthly_repayments_agree_with_the_general_solver(payments: list[int], percent: int) -> None:
    advance = sum(payments) * percent // 100
    assume(advance > 1000)
    years = [month / 12 for month in range(1, len(payments) + 1)]
    quick = apr_of_repayments(advance, years, payments)
    shuffled = [(at, -paid) for at, paid in reversed(list(zip(years, payments, strict=True)))]
    assert quick == apr_of_flows([*shuffled, (0.0, advance // 2), (0.0, advance - advance // 2)])
    more = [*payments[:-1], payments[-1] + 100]
    assert apr_of_repayments(advance, years, more) > quick


@QUICK
@given(st.lists(st.integers(-50_000, 50_000).filter(bool), min_size=2, max_size=9))
def test_any_flow_is_answered_or_refused(amounts: list[int]) -> None:
    flows = [(k / 4, amount) for k, amount in enumerate(amounts)]
    try:
        apr = apr_of_flows(flows)
    except Refused as refused:
        assert refused.sentence
        if amounts[0] > 0 and sum(amounts) < 0 and refused.code in ("no_rate", "no_sign_change"):
            pytest.fail("a flow that repays more than it lends has a rate")
        return
    scale = sum(abs(amount) for amount in amounts)
    if apr > -50:
        assert abs(worth(flows, apr)) < Decimal(scale) / 10**5
    balances = list(accumulate(amounts))
    if balances[-1] < 0 and all(balance > 0 for balance in balances[:-1]):
        assert apr > 0


@pytest.mark.parametrize(
    ("text", "years"),
    [("0", 0), ("3/2", 1.5), ("1/12+3/365", 1 / 12 + 3 / 365), ("15", 15), ("0.25 + 1/4", 0.5), ("150", 150)],
)
def test_years_are_sums_of_fractions(text: str, years: float) -> None:
    assert parse_years(text) == pytest.approx(years, abs=1e-15)


@pytest.mark.parametrize("text", ["", "1/0", "-1", "1//2", "1/12+", "1e3", "nan", "151", "1" * 60, "²"])
def test_other_years_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_years(text)
    assert refused.value.code == ("absurd_years" if text == "151" else "unreadable_years")
    assert refused.value.sentence.startswith(f"Durée «\u00a0{text[:30]}")
    assert len(refused.value.sentence) < 100


def test_years_may_be_forty_characters_long() -> None:
    assert parse_years("1/12" + "+0" * 18) == 1 / 12
    with pytest.raises(Refused, match="trop longue"):
        parse_years("1/12" + "+0" * 18 + "0")
    with pytest.raises(Refused, match=f"«\u00a0{'1' * 30}…"):
        parse_years("1" * 60)
