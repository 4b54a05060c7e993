"""A person already known is noticed; a stranger is not taken for her."""

from datetime import date

import pytest

from etrier.people.doubles import likenesses
from etrier.people.tests.factories import person

LEA = {"first_name": "Léa", "last_name": "Ben-Amar", "birth_date": date(1985, 3, 12)}


@pytest.fixture
def lea(laval):
    for _ in range(3):
        person(laval)
    return person(laval, **LEA, phone="0639981234", email="lea@example.org")


@pytest.mark.covers("A3")
@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        (LEA, ("même nom", "même date de naissance")),
        ({"first_name": "ben amar", "last_name": "LEA"}, ("même nom",)),
        (LEA | {"first_name": "Lea", "last_name": "Benamar"}, ("même nom", "même date de naissance")),
        (LEA | {"first_name": "Léa", "last_name": "Benamare"}, ("nom très proche", "même date de naissance")),
        (LEA | {"birth_date": date(1985, 12, 3)}, ("même nom", "date de naissance presque pareille")),
        ({"first_name": "Anne", "last_name": "Dupont", "phone": "0639981234"}, ("même téléphone",)),
        ({"first_name": "Anne", "last_name": "Dupont", "email": "LEA@example.org"}, ("même courriel",)),
    ],
)
def test_a_double_is_noticed_and_said_why(laval, lea, facts, reasons):
    (found,) = likenesses(laval.organisation, facts)
    assert found.person == lea
    assert found.reasons == reasons


@pytest.mark.parametrize(
    "facts",
    [
        LEA | {"birth_date": date(1960, 7, 30)},
        {"first_name": "Zoé", "last_name": "Quentin", "birth_date": date(1985, 3, 12)},
        {"first_name": "Léa", "last_name": "Quentin"},
        {"first_name": "", "last_name": ""},
    ],
)
def test_a_stranger_is_not_a_double(laval, lea, facts):
    assert likenesses(laval.organisation, facts) == []


def test_one_is_not_ones_own_double_and_other_towns_are_not_searched(laval, lea, tarbes):
    laval.enter()
    assert likenesses(laval.organisation, LEA, but=[lea]) == []
    tarbes.enter()
    assert likenesses(tarbes.organisation, LEA) == []
