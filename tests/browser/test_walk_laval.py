from decimal import Decimal

import pytest

from tests.walks import study
from tests.walks.stage import Walk, Wish


@pytest.mark.browser
def test_x(play):
    stage = play("laval")
    walk = Walk(stage, Wish("Aïcha", "Diarra", "06 39 98 00 21", Decimal(2000), 24))
    study.study(walk)
