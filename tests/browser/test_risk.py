"""The elected board tries what guaranteeing loans could cost: the answer, then other assumptions."""

from decimal import Decimal

import pytest

from etrier.domain.access import Role
from tests.walks import stories

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.mark.browser
@pytest.mark.covers("D10")
@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "telephone"])
def test_the_board_tries_its_assumptions(play, device):
    stage = play("laval").stage
    stories.vote_envelope(stage, Decimal(8000))
    board = stage.visitor(Role.MANAGER)
    board.follow("Ce que la garantie pourrait coûter")
    board.reads("Pour 40 prêts de 1 500 €, le CCAS paierait en moyenne", "Une enveloppe de 8 000 € suffirait")
    assumed = {"Nombre de prêts": "40", "Montant de chacun": "1 500", "Sur cent prêts": "5"}
    board.press("Calculer", assumed | {"Quand les personnes": "Dès la première échéance"})
    board.reads("neuf fois sur dix, au plus 3 000 €", "10 % de défauts", "C’est une estimation")
    assert "default_rate=5" in board.tab.url, "the answer has an address"
    board.press("Calculer", {"Montant de chacun": "beaucoup"}, taken=False)
    board.reads("Écrivez un montant en euros")
    assert board.page.control("Montant de chacun").value == "beaucoup"
