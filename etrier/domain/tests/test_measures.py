"""Measures of the bank: worked examples, composition, refusals, and what never changes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain.apr import apr_of_repayments
from etrier.domain.dates import years_as_float
from etrier.domain.measures import (
    Acceleration,
    EarlyMode,
    EarlyRepayment,
    Extension,
    Measure,
    Postponement,
    Revision,
    apply_measure,
    apply_measures,
    compare,
)
from etrier.domain.refusal import Refused
from etrier.domain.repayment import interest_on, level_instalment
from etrier.domain.schedule import Schedule, Terms, Treatment, imported_schedule, schedule_of
from etrier.domain.tests.lending import (
    LAVAL,
    QUICK,
    REFERENCE,
    contract,
    day,
    loans,
    measure_of,
    measures,
    terms_of,
)
from etrier.domain.tests.test_schedule import check_lines

WAIVED, PAID, DEFERRED, ADDED = Treatment


def after(*wanted: Measure, terms: Terms = LAVAL) -> Schedule:
    return apply_measures(schedule_of(terms), wanted)[-1]


def amounts(schedule: Schedule) -> list[str]:
    return [str(line.amount) for line in schedule.lines]


@pytest.mark.covers("R5")
@pytest.mark.parametrize("example", REFERENCE["measures"])
def test_worked_measures(example: dict[str, Any]) -> None:
    wanted = [measure_of(given) for given in example["input"].get("measures", [])]
    schedule = after(*wanted, terms=terms_of(example["input"]))
    assert len(schedule) == example["lines"]
    assert schedule.interest == Decimal(example["interest"])
    for expected in example["some_lines"]:
        line = schedule.lines[expected["number"] - 1]
        assert line.due_on == day(expected["due_on"])
        for column in ("amount", "principal", "interest", "balance"):
            assert getattr(line, column) == Decimal(expected[column]), (column, expected)


@pytest.mark.covers("R5")
def test_the_hold_of_laval() -> None:
    before, held = contract(), after(Postponement(7, 1, WAIVED))
    assert held.lines[:6] == before.lines[:6]
    assert (held.lines[6].amount, held.lines[6].hold) == (0, WAIVED)
    assert (before.end_on, held.end_on) == (day("2028-01-15"), day("2028-02-15"))
    assert (held.interest, held.instalment) == (Decimal("84.39"), Decimal("86.85"))


@pytest.mark.parametrize("treatment", list(Treatment))
def test_keeping_the_end_shares_the_balance_among_fewer_lines(treatment: Treatment) -> None:
    schedule = after(Postponement(7, 2, treatment, keep_end=True))
    assert schedule.end_on == contract().end_on
    assert len(schedule) == 24
    assert schedule.instalment > Decimal("97")
    assert set(amounts(schedule)[8:-1]) == {str(schedule.instalment)}
    owed = Decimal("1514.87") + (Decimal("10.12") if treatment is ADDED else 0)
    assert schedule.lines[7].balance == owed


def test_a_single_line_may_pay_what_was_held_before_the_end() -> None:
    schedule = after(Postponement(20, 4, PAID, keep_end=True))
    assert len(schedule) == 24
    assert schedule.principal_cents[23] == contract().balance_before(20)


@pytest.mark.parametrize("treatment", [WAIVED, PAID, DEFERRED])
def test_a_hold_keeps_the_instalment_in_force(treatment: Treatment) -> None:
    schedule = after(Revision(7, Decimal(100)), Postponement(8, 1, treatment))
    assert schedule.instalment == 100
    assert schedule.lines[8].amount == 100


def test_carried_interest_passes_to_every_later_version() -> None:
    hold = Postponement(7, 2, DEFERRED)
    for then in (Extension(12, 3), Revision(12, Decimal(60)), Postponement(15, 1, WAIVED)):
        schedule = after(hold, then)
        last = next(line for line in schedule.lines if not line.balance)
        plain = after(Postponement(7, 2, WAIVED), then)
        assert schedule.interest - plain.interest == Decimal("10.10")
        assert last.interest - plain.lines[last.number - 1].interest == Decimal("10.10")


def test_total_early_repayment_settles_carried_interest() -> None:
    hold = Postponement(7, 2, DEFERRED)
    total, exact = EarlyRepayment(12), EarlyRepayment(12, Decimal("1186.03"))
    assert after(hold, total).lines[-1].amount == Decimal("1282.98")
    assert after(hold, total).lines == after(hold, exact).lines
    assert len(after(hold, total)) == 12
    within = after(Postponement(7, 3, DEFERRED), EarlyRepayment(8))
    assert (len(within), within.lines[-1].interest) == (8, Decimal("10.10"))
    assert [held.number for held in within.holds] == [7, 8]


def test_held_months_not_yet_reached_stay_held() -> None:
    schedule = after(Postponement(7, 3, PAID), Extension(8, 6))
    assert [line.number for line in schedule.lines if line.hold] == [7, 8, 9]
    assert amounts(schedule)[6:9] == ["5.05"] * 3
    assert len(schedule) == 33
    early = after(Postponement(7, 3, DEFERRED), EarlyRepayment(8, Decimal(500), EarlyMode.REDUCE))
    assert early.lines[7].amount == Decimal(500)
    assert [hold.carried for hold in early.holds] == [505, 505, 338]
    shorter = after(Postponement(7, 3, ADDED), EarlyRepayment(8, Decimal(500)))
    assert shorter.lines[8].amount == 0
    assert shorter.instalment == after(Postponement(7, 3, ADDED)).instalment


def test_an_early_repayment_adds_to_its_line_and_nothing_before() -> None:
    before, schedule = contract(), after(EarlyRepayment(12, Decimal(500), EarlyMode.REDUCE))
    assert schedule.lines[:11] == before.lines[:11]
    assert schedule.lines[11].amount == before.lines[11].amount + 500
    assert schedule.lines[11].interest == before.lines[11].interest
    assert schedule.changed_from == 12
    total = after(EarlyRepayment(12))
    assert (total.changed_from, len(total)) == (12, 12)
    first = after(EarlyRepayment(1, Decimal(500)))
    assert (first.lines[0].amount, first.changed_from) == (Decimal("586.85"), 1)
    twice = after(EarlyRepayment(12, Decimal(300)), EarlyRepayment(12, Decimal(200)))
    assert twice.lines == after(EarlyRepayment(12, Decimal(500))).lines


def test_measures_from_line_one_keep_the_odd_first_period() -> None:
    terms = terms_of(REFERENCE["measures"][-1]["input"])
    longer = after(Extension(1, 12), terms=terms)
    assert longer.lines == schedule_of(replace(terms, months=48)).lines
    assert after(Postponement(1, 1, PAID), terms=terms).lines[0].amount == Decimal("108.45")
    assert after(Postponement(1, 1, DEFERRED), terms=terms).holds[0].carried == 10845
    assert after(Postponement(1, 1, ADDED), terms=terms).lines[0].principal == Decimal("-108.45")
    assert after(Revision(1, Decimal(400)), terms=terms).lines[0].interest == Decimal("108.45")
    with pytest.raises(Refused):
        after(Revision(1, Decimal("108.45")), terms=terms)
    later = after(Extension(2, 12), terms=terms)
    owed = schedule_of(terms).balance_before(2)
    assert later.instalment_cents == level_instalment(owed, terms.ratio, 47), "the odd period is past"


def test_revision_pays_until_settled() -> None:
    schedule = after(Revision(7, Decimal("200.00")))
    assert set(amounts(schedule)[6:-1]) == {"200.00"}
    assert Decimal(0) < schedule.lines[-1].amount <= 200
    whole = after(Revision(7, Decimal(9000)))
    assert amounts(whole)[6:] == ["1519.92"]


def test_insurance_is_due_on_held_lines_too() -> None:
    schedule = after(Postponement(7, 2, WAIVED), terms=replace(LAVAL, insurance_monthly=Decimal("1.50")))
    assert {line.insurance for line in schedule.lines} == {Decimal("1.50")}
    assert schedule.insurance == Decimal("39.00")


@pytest.mark.covers("R10")
def test_acceleration_makes_the_balance_due_that_day() -> None:
    schedule = after(Postponement(7, 2, DEFERRED), Acceleration(day("2026-12-01"), Decimal("2.40")))
    assert len(schedule) == 11
    assert schedule.lines[:10] == after(Postponement(7, 2, DEFERRED)).lines[:10]
    last = schedule.lines[-1]
    assert (last.due_on, last.principal, last.interest) == (
        day("2026-12-01"),
        Decimal("1351.00"),
        Decimal("12.50"),
    )
    assert (schedule.instalment, schedule.changed_from) == (Decimal("1363.50"), 11)
    insured = after(Acceleration(day("2026-12-01")), terms=replace(LAVAL, insurance_monthly=Decimal("1.50")))
    assert [line.insurance for line in insured.lines[-2:]] == [Decimal("1.50"), 0]
    assert insured.insurance == Decimal("15.00")
    years = [years_as_float(LAVAL.disbursed_on, due_on) for due_on in insured.due_on]
    paid = [insured.amount_cents(number) for number in range(1, len(insured) + 1)]
    assert insured.apr == apr_of_repayments(200_000, years, paid)
    ends_with_hold = after(Postponement(7, 2, DEFERRED), Acceleration(day("2026-09-20")))
    assert [hold.number for hold in ends_with_hold.holds] == [7, 8]
    assert ends_with_hold.lines[-1].interest == Decimal("10.10")
    within_hold = after(Postponement(7, 2, DEFERRED), Acceleration(day("2026-09-01")))
    assert [hold.number for hold in within_hold.holds] == [7]
    assert within_hold.lines[-1].interest == Decimal("5.05")
    on_due_day = after(Acceleration(day("2026-02-15")))
    assert [str(line.due_on) for line in on_due_day.lines] == ["2026-02-15", "2026-02-15"]


@pytest.mark.covers("R5")
@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([Extension(0, 3)], "no_such_line"),
        ([Extension(25, 3)], "no_such_line"),
        ([Extension(7, 0)], "absurd_months"),
        ([Extension(7, 5000)], "endless"),
        ([Extension(7, 1177)], "endless"),
        ([Postponement(7, 1177, PAID)], "endless"),
        ([Extension(12, 3), Extension(7, 3)], "before_former"),
        ([Postponement(7, 0, WAIVED)], "absurd_months"),
        ([Postponement(7, 5000, WAIVED)], "endless"),
        ([Postponement(7, 3, WAIVED), Postponement(9, 1, WAIVED)], "already_held"),
        ([Postponement(20, 5, PAID, keep_end=True)], "nothing_left_to_pay"),
        ([Revision(7, Decimal("5.05"))], "below_interest"),
        ([Revision(7, Decimal("NaN"))], "unreadable_amount"),
        ([Revision(7, Decimal("5.06"))], "endless"),
        ([EarlyRepayment(0)], "no_such_line"),
        ([EarlyRepayment(25)], "no_such_line"),
        ([EarlyRepayment(24)], "already_repaid"),
        ([EarlyRepayment(12, Decimal(0))], "nothing_repaid"),
        ([EarlyRepayment(12, Decimal("1103.14"))], "more_than_owed"),
        ([EarlyRepayment(12, Decimal("-5"))], "negative_amount"),
        ([EarlyRepayment(12), Extension(12, 3)], "before_former"),
        ([EarlyRepayment(12), EarlyRepayment(12)], "already_repaid"),
        ([Extension(12, 3), EarlyRepayment(11)], "before_former"),
        ([Acceleration(day("2026-05-01")), Extension(5, 3)], "accelerated"),
        ([Acceleration(day("2026-01-15"))], "before_disbursement"),
        ([Acceleration(day("2030-01-15"))], "already_repaid"),
        ([Extension(12, 3), Acceleration(day("2026-05-01"))], "before_former"),
        ([Extension(12, 3), Acceleration(day("2026-12-14"))], "before_former"),
    ],
)
def test_an_impossible_measure_is_refused_with_its_reason(wanted: list[Measure], code: str) -> None:
    with pytest.raises(Refused) as refused:
        after(*wanted)
    assert refused.value.code == code
    assert refused.value.sentence.endswith((".", "mois.", ")."))


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (Revision(7, Decimal("NaN")), "Nouvelle mensualité"),
        (EarlyRepayment(12, Decimal(-5)), "Remboursement anticipé"),
        (EarlyRepayment(12, Decimal(0)), "Remboursement anticipé"),
        (Acceleration(day("1066-10-14")), "Déchéance du terme"),
        (Acceleration(day("2026-05-01"), Decimal(-1)), "Intérêts courus"),
        (Postponement(7, 0, WAIVED), "Report"),
        (Extension(7, 0), "Allongement"),
        (Extension(25, 3), "Le prêt n’a pas d’échéance 25"),
        (EarlyRepayment(24), "Échéance 24"),
    ],
)
def test_a_refusal_names_what_is_wrong(wanted: Measure, named: str) -> None:
    with pytest.raises(Refused) as refused:
        after(wanted)
    assert refused.value.sentence.startswith(f"{named}\u00a0:")


def test_measures_go_to_the_end_of_a_century() -> None:
    assert len(after(Extension(7, 1176))) == len(after(Postponement(7, 1176, PAID))) == 1200
    twelve = Terms(Decimal(12), Decimal(0), 24, day("2026-01-15"))
    assert len(after(Revision(1, Decimal("0.01")), terms=twelve)) == 1200
    with pytest.raises(Refused, match="1200 mois"):
        after(Revision(1, Decimal("0.01")), terms=replace(twelve, principal=Decimal("12.01")))


def test_a_loan_repaid_early_by_rounding_takes_no_measure_after_its_end() -> None:
    small = Terms(Decimal("0.40"), Decimal(0), 60, day("2026-01-15"))
    with pytest.raises(Refused) as refused:
        after(Extension(45, 2), terms=small)
    assert refused.value.code == "already_repaid"


def test_a_held_line_leaves_less_than_an_instalment_to_pay() -> None:
    small = Terms(Decimal("0.15"), Decimal(0), 10, day("2026-01-15"))
    assert schedule_of(small).principal_cents == (2,) * 7 + (1, 0, 0)
    assert after(Postponement(8, 1, WAIVED), terms=small).principal_cents == (2,) * 7 + (0, 1, 0, 0)


def test_a_measure_may_start_where_the_former_did() -> None:
    assert len(after(Extension(7, 1))) == 25
    assert len(after(Extension(7, 2), Extension(7, 4))) == 30
    assert len(after(EarlyRepayment(7, Decimal(100)), Extension(8, 4))) > 24
    assert after(Extension(7, 2), EarlyRepayment(7)).lines[-1].number == 7
    assert len(after(Extension(12, 3), Acceleration(day("2026-12-15")))) == 12


def test_an_imported_schedule_keeps_its_dates_and_goes_on_after_them() -> None:
    lines = tuple(replace(line, due_on=line.due_on + timedelta(2)) for line in contract().lines)
    longer = apply_measure(imported_schedule(LAVAL, lines), Extension(20, 3))
    assert longer.due_on[:24] == tuple(line.due_on for line in lines)
    assert [str(on) for on in longer.due_on[24:]] == ["2028-02-17", "2028-03-17", "2028-04-17"]
    held = Postponement(10, 1, WAIVED)
    longer = apply_measure(imported_schedule(LAVAL, after(held).lines), Extension(12, 2))
    assert longer.lines == after(held, Extension(12, 2)).lines


def test_a_hold_the_bank_wrote_further_on_stays_at_its_date() -> None:
    lines = after(Postponement(15, 1, WAIVED)).lines
    revised = apply_measure(imported_schedule(LAVAL, lines), Revision(12, Decimal(100)))
    assert amounts(revised)[11:16] == ["100.00"] * 3 + ["0.00", "100.00"]
    longer = apply_measure(imported_schedule(LAVAL, lines), Extension(12, 2))
    assert [line.number for line in longer.lines if line.hold] == [15]
    assert longer.lines[14].amount == 0
    assert len(longer) == 27
    assert amounts(longer)[11:14] == amounts(longer)[15:18] == [str(longer.instalment)] * 3
    check_lines(longer)


@QUICK
@given(loans(), st.lists(measures(), max_size=4))
def test_versions_share_their_past_and_repay_the_loan(terms: Terms, wanted: list[Measure]) -> None:
    version = schedule_of(terms)
    for measure in wanted:
        try:
            following = apply_measure(version, measure)
        except Refused as refused:
            assert refused.sentence
            continue
        check_lines(following)
        first = following.changed_from - 1
        for column in ("due_on", "principal_cents", "interest_cents", "balance_cents"):
            assert getattr(following, column)[:first] == getattr(version, column)[:first]
        common = min(len(version), len(following))
        assert following.due_on[:common] == version.due_on[:common]
        assert [hold for hold in following.holds if hold.number < first] == [
            hold for hold in version.holds if hold.number < first
        ]
        if isinstance(measure, EarlyRepayment):
            line = measure.after - 1
            added = following.principal_cents[line] - version.principal_cents[line]
            assert added > 0
            assert measure.amount is None or added == measure.amount * 100
        if isinstance(measure, Postponement):
            held = following.lines[measure.start - 1 : measure.start - 1 + measure.months]
            assert {line.hold for line in held} == {measure.treatment}
            moved = 0 if measure.keep_end else measure.months
            assert len(following) == len(version) + moved
        if isinstance(measure, Extension):
            assert len(following) == len(version) + measure.months
        version = following


@QUICK
@given(loans(odd=False), st.integers(1, 84), st.integers(1, 6), st.sampled_from(list(Treatment)))
def test_waiving_is_never_dearer_than_any_other_treatment(
    terms: Terms, start: int, months: int, treatment: Treatment
) -> None:
    """But for the cents of an instalment recomputed where there was nothing to add.

    The first period is a month: an instalment kept while an odd first period is waived repays early.
    """
    terms = replace(terms, principal=terms.principal + 300)
    waived, other = compare(
        schedule_of(terms), [Postponement(start, months, WAIVED), Postponement(start, months, treatment)]
    )
    if waived.refusal is not None:
        assert other.refusal is not None
        return
    assert waived.extra_cost is not None
    assert other.extra_cost is not None
    rounding = Decimal("0.01") * terms.months
    assert waived.extra_cost <= other.extra_cost + rounding
    assert waived.shift_months == other.shift_months


@pytest.mark.covers("R5")
def test_ways_out_are_compared_with_figures() -> None:
    waived, longer, both, impossible = compare(
        contract(),
        [
            Postponement(7, 2, WAIVED),
            Extension(7, 6),
            [Postponement(7, 2, DEFERRED), Extension(12, 3)],
            Revision(7, Decimal(2)),
        ],
    )
    assert (waived.instalment, waived.end_on, waived.extra_cost, waived.shift_months) == (
        Decimal("86.85"),
        day("2028-03-15"),
        Decimal("0.00"),
        2,
    )
    assert (longer.instalment, longer.shift_months, longer.extra_cost) == (
        Decimal("65.78"),
        6,
        Decimal("15.50"),
    )
    assert (both.instalment, both.shift_months, both.extra_cost) == (Decimal("72.73"), 5, Decimal("16.55"))
    assert len(both.measures) == 2
    assert longer.schedule == after(Extension(7, 6))
    assert impossible.measures == (Revision(7, Decimal(2)),)
    insured = contract(replace(LAVAL, insurance_monthly=Decimal("1.50")))
    (dearer,) = compare(insured, [Extension(7, 6)])
    assert dearer.extra_cost == Decimal("24.50")
    assert impossible.schedule is impossible.instalment is None
    assert impossible.refusal is not None
    assert impossible.refusal.code == "below_interest"


def test_each_version_says_from_which_line_it_may_differ() -> None:
    held = Postponement(7, 1, Treatment.WAIVED)
    found = apply_measures(schedule_of(LAVAL), [held, Extension(10, 6)])
    assert [version.changed_from for version in found] == [1, 7, 10]


def test_an_odd_first_period_is_charged_once() -> None:
    """A month and a half before line 1 weighs on line 1 alone, whatever is recomputed later."""
    terms = replace(LAVAL, first_due_on=LAVAL.disbursed_on + timedelta(46))
    longer = apply_measures(schedule_of(terms), [Extension(5, 6)])[-1]
    assert longer.interest_cents[4] == interest_on(longer.balance_before(5), terms.ratio)
