"""The first operator, invited from the machine itself."""

import pytest
from django.test import Client

from etrier.cli.operator import main
from etrier.instance.tests.factories import PASSWORD
from etrier.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.covers("X2")]


def link(capsys) -> str:
    """The path of the link just printed."""
    return "/" + capsys.readouterr().out.strip().splitlines()[-1].split("/", 3)[3]


def test_the_link_printed_makes_an_operator(capsys, settings):
    settings.OPERATOR_SECOND_FACTOR = False
    assert main(["invite", "Noe.Vidal@example.org", "--first-name", "Noé", "--last-name", "Vidal"]) == 0
    browser = Client()
    assert browser.post(link(capsys), PASSWORD)["Location"] == "/"
    assert browser.get("/instance/organisations/").status_code == 200
    assert main(["list"]) == 0
    assert "noe.vidal@example.org\tNoé Vidal\tactif" in capsys.readouterr().out
    assert main(["invite", "noe.vidal@example.org"]) == 2
    assert "a déjà un compte" in capsys.readouterr().err


def test_asked_again_it_gives_another_link_and_closes_the_first(capsys):
    assert main(["invite", "noe@example.org"]) == 0
    first = link(capsys)
    assert main(["invite", "Noe@example.org"]) == 0
    second = link(capsys)
    assert Client().get(first).status_code == 404
    assert "Bonjour noe" in Client().get(second).content.decode()
    assert main(["list"]) == 0
    assert "invitation envoyée" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", ["noe", "", "noe@", "a b@example.org"])
def test_what_is_no_address_is_refused_in_one_line(capsys, wrong):
    assert main(["invite", wrong]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("etrier operator : ")
    assert len(said.err.splitlines()) == 1
    assert said.out == ""
    assert not Entry.objects.exists()
