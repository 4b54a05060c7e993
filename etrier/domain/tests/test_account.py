"""The account on a day: what silence means, what is late, and that a reversal leaves no trace."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain.account import Account, History, State, Version, account_on, changes_on
from etrier.domain.arrears import Ageing, ageing, ficp_warning
from etrier.domain.measures import Acceleration, EarlyRepayment, Extension, Postponement, apply_measure
from etrier.domain.movements import Movement, MovementKind, Report
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule, Treatment, imported_schedule
from etrier.domain.scheme.choices import ReportingMode
from etrier.domain.tests.lending import LAVAL, QUICK, contract, day

KIND, MODE = MovementKind, ReportingMode
CONTRACT = Version(LAVAL.disbursed_on, contract())
DUE = [None, *CONTRACT.schedule.due_on]  # DUE[7] is the due date of line 7
HOLD = Postponement(7, 1, Treatment.WAIVED)
INSTALMENT = Decimal("86.85")
REPORT = Report("r1", day("2026-07-01"), day("2026-07-31"), day("2026-08-03"))
SUMS = (
    "paid",
    "presumed",
    "waived",
    "paid_by_guarantee",
    "recovered",
    "fees",
    "penalties",
    "surplus",
    "arrears",
    "insurance_settled",
)


def held(agreed_on: str, schedule: Schedule = CONTRACT.schedule) -> Version:
    return Version(day(agreed_on), apply_measure(schedule, HOLD))


def paid(number: int, on: date | None = None, key: str = "", **more: object) -> Movement:
    when = on or CONTRACT.schedule.due_on[number - 1]
    return Movement(key or f"p{number}", KIND.PAYMENT, when, INSTALMENT, **more)  # type: ignore[arg-type] # test


def unpaid(number: int, on: str, **more: object) -> Movement:
    return Movement(f"u{number}", KIND.UNPAID, day(on), instalment=number, **more)  # type: ignore[arg-type] # test


def known(
    *movements: Movement,
    versions: tuple[Version, ...] = (CONTRACT,),
    reports: tuple[Report, ...] = (),
    mode: ReportingMode = MODE.PRESUMED,
    presumption_days: int = 0,
    late_grace_days: int = 0,
) -> History:
    return History(
        versions,
        movements,
        reports,
        mode=mode,
        presumption_days=presumption_days,
        late_grace_days=late_grace_days,
    )


def account(on: str, *movements: Movement, **facts: Any) -> Account:
    return account_on(known(*movements, **facts), day(on))


def states(found: Account, first: int = 1, last: int = 24) -> list[State]:
    return [one.state for one in found.instalments[first - 1 : last]]


@pytest.mark.covers("R1")
def test_silence_is_to_confirm_when_the_bank_reports() -> None:
    found = account("2026-04-20", mode=MODE.REPORTED)
    assert states(found, 1, 4) == [State.TO_CONFIRM] * 3 + [State.TO_COME]
    assert found.to_confirm == (1, 2, 3)
    assert (found.arrears, found.days_past_due, found.late_instalments) == (0, 0, ())
    assert found.outstanding_principal == 2000
    assert found.next_due is not None
    assert found.next_due.number == 4
    on_its_day = account("2026-05-15", mode=MODE.REPORTED).next_due
    assert on_its_day is not None
    assert on_its_day.number == 5


def test_before_the_disbursement_everything_is_to_come() -> None:
    found = account("2026-01-14")
    assert states(found) == [State.TO_COME] * 24
    assert (found.outstanding_principal, found.arrears, found.finished) == (2000, 0, False)


def test_the_bank_may_speak_on_the_very_due_date() -> None:
    found = account("2026-04-15", unpaid(3, "2026-04-15"))
    assert (states(found, 3, 3), found.arrears, found.days_past_due) == ([State.UNPAID], INSTALMENT, 0)
    assert found.late_instalments == ()


@pytest.mark.covers("R1")
def test_silence_is_paid_where_the_convention_presumes() -> None:
    found = account("2026-04-15", presumption_days=10)
    assert states(found, 1, 4) == [State.PRESUMED] * 2 + [State.DUE_TODAY, State.TO_COME]
    assert (found.presumed, found.paid) == (Decimal("173.70"), 0)
    assert states(account("2026-04-25", presumption_days=10), 3, 3) == [State.TO_CONFIRM]
    settled = account("2026-04-26", presumption_days=10).instalments[2]
    assert (settled.state, settled.settled_on, settled.late) == (State.PRESUMED, day("2026-04-15"), False)


def test_a_convention_that_grants_no_day_grants_none() -> None:
    silent = account_on(History([CONTRACT], mode=MODE.PRESUMED), day("2026-02-16"))
    assert (silent.mode, silent.instalments[0].state) == (MODE.PRESUMED, State.PRESUMED)
    reported = History([CONTRACT], [unpaid(1, "2026-02-16")], mode=MODE.REPORTED)
    told = account_on(reported, day("2026-02-16"))
    assert (told.mode, told.late_instalments) == (MODE.REPORTED, (1,))


@pytest.mark.covers("R1")
def test_a_report_of_arrears_settles_what_it_omits() -> None:
    report = Report("r", day("2026-01-01"), day("2026-03-31"), day("2026-04-02"))
    late = unpaid(2, "2026-04-02", report="r")
    found = account("2026-04-20", late, reports=(report,), mode=MODE.REPORTED)
    assert states(found, 1, 4) == [State.SETTLED, State.UNPAID, State.TO_CONFIRM, State.TO_COME]
    assert (found.paid, found.arrears, found.late_instalments) == (INSTALMENT, INSTALMENT, (2,))
    assert found.days_past_due == (day("2026-04-20") - DUE[2]).days == 36
    assert states(account("2026-04-01", late, reports=(report,), mode=MODE.REPORTED), 1, 2) == [
        State.TO_CONFIRM,
        State.TO_CONFIRM,
    ]


@pytest.mark.covers("R1")
def test_a_report_of_payments_leaves_unpaid_what_it_omits() -> None:
    report = Report("r", day("2026-01-01"), day("2026-03-31"), day("2026-04-02"), lists_payments=True)
    found = account("2026-04-10", paid(1), reports=(report,), mode=MODE.REPORTED)
    assert states(found, 1, 3) == [State.SETTLED, State.UNPAID, State.TO_COME]
    assert found.late_instalments == (2,)
    presumed = account("2026-04-20", paid(1), reports=(report,))
    assert states(presumed, 1, 3) == [State.SETTLED, State.UNPAID, State.PRESUMED]


def test_a_report_covers_its_first_and_last_day_from_the_day_it_comes() -> None:
    def seen(covers_from: str, covers_to: str, received_on: str) -> State:
        report = Report("r", day(covers_from), day(covers_to), day(received_on))
        return account("2026-03-20", reports=(report,), mode=MODE.REPORTED).instalments[1].state

    assert seen("2026-03-15", "2026-03-15", "2026-03-20") is State.SETTLED
    assert seen("2026-03-16", "2026-03-31", "2026-03-20") is State.TO_CONFIRM
    assert seen("2026-03-01", "2026-03-14", "2026-03-20") is State.TO_CONFIRM
    assert seen("2026-03-15", "2026-03-15", "2026-03-21") is State.TO_CONFIRM


def test_a_later_report_that_no_longer_lists_it_says_when_it_was_settled() -> None:
    first = Report("a", day("2026-02-01"), day("2026-02-28"), day("2026-03-02"))
    second = Report("b", day("2026-02-01"), day("2026-03-31"), day("2026-04-02"))
    late = unpaid(1, "2026-03-02", report="a")
    before = account("2026-03-20", late, reports=(first, second), mode=MODE.REPORTED)
    assert (before.instalments[0].state, before.instalments[0].settled_on) == (State.UNPAID, None)
    found = account("2026-04-03", late, reports=(first, second), mode=MODE.REPORTED)
    one = found.instalments[0]
    assert (one.state, one.settled_on, one.late) == (State.SETTLED, day("2026-03-31"), True)
    assert found.instalments[1].late is False


@pytest.mark.covers("R1")
def test_payments_settle_the_oldest_first_and_interest_before_principal() -> None:
    part = Movement("part", KIND.PAYMENT, day("2026-04-20"), Decimal("90.00"))
    found = account("2026-04-30", unpaid(2, "2026-03-16"), unpaid(3, "2026-04-16"), part)
    second, third = found.instalments[1:3]
    assert (second.state, second.settled_on, second.late) == (State.SETTLED, day("2026-04-20"), True)
    assert (third.settled_interest, third.settled_principal) == (Decimal("3.15"), Decimal("0.00"))
    assert (third.state, third.remaining, found.arrears) == (State.UNPAID, Decimal("83.70"), Decimal("83.70"))
    more = account(
        "2026-04-30", unpaid(2, "2026-03-16"), unpaid(3, "2026-04-16"), replace(part, amount=INSTALMENT * 2)
    )
    assert more.arrears == 0


def test_insurance_is_settled_between_interest_and_principal() -> None:
    insured = Version(LAVAL.disbursed_on, contract(replace(LAVAL, insurance_monthly=Decimal("1.50"))))
    part = Movement("part", KIND.PAYMENT, day("2026-02-15"), Decimal("7.17"), instalment=1)
    one = account("2026-02-20", unpaid(1, "2026-02-15"), part, versions=(insured,)).instalments[0]
    assert (one.settled_interest, one.settled_insurance, one.settled_principal) == (
        Decimal("6.67"),
        Decimal("0.50"),
        Decimal("0.00"),
    )
    assert (one.due, one.remaining) == (Decimal("88.35"), Decimal("81.18"))
    coming = account("2026-02-20", versions=(insured,)).next_due
    assert coming is not None
    assert (coming.due, coming.remaining) == (Decimal("88.35"), Decimal("88.35"))


def test_the_bank_says_how_much_is_unpaid() -> None:
    found = account("2026-04-30", unpaid(2, "2026-03-20", amount=Decimal("36.85")))
    assert found.arrears == Decimal("36.85")
    assert found.paid == Decimal("50.00")
    assert found.instalments[1].late
    cured = account(
        "2026-04-30", unpaid(2, "2026-03-20", amount=Decimal("36.85")), paid(2, day("2026-04-01"))
    )
    assert (cured.arrears, cured.surplus) == (0, 0)
    assert (cured.paid, cured.presumed) == (Decimal("136.85"), Decimal("123.70"))
    part = Movement("part", KIND.PAYMENT, day("2026-03-20"), Decimal("50.00"))
    same_day = account("2026-04-30", unpaid(2, "2026-03-20", amount=Decimal("36.85")), part)
    assert (same_day.arrears, same_day.paid) == (Decimal("36.85"), Decimal("50.00"))
    stated_later = account("2026-04-30", paid(1), unpaid(2, "2026-04-20", amount=Decimal("36.85")))
    assert stated_later.arrears == Decimal("36.85")
    more = account("2026-04-30", unpaid(2, "2026-03-20", amount=Decimal("60.00")), part)
    assert (more.arrears, more.paid) == (Decimal("36.85"), Decimal("50.00")), "nothing is taken back"


def test_the_last_word_of_the_bank_on_a_line_is_the_one_that_counts() -> None:
    first = unpaid(2, "2026-03-20", amount=Decimal("36.85"))
    last = replace(unpaid(2, "2026-04-05", amount=Decimal("20.00")), key="again")
    for said in ((first, last), (last, first)):
        assert account("2026-04-30", *said).arrears == Decimal("20.00")
    assert account("2026-04-04", last, first).arrears == Decimal("36.85")


def test_a_report_does_not_clear_what_the_bank_says_unpaid_the_same_day() -> None:
    report = Report("r", day("2026-03-01"), day("2026-03-31"), day("2026-04-02"))
    same_day = account("2026-04-20", unpaid(2, "2026-04-02"), reports=(report,), mode=MODE.REPORTED)
    assert states(same_day, 2, 2) == [State.UNPAID]
    day_before = account("2026-04-20", unpaid(2, "2026-04-01"), reports=(report,), mode=MODE.REPORTED)
    assert states(day_before, 2, 2) == [State.SETTLED]


def test_a_schedule_whose_dates_the_bank_moved_is_followed_from_its_agreement() -> None:
    lines = tuple(replace(line, due_on=line.due_on + timedelta(2)) for line in CONTRACT.schedule.lines)
    moved = Version(day("2026-03-01"), imported_schedule(LAVAL, lines))
    found = account("2026-04-16", versions=(CONTRACT, moved), mode=MODE.REPORTED)
    assert states(found, 2, 3) == [State.TO_CONFIRM, State.TO_COME]
    assert states(account("2026-04-17", versions=(CONTRACT, moved)), 3, 3) == [State.DUE_TODAY]


def test_a_payment_before_its_day_waits_for_it() -> None:
    found = account("2026-03-14", paid(1), paid(2, day("2026-03-13")))
    assert (found.surplus, found.paid) == (INSTALMENT, INSTALMENT * 2)
    ahead = account("2026-02-10", paid(1, day("2026-02-01")), paid(2, day("2026-02-05")))
    assert ahead.surplus == INSTALMENT * 2
    later = account("2026-03-16", paid(1), paid(2, day("2026-03-13")))
    assert (later.surplus, later.instalments[1].settled_on) == (0, day("2026-03-13"))
    assert later.late_instalments == ()


def test_a_payment_recorded_replaces_what_was_presumed_of_its_month() -> None:
    found = account("2026-04-20", paid(2, day("2026-03-15")))
    assert states(found, 1, 3) == [State.PRESUMED, State.SETTLED, State.PRESUMED]
    slow = account("2026-04-20", paid(2, day("2026-03-18")))
    assert slow.late_instalments == (2,)
    assert account("2026-04-20", paid(2, day("2026-03-18")), late_grace_days=3).late_instalments == ()
    reported = account("2026-04-20", paid(1, day("2026-03-18")), mode=MODE.REPORTED)
    assert states(reported, 1, 2) == [State.SETTLED, State.TO_CONFIRM]


def test_a_payment_settles_first_the_line_it_names() -> None:
    alerts = (unpaid(2, "2026-03-16"), unpaid(3, "2026-04-16"))
    found = account("2026-04-30", *alerts, paid(3, day("2026-04-20"), instalment=3))
    assert states(found, 2, 3) == [State.UNPAID, State.SETTLED]


def test_a_payment_on_the_day_a_line_is_cleared_goes_to_the_next() -> None:
    cleared = Report("b", day("2026-02-01"), day("2026-03-10"), day("2026-03-12"))
    facts = (unpaid(1, "2026-02-16"), paid(2, day("2026-03-10")))
    found = account("2026-03-20", *facts, reports=(cleared,), mode=MODE.REPORTED)
    assert states(found, 1, 2) == [State.SETTLED, State.SETTLED]
    assert [one.settled_on for one in found.instalments[:2]] == [day("2026-03-10")] * 2
    assert (found.paid, found.surplus) == (INSTALMENT * 2, 0)
    earlier = account(
        "2026-03-20", facts[0], paid(2, day("2026-03-09")), reports=(cleared,), mode=MODE.REPORTED
    )
    assert (states(earlier, 1, 2), earlier.paid) == ([State.SETTLED, State.TO_CONFIRM], INSTALMENT)


def test_a_payment_beside_a_report_of_arrears_is_not_counted_twice() -> None:
    report = Report("r", day("2026-01-01"), day("2026-04-30"), day("2026-05-02"))
    found = account("2026-05-03", paid(2, day("2026-03-17")), reports=(report,), mode=MODE.REPORTED)
    assert (found.paid, found.surplus) == (INSTALMENT * 3, 0)
    assert found.late_instalments == ()


@pytest.mark.covers("E1")
def test_a_hold_agreed_on_its_due_date_removes_lateness_one_agreed_after_does_not() -> None:
    alert = unpaid(7, "2026-08-16")
    in_time = account("2026-09-01", alert, versions=(CONTRACT, held("2026-08-15")))
    after = account("2026-09-01", alert, versions=(CONTRACT, held("2026-08-16")))
    assert (states(in_time, 7, 8), in_time.late_instalments) == ([State.HELD, State.TO_COME], ())
    assert (states(after, 7, 8), after.late_instalments) == ([State.HELD, State.TO_COME], (7,))
    assert after.arrears == in_time.arrears == 0
    not_yet = account("2026-08-15", alert, versions=(CONTRACT, held("2026-08-16")))
    assert (states(not_yet, 7, 7), not_yet.late_instalments) == ([State.DUE_TODAY], ())
    before_grant = account("2026-08-16", alert, versions=(CONTRACT, held("2026-08-25")))
    assert (states(before_grant, 7, 7), before_grant.late_instalments) == ([State.UNPAID], (7,))


def test_grace_days_count_to_their_end() -> None:
    alert, cure = unpaid(3, "2026-04-16"), paid(3, day("2026-04-20"), instalment=3)
    assert account("2026-05-01", alert, cure, late_grace_days=5).late_instalments == ()
    assert account("2026-05-01", alert, cure, late_grace_days=4).late_instalments == (3,)
    assert account("2026-04-20", alert, late_grace_days=5).late_instalments == ()
    assert account("2026-04-21", alert, late_grace_days=5).late_instalments == (3,)


def test_held_months_that_pay_interest_are_due() -> None:
    version = Version(
        day("2026-08-01"), apply_measure(CONTRACT.schedule, Postponement(7, 2, Treatment.INTEREST_ONLY))
    )
    found = account("2026-08-20", unpaid(7, "2026-08-16"), versions=(CONTRACT, version))
    assert [one.held for one in found.instalments[5:9]] == [False, True, True, False]
    assert states(found, 7, 9) == [State.UNPAID, State.HELD, State.TO_COME]
    assert (found.arrears, found.late_instalments) == (Decimal("5.05"), (7,))
    paid_since = Movement("p", KIND.PAYMENT, day("2026-08-20"), Decimal("5.05"))
    found = account("2026-08-20", unpaid(7, "2026-08-16"), paid_since, versions=(CONTRACT, version))
    assert states(found, 7, 7) == [State.SETTLED]


def test_a_line_of_nothing_is_settled_not_held() -> None:
    """40 cents over 60 months: rounding repays in 40, twenty lines ask nothing."""
    small = replace(LAVAL, principal=Decimal("0.40"), yearly_rate=Decimal(0), months=60)
    found = account("2031-01-20", versions=(Version(small.disbursed_on, contract(small)),))
    assert states(found, 40, 41) == [State.PRESUMED, State.SETTLED]
    assert (found.finished, found.presumed) == (True, Decimal("0.40"))


def test_capitalised_interest_asks_nothing_of_a_held_month() -> None:
    version = Version(
        day("2026-08-01"), apply_measure(CONTRACT.schedule, Postponement(7, 2, Treatment.CAPITALISED))
    )
    found = account("2026-08-20", versions=(CONTRACT, version))
    assert (states(found, 7, 8), found.instalments[6].due) == ([State.HELD, State.HELD], 0)
    assert found.outstanding_principal == Decimal("1519.92")
    assert [one.due for one in found.instalments[7:9]] == [0, Decimal("87.43")]


@pytest.mark.covers("R4")
def test_a_rejected_payment_is_unpaid_unless_the_bank_was_wrong() -> None:
    debit = paid(3)
    rejection = Movement("x", KIND.REJECTION, day("2026-04-18"), INSTALMENT, reverses="p3")
    mistake = Movement("y", KIND.REVERSAL, day("2026-04-25"), reverses="x")
    assert account("2026-04-17", debit, rejection).late_instalments == ()
    back = account("2026-04-20", debit, rejection)
    assert (states(back, 3, 3), back.late_instalments, back.paid) == ([State.UNPAID], (3,), 0)
    righted = account("2026-04-30", debit, rejection, mistake)
    assert (states(righted, 3, 3), righted.late_instalments, righted.paid) == (
        [State.SETTLED],
        (),
        INSTALMENT,
    )
    named = account("2026-04-20", replace(debit, instalment=2), rejection)
    assert states(named, 2, 3) == [State.UNPAID, State.PRESUMED]
    told = account("2026-04-20", Movement("z", KIND.REJECTION, day("2026-04-18"), instalment=3))
    assert states(told, 3, 3) == [State.UNPAID]


@pytest.mark.parametrize("kind", [KIND.WAIVER, KIND.GUARANTEE_PAYMENT])
def test_what_others_bear_settles_but_is_not_paid_by_the_borrower(kind: MovementKind) -> None:
    found = account("2026-04-20", unpaid(2, "2026-03-16"), Movement("o", kind, day("2026-04-01"), INSTALMENT))
    assert found.instalments[1].state is State.SETTLED
    assert found.paid == 0
    borne = {KIND.WAIVER: found.waived, KIND.GUARANTEE_PAYMENT: found.paid_by_guarantee}
    assert borne[kind] == INSTALMENT
    assert sum(borne.values()) == found.waived + found.paid_by_guarantee == INSTALMENT


def test_facts_of_one_day_settle_in_the_order_they_were_recorded() -> None:
    fifty = Movement("p", KIND.PAYMENT, day("2026-02-20"), Decimal(50))
    waiver = Movement("w", KIND.WAIVER, day("2026-02-20"), Decimal(50))
    found = account("2026-03-01", unpaid(1, "2026-02-16"), fifty, waiver)
    assert (found.paid, found.waived) == (Decimal("50.00"), Decimal("36.85"))
    found = account("2026-03-01", unpaid(1, "2026-02-16"), waiver, fifty)
    assert (found.paid, found.waived, found.surplus) == (Decimal("50.00"), Decimal("50.00"), Decimal("13.15"))


def test_recoveries_fees_and_penalties_settle_nothing() -> None:
    kinds = (KIND.RECOVERY, KIND.FEE, KIND.PENALTY)
    beside = [Movement(kind, kind, day("2026-03-01"), Decimal(n)) for n, kind in enumerate(kinds, 1)]
    found = account("2026-03-20", *beside, mode=MODE.REPORTED)
    assert (found.recovered, found.fees, found.penalties, found.paid) == (1, 2, 3, 0)
    nothing = account("2026-02-01")
    assert {str(getattr(nothing, name)) for name in SUMS} == {"0.00"}, "written as an amount, even of nothing"
    assert states(found, 1, 1) == [State.TO_CONFIRM]


@pytest.mark.covers("R10")
def test_the_guarantee_settles_the_balance_called_in() -> None:
    called = Version(day("2026-04-01"), apply_measure(CONTRACT.schedule, Acceleration(day("2026-04-01"))))
    alerts = (unpaid(1, "2026-02-20"), unpaid(2, "2026-03-20"), unpaid(3, "2026-04-02"))
    versions = (CONTRACT, called)
    owed = account("2026-04-10", *alerts, versions=versions)
    assert owed.arrears == Decimal("173.70") + Decimal("1839.37")
    assert owed.outstanding_principal == 2000
    settled = Movement("g", KIND.GUARANTEE_PAYMENT, day("2026-05-01"), owed.arrears)
    found = account("2026-05-02", *alerts, settled, versions=versions)
    assert (found.arrears, found.outstanding_principal, found.finished) == (0, 0, True)
    assert found.paid_by_guarantee == owed.arrears
    insured = contract(replace(LAVAL, insurance_monthly=Decimal("1.50")))
    ended = apply_measure(insured, Acceleration(day("2026-04-01")))
    versions = (Version(LAVAL.disbursed_on, insured), Version(day("2026-04-01"), ended))
    last = account("2026-04-10", *alerts, versions=versions).instalments[-2:]
    assert [one.insurance for one in last] == [Decimal("1.50"), 0]


def test_a_total_early_repayment_finishes_the_loan() -> None:
    version = Version(day("2026-04-10"), apply_measure(CONTRACT.schedule, EarlyRepayment(3)))
    whole = Movement("all", KIND.PAYMENT, day("2026-04-15"), INSTALMENT + Decimal("1758.65"))
    found = account("2026-04-16", whole, versions=(CONTRACT, version))
    assert (found.finished, found.outstanding_principal) == (True, 0)
    assert len(found.instalments) == 3
    assert account("2026-04-15", versions=(CONTRACT, version)).finished is False


def test_a_finished_loan_is_still_only_presumed() -> None:
    found = account("2028-02-01")
    assert (found.finished, found.paid, found.presumed) == (True, 0, Decimal("2084.39"))
    assert found.next_due is None


def test_a_day_in_the_past_ignores_what_came_after() -> None:
    versions = (CONTRACT, held("2026-08-25"), Version(day("2026-09-01"), held("2026-08-25").schedule))
    everything = [unpaid(7, "2026-08-18"), paid(9)]
    past = account("2026-08-16", *everything, versions=versions)
    assert past == account("2026-08-16")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (
            lambda: account("2026-04-01", Movement("r", KIND.REVERSAL, day("2026-03-01"), reverses="?")),
            "unknown_movement",
        ),
        (lambda: Movement("r", KIND.REVERSAL, day("2026-03-01")), "reverses_nothing"),
        (lambda: Movement("p", KIND.PAYMENT, day("2026-03-01"), Decimal(-1)), "negative_amount"),
        (lambda: Movement("p", KIND.PAYMENT, day("2026-03-01"), Decimal("NaN")), "negative_amount"),
        (lambda: account("2026-04-01", versions=()), "no_schedule"),
    ],
)
def test_facts_that_make_no_sense_are_refused(make: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        make()  # type: ignore[operator] # a parameter
    assert refused.value.code == code


def test_a_reversal_may_itself_be_reversed() -> None:
    undone = Movement("a", KIND.REVERSAL, day("2026-03-20"), reverses="p2")
    redone = Movement("b", KIND.REVERSAL, day("2026-03-21"), reverses="a")
    assert account("2026-04-01", paid(2), undone, redone) == account("2026-04-01", paid(2))
    assert account("2026-04-01", paid(2), undone) == account("2026-04-01")


@st.composite
def movements(draw: st.DrawFn, key: str) -> Movement:
    kind = draw(st.sampled_from([one for one in KIND if one is not KIND.REVERSAL]))
    return Movement(
        key=key,
        kind=kind,
        on=LAVAL.disbursed_on + timedelta(draw(st.integers(0, 500))),
        amount=Decimal(draw(st.integers(0, 20_000))).scaleb(-2),
        instalment=draw(st.none() | st.integers(1, 16)),
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Movement], tuple[Report, ...], tuple[Version, ...]]:
    """Movements, reports and versions of one life."""
    facts = [draw(movements(f"m{index}")) for index in range(draw(st.integers(0, 8)))]
    reports = []
    for index in range(draw(st.integers(0, 2))):
        first = LAVAL.disbursed_on + timedelta(draw(st.integers(0, 300)))
        last = first + timedelta(draw(st.integers(0, 120)))
        reports.append(Report(f"r{index}", first, last, last + timedelta(2), draw(st.booleans())))
    versions = [CONTRACT]
    if draw(st.booleans()):
        agreed_on = LAVAL.disbursed_on + timedelta(draw(st.integers(150, 300)))
        measure = draw(st.sampled_from([HOLD, Extension(7, 6), EarlyRepayment(8, Decimal(300))]))
        versions.append(Version(agreed_on, apply_measure(CONTRACT.schedule, measure)))
    return facts, tuple(reports), tuple(versions)


@pytest.mark.covers("R1")
@QUICK
@given(histories(), movements("wrong"), st.integers(0, 8), st.integers(0, 40), st.sampled_from(MODE))
def test_a_reversal_restores_exactly_the_former_state(
    history: tuple[list[Movement], tuple[Report, ...], tuple[Version, ...]],
    wrong: Movement,
    place: int,
    delay: int,
    mode: ReportingMode,
) -> None:
    facts, reports, versions = history
    righted = Movement("righted", KIND.REVERSAL, wrong.on + timedelta(delay), reverses="wrong")
    on = str(LAVAL.disbursed_on + timedelta(560))
    before = account(on, *facts, versions=versions, reports=reports, mode=mode)
    mixed = [*facts[:place], wrong, *facts[place:], righted]
    assert account(on, *mixed, versions=versions, reports=reports, mode=mode) == before


@QUICK
@given(histories(), st.integers(0, 560), st.sampled_from(MODE))
def test_no_cent_is_lost(
    history: tuple[list[Movement], tuple[Report, ...], tuple[Version, ...]], days: int, mode: ReportingMode
) -> None:
    facts, reports, versions = history
    on = LAVAL.disbursed_on + timedelta(days)
    found = account(str(on), *facts, versions=versions, reports=reports, mode=mode)
    for one in found.instalments:
        settled = one.settled_principal + one.settled_interest + one.settled_insurance
        assert settled + one.remaining == one.due == one.principal + one.interest + one.insurance
        assert min(one.remaining, one.settled_principal, one.settled_interest) >= 0
        assert one.settled_principal == 0 or one.settled_interest == one.interest
        assert (one.remaining == 0) == (one.settled_on is not None) or one.due_on > on
        assert one.late is False or one.due_on < on
    given_out = sum(
        movement.amount for movement in facts if movement.kind is KIND.PAYMENT and movement.on <= on
    )
    assert found.surplus <= given_out
    assert found.paid + found.presumed + found.waived + found.paid_by_guarantee - found.surplus == sum(
        one.due - one.remaining for one in found.instalments
    )
    assert found.arrears == sum(one.remaining for one in found.unpaid)
    assert (found.days_past_due > 0) <= bool(found.arrears)
    if mode is MODE.PRESUMED:
        assert found.to_confirm == ()
    else:
        assert found.presumed == 0


@pytest.mark.covers("R8")
@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (0, Ageing.NONE),
        (1, Ageing.UP_TO_30),
        (30, Ageing.UP_TO_30),
        (31, Ageing.UP_TO_60),
        (60, Ageing.UP_TO_60),
        (61, Ageing.UP_TO_90),
        (90, Ageing.UP_TO_90),
        (91, Ageing.BEYOND_90),
    ],
)
def test_ageing_buckets(days: int, bucket: Ageing) -> None:
    assert ageing(days) is bucket
    found = account("2026-03-15", unpaid(1, "2026-02-16"))
    assert (found.days_past_due, found.ageing) == (28, Ageing.UP_TO_30)


@pytest.mark.covers("R4")
def test_the_ficp_warning_adds_unpaid_months_even_apart() -> None:
    march, may = unpaid(2, "2026-03-16"), unpaid(4, "2026-05-16")
    assert account("2026-03-01").ficp_warning() is None
    near = account("2026-03-20", march).ficp_warning()
    assert near is not None
    assert (near.reached, near.reaches_on, near.threshold) == (False, day("2026-04-15"), INSTALMENT * 2)
    reached = account("2026-05-20", march, may).ficp_warning(day("2026-05-18"))
    assert reached is not None
    assert (reached.reached, reached.unpaid, reached.warned_on) == (True, INSTALMENT * 2, day("2026-05-18"))
    assert (reached.reaches_on, reached.last_day) == (day("2026-05-20"), day("2026-06-17"))
    not_warned = account("2026-05-20", march, may).ficp_warning()
    assert not_warned is not None
    assert (not_warned.warned_on, not_warned.last_day) == (None, day("2026-06-19"))


def test_the_ficp_warning_is_silent_far_from_the_threshold() -> None:
    dues = [
        (day("2026-01-01"), Decimal(50)),
        (day("2026-02-01"), Decimal(50)),
        (day("2026-03-01"), Decimal(90)),
    ]
    assert ficp_warning(Decimal(0), dues, day("2026-02-02")) is None
    assert (
        ficp_warning(Decimal("49.99"), [*dues[:2], (day("2026-03-01"), Decimal(50))], day("2026-02-02"))
        is None
    )
    assert ficp_warning(Decimal(50), dues, day("2026-02-02")) is None
    assert ficp_warning(Decimal(90), dues, day("2026-02-02")) is not None
    reached = ficp_warning(Decimal(100), dues, day("2026-02-02"))
    assert reached is not None
    assert (reached.reached, reached.threshold) == (True, 100)
    assert ficp_warning(Decimal("99.99"), dues[:2], day("2026-02-02")) is None
    growing = [(on, amount) for (on, _), amount in zip(dues, map(Decimal, (50, 60, 90)), strict=True)]
    assert ficp_warning(Decimal("179.99"), growing, day("2026-03-01")) is None, "the last one due counts"
    on_its_day = ficp_warning(Decimal(180), growing, day("2026-03-01"))
    assert on_its_day is not None
    assert (on_its_day.reached, on_its_day.threshold) == (True, 180)
    next_month = ficp_warning(Decimal(90), growing, day("2026-02-01"))
    assert next_month is not None
    assert (next_month.reaches_on, next_month.threshold) == (day("2026-03-01"), 180)
    assert ficp_warning(Decimal(5), [], day("2026-02-02")) is None


@pytest.mark.covers("R1")
def test_unpaid_and_silent_since_the_oldest_instalment() -> None:
    two = account("2026-10-01", unpaid(7, "2026-08-20"), unpaid(8, "2026-09-20"), mode=MODE.REPORTED)
    assert (two.unpaid_since, two.silent_since) == (DUE[7], DUE[1])
    told = account("2026-02-20", unpaid(1, "2026-02-20"), mode=MODE.REPORTED)
    assert (told.unpaid_since, told.silent_since) == (DUE[1], None)
    on_its_day = account("2026-02-15", mode=MODE.REPORTED)
    assert (on_its_day.unpaid_since, on_its_day.silent_since) == (None, DUE[1])
    assert account("2026-02-14", mode=MODE.REPORTED).silent_since is None


@pytest.mark.covers("R1", "R8")
@pytest.mark.parametrize(
    ("on", "next_day", "facts"),
    [
        ("2026-04-14", "2026-04-15", {"mode": MODE.REPORTED}),
        ("2026-04-15", "2026-05-15", {"mode": MODE.REPORTED, "presumption_days": 10}),
        ("2026-04-14", "2026-04-15", {"presumption_days": 10}),
        ("2026-04-15", "2026-04-26", {"presumption_days": 10}),
        ("2026-07-20", "2026-07-28", {"versions": (CONTRACT, held("2026-07-28"))}),
        ("2026-07-28", "2026-08-15", {"versions": (CONTRACT, held("2026-07-28")), "mode": MODE.REPORTED}),
        ("2028-01-15", "2028-02-15", {"versions": (CONTRACT, held("2026-07-28")), "mode": MODE.REPORTED}),
        ("2026-07-20", "2026-08-03", {"reports": (REPORT,), "mode": MODE.REPORTED}),
        ("2026-08-03", "2026-08-15", {"reports": (REPORT,), "mode": MODE.REPORTED}),
        ("2028-01-15", "2028-01-16", {}),
    ],
)
def test_an_account_says_the_same_until_a_day_it_names(on: str, next_day: str, facts: dict[str, Any]) -> None:
    """The next due date, the day after a presumption, or the day of a version or a report already known."""
    assert changes_on(known(**facts), day(on)) == day(next_day)


@pytest.mark.covers("R1", "R8")
def test_an_account_changes_on_the_day_of_a_payment_to_come_and_never_after_all_is_said() -> None:
    history = known(paid(7, day("2026-08-01")), mode=MODE.REPORTED)
    assert changes_on(history, day("2026-07-20")) == day("2026-08-01")
    assert changes_on(history, day("2026-08-01")) == day("2026-08-15")
    assert changes_on(history, day("2028-01-14")) == day("2028-01-15")
    assert changes_on(history, day("2028-01-15")) is None
