"""The contract's schedule: to the cent, in every shape the bank may write it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain.dates import months_after, years_between
from etrier.domain.money import ZERO, half_up, to_cents
from etrier.domain.refusal import Refused
from etrier.domain.repayment import first_interest, level_instalment, level_instalment_after, monthly_ratio
from etrier.domain.schedule import Hold, Line, Schedule, Terms, Treatment, imported_schedule, schedule_of
from etrier.domain.tests.lending import LAVAL, QUICK, REFERENCE, contract, day, loans, terms_of


def exact_instalment(cents: int, yearly_rate: Decimal, months: int) -> int:
    """The formula of the instalment with unlimited precision, whole period by whole period."""
    rate = Fraction(yearly_rate) / 1200
    if not rate:
        return half_up(cents, months)
    exact = cents * rate / (1 - (1 + rate) ** -months)
    return half_up(exact.numerator, exact.denominator)


@pytest.mark.covers("R1")
@pytest.mark.parametrize("example", REFERENCE["schedules"], ids=lambda example: example["id"])
def test_published_schedules(example: dict[str, Any]) -> None:
    schedule = schedule_of(terms_of(example))
    assert str(schedule.instalment) == example["instalment"]
    assert str(schedule.lines[-1].amount) == example["last"]
    assert str(schedule.interest) == example["interest"]
    assert len(schedule) == example["months"]


@pytest.mark.covers("R1")
def test_two_thousand_euros_at_four_percent() -> None:
    schedule = contract()
    assert [str(line.amount) for line in schedule.lines] == ["86.85"] * 23 + ["86.84"]
    assert schedule.lines[0] == Line(
        number=1,
        due_on=day("2026-02-15"),
        amount=Decimal("86.85"),
        principal=Decimal("80.18"),
        interest=Decimal("6.67"),
        insurance=Decimal("0.00"),
        balance=Decimal("1919.82"),
    )
    assert (schedule.interest, schedule.total) == (Decimal("84.39"), Decimal("2084.39"))
    assert schedule.end_on == day("2028-01-15")
    assert schedule.apr == Decimal("4.073869")


def test_the_odd_first_period_of_the_decree() -> None:
    terms = Terms(Decimal(10000), Decimal("8.70"), 36, day("2025-09-15"), day("2025-10-31"))
    schedule = schedule_of(terms)
    assert schedule.instalment == Decimal("317.73")
    assert schedule.lines[0].interest == Decimal("108.45")
    assert [str(on) for on in schedule.due_on[:3]] == ["2025-10-31", "2025-11-30", "2025-12-31"]
    assert schedule.lines[-1].amount == Decimal("317.83")
    assert schedule.interest == Decimal("1438.38")
    growth = 1 + schedule.apr / 100
    intervals = [years_between(terms.disbursed_on, line.due_on) for line in schedule.lines]
    assert intervals[0] == Fraction(1, 12) + Fraction(15, 365)
    worth = sum(
        line.amount / growth ** (Decimal(years.numerator) / years.denominator)
        for line, years in zip(schedule.lines, intervals, strict=True)
    )
    assert abs(worth - 10_000) < Decimal("0.01")


def test_a_first_period_of_whole_months_is_exact() -> None:
    regular = Terms(Decimal(1200), Decimal(12), 12, day("2026-01-31"))
    late = replace(regular, first_due_on=day("2026-04-30"))
    ratio = monthly_ratio(Decimal(12))
    assert late.first_months == 3
    assert schedule_of(late).interest_cents[0] == half_up(120_000 * (101**3 - 100**3), 100**3) == 3636
    assert level_instalment_after(120_000, ratio, 12, Fraction(1)) == level_instalment(120_000, ratio, 12)
    assert schedule_of(late).instalment == Decimal("108.76")  # 106.6185… × 1.01²
    assert first_interest(120_000, ratio, Fraction(1)) == 1200
    assert [str(on) for on in schedule_of(late).due_on[:2]] == ["2026-04-30", "2026-05-31"]
    assert regular.first_months is None


def test_a_short_first_period_costs_less() -> None:
    regular = Terms(Decimal(3000), Decimal(5), 24, day("2026-01-05"))
    short = replace(regular, first_due_on=day("2026-01-20"))
    assert schedule_of(short).instalment < schedule_of(regular).instalment
    assert schedule_of(short).interest_cents[0] < schedule_of(regular).interest_cents[0]


def test_zero_rate_divides_and_the_last_settles() -> None:
    schedule = schedule_of(Terms(Decimal(1000), Decimal(0), 3, day("2026-01-15")))
    assert [str(line.amount) for line in schedule.lines] == ["333.33", "333.33", "333.34"]
    assert (schedule.interest, schedule.apr) == (0, 0)
    odd = schedule_of(Terms(Decimal(1000), Decimal(0), 3, day("2026-01-15"), day("2026-03-03")))
    assert odd.principal_cents == schedule.principal_cents


def test_principal_is_capped_where_rounding_would_repay_early() -> None:
    schedule = schedule_of(Terms(Decimal("0.40"), Decimal(0), 60, day("2026-01-15")))
    assert schedule.principal_cents == (1,) * 40 + (0,) * 20
    assert schedule.balance_cents[39:] == (0,) * 21
    assert schedule.end_on == schedule.due_on[39]
    assert set(schedule.interest_cents) == {0}


@pytest.mark.parametrize(("principal", "months", "ending"), [("0.01", 2, 1), ("0.02", 4, 2), ("0.05", 6, 5)])
def test_a_loan_ends_with_its_last_line_that_pays(principal: str, months: int, ending: int) -> None:
    schedule = schedule_of(Terms(Decimal(principal), Decimal(0), months, day("2026-01-15")))
    assert schedule.end_on == schedule.due_on[ending - 1]


def test_a_balance_repaid_just_before_the_last_line_leaves_it_at_zero() -> None:
    schedule = schedule_of(Terms(Decimal("0.05"), Decimal(0), 6, day("2026-01-15")))
    assert schedule.principal_cents == (1, 1, 1, 1, 1, 0)


def test_a_single_line_pays_everything() -> None:
    schedule = schedule_of(Terms(Decimal(500), Decimal(6), 1, day("2026-01-31")))
    assert schedule.lines[0].amount == schedule.instalment == Decimal("502.50")
    assert schedule.due_on == (day("2026-02-28"),)
    odd = schedule_of(Terms(Decimal(500), Decimal(6), 1, day("2026-01-31"), day("2026-03-31")))
    assert odd.lines[0].interest == Decimal("5.01")


def test_interest_is_one_exact_ratio() -> None:
    """Dividing the rate first misrounds this tie: 4.5 cents of interest."""
    schedule = schedule_of(Terms(Decimal("13.50"), Decimal(4), 2, day("2026-01-15")))
    assert schedule.interest_cents[0] == 5


def test_insurance_and_fees() -> None:
    bare = contract()
    insured = replace(LAVAL, insurance_monthly=Decimal("1.50"), fees=Decimal(20))
    optional, compulsory = schedule_of(insured), schedule_of(replace(insured, insurance_compulsory=True))
    assert bare.apr < optional.apr < compulsory.apr
    assert optional.apr == schedule_of(replace(LAVAL, fees=Decimal(20))).apr
    assert optional.total == Decimal("2104.39")
    assert compulsory.total == Decimal("2140.39")
    assert compulsory.insurance == optional.insurance == Decimal("36.00")
    assert {line.insurance for line in compulsory.lines} == {Decimal("1.50")}
    assert compulsory.lines[0].amount == Decimal("86.85")


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"principal": Decimal(0)}, "nothing_lent", "Montant du prêt"),
        ({"principal": Decimal(-1)}, "negative_amount", "Montant du prêt"),
        ({"principal": Decimal("NaN")}, "unreadable_amount", "Montant du prêt"),
        ({"principal": Decimal("1e400")}, "absurd_amount", "Montant du prêt"),
        ({"yearly_rate": Decimal("Infinity")}, "absurd_rate", "Taux débiteur"),
        ({"yearly_rate": Decimal(-1)}, "absurd_rate", "Taux débiteur"),
        ({"months": 0}, "absurd_months", "Durée"),
        ({"months": 601}, "absurd_months", "Durée"),
        ({"months": 1_000_000}, "absurd_months", "Durée"),
        ({"fees": Decimal(2000)}, "fees_exceed_principal", "Frais"),
        ({"fees": Decimal(-1)}, "negative_amount", "Frais"),
        ({"insurance_monthly": Decimal(-1)}, "negative_amount", "Assurance mensuelle"),
        ({"disbursed_on": date(1, 1, 1)}, "absurd_date", "Date de déblocage"),
        ({"disbursed_on": date(9999, 12, 31)}, "absurd_date", "Date de déblocage"),
        ({"first_due_on": day("2026-01-15")}, "due_before_disbursement", "Première échéance"),
        ({"first_due_on": day("2036-01-16")}, "absurd_date", "Première échéance"),
    ],
)
def test_terms_that_make_no_loan_are_refused(change: dict[str, Any], code: str, named: str) -> None:
    with pytest.raises(Refused) as refused:
        replace(LAVAL, **change)
    assert refused.value.code == code
    assert refused.value.sentence.startswith(f"{named}\u00a0:")


def test_terms_go_to_their_limits() -> None:
    assert len(schedule_of(replace(LAVAL, months=600))) == 600
    late = replace(LAVAL, first_due_on=day("2036-01-15"))
    assert schedule_of(late).due_on[0] == day("2036-01-15")
    assert replace(LAVAL, fees=Decimal("1999.99")).fees == Decimal("1999.99")


def check_lines(schedule: Schedule) -> None:
    """What every version of every loan holds."""
    lent = to_cents(schedule.terms.principal)
    assert sum(schedule.principal_cents) == lent
    assert min(schedule.balance_cents) == schedule.balance_cents[-1] == 0
    owed = lent
    for part, interest, balance in zip(
        schedule.principal_cents, schedule.interest_cents, schedule.balance_cents, strict=True
    ):
        owed -= part
        assert owed == balance
        assert interest >= 0
    assert all(after > before for before, after in zip(schedule.due_on, schedule.due_on[1:], strict=False))


@QUICK
@given(loans())
def test_every_schedule_repays_exactly_what_was_lent(terms: Terms) -> None:
    schedule = schedule_of(terms)
    check_lines(schedule)
    assert len(schedule) == terms.months
    for number in range(2, len(schedule) + 1):
        exact = Fraction(schedule.balance_before(number)) * Fraction(terms.yearly_rate) / 1200
        assert schedule.interest_cents[number - 1] == half_up(exact.numerator, exact.denominator)
    full = [n for n in range(1, len(schedule)) if schedule.balance_cents[n - 1]]
    assert {schedule.amount_cents(number) for number in full} <= {schedule.instalment_cents}


@QUICK
@given(loans(odd=False))
def test_the_instalment_is_the_exact_formula_rounded_half_up(terms: Terms) -> None:
    cents = to_cents(terms.principal)
    assert schedule_of(terms).instalment_cents == exact_instalment(cents, terms.yearly_rate, terms.months)


def test_an_instalment_next_to_a_tie_is_settled_by_the_exact_ratio() -> None:
    for cents in range(1, 4000):
        for rate in ("12", "24", "0.000001"):
            found = level_instalment(cents, monthly_ratio(Decimal(rate)), 1)
            assert found == exact_instalment(cents, Decimal(rate), 1)


@QUICK
@given(loans(odd=False), st.integers(100_00, 8000_00))
def test_the_taeg_without_fees_is_the_effective_rate_but_for_rounding(terms: Terms, cents: int) -> None:
    """Half a cent per line moves the worth of the payments by half a cent per line at most."""
    terms = replace(terms, principal=Decimal(cents).scaleb(-2), months=max(terms.months, 3))
    schedule = schedule_of(terms)
    growth = Decimal(1 + schedule.apr / 100) ** (Decimal(1) / 12)
    nominal = 1 + terms.yearly_rate / 1200
    lines = schedule.lines
    drift = sum(line.amount / nominal**line.number - line.amount / growth**line.number for line in lines)
    allowed = Decimal("0.005") * len(lines) + terms.principal * Decimal("1e-7")
    assert abs(drift) <= allowed


@pytest.mark.parametrize(
    ("change", "apr", "steps"),
    [
        ({}, "4.073869", 2),
        ({"principal": Decimal(300), "yearly_rate": Decimal("0.5"), "months": 6}, "0.492357", 2),
        ({"principal": Decimal(8000), "yearly_rate": Decimal(20), "months": 84}, "21.938975", 3),
        (
            {
                "principal": Decimal(8000),
                "yearly_rate": Decimal(20),
                "months": 84,
                "first_due_on": day("2026-04-03"),
            },
            "21.939074",
            3,
        ),
        ({"yearly_rate": Decimal(12), "months": 3, "fees": Decimal(400)}, "343.178124", 3),
        ({"yearly_rate": Decimal(12), "months": 1}, "12.682503", 2),
    ],
)
def test_the_taeg_of_a_loan_is_found_in_a_few_steps(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], apr: str, steps: int
) -> None:
    """Ten thousand a second: convergence is cubic, and the slow search is for flows that are no loan."""
    taken: list[float] = []
    monkeypatch.setattr("etrier.domain.apr.log", lambda ratio: taken.append(ratio) or log(ratio))
    monkeypatch.setattr("etrier.domain.apr._bisected", None)
    assert str(schedule_of(replace(LAVAL, **change)).apr) == apr
    assert 0 < len(taken) <= steps


@QUICK
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_regular_schedule_has_the_same_taeg_whatever_its_day(disbursed_on: date) -> None:
    terms = replace(LAVAL, disbursed_on=disbursed_on)
    assert schedule_of(terms).apr == Decimal("4.073869")
    spelt = replace(terms, first_due_on=months_after(disbursed_on, 1))
    assert schedule_of(spelt).lines == schedule_of(terms).lines


def test_lines_are_made_once_and_only_when_asked() -> None:
    schedule = contract()
    assert "lines" not in vars(schedule)
    assert schedule.lines is schedule.lines


@pytest.mark.covers("R1")
def test_the_bank_s_own_schedule_is_kept_as_it_wrote_it() -> None:
    lines = contract().lines
    shifted = tuple(replace(line, due_on=date.fromordinal(line.due_on.toordinal() + 2)) for line in lines)
    before, last = shifted[-2:]
    before = replace(
        before,
        amount=before.amount + last.principal,
        principal=before.principal + last.principal,
        balance=ZERO,
    )
    last = replace(last, amount=ZERO, principal=ZERO, interest=ZERO, hold=Treatment.WAIVED)
    held = (*shifted[:-2], before, last)
    schedule = imported_schedule(LAVAL, held)
    assert schedule.lines == held
    assert schedule.instalment == Decimal("86.85")
    assert schedule.terms.first_due_on == day("2026-02-17")
    assert schedule.holds == (Hold(24, Treatment.WAIVED),)
    dearer = replace(held[0], amount=held[0].amount + 10, principal=held[0].principal + 10)
    cheaper = replace(held[1], amount=held[1].amount - 10, principal=held[1].principal - 10)
    uneven = imported_schedule(LAVAL, (dearer, cheaper, *held[2:]))
    assert uneven.instalment == Decimal("86.85"), "the amount of most lines"
    assert imported_schedule(replace(LAVAL, months=36), held).terms.months == 24


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("empty", "unordered_lines"),
        ("numbers", "unordered_lines"),
        ("dates", "unordered_lines"),
        ("held", "held_line_pays"),
        ("principal", "principal_differs"),
        ("overpaid", "principal_differs"),
        ("early", "due_before_disbursement"),
    ],
)
def test_an_imported_schedule_that_does_not_hold_is_refused(fault: str, code: str) -> None:
    lines = list(contract().lines)
    match fault:
        case "empty":
            lines = []
        case "numbers":
            lines[3] = replace(lines[3], number=9)
        case "dates":
            lines[3] = replace(lines[3], due_on=lines[2].due_on)
        case "held":
            lines[3] = replace(lines[3], hold=Treatment.WAIVED, principal=Decimal("0.01"))
        case "principal":
            lines[3] = replace(lines[3], principal=Decimal(80))
        case "early":
            lines[0] = replace(lines[0], due_on=LAVAL.disbursed_on)
        case "overpaid":
            lines[0] = replace(lines[0], principal=lines[0].principal + 2000)
            lines[1] = replace(lines[1], principal=lines[1].principal - 2000)
    with pytest.raises(Refused) as refused:
        imported_schedule(LAVAL, tuple(lines))
    assert refused.value.code == code
    assert refused.value.sentence.startswith("Échéancier importé")
