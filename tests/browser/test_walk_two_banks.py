"""One request refused by a first bank and accepted by a second, each adviser at her own desk."""

import pytest

from tests.test_walk import STATES
from tests.walks import figures, stories


@pytest.mark.browser
@pytest.mark.covers("A14", "A15")
def test_refused_by_one_bank_and_accepted_by_another(play):
    theatre = play("laval")
    life = stories.refused_then_accepted(theatre.stage, theatre.hurry)
    figures.two_banks(life)
    figures.passed_through(life.walk, "transmission", *STATES["transmission"])
