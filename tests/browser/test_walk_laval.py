"""One life of a loan at Laval, wholly in a browser: the incident, the hold, the refund refused."""

import pytest

from tests.test_walk import STATES
from tests.walks import ending, figures, stories


@pytest.mark.browser
@pytest.mark.covers(
    "A1", "A3", "A4", "A5", "A6", "A9", "A10", "A11", "A14", "A15", "A16", "R1", "R4", "R5", "R6", "E1", "E2",
    "X7",
)  # fmt: skip
def test_one_late_instalment_in_a_life_at_laval(play):
    stage = play("laval").stage
    life = stories.lent(stage, stories.AICHA)
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
