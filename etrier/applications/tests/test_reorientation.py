"""Re-orientation: a request that ends better elsewhere."""

import pytest

from etrier.applications.models import Application, Reorientation
from etrier.applications.tests.factories import contact, ready, under_study
from etrier.documents import letters
from etrier.documents.models import Letter
from etrier.journal.models import Entry
from etrier.journal.sentences import told


def address(application) -> str:
    return f"/dossiers/{application.file.uid}/etude/reorienter/"


def typed(application, **changes) -> dict:
    model = application.dispositif.parsed
    return {
        "revision": application.revision,
        "targets": [target.code for target in model.reorientations[:2]],
        "reasons": ["rights_first", "not_bearable"],
        "explanation": "Demandez d’abord la prime d’activité.",
        "contact": "Le point d’accueil, 02 61 91 12 34",
        "aid_code": model.aids[0].code,
        "with_letter": "on",
    } | changes


@pytest.mark.covers("A12")
@pytest.mark.parametrize("stage", [contact, under_study, ready])
def test_a_person_is_sent_where_she_will_be_better_helped(laval, on, stage):
    laval.enter()
    application: Application = stage(laval)
    client = laval.client()
    page = client.get(address(application)).content.decode()
    for target in application.dispositif.parsed.reorientations:
        assert target.label in page
    assert client.post(address(application), typed(application)).status_code == 302
    laval.enter()
    application.refresh_from_db()
    assert (application.state, application.closing_reason) == ("closed", "reoriented")
    row = Reorientation.objects.get()
    assert len(row.target_labels) == 2
    assert row.aid_label == application.dispositif.parsed.aids[0].label
    sentence = told(Entry.objects.filter(act="reorient").order_by("pk"))[0].sentence
    assert sentence == "Personne réorientée\u00a0: droit commun à demander"
    letter = Letter.objects.get(letter_code="reorientation")
    assert letter == row.letter
    assert "02 61 91 12 34" in letter.data["note"]
    assert letters.pdf(letter.letter_code, letter.data, on).startswith(b"%PDF")
    page = client.get(f"/dossiers/{application.file.uid}/etude/").content.decode()
    assert "Demandez d’abord la prime d’activité." in page
    assert row.target_labels[0] in page


def test_a_letter_is_not_compulsory(laval):
    laval.enter()
    application = under_study(laval)
    sent = typed(application)
    del sent["with_letter"]
    assert laval.client().post(address(application), sent).status_code == 302
    laval.enter()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"targets": []}, "Choisissez une des réponses"),
        ({"targets": ["the-moon"]}, "Choisissez une des réponses"),
        ({"reasons": []}, "Choisissez une des réponses"),
        ({"aid_code": "gold"}, "Choisissez une des réponses"),
        ({"explanation": "x" * 2500}, "raccourcissez-le"),
    ],
)
def test_a_faulty_reorientation_is_told(laval, changes, sentence):
    laval.enter()
    application = under_study(laval)
    answer = laval.client().post(address(application), typed(application, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    laval.enter()
    application.refresh_from_db()
    assert application.state == "under_study"


def test_two_people_at_once_are_told(laval):
    laval.enter()
    application = under_study(laval)
    stale = typed(application) | {"revision": application.revision - 1}
    answer = laval.client().post(address(application), stale)
    assert answer.status_code == 422
    assert "Cette page a changé" in answer.content.decode()
