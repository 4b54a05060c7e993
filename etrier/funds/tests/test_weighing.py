"""The database weighs commitments as the rules do: random ones, in every state."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from etrier.domain.dates import months_after
from etrier.domain.guarantee import CommitmentState
from etrier.files.actions import open_file
from etrier.funds.exposure import by_month
from etrier.funds.models import Commitment, Envelope, Exposure, Recovery
from etrier.funds.room import counted, room_of
from etrier.funds.tests import by_the_book
from etrier.funds.tests.factories import envelope

TODAY = date(2026, 11, 23)
BEGAN = date(2024, 3, 1)


def cents(rng: Random, most: Decimal | int) -> Decimal:
    return Decimal(rng.randint(0, int(Decimal(most) * 100))).scaleb(-2)


def day(rng: Random, first: date, days: int) -> date:
    return first + timedelta(rng.randint(0, days))


def plan(rng: Random, principal: Decimal, first: date) -> list[list[str]]:
    """Mostly less from month to month; a measure may let it stay, or rise."""
    rest, found = principal, []
    for rank in range(rng.randint(0, 30)):
        rest = max(rest + rng.choice((-1, -1, -1, 0, 1)) * cents(rng, 90), Decimal(0))
        found.append([months_after(first, rank + 1).isoformat(), str(min(rest, principal))])
    return found


def a_commitment(rng: Random, file, found: Envelope, state: str) -> Commitment:
    """Whatever could stand in the table."""
    principal = cents(rng, 3000) + 300
    reserved = day(rng, BEGAN, 900)
    committed = day(rng, reserved, 60) if state != "reserved" else None
    called = day(rng, reserved, 300) if state in {"called", "refused", "paid", "recovered"} else None
    paid = cents(rng, 900) if state in {"paid", "recovered"} else Decimal(0)
    return Commitment(
        organisation=found.organisation,
        file=file,
        envelope=found,
        state=state,
        share=Decimal(rng.choice(("50", "33.33", "66.67", "100"))),
        principal=principal,
        outstanding=principal if state == "reserved" else min(cents(rng, 3300), principal),
        plan=plan(rng, principal, committed or reserved),
        reserved_on=reserved,
        committed_on=committed,
        released_on=day(rng, reserved, 600) if state == "released" else None,
        called_on=called,
        called_amount=cents(rng, 900) if called else Decimal(0),
        settled_on=day(rng, called, 90) if called and state != "called" else None,
        paid_amount=paid,
        recovered_amount=cents(rng, paid),
    )


@pytest.fixture
def rows(laval) -> list[Commitment]:
    rng = Random(20261123)
    found = envelope(laval, valid_from=BEGAN)
    made = []
    for state in [*CommitmentState] * 4:
        file = open_file(by=laval.actor(), on=BEGAN, cover="Alix Martin", holder=None)
        made.append(a_commitment(rng, file, found, state.value))
    Commitment.objects.bulk_create(made)
    for row in made:
        told = {"organisation": row.organisation, "commitment": row}
        if row.committed_on is not None:
            days = sorted(day(rng, row.committed_on, 500) for _ in range(rng.randint(0, 6)))
            Exposure.objects.bulk_create(
                Exposure(on=one, outstanding=cents(rng, row.principal), **told)
                for one in [*days, *days[-1:]]  # twice on the last day
            )
        if row.paid_amount and row.settled_on is not None:
            Recovery.objects.bulk_create(
                Recovery(
                    on=day(rng, row.settled_on, 200),
                    amount=cents(rng, 90) + 1,
                    share_amount=cents(rng, 90),
                    **told,
                )
                for _ in range(rng.randint(0, 3))
            )
    return made


@pytest.mark.covers("D9")
@pytest.mark.parametrize("frees", [True, False])
def test_what_is_used_is_the_sum_of_what_each_takes(rows, frees):
    found = rows[0].envelope
    found.repaid_principal_frees_room = frees
    room = room_of(found)
    assert room.used == sum(counted(row).used(repaid_principal_frees_room=frees) for row in rows) > 0
    assert room.free == found.voted - room.used


@pytest.mark.covers("D9")
def test_nothing_is_used_of_a_new_envelope(laval):
    assert room_of(envelope(laval)).used == 0
    assert {
        month.foreseen or 0
        for month in by_month(
            envelope(laval, valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31)), TODAY
        )
    } == {0}


@pytest.mark.covers("D9")
@pytest.mark.parametrize("on", [TODAY, date(2025, 8, 31), date(2025, 2, 1)])
def test_each_month_bears_what_each_commitment_does(rows, on):
    months = by_month(rows[0].envelope, on)
    past = [month for month in months if month.borne is not None]
    coming = [month for month in months if month.foreseen is not None]
    assert [month.borne for month in past] == [by_the_book.borne(rows, month.on) for month in past]
    assert [one.foreseen for one in coming] == [by_the_book.foreseen(rows, on, one.on) for one in coming]
    assert len(past) >= 11 and len(coming) >= 24
    assert len({month.borne for month in past}) > 5
