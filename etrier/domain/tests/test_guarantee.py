"""The guarantee: to the cent, the bank keeps the remainder, and the envelope is never overrun."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain.guarantee import (
    Commitment,
    CommitmentState,
    Envelope,
    Overrun,
    commitment,
    exposure_by_month,
    guarantee_call,
    overrun,
    share_recovery,
    split,
)
from etrier.domain.measures import Postponement, apply_measure
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Treatment
from etrier.domain.scheme.choices import CallBase
from etrier.domain.tests.lending import LAVAL, QUICK, contract, day

HALF = Decimal(50)
CENTS = st.integers(0, 1_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
SHARES = st.integers(0, 100).map(Decimal)
S = CommitmentState


@pytest.mark.covers("D9")
def test_the_guarantor_rounds_half_up_and_the_bank_keeps_the_remainder() -> None:
    assert commitment(Decimal(1500), HALF) == Decimal("750.00")
    shares = split(Decimal("100.01"), HALF)
    assert (shares.guarantor, shares.bank) == (Decimal("50.01"), Decimal("50.00"))
    for share in ("-1", "100.01"):
        with pytest.raises(Refused):
            split(Decimal(100), Decimal(share))


@pytest.mark.covers("D9")
def test_exposure_goes_down_month_by_month() -> None:
    exposure = exposure_by_month(contract(), HALF)
    assert exposure[0] == (LAVAL.disbursed_on, Decimal("1000.00"))
    assert exposure[1] == (day("2026-02-15"), Decimal("959.91"))
    assert exposure[-1] == (day("2028-01-15"), Decimal("0.00"))
    assert len(exposure) == 25
    held = exposure_by_month(apply_measure(contract(), Postponement(7, 2, Treatment.WAIVED)), HALF)
    assert [amount for _, amount in held[6:9]] == [Decimal("757.44")] * 3


@pytest.mark.covers("R10")
def test_the_call_follows_the_base_of_the_convention() -> None:
    figures = Decimal("1200.01"), Decimal("30.10"), HALF
    principal = guarantee_call(*figures)
    assert (principal.base, principal.guarantor, principal.bank) == (
        Decimal("1200.01"),
        Decimal("600.01"),
        Decimal("600.00"),
    )
    both = guarantee_call(*figures, base=CallBase.PRINCIPAL_AND_INTEREST, paid_since=Decimal("100.00"))
    assert (both.base, both.guarantor, both.bank) == (
        Decimal("1130.11"),
        Decimal("565.06"),
        Decimal("565.05"),
    )
    assert guarantee_call(*figures, paid_since=Decimal(5000)).guarantor == 0
    for wrong in ((Decimal(-1), Decimal(0)), (Decimal(0), Decimal(-1))):
        with pytest.raises(Refused):
            guarantee_call(*wrong, HALF)


@pytest.mark.covers("R10")
@QUICK
@given(st.lists(CENTS, min_size=1, max_size=6), SHARES)
def test_small_recoveries_give_each_what_one_large_would(amounts: list[Decimal], share: Decimal) -> None:
    before = guarantor = bank = Decimal(0)
    for amount in amounts:
        part = share_recovery(amount, share, before)
        assert part.guarantor + part.bank == amount
        assert min(part.guarantor, part.bank) >= 0
        before, guarantor, bank = before + amount, guarantor + part.guarantor, bank + part.bank
    whole = split(before, share)
    assert (guarantor, bank) == (whole.guarantor, whole.bank)
    with pytest.raises(Refused):
        share_recovery(Decimal(-1), share)


@pytest.mark.covers("D9")
def test_what_each_commitment_takes_of_the_envelope() -> None:
    lent = Commitment(
        S.COMMITTED,
        Decimal(1000),
        HALF,
        outstanding=Decimal("600.01"),
        repaid=Decimal("399.99"),
        called=Decimal(280),
        paid=Decimal(250),
        recovered=Decimal("40.50"),
    )
    taken = {
        S.RESERVED: ("500.00", "500.00"),
        S.COMMITTED: ("300.01", "500.00"),
        S.CALLED: ("280.00", "480.00"),
        S.PAID: ("209.50", "409.50"),
        S.RECOVERED: ("209.50", "409.50"),
        S.REFUSED: ("0.00", "200.00"),
        S.RELEASED: ("0.00", "200.00"),
    }
    assert set(taken) == set(S)
    for state, (frees, keeps) in taken.items():
        one = Commitment(
            state, lent.principal, HALF, lent.outstanding, lent.repaid, lent.called, lent.paid, lent.recovered
        )
        assert one.used() == Decimal(frees), state
        assert one.used(repaid_principal_frees_room=False) == Decimal(keeps), state
    assert Commitment(S.PAID, Decimal(1000), HALF, paid=Decimal(10), recovered=Decimal(20)).used() == 0
    envelope = Envelope(Decimal(2000), (lent, lent))
    assert (envelope.used, envelope.free) == (Decimal("600.02"), Decimal("1399.98"))
    assert Envelope(Decimal(2000), (lent, lent), repaid_principal_frees_room=False).free == 1000


@pytest.mark.covers("D9")
def test_a_second_loan_that_would_overrun_is_refused_with_figures() -> None:
    first = Commitment(S.RESERVED, Decimal(1500), HALF)
    envelope = Envelope(Decimal(1000), (first,))
    assert overrun(envelope, Decimal(500), HALF) is None
    found = overrun(envelope, Decimal("500.02"), HALF)
    assert isinstance(found, Overrun)
    assert (found.needed, found.free, found.missing) == (
        Decimal("250.01"),
        Decimal("250.00"),
        Decimal("0.01"),
    )
    assert "Il manque 0,01" in found.sentence
    assert found.code == "envelope_overrun"


@QUICK
@given(CENTS, st.lists(st.tuples(CENTS, SHARES, st.sampled_from(S), SHARES), max_size=12), st.booleans())
def test_an_envelope_guarded_by_the_test_is_never_negative(
    voted: Decimal, lives: list[tuple[Decimal, Decimal, CommitmentState, Decimal]], frees: bool
) -> None:
    envelope = Envelope(voted, (), frees)
    for principal, share, state, percent in lives:
        if overrun(envelope, principal, share) is not None:
            assert envelope.free < commitment(principal, share)
            continue
        outstanding = (principal * percent / 100).quantize(Decimal("0.01"))
        call = guarantee_call(outstanding, Decimal(0), share).guarantor
        life = Commitment(state, principal, share, outstanding, principal - outstanding, call, call)
        if frees or state in (S.RESERVED, S.COMMITTED):
            envelope = Envelope(voted, (*envelope.commitments, life), frees)
        assert envelope.free >= 0
