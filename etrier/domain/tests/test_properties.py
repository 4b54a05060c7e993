"""What holds of every loan, whatever is drawn: the properties that the other tests do not already carry."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.account import Account, History, Version, account_on, changes_on
from etrier.domain.arrears import Ageing, ageing, ficp_warning
from etrier.domain.budget import sensitivity, study
from etrier.domain.business_days import is_business_day
from etrier.domain.guarantee import commitment, exposure_by_month, guarantee_call, split
from etrier.domain.measures import (
    Acceleration,
    EarlyMode,
    EarlyRepayment,
    Extension,
    Measure,
    Postponement,
    apply_measure,
    apply_measures,
    compare,
)
from etrier.domain.movements import Movement, MovementKind
from etrier.domain.refund import Case, refund
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule, Terms, Treatment, imported_schedule, schedule_of
from etrier.domain.scheme import Scheme, diff
from etrier.domain.scheme.choices import CallBase, RefundPolicy, ReportingMode
from etrier.domain.support import ProtocolStep, protocol_deadlines
from etrier.domain.tests.lending import QUICK, contract, loans, measures
from etrier.domain.tests.test_account import CONTRACT, histories
from etrier.domain.tests.test_budget import LAVAL as HOME
from etrier.domain.tests.test_budget import amounts, budgets
from etrier.domain.usury import check_usury

CENTS = st.integers(0, 800_000).map(lambda cents: Decimal(cents).scaleb(-2))
SHARES = st.integers(0, 10_000).map(lambda part: Decimal(part).scaleb(-2))
RATES = st.integers(0, 30_000_000).map(lambda rate: Decimal(rate).scaleb(-6))
DAYS = st.dates(date(2025, 4, 1), date(2030, 12, 31))


def kept(schedule: Schedule, wanted: list[Measure]) -> list[Schedule]:
    """The versions that the possible measures make, one after the other."""
    versions = [schedule]
    for measure in wanted:
        try:
            versions.append(apply_measure(versions[-1], measure))
        except Refused:
            continue
    return versions


def ordinary(schedule: Schedule, number: int) -> int:
    """Cents of the interest of a line, what was carried apart: the month's own, computed again."""
    if number == 1 and schedule.terms.first_months is not None:
        return schedule_of(schedule.terms).interest_cents[0]
    rate, per = schedule.terms.ratio
    return (2 * schedule.balance_before(number) * rate + per) // (2 * per)


@pytest.mark.covers("R5")
@QUICK
@given(loans(), st.lists(measures(), max_size=4))
def test_every_cent_of_interest_is_the_month_s_own_or_was_carried(
    terms: Terms, wanted: list[Measure]
) -> None:
    """Paid now (or added to the principal), carried to the end, or waived; nothing else, nothing twice."""
    version = kept(schedule_of(terms), wanted)[-1]
    carried = sum(hold.carried for hold in version.holds)
    months = range(1, len(version) + 1)
    waived = {hold.number for hold in version.holds if hold.treatment is Treatment.WAIVED}
    deferred = {hold.number for hold in version.holds if hold.treatment is Treatment.DEFERRED}
    owed = sum(ordinary(version, number) for number in months if number not in waived | deferred)
    assert sum(version.interest_cents) == owed + carried
    assert carried == sum(ordinary(version, number) for number in deferred)


@pytest.mark.covers("R5")
@QUICK
@given(loans(), st.lists(measures(), max_size=3), st.integers(1, 24))
def test_an_extension_never_raises_the_instalment(terms: Terms, wanted: list[Measure], months: int) -> None:
    """More lines to repay the same balance, seen from a contract of regular months."""
    schedule = schedule_of(replace(terms, first_due_on=None))
    longer = apply_measure(schedule, Extension(1, months))
    assert longer.instalment <= schedule.instalment
    assert longer.interest >= schedule.interest - Decimal("0.01") * len(longer)
    assert longer.end_on >= schedule.end_on


