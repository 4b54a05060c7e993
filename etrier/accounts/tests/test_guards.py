"""Before any page: signed in, second factor where it is compulsory, no powerful database role."""

import math

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from etrier.accounts.passwords import EntropyValidator, entropy
from etrier.database import isolation
from etrier.database.isolation import Scope, Unsafe, refuse_privileged, scoped
from etrier.domain.access import Role
from etrier.files.actions import open_file
from etrier.files.models import File
from etrier.journal.models import Reading


@pytest.mark.covers("X2")
def test_a_second_factor_comes_first_where_it_is_compulsory(laval):
    laval.organisation.mfa_required = True
    laval.organisation.save()
    browser = laval.client()
    assert browser.get("/dispositif/")["Location"] == "/compte/double-authentification/activer/"
    TOTP.activate(laval.user(), generate_totp_secret())
    assert browser.get("/dispositif/").status_code == 200


def test_a_page_asks_to_sign_in(db):
    assert Client().get("/dispositif/")["Location"] == "/compte/connexion/?next=/dispositif/"


def test_health_of_the_site(db):
    assert Client().get("/sante").content == b"ok"


@pytest.mark.covers("X1")
def test_without_a_scope_nothing_exists(laval, on):
    open_file(by=laval.actor(), on=on, cover="A B", holder=None)
    with scoped(Scope()):
        assert File.objects.count() == 0
    with scoped(Scope(organisation=laval.organisation.pk)):
        assert File.objects.count() == 1
        assert isolation.current().organisation == laval.organisation.pk


@pytest.mark.covers("X1")
def test_another_towns_rows_do_not_exist_even_to_raw_sql(laval, tarbes, on):
    laval.enter()
    open_file(by=laval.actor(), on=on, cover="A B", holder=None)
    tarbes.enter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM files_file")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE files_file SET cover = 'X'")
        assert cursor.rowcount == 0


class Answer:
    """A cursor that answers one row."""

    def __init__(self, *row):
        self.row = row

    def execute(self, query):
        assert "rolbypassrls" in query

    def fetchone(self):
        return self.row


@pytest.mark.parametrize("row", [(True, False), (False, True)])
def test_a_powerful_role_is_refused(row):
    with pytest.raises(Unsafe, match="trop puissant"):
        refuse_privileged(Answer(*row))


def test_our_own_role_is_not(db):
    with connection.cursor() as cursor:
        refuse_privileged(cursor)


@pytest.mark.parametrize(
    "weak",
    [
        "azerty",
        "a" * 100,
        "abab" * 10,
        "12345678901234",
        "Laval53",
        "azertyuiopqsdfghjklm",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "987654321-azertyuiop",
        "19841984198419",
        "",
    ],
)
def test_a_guessable_password_is_refused(weak):
    with pytest.raises(ValidationError):
        EntropyValidator().validate(weak)


@pytest.mark.parametrize("good", ["cheval poivre lune tapis", "Xk7-pLm2!vRq9", "tulipe-27-Brume-perron"])
def test_a_long_or_varied_password_is_accepted(good):
    EntropyValidator().validate(good)
    assert entropy(good) >= 50


def test_twelve_different_characters_of_every_kind_count_as_the_cnil_counts():
    assert entropy("k7-L!2vR9wTe") == pytest.approx(12 * math.log2(95))


@pytest.mark.covers("X4")
def test_opening_a_colleagues_file_asks_why_and_keeps_the_answer(laval, on):
    laval.enter()
    file = open_file(by=laval.actor(), on=on, cover="Nassim Belkacem", holder=laval.user(Role.SOCIAL_WORKER))
    colleague = laval.client(Role.MANAGER)
    page = f"/dossiers/{file.uid}/pieces/"
    answer = colleague.get(page)
    assert answer.status_code == 302
    assert f"/dossiers/{file.uid}/motif/" in answer["Location"]
    asked = colleague.get(answer["Location"])
    assert "Camille Rouault" in asked.content.decode()
    refused = colleague.post(answer["Location"], {"motive": "curiosity", "next": page})
    assert refused.status_code == 422
    answer = colleague.post(answer["Location"], {"motive": "supervision", "next": page})
    assert answer["Location"] == page
    assert colleague.get(page).status_code == 200
    laval.enter()
    reading = Reading.objects.get(file_id=file.pk)
    assert (reading.motive, reading.outside_caseload) == ("supervision", True)


def test_the_page_that_asks_does_not_lead_elsewhere(laval, on):
    laval.enter()
    file = open_file(by=laval.actor(), on=on, cover="Nassim Belkacem", holder=laval.user())
    answer = laval.client(Role.MANAGER).post(
        f"/dossiers/{file.uid}/motif/", {"motive": "supervision", "next": "https://example.org/"}
    )
    assert answer["Location"] == f"/dossiers/{file.uid}/"
