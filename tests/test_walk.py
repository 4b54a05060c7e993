"""The walk through the test client, with its figures on the screen and in the database."""

from datetime import date
from decimal import Decimal

import pytest

from etrier.decisions.tests.factories import adviser_client
from tests.clock import turned_to
from tests.visitors import Reader
from tests.walks import ending, figures, stories
from tests.walks.stage import Stage

START = date(2025, 4, 7)
STATES = {
    "application": {
        "contact", "under_study", "ready", "at_committee", "favourable", "with_bank", "offer_issued",
        "signed", "disbursed",
    },
    "transmission": {"sent", "accepted", "refused"},
    "loan": {"running", "repaid_unconfirmed", "paid_off"},
    "commitment": {"reserved", "committed"},
    "measure": {"simulated", "requested", "granted"},
    "difficulty": {"open", "being_met", "restructured"},
    "refund": {"to_open", "bank_details_awaited", "at_committee", "ordered", "paid", "refused"},
}  # fmt: skip
"""What these stories go through, asserted from the journal; the scenes of `test_every_state` add the rest."""


def staged(town, clock):
    """A town whose people use the test client."""
    screens = {}

    def visitor(role):
        if role not in screens:
            screens[role] = Reader(town.client(role))
            screens[role].open("/")
        return screens[role]

    def adviser(partner):
        if partner.pk not in screens:
            screens[partner.pk] = Reader(adviser_client(partner, last=f"Fresnel{partner.pk}"))
        return screens[partner.pk]

    return Stage(town, clock, visitor, adviser)


@pytest.fixture
def play(db):
    """Gives the stage of a town, on the first day of its story."""
    with turned_to(START) as clock:
        yield lambda town: staged(town, clock)


@pytest.mark.covers("A1", "A4", "A5", "A6", "A9", "A11", "A14", "A16", "R1", "R4", "R5", "R6", "E1", "E2")
def test_one_late_instalment_in_a_life_at_laval(play, laval):
    life = stories.lent(play(laval), stories.AICHA)
    figures.contract(life)
    stories.with_a_hold(life)
    figures.held(life)
    figures.met(life)
    ending.refused_as_late(life.walk)
    figures.refund_refused(life)
    ending.look_back(life.walk)
    walk = life.walk
    figures.passed_through(walk, "application", *STATES["application"] - {"at_committee", "favourable"})
    for subject in ("loan", "measure", "difficulty"):
        figures.passed_through(walk, subject, *STATES[subject])
    figures.passed_through(walk, "refund", "to_open", "refused")


@pytest.mark.covers("A13", "A14", "A16", "E1", "E2")
def test_the_same_life_at_tarbes_without_the_incident(play, tarbes):
    life = stories.lent(play(tarbes), stories.AICHA)
    figures.contract(life)
    stories.without_incident(life)
    stories.refunded(life)
    figures.refund_paid(life, Decimal("84.39"))
    ending.look_back(life.walk)
    figures.passed_through(life.walk, "application", "at_committee", "favourable")
    figures.passed_through(life.walk, "refund", *STATES["refund"] - {"refused"})


@pytest.mark.covers("D6", "D9")
def test_a_second_loan_that_the_envelope_cannot_bear(play, laval):
    life, second = stories.overrun(play(laval))
    figures.commitment(life)
    figures.passed_through(life.walk, "commitment", *STATES["commitment"])
    figures.not_reserved(second)


@pytest.mark.covers("A14", "A15")
def test_refused_by_one_bank_and_accepted_by_another(play, laval):
    life = stories.refused_then_accepted(play(laval))
    figures.two_banks(life)
    figures.passed_through(life.walk, "transmission", *STATES["transmission"])