@pytest.mark.covers("R5")
@QUICK
@given(loans(), st.integers(0, 82), st.integers(1, 100), st.integers(0, 100))
def test_the_more_is_repaid_early_the_less_interest_is_left(
    terms: Terms, place: int, percent: int, more: int
) -> None:
    """But for the cents that a last line heavier than the others leaves to one more."""
    schedule = schedule_of(replace(terms, principal=terms.principal + 10, months=max(terms.months, 2)))
    line = 1 + place % (len(schedule) - 1)
    owed = schedule.balance_cents[line - 1]
    one = owed * percent // 100
    if not one:
        return
    more = (owed - one) * more // 100
    small, large = (EarlyRepayment(line, Decimal(cents).scaleb(-2)) for cents in (one, one + more))
    less, least = (apply_measure(schedule, measure) for measure in (small, large))
    rounding = Decimal("0.005") * len(schedule)
    assert least.interest <= less.interest + rounding <= schedule.interest + 2 * rounding
    assert len(least) <= len(less)
    heavier = max(schedule.lines[-1].amount - schedule.instalment, Decimal(0))
    assert len(less) <= len(schedule) or less.lines[-1].amount <= heavier
    reduced = apply_measure(schedule, replace(small, mode=EarlyMode.REDUCE))
    assert reduced.instalment <= schedule.instalment + heavier + Decimal("0.01")
    assert len(reduced) == len(schedule) or one == owed


@pytest.mark.covers("R10")
@QUICK
@given(loans(), st.lists(measures(), max_size=3), st.integers(1, 3000), CENTS)
def test_acceleration_claims_all_that_is_owed_and_no_more(
    terms: Terms, wanted: list[Measure], after: int, accrued: Decimal
) -> None:
    version = kept(schedule_of(terms), wanted)[-1]
    on = terms.disbursed_on + timedelta(after)
    try:
        called = apply_measure(version, Acceleration(on, accrued))
    except Refused:
        return
    past = len(called) - 1
    assert sum(called.principal_cents) == sum(version.principal_cents)
    assert called.due_on[-1] == on
    assert called.balance_cents[-1] == 0
    assert called.principal_cents[:past] == version.principal_cents[:past]
    assert called.interest_cents[:past] == version.interest_cents[:past]
    assert called.lines[-1].interest == accrued + Decimal(version.carried_before(past + 1)).scaleb(-2)
    with pytest.raises(Refused):
        apply_measure(called, Extension(1, 1))


@pytest.mark.covers("R5")
@QUICK
@given(loans(), st.lists(measures(), min_size=1, max_size=4))
def test_a_comparison_says_what_applying_would_do(terms: Terms, wanted: list[Measure]) -> None:
    schedule = schedule_of(terms)
    (outcome,) = compare(schedule, [wanted])
    try:
        version = apply_measures(schedule, wanted)[-1]
    except Refused as refusal:
        assert outcome.refusal is not None
        assert outcome.refusal.sentence == refusal.sentence
        assert outcome.schedule is outcome.extra_cost is outcome.end_on is None
        return
    assert (outcome.instalment, outcome.end_on) == (version.instalment, version.end_on)
    assert outcome.extra_cost == version.total - schedule.total or terms.insurance_monthly


@QUICK
@given(loans())
def test_the_bank_s_schedule_written_again_is_the_same(terms: Terms) -> None:
    schedule = schedule_of(terms)
    assert imported_schedule(terms, schedule.lines).lines == schedule.lines


@pytest.mark.covers("R1")
@QUICK
@given(histories(), histories(), st.integers(0, 560), st.sampled_from(ReportingMode))
def test_a_day_knows_nothing_of_what_comes_after(history, later, days, mode) -> None:  # type: ignore[no-untyped-def] # drawn
    """The account of a day stays what it was, whatever is learnt afterwards."""
    facts, reports, versions = history
    on = versions[0].agreed_on + timedelta(days)
    coming = [
        replace(one, key=f"later-{one.key}", on=on + timedelta(1 + rank), report=None)
        for rank, one in enumerate(later[0])
    ]
    hold = apply_measure(versions[-1].schedule, Postponement(20, 1, Treatment.WAIVED))
    then = (*versions, Version(max(on, versions[-1].agreed_on) + timedelta(1), hold))
    known = History(versions, facts, reports, mode=mode)
    assert account_on(History(then, [*facts, *coming], reports, mode=mode), on) == account_on(known, on)


def standing(account: Account) -> tuple[object, ...]:
    """What a list says of a loan; days past due go on counting."""
    return (
        account.unpaid_since,
        account.arrears,
        account.silent_since,
        account.outstanding_principal,
        account.finished,
        account.presumed,
    )


