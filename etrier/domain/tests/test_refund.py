"""The interest refund, and the one life with figures: with its incident, and without."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain.account import Account, History, State, Version, account_on
from etrier.domain.measures import EarlyRepayment, Measure, Postponement, apply_measure
from etrier.domain.movements import Movement, MovementKind
from etrier.domain.refund import Case, case_of, refund
from etrier.domain.schedule import Treatment
from etrier.domain.scheme.choices import RefundPolicy, ReportingMode
from etrier.domain.scheme.funds import RefundTerms
from etrier.domain.tests.lending import LAVAL, QUICK, contract, day

ONCE_REPAID = RefundTerms(policy=RefundPolicy.ONCE_REPAID, rate=Decimal(100), grace_days=0)
WITHOUT_LATE = replace(ONCE_REPAID, policy=RefundPolicy.WITHOUT_LATE_INSTALMENT)
CONTRACT = Version(LAVAL.disbursed_on, contract())
REPAID = Case(Decimal(2000), Decimal("2084.39"), repaid_on=day("2028-02-20"))


def reported(on: str, *movements: Movement, versions: Sequence[Version] = (CONTRACT,)) -> Account:
    """The account of the loan of Laval on a day, of which the bank says what is paid."""
    return account_on(History(versions, movements, mode=ReportingMode.REPORTED), day(on))


def life(
    *measures: tuple[str, Measure], movements: tuple[Movement, ...] = (), on: str = "2028-03-01"
) -> Case:
    """The case of the loan of Laval, presumed paid but for its movements, then attested by the bank."""
    versions = [CONTRACT]
    for agreed_on, measure in measures:
        versions.append(Version(day(agreed_on), apply_measure(versions[-1].schedule, measure)))
    account = account_on(History(versions, movements, mode=ReportingMode.PRESUMED), day("2028-03-01"))
    assert account.finished
    return case_of(account, LAVAL.principal, day("2028-02-20"))


@pytest.mark.covers("E1", "R4", "R5")
def test_a_hold_granted_after_the_due_date_leaves_its_instalment_late() -> None:
    """2 000 € at 4 % over 24 months; line 7 reported unpaid; one month held from it, granted too late."""
    unpaid = Movement("u7", MovementKind.UNPAID, day("2026-08-18"), instalment=7)
    hold = Postponement(7, 1, Treatment.WAIVED)
    version = Version(day("2026-08-25"), apply_measure(CONTRACT.schedule, hold))

    assert version.schedule.lines[:6] == CONTRACT.schedule.lines[:6]
    assert (CONTRACT.schedule.end_on, version.schedule.end_on) == (day("2028-01-15"), day("2028-02-15"))

    alerted = reported("2026-08-20", unpaid)
    assert (alerted.instalments[6].state, alerted.arrears) == (State.UNPAID, Decimal("86.85"))
    cured = reported("2026-08-25", unpaid, versions=[CONTRACT, version])
    assert (cured.instalments[6].state, cured.arrears, cured.late_instalments) == (State.HELD, 0, (7,))

    case = life(("2026-08-25", hold), movements=(unpaid,))
    assert case.interest_paid == Decimal("84.39")
    verdict = refund(WITHOUT_LATE, case)
    assert (verdict.granted, verdict.amount) == (False, 0)
    (reason,) = verdict.reasons
    assert (reason.code, reason.figure, reason.refuses) == ("late_instalment", "1", True)
    assert reason.sentence.startswith("1 échéance en retard (n° 7 du 15 août 2026)")
    assert refund(ONCE_REPAID, case).amount == Decimal("84.39")


@pytest.mark.covers("E1")
def test_the_same_life_without_incident_is_refunded() -> None:
    for terms in (ONCE_REPAID, WITHOUT_LATE):
        verdict = refund(terms, life())
        assert (verdict.granted, verdict.amount, verdict.by_exception) == (True, Decimal("84.39"), False)
        (reason,) = verdict.reasons
        assert (reason.code, reason.figure, reason.refuses) == ("repaid", "84.39", False)
        assert "20 février 2028" in reason.sentence
        assert "84,39" in reason.sentence
    in_time = life(("2026-08-15", Postponement(7, 1, Treatment.WAIVED)))
    assert refund(WITHOUT_LATE, in_time).amount == Decimal("84.39")


@pytest.mark.covers("E1")
def test_the_bank_s_statement_stands_for_what_nobody_had_told() -> None:
    """No report at all, then the bank attests: all the interest was paid, until the day it says."""
    silent = reported("2028-02-20")
    assert (silent.paid, len(silent.to_confirm)) == (0, 24)
    case = case_of(silent, LAVAL.principal, day("2028-02-20"))
    assert (case.interest_paid, case.late_instalments) == (Decimal("84.39"), ())
    assert case_of(silent, LAVAL.principal, None).interest_paid == 0
    early = reported("2027-01-20")
    expected = sum(CONTRACT.schedule.interest_cents[:12]) / Decimal(100)
    assert case_of(early, LAVAL.principal, day("2027-01-20")).interest_paid == expected


def test_the_statement_counts_once_what_was_paid_ahead() -> None:
    """2 000 € paid on the second due date, then attested: two months of interest, 6.67 and 6.40."""
    ahead = Movement("all", MovementKind.PAYMENT, day("2026-03-15"), Decimal(2000))
    account = reported("2026-03-15", ahead)
    assert (account.surplus, account.outstanding_principal) == (Decimal("1826.30"), Decimal("1839.37"))
    case = case_of(account, LAVAL.principal, day("2026-03-15"))
    assert (case.paid, case.interest_paid) == (Decimal("2013.07"), Decimal("13.07"))


def test_insurance_that_only_the_statement_attests_is_not_refunded_either() -> None:
    insured = Version(LAVAL.disbursed_on, contract(replace(LAVAL, insurance_monthly=Decimal("1.50"))))
    silent = reported("2028-01-15", versions=[insured])
    case = case_of(silent, LAVAL.principal, day("2028-01-20"))
    assert (case.paid, case.insurance) == (Decimal("2120.39"), Decimal("36.00"))
    assert case.interest_paid == Decimal("84.39")


@pytest.mark.covers("E1")
def test_measures_and_early_repayment_enter_the_amount() -> None:
    deferred = life(("2026-08-01", Postponement(7, 1, Treatment.DEFERRED)))
    assert refund(WITHOUT_LATE, deferred).amount == Decimal("89.44")
    early = life(("2027-01-15", EarlyRepayment(12)))
    assert refund(WITHOUT_LATE, early).amount == sum(CONTRACT.schedule.interest_cents[:12]) / Decimal(100)


@pytest.mark.covers("E1")
def test_an_exception_voted_with_its_motive_sets_lateness_aside() -> None:
    case = replace(REPAID, late_instalments=(7, 9))
    refused = refund(WITHOUT_LATE, case)
    assert refused.reasons[0].sentence.startswith("2 échéances en retard (n° 7 et n° 9)")
    assert refund(WITHOUT_LATE, case, "   ").granted is False
    verdict = refund(WITHOUT_LATE, case, "Hospitalisation")
    assert (verdict.granted, verdict.by_exception, verdict.amount) == (True, True, Decimal("84.39"))
    assert verdict.reasons[0].code == "by_exception"
    assert "Hospitalisation" in verdict.reasons[0].sentence
    assert refund(WITHOUT_LATE, REPAID, "Hospitalisation").by_exception is False


@pytest.mark.covers("E1")
@pytest.mark.parametrize(
    ("change", "code"),
    [({"repaid_on": None}, "not_confirmed"), ({"ended_by_guarantee": True}, "ended_by_guarantee")],
)
def test_nothing_sets_aside_the_bank_s_word_or_the_guarantee(change: dict[str, object], code: str) -> None:
    case = replace(REPAID, **change)  # type: ignore[arg-type] # a parameter
    for terms in (ONCE_REPAID, WITHOUT_LATE):
        verdict = refund(terms, case, "Motif")
        assert (verdict.granted, verdict.amount) == (False, 0)
        assert [(reason.code, reason.figure) for reason in verdict.reasons] == [(code, "")]


def test_every_reason_speaks() -> None:
    case = replace(REPAID, repaid_on=None, ended_by_guarantee=True, late_instalments=(3,))
    none = replace(ONCE_REPAID, policy=RefundPolicy.NONE)
    assert [reason.code for reason in refund(none, case).reasons] == [
        "no_refund",
        "ended_by_guarantee",
        "not_confirmed",
    ]
    assert [reason.code for reason in refund(WITHOUT_LATE, case).reasons] == [
        "ended_by_guarantee",
        "not_confirmed",
        "late_instalment",
    ]
    assert all(reason.refuses for reason in refund(WITHOUT_LATE, case).reasons)


@pytest.mark.covers("E1")
def test_rate_and_cap() -> None:
    half = replace(ONCE_REPAID, rate=Decimal(50))
    assert refund(half, REPAID).amount == Decimal("42.20")
    _, rate = refund(half, REPAID).reasons
    assert (rate.code, rate.figure) == ("rate", "50")
    assert "50\u202f%" in rate.sentence
    assert "42,20\u202f€" in rate.sentence
    capped = replace(ONCE_REPAID, cap=Decimal(60))
    assert refund(capped, REPAID).amount == 60
    _, cap = refund(capped, REPAID).reasons
    assert (cap.code, cap.figure) == ("capped", "60")
    assert "60\u202f€" in cap.sentence
    exactly = replace(ONCE_REPAID, cap=Decimal("84.39"))
    assert [reason.code for reason in refund(exactly, REPAID).reasons] == ["repaid"]


def test_the_bank_s_certificate_is_compared() -> None:
    same = refund(ONCE_REPAID, replace(REPAID, certificate=Decimal("84.39")))
    assert [reason.code for reason in same.reasons] == ["repaid"]
    other = refund(ONCE_REPAID, replace(REPAID, certificate=Decimal("84.41")))
    assert [reason.code for reason in other.reasons] == ["repaid", "certificate_differs"]
    assert other.amount == Decimal("84.39")
    assert other.reasons[-1].figure == "84.41"
    assert "84,41\u202f€ d’intérêts, le calcul 84,39\u202f€" in other.reasons[-1].sentence
    assert not other.reasons[-1].refuses


def test_insurance_fees_and_penalties_are_not_refunded() -> None:
    terms = replace(LAVAL, insurance_monthly=Decimal("1.50"))
    beside = (
        Movement("f", MovementKind.FEE, day("2026-03-01"), Decimal(20)),
        Movement("p", MovementKind.PENALTY, day("2026-03-01"), Decimal(8)),
    )
    version = Version(terms.disbursed_on, contract(terms))
    account = account_on(History([version], beside, mode=ReportingMode.PRESUMED), day("2028-03-01"))
    case = case_of(account, terms.principal, day("2028-02-20"), certificate=Decimal("84.39"))
    assert (case.paid, case.insurance) == (Decimal("2148.39"), Decimal("36.00"))
    assert case.interest_paid == Decimal("84.39")
    assert case.certificate == Decimal("84.39")


def test_what_is_only_presumed_does_not_count_before_the_bank_s_statement() -> None:
    account = account_on(History([CONTRACT], mode=ReportingMode.PRESUMED), day("2028-03-01"))
    case = case_of(account, LAVAL.principal, None)
    assert (case.paid, case.interest_paid, case.repaid_on) == (0, 0, None)
    guaranteed = replace(account, paid_by_guarantee=Decimal("0.01"))
    assert case_of(guaranteed, LAVAL.principal, None).ended_by_guarantee is True


def test_a_loan_without_interest_is_granted_nothing() -> None:
    verdict = refund(ONCE_REPAID, replace(REPAID, paid=Decimal(1990)))
    assert (verdict.granted, verdict.amount) == (True, 0)
    assert [reason.code for reason in verdict.reasons] == ["repaid", "no_interest"]
    assert all(reason.sentence.endswith(".") for reason in verdict.reasons)


CENTS = st.integers(0, 500_000).map(lambda cents: Decimal(cents).scaleb(-2))


@QUICK
@given(CENTS, st.tuples(CENTS, CENTS, CENTS), st.integers(0, 100).map(Decimal), st.none() | CENTS)
def test_the_amount_is_never_negative_nor_above_the_interest_or_the_cap(
    paid: Decimal, beside: tuple[Decimal, Decimal, Decimal], rate: Decimal, cap: Decimal | None
) -> None:
    case = Case(Decimal(2000), paid, *beside, repaid_on=date(2028, 2, 20))
    verdict = refund(replace(ONCE_REPAID, rate=rate, cap=cap), case)
    interest = max(paid - 2000 - sum(beside), Decimal(0))
    assert 0 <= verdict.amount <= interest
    assert cap is None or verdict.amount <= cap
    if cap is None:
        assert abs(verdict.amount - interest * rate / 100) <= Decimal("0.005")
