from datetime import date
from decimal import Decimal

import pytest

from etrier.domain.first_look import first_look, products_for, simulate
from etrier.domain.scheme import load
from etrier.shipped import scheme_text

ON = date(2026, 11, 23)
LAVAL = load(scheme_text("laval"))
TARBES = load(scheme_text("tarbes"))


def codes(**facts):
    return [finding.code for finding in first_look(LAVAL, on=ON, **facts)]


@pytest.mark.covers("A1")
def test_the_wish_is_priced_at_each_rate_of_the_banks():
    simulation = simulate(LAVAL, product="classique", amount=Decimal(2000), months=24, on=ON)
    at_four = next(one for one in simulation.estimates if one.yearly_rate == 4)
    assert (at_four.instalment, at_four.interest) == (Decimal("86.85"), Decimal("84.39"))
    assert [one.yearly_rate for one in simulation.estimates] == [Decimal("3.50"), 4, Decimal("4.50")]
    assert simulation.sentence.startswith(
        "Pour 2\u202f000\u202f€ sur 24 mois\u00a0: 86,41\u202f€ à 87,30\u202f€ par mois"
    )


def test_a_product_no_bank_lends_is_said():
    simulation = simulate(LAVAL, product="restructuration", amount=Decimal(900), months=12, on=ON)
    assert len(simulation.estimates) == 2
    assert simulate(TARBES, product="", amount=Decimal(0), months=12, on=ON) is None
    assert simulate(TARBES, product="", amount=Decimal(100), months=0, on=ON) is None


def test_what_does_not_fit_is_said_at_once():
    assert codes(product="classique", amount=Decimal(2000), months=24, resident=True, age=40) == []
    assert codes(product="classique", amount=Decimal(4000), months=48, resident=False, age=16) == [
        "amount_too_high", "months_too_high", "not_resident", "under_age",
    ]  # fmt: skip
    assert codes(steady_income=False, bank_refused=False) == ["no_steady_income", "bank_not_asked"]


def test_without_a_product_those_that_may_suit_are_named():
    assert [p.code for p in products_for(LAVAL, Decimal(5000), 40)] == ["autonomie-sante"]
    assert codes(amount=Decimal(5000), months=40) == ["products_possible"]
    assert codes(amount=Decimal(50_000), months=40, resident=False, age=17) == [
        "not_resident", "under_age", "no_product",
    ]  # fmt: skip
