"""The CCAS's own guarantee, in a browser: voted, committed for half, then too small for a second loan."""

import pytest

from tests.test_walk import STATES
from tests.walks import figures, stories


@pytest.mark.browser
@pytest.mark.covers("D6", "D9")
def test_a_second_loan_that_the_envelope_cannot_bear(play):
    theatre = play("laval")
    life, second = stories.overrun(theatre.stage, theatre.hurry)
    figures.commitment(life)
    figures.passed_through(life.walk, "commitment", *STATES["commitment"])
    figures.not_reserved(second)
