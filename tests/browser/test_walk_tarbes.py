"""The same life at Tarbes: its commission before the bank and before the refund, in a browser."""

from decimal import Decimal

import pytest

from tests.test_walk import STATES
from tests.walks import commission, ending, figures, lending, stories, study
from tests.walks.stage import Walk


@pytest.mark.browser
@pytest.mark.covers("A13", "E1")
def test_the_same_life_at_tarbes_without_the_incident(play):
    theatre = play("tarbes")
    walk = Walk(theatre.stage, stories.AICHA)
    with theatre.hurry():
        study.study(walk)
    commission.judged(walk)
    with theatre.hurry():
        life = stories.Life(walk, lending.borrow(walk))
        stories.without_incident(life)
    figures.contract(life)
    stories.refunded(life)
    figures.refund_paid(life, Decimal("84.39"))
    ending.look_back(walk)
    figures.passed_through(walk, "application", "at_committee", "favourable")
    figures.passed_through(walk, "refund", *STATES["refund"] - {"refused"})
