"""The pages of a borrower's sheet, and of the co-borrower."""

from datetime import date

import pytest
from django.urls import reverse

from etrier.applications import actions
from etrier.applications.models import Application
from etrier.applications.tests.factories import CONTACT_ON, contact, under_study
from etrier.people.models import Person
from etrier.people.tests.factories import told


def text(response) -> str:
    return response.content.decode()


def page(name, application, person=None):
    keys = [application.file.uid] + ([person.uid] if person else [])
    return reverse(f"applications:{name}", args=keys)


def typed(person, **changes):
    fields = ("first_name", "last_name", "birth_name", "phone", "email", "address", "postcode", "town")
    return (
        {name: getattr(person, name) for name in fields}
        | {"birth_date": person.birth_date.isoformat(), "revision": person.revision}
        | changes
    )


@pytest.fixture
def application(laval) -> Application:
    return contact(laval, first_name="Léa", last_name="Martin", birth_date=date(1985, 3, 12))


def test_the_sheet_shows_how_to_reach_her_and_what_she_forbids(laval, application):
    person = application.applicant
    Person.objects.filter(pk=person.pk).update(calls_allowed=False, avoid="sa belle-mère")
    shown = text(laval.client().get(page("person", application, person)))
    assert "Ne pas appeler" in shown
    assert "Ne rien dire à\u00a0: sa belle-mère" in shown.replace(" :", "\u00a0:")
    assert "pas encore demandé" in shown


@pytest.mark.covers("A3")
def test_a_corrected_name_reaches_the_cover_and_the_search(laval, application):
    person = application.applicant
    url = page("update_identity", application, person)
    answer = laval.client("social_worker").post(url, typed(person, last_name="Dubreuil"))
    application.file.refresh_from_db()
    assert answer["Location"] == page("person", application, person)
    assert application.file.cover == "Léa Dubreuil"
    found = laval.client().get(reverse("desk:search"), {"q": "dubreuil 12/03/1985"})
    assert found.status_code == 302
    assert str(application.file.uid) in found["Location"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"first_name": ""}, "Remplissez ce champ."), ({"birth_date": "2090-01-01"}, "Choisissez une date")],
)
def test_a_bad_identity_is_said(laval, application, changes, sentence):
    answer = laval.client().post(
        page("update_identity", application, application.applicant),
        typed(application.applicant, town="Changé", **changes),
    )
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="Changé"' in text(answer)


def test_two_who_edit_at_once_see_both_values(laval, application):
    person = application.applicant
    url = page("update_identity", application, person)
    mine = typed(person, town="Changé")
    laval.client("manager")
    actions.update_identity(
        person, by=laval.actor("manager"), on=CONTACT_ON, file=application.file, town="Bonchamp"
    )
    answer = laval.client().post(url, mine)
    shown = text(answer)
    assert answer.status_code == 422
    assert "Cette page a changé pendant que vous écriviez" in shown
    assert "Bonchamp" in shown
    assert 'value="Changé"' in shown
    assert laval.user("manager").full_name in shown
    person.refresh_from_db()
    again = laval.client().post(url, mine | {"revision": person.revision})
    person.refresh_from_db()
    assert (again.status_code, person.town) == (302, "Changé")


@pytest.mark.covers("X3")
def test_contact_rules_are_changed_by_reception_too(laval, application):
    person = application.applicant
    client = laval.client("reception")
    url = page("update_contact_rules", application, person)
    assert client.get(url)["Location"].startswith(reverse("files:motive", args=[application.file.uid]))
    ask = client.post(
        reverse("files:motive", args=[application.file.uid]), {"motive": "reception", "next": url}
    )
    assert ask["Location"] == url
    answer = client.post(url, {"revision": person.revision, "texts_allowed": "on", "avoid": "le voisin"})
    person.refresh_from_db()
    assert answer.status_code == 302
    assert person.forbidden_ways == ["courrier à domicile", "téléphone", "courriel"]


@pytest.mark.covers("A3")
def test_a_protection_names_who_exercises_it(laval, application):
    person = application.applicant
    url = page("update_protection", application, person)
    asked = {"revision": person.revision, "protection": "curatorship", "protector_name": ""}
    refused = laval.client().post(url, asked)
    assert refused.status_code == 422
    assert "Indiquez qui exerce la mesure" in text(refused)
    laval.client().post(url, asked | {"protector_name": "UDAF 53", "protector_contact": "02 61 91 00 01"})
    person.refresh_from_db()
    assert person.protected
    assert "UDAF 53" in text(laval.client().get(page("person", application, person)))


@pytest.mark.covers("A3")
def test_two_sheets_of_one_person_are_joined(laval, application):
    double = contact(laval, first_name="Lea", last_name="MARTIN", birth_date=date(1985, 3, 12)).applicant
    client = laval.client()
    url = page("merge_person", application, application.applicant)
    assert url in text(client.get(page("person", application, application.applicant)))
    assert "Oui, c’est Lea MARTIN" in text(client.get(url))
    hasty = client.post(url, {"double": str(double.uid)})
    assert hasty.status_code == 422
    assert client.post(url, {"double": str(double.uid), "sure": "on"}).status_code == 302
    double.refresh_from_db()
    assert (double.state, double.merged_into) == ("merged", application.applicant)
    assert Application.objects.filter(applicant=application.applicant).count() == 2
    assert "Aucune fiche ne ressemble" in text(client.get(url))
    assert client.post(url, {"double": str(double.uid), "sure": "on"}).status_code == 422
    assert laval.client("reception").get(url).status_code == 403


@pytest.mark.covers("A3")
def test_a_co_borrower_is_added_then_removed(laval, application):
    client = laval.client()
    add, remove = page("add_co_borrower", application), page("remove_co_borrower", application)
    facts = told(first_name="Idris", last_name="Martin", birth_date="1984-01-05")
    assert client.get(add).status_code == 200
    answer = client.post(add, facts | {"revision": application.revision, "calls_allowed": "on"})
    application.refresh_from_db()
    assert answer.status_code == 302
    assert application.co_borrower.full_name == "Idris Martin"
    twice = client.post(add, told(revision=application.revision, birth_date=""))
    assert twice.status_code == 422
    assert "Il y a déjà un co-emprunteur" in text(twice)
    sheet = text(client.get(page("person", application, application.co_borrower)))
    assert remove in sheet
    assert client.post(remove, {"revision": application.revision}).status_code == 302
    application.refresh_from_db()
    assert application.co_borrower is None


def test_only_borrowers_of_the_file_are_shown_there(laval, application, tarbes):
    laval.enter()
    other = contact(laval).applicant
    assert laval.client().get(page("person", application, other)).status_code == 404
    url = page("person", application, application.applicant)
    assert tarbes.client().get(url).status_code == 404
    laval.enter()
    assert laval.client("finance").get(url).status_code == 403


def test_the_person_and_the_household_are_seen_together(laval):
    application = under_study(laval, first_name="Nassim", last_name="Belkacem", avoid="son voisin")
    shown = text(laval.client().get(page("person", application)))
    assert "Le foyer compte deux personnes." in shown
    assert "Lina" in shown
    assert "son voisin" in shown
    assert page("update_household", application) in shown
    before = contact(laval)
    assert page("record_household", before) in text(laval.client().get(page("person", before)))