@pytest.mark.covers("R1", "R8")
@QUICK
@given(histories(), st.integers(0, 800), st.sampled_from(ReportingMode), st.integers(0, 40))
def test_until_the_day_named_an_account_says_the_same(history, days, mode, wait) -> None:  # type: ignore[no-untyped-def] # drawn
    """A loan read again only on that day is never shown otherwise than it is."""
    facts, reports, versions = history
    on = versions[0].agreed_on + timedelta(days)
    known = History(versions, facts, reports, mode=mode, presumption_days=wait)
    until = changes_on(known, on)
    assert until is None or until > on
    last = until - timedelta(1) if until is not None else on + timedelta(2000)
    seen = {standing(account_on(known, day)) for day in (on, last)}
    assert len(seen) == 1


@pytest.mark.covers("R1")
@QUICK
@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=6), st.integers(0, 23))
def test_paying_in_parts_is_paying(parts: list[int], line: int) -> None:
    """One day, one instalment after another: what is paid in parts settles what one payment would."""
    on = CONTRACT.schedule.due_on[line]
    paid = [
        Movement(f"p{rank}", MovementKind.PAYMENT, on, Decimal(cents).scaleb(-2))
        for rank, cents in enumerate(parts)
    ]
    whole = Movement("whole", MovementKind.PAYMENT, on, sum((one.amount for one in paid), Decimal(0)))
    seen = [
        account_on(History([CONTRACT], facts, mode=ReportingMode.REPORTED), on).instalments
        for facts in (paid, [whole])
    ]
    assert seen[0] == seen[1]


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_arrears_only_get_older(days: int, more: int) -> None:
    order = list(Ageing)
    assert order.index(ageing(days)) <= order.index(ageing(days + more))
    assert (ageing(days) is Ageing.NONE) == (days == 0)


@pytest.mark.covers("R4")
@QUICK
@given(CENTS, CENTS, st.integers(0, 800))
def test_more_arrears_never_take_the_ficp_warning_away(unpaid: Decimal, more: Decimal, after: int) -> None:
    dues = [(one.due_on, one.amount) for one in contract().lines]
    on = contract().terms.disbursed_on + timedelta(after)
    less, worse = (ficp_warning(amount, dues, on) for amount in (unpaid, unpaid + more))
    if less is not None:
        assert worse is not None
        assert worse.reached >= less.reached
        assert worse.reaches_on <= less.reaches_on
        assert worse.last_day == less.last_day == on + timedelta(30)


@pytest.mark.covers("D9")
@QUICK
@given(loans(), st.lists(measures(), max_size=3), SHARES)
def test_exposure_is_the_share_of_what_is_owed(terms: Terms, wanted: list[Measure], share: Decimal) -> None:
    version = kept(schedule_of(terms), wanted)[-1]
    exposure = exposure_by_month(version, share)
    assert exposure[0] == (terms.disbursed_on, commitment(terms.principal, share))
    assert exposure[-1][1] == 0
    for (on, borne), line in zip(exposure[1:], version.lines, strict=True):
        assert on == line.due_on
        assert abs(borne - line.balance * share / 100) <= Decimal("0.005")
    if min(version.principal_cents) >= 0:
        figures = [borne for _, borne in exposure]
        assert figures == sorted(figures, reverse=True)


@pytest.mark.covers("R10")
@QUICK
@given(CENTS, CENTS, CENTS, CENTS, SHARES, st.sampled_from(CallBase))
def test_a_call_is_shared_whole_and_payments_only_lower_it(  # noqa: PLR0917 -- one draw each
    owed: Decimal, interest: Decimal, paid: Decimal, more: Decimal, share: Decimal, base: CallBase
) -> None:
    call = guarantee_call(owed, interest, share, base, paid)
    assert call.guarantor + call.bank == call.base
    assert min(call.guarantor, call.bank) >= 0
    later = guarantee_call(owed, interest, share, base, paid + more)
    assert later.guarantor <= call.guarantor
    assert later.base <= call.base
    assert split(owed, Decimal(100) - share).guarantor - split(owed, share).bank in (0, Decimal("0.01"))


