"""No code names a town, a bank, a product or a purpose: the walk passes when all of them are renamed."""

import pytest

from etrier.outcomes.models import Refund
from tests.clock import turned_to
from tests.test_walk import START, staged
from tests.walks import ending, figures, models, repaying, stories


@pytest.fixture
def play(db):
    """Gives the stage of a town that voted a model."""
    with turned_to(START) as clock:
        yield lambda model: staged(models.town_with(model), clock)


@pytest.mark.covers("D1", "D2")
def test_a_renamed_laval(play):
    life = stories.lent(play(models.renamed("laval")), stories.AICHA)
    stories.with_a_hold(life)
    figures.held(life)
    ending.refused_as_late(life.walk)


@pytest.mark.covers("D1", "D2")
def test_a_renamed_tarbes(play):
    life = stories.lent(play(models.renamed("tarbes")), stories.AICHA)
    stories.without_incident(life)
    stories.refunded(life)
    figures.refund_paid(life, life.schedule.interest)


@pytest.mark.covers("D1")
def test_a_model_like_neither(play):
    """No commission, two banks that report each month, no charter, no refund."""
    life = stories.lent(play(models.made_up()), stories.AICHA, 1)
    stories.without_incident(life)
    walk = life.walk
    walk.stage.night()
    assert not Refund.objects.filter(file=walk.file).exists()
    worker = walk.at_file()
    assert not [words for words in worker.page.links() if "remboursement" in words.lower()]
    repaying.account(walk).reads("Soldé")
