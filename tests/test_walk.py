"""The walk through the test client: every story in a few seconds, for both towns and for made-up ones."""

from datetime import date
from decimal import Decimal

import pytest

from etrier.decisions.tests.factories import adviser_client
from tests.clock import turned_to
from tests.visitors import Reader
from tests.walks import lending, repaying, study
from tests.walks.stage import Stage, Walk, Wish

START = date(2025, 4, 7)


@pytest.fixture
def play(db):
    """Gives the stage of a town, its people in front of the test client."""
    with turned_to(START) as clock:

        def stage(town):
            screens = {}

            def visitor(role):
                if role not in screens:
                    screens[role] = Reader(town.client(role))
                    screens[role].open("/")
                return screens[role]

            def adviser(partner):
                if partner.pk not in screens:
                    screens[partner.pk] = Reader(adviser_client(partner))
                return screens[partner.pk]

            return Stage(town, clock, visitor, adviser)

        yield stage


def test_x(play, laval):
    stage = play(laval)
    walk = Walk(stage, Wish("Aïcha", "Diarra", "06 39 98 00 21", Decimal(2000), 24))
    study.study(walk)
    schedule = lending.borrow(walk)
    repaying.statement(walk, 1, 6, schedule.lines[5].due_on)
    repaying.missed(walk, schedule, 7)
    repaying.reach(walk)
    repaying.hold_one_month(walk, schedule, 7)
    repaying.emergency_aid(walk, Decimal("86.85"))
    repaying.settle(walk)
    last = walk.file.loan.ends_on
    repaying.statement(walk, 8, 25, last)
    repaying.confirmed_by_bank(walk)