@pytest.mark.covers("A16")
@QUICK
@given(RATES, RATES, CENTS, DAYS)
def test_a_dearer_offer_never_falls_back_under_the_usury_threshold(
    apr: Decimal, more: Decimal, principal: Decimal, on: date
) -> None:
    lower, higher = (check_usury(rate, principal, on) for rate in (apr, apr + more))
    assert higher.exceeded >= lower.exceeded
    assert lower.exceeded == (apr > lower.threshold)
    assert lower.threshold == higher.threshold
    assert check_usury(apr, principal + 1, on).threshold <= lower.threshold
    assert lower.since <= on


@pytest.mark.covers("A6")
@QUICK
@given(budgets, st.none() | amounts)
def test_no_scenario_leaves_more_to_live_on(budget, instalment) -> None:  # type: ignore[no-untyped-def] # drawn
    now = study(budget, HOME.budget, instalment).with_loan
    for scenario in sensitivity(budget, HOME.budget, instalment):
        then = scenario.study.with_loan
        for code in ("income", "residual_income", "repayment_capacity"):
            figures = getattr(then, code).value, getattr(now, code).value
            assert None in figures or figures[0] <= figures[1], (scenario.code, code)
        assert scenario.label


@pytest.mark.covers("E1")
@QUICK
@given(CENTS, CENTS, st.integers(0, 3), st.sampled_from(RefundPolicy), st.none() | CENTS)
def test_neither_lateness_nor_a_certificate_ever_raises_the_refund(
    paid: Decimal, certificate: Decimal, late: int, policy: RefundPolicy, cap: Decimal | None
) -> None:
    terms = replace(HOME.refund, policy=policy, cap=cap)
    case = Case(Decimal(2000), paid, repaid_on=date(2028, 2, 20))
    plain = refund(terms, case)
    delayed = refund(terms, replace(case, late_instalments=tuple(range(1, late + 1))))
    assert delayed.amount <= plain.amount
    assert delayed.amount == plain.amount or policy is RefundPolicy.WITHOUT_LATE_INSTALMENT
    assert refund(terms, replace(case, certificate=certificate)).amount == plain.amount
    voted = refund(terms, replace(case, late_instalments=(1,)), "Décidé en commission.")
    assert voted.amount == plain.amount
    assert all(verdict.granted or not verdict.amount for verdict in (plain, delayed, voted))


@pytest.mark.covers("R4")
@QUICK
@given(DAYS, st.none() | st.integers(0, 60), st.sampled_from(["", "57", "974"]))
def test_the_protocol_s_steps_follow_one_another(due_on: date, alert: int | None, place: str) -> None:
    missed = HOME.agreements[0].missed_payment
    alerted_on = None if alert is None else due_on + timedelta(alert)
    steps = protocol_deadlines(missed, HOME.protocol, due_on=due_on, alerted_on=alerted_on, place=place)
    assert [deadline.step for deadline in steps] == list(ProtocolStep)
    ours = [deadline.on for deadline in steps[2:]]
    assert ours == sorted(ours)
    assert all(is_business_day(on, place) for on in ours)
    assert ours[0] >= (alerted_on or steps[1].on)


@st.composite
def adapted(draw: st.DrawFn) -> Scheme:
    """Laval's dispositif with some of its values changed."""
    scheme = HOME
    euros = st.integers(1, 9000).map(Decimal)
    return replace(
        scheme,
        refund=replace(
            scheme.refund, rate=draw(st.integers(0, 100).map(Decimal)), cap=draw(st.none() | euros)
        ),
        committee=replace(scheme.committee, before_bank=draw(st.booleans())),
        products=tuple(
            replace(product, amount=replace(product.amount, max=draw(euros))) for product in scheme.products
        ),
    )


@pytest.mark.covers("D3")
@settings(QUICK, max_examples=30)
@given(adapted(), adapted())
def test_differences_are_those_of_either_side(left: Scheme, right: Scheme) -> None:
    found, back = diff(left, right), diff(right, left)
    assert diff(left, left) == ()
    assert {(one.path, one.left, one.right) for one in found} == {
        (one.path, one.right, one.left) for one in back
    }
    assert (not found) == (left == right)
    assert all(one.sentence.endswith(".") and one.left != one.right for one in found)
