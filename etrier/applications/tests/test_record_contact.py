"""The page of the first contact."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etrier.applications.models import Application
from etrier.applications.tests.factories import contact
from etrier.domain.household import Explained
from etrier.journal.models import Entry
from etrier.people.models import Person
from etrier.schemes.models import Dispositif

URL = "/dossiers/nouveau/"


def typed(town, **changes):
    product = town.dispositif.parsed.products[0]
    return {
        "first_name": "Léa",
        "last_name": "Ben-Amar",
        "birth_date": "12/03/1985",
        "phone": "06 39 98 12 34",
        "email": "",
        "address": "3 rue des Tisserands",
        "postcode": "53000",
        "town": "Laval",
        "calls_allowed": "on",
        "avoid": "son frère",
        "wish": "Réparer sa voiture",
        "project": f"{product.code}/{product.purposes[0].code}",
        "amount": "2 000",
        "months": "24",
        "resident": "True",
        "bank_refused": "True",
        "steady_income": "True",
        "explained": [point.value for point in Explained],
        "requested_on": date.today().isoformat(),  # noqa: DTZ011 -- the page counts in the town's days
        "origin": "phone",
        "channel": "phone",
        "holder": "",
    } | changes


def text(response) -> str:
    return response.content.decode()


def test_the_page_asks_for_the_person_and_the_wish(laval):
    answer = laval.client("reception").get(URL)
    page = text(answer)
    assert answer.status_code == 200
    assert "Ce n’est pas une aide" in page
    assert "Attention\u202f! Un crédit coûte de l’argent et doit être remboursé." in page
    assert laval.user().full_name in page


@pytest.mark.covers("A1", "X3")
def test_reception_records_a_contact(laval):
    client = laval.client("reception")
    answer = client.post(URL, typed(laval, origin="mdph", origin_detail="Mme Roy, MDPH"))
    application = Application.objects.with_people().get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("applications:contact", args=[application.file.uid])
    assert application.amount == Decimal(2000)
    assert (application.applicant.phone, application.applicant.letters_allowed) == ("0639981234", False)
    assert application.applicant.birth_date == date(1985, 3, 12)
    assert application.situation.resident is True
    page = text(client.get(answer["Location"]))
    assert "Léa Ben-Amar" in page
    assert "86,85\u202f€" in page
    assert "Aucun courrier à domicile" in page
    assert "Ne rien dire à" in page
    assert "Mme Roy, MDPH" in page


def test_reception_is_not_asked_why_it_opens_the_sheet_it_just_made(laval):
    client = laval.client("reception")
    holder = str(laval.user().uid)
    answer = client.post(URL, typed(laval, holder=holder))
    assert client.get(answer["Location"]).status_code == 200
    assert Application.objects.get().file.holder == laval.user()


@pytest.mark.covers("A1")
def test_the_instalment_is_shown_before_anything_is_kept(laval):
    answer = laval.client().post(URL, typed(laval, last_name="", simulate="1"))
    page = text(answer)
    assert answer.status_code == 200
    assert "86,85\u202f€" in page
    assert 'value="Léa"' in page
    assert "Remplissez ce champ" not in page
    assert not Application.objects.exists()


def test_the_simulator_keeps_nothing_and_answers_htmx_with_a_fragment(laval):
    client = laval.client("reception")
    asked = {"project": "", "amount": "5000", "months": "40", "steady_income": "False"}
    whole, part = (
        client.get("/dossiers/simulation/", asked),
        client.get("/dossiers/simulation/", asked, headers={"HX-Request": "true"}),
    )
    assert "<html" in text(whole)
    assert "<html" not in text(part)
    for page in (text(whole), text(part)):
        assert "Microcrédit autonomie-santé" in page
        assert "Sans ressources régulières" in page
    assert text(client.get("/dossiers/simulation/")).count("Indiquez un montant") == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_name": ""}, "Remplissez ce champ."),
        ({"birth_date": "31/02/1985"}, "Le 31/02/1985 n’existe pas"),
        ({"birth_date": "01/01/2090"}, "Choisissez une date jusqu’au"),
        ({"requested_on": "2190-01-01"}, "Choisissez une date"),
        ({"amount": "-5"}, "Un montant ne peut pas être négatif"),
        ({"amount": "0"}, "doit dépasser zéro"),
        ({"months": "0"}, "Écrivez une durée"),
        ({"postcode": "53"}, "cinq chiffres"),
        ({"phone": "12"}, "dix chiffres"),
        ({"phone": "", "email": "", "address": ""}, "au moins un moyen de joindre"),
        ({"origin": "mars"}, "Choisissez une des réponses proposées."),
        ({"project": "nope/nope"}, "Choisissez une des réponses proposées."),
        ({"wish": "mon numéro est 1 85 03 53 130 012 93"}, "sécurité sociale"),
        ({"email": "lea"}, "adresse de courriel valide"),
    ],
)
def test_bad_answers_are_said_and_nothing_typed_is_lost(laval, changes, sentence):
    answer = laval.client().post(URL, typed(laval, **changes))
    page = text(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="son frère"' in page
    assert not Application.objects.exists()


@pytest.mark.covers("A3")
def test_a_double_is_shown_and_a_person_chooses(laval):
    known = contact(laval, first_name="Lea", last_name="Ben Amar", birth_date=date(1985, 3, 12)).applicant
    Application.objects.update(state="closed")  # her former request is over
    client = laval.client()
    asked = client.post(URL, typed(laval))
    page = text(asked)
    assert asked.status_code == 422
    assert "Oui, c’est Lea Ben Amar" in page
    assert "dossier 2026-0001" in page
    assert 'value="son frère"' in page
    assert Person.objects.count() == 1

    same = client.post(URL, typed(laval, same_as=str(known.uid)))
    assert same.status_code == 302
    assert Person.objects.count() == 1
    second = Application.objects.order_by("-pk").first()
    assert (second.applicant, second.file.follows.number) == (known, "2026-0001")

    other = client.post(URL, typed(laval, same_as="new"))
    assert other.status_code == 302
    assert Person.objects.count() == 2


def test_a_sheet_that_was_not_offered_cannot_be_chosen(laval):
    stranger = contact(laval).applicant
    contact(laval, first_name="Léa", last_name="Ben-Amar", birth_date=date(1985, 3, 12))
    answer = laval.client().post(URL, typed(laval, same_as=str(stranger.uid)))
    assert answer.status_code == 422
    assert "dites si c’est elle" in text(answer)


def test_one_more_request_than_allowed_is_refused_in_words(laval):
    first = contact(laval, first_name="Léa", last_name="Ben-Amar", birth_date=date(1985, 3, 12))
    answer = laval.client().post(URL, typed(laval, same_as=str(first.applicant.uid)))
    assert answer.status_code == 422
    assert "a déjà 1 demande en cours (dossier 2026-0001)" in text(answer)


def test_a_form_sent_twice_makes_one_request(laval):
    client = laval.client()
    data = typed(laval, key="0193b2c8-7d21-7c53-9a55-5b0f3f8f4f11")
    first, second = client.post(URL, data), client.post(URL, data)
    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1
    assert Entry.objects.filter(act="record_contact").count() == 1


@pytest.mark.parametrize(
    "role", ["finance", "committee_member", "observer", "referrer", "data_protection_officer"]
)
def test_others_may_not(laval, role):
    client = laval.client(role)
    assert client.get(URL).status_code == 403
    assert client.post(URL, typed(laval)).status_code == 403
    assert client.get("/dossiers/simulation/").status_code == 403


def test_a_stranger_signs_in_first_and_another_town_finds_nothing(laval, tarbes):
    laval.enter()
    application = contact(laval)
    url = reverse("applications:contact", args=[application.file.uid])
    assert Client().get(URL).status_code == 302
    assert tarbes.client().get(url).status_code == 404


def test_without_a_dispositif_the_page_says_what_to_do(laval):
    Dispositif.objects.update(state="draft")
    answer = laval.client().get(URL)
    assert answer.status_code == 200
    assert "Aucun dispositif n’est en vigueur" in text(answer)


def test_first_contacts_wait_in_order(laval):
    late = contact(laval, on=date(2026, 9, 1))
    contact(laval, on=date(2026, 10, 1))
    page = text(laval.client("reception").get("/dossiers/contacts/"))
    assert page.index(late.file.number) < page.index("2026-0002")
    assert laval.client("finance").get("/dossiers/contacts/").status_code == 403


def test_the_list_costs_the_same_for_one_row_and_for_thirty(laval):
    client = laval.client()
    contact(laval)
    client.get("/dossiers/contacts/")
    with CaptureQueriesContext(connection) as one:
        client.get("/dossiers/contacts/")
    for _ in range(30):
        contact(laval)
    with CaptureQueriesContext(connection) as many:
        page = text(client.get("/dossiers/contacts/"))
    assert "Suite" in page
    assert len(many) == len(one)
