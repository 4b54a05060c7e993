"""The walk through the test client: every story in a few seconds, for both towns and for made-up ones."""

from datetime import date

import pytest

from etrier.decisions.tests.factories import adviser_client
from tests.clock import turned_to
from tests.visitors import Reader
from tests.walks import ending, stories
from tests.walks.stage import Stage

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


def test_laval(play, laval):
    life = stories.lent(play(laval), stories.MARIA)
    stories.with_a_hold(life)
    ending.refused_as_late(life.walk)
    ending.look_back(life.walk)


def test_tarbes(play, tarbes):
    life = stories.lent(play(tarbes), stories.MARIA)
    stories.without_incident(life)
    stories.refunded(life)
    ending.look_back(life.walk)
