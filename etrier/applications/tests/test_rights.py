"""Ordinary rights: the list of what was looked into before borrowing."""

from datetime import date
from decimal import Decimal

import pytest

from etrier.applications.models import RightCheck
from etrier.applications.tests.factories import under_study
from etrier.domain.access import Role
from etrier.journal.models import Entry
from etrier.journal.sentences import told


@pytest.fixture
def application(laval):
    laval.enter()
    return under_study(laval)


def address(application, page: str = "") -> str:
    return f"/dossiers/{application.file.uid}/etude/droits/{page}"


def typed(application, **cells: str) -> dict[str, str]:
    written = {f"rights-{name.replace('__', '-')}": value for name, value in cells.items()}
    return {"rights-rows": "5", "revision": str(application.revision)} | written


@pytest.mark.covers("A8")
def test_rights_are_listed_with_their_outcome(laval, application):
    client = laval.client()
    assert "Aucun droit" in client.get(address(application)).content.decode()
    sent = typed(
        application,
        **{
            "0__right": "activity_bonus",
            "0__outcome": "asked",
            "0__since": "2026-11-10",
            "2__right": "health_cover",
            "2__outcome": "granted",
            "2__monthly": "0",
        },
    )
    assert client.post(address(application, "verifier/"), sent).status_code == 302
    page = client.get(address(application)).content.decode()
    assert "2\u00a0droits vérifiés, 1\u00a0démarche en attente." in page
    assert "Prime d’activité" in page
    assert "demandé, réponse attendue" in page
    laval.enter()
    first, second = RightCheck.objects.all()
    assert (first.since, first.monthly) == (date(2026, 11, 10), None)
    assert second.monthly == Decimal(0)
    sentences = told(Entry.objects.filter(file_id=application.file_id).order_by("id"))
    assert sentences[-1].sentence == "Droits ordinaires vérifiés"


def test_the_whole_list_may_be_emptied(laval, application):
    client = laval.client()
    sent = typed(application, **{"0__right": "health_cover", "0__outcome": "held"})
    assert client.post(address(application, "verifier/"), sent).status_code == 302
    laval.enter()
    application.refresh_from_db()
    assert client.post(address(application, "verifier/"), typed(application)).status_code == 302
    laval.enter()
    assert not RightCheck.objects.exists()


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"0__right": "health_cover"}, "Dites où cela en est"),
        ({"0__outcome": "asked"}, "Choisissez le droit"),
        ({"0__right": "other", "0__outcome": "asked"}, "Précisez de quel droit"),
        ({"0__right": "health_cover", "0__outcome": "asked", "0__since": "2090-01-01"}, "jusqu’au"),
        ({"0__right": "health_cover", "0__outcome": "asked", "0__monthly": "-1"}, "négatif"),
    ],
)
def test_a_faulty_line_is_told(laval, application, cells, sentence):
    answer = laval.client().post(address(application, "verifier/"), typed(application, **cells))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("page", ["", "verifier/"])
def test_who_may_not_is_refused(laval, tarbes, application, page):
    assert tarbes.client().get(address(application, page)).status_code == 404
    assert laval.client(Role.FINANCE).get(address(application, page)).status_code == 403
