"""Banks registered once for all the CCAS, their advisers invited by who runs the instance and nobody else."""

import pytest
from django.test import Client

from etrier.accounts.models import Membership, Partner
from etrier.decisions.tests.factories import with_bank
from etrier.domain.access import Role
from etrier.instance.models import InstanceInvitation
from etrier.instance.tests.factories import ANOUK, bank, invitation, joined, link, watching
from etrier.journal.models import Entry
from tests.cast import operator_client

pytestmark = [pytest.mark.django_db, pytest.mark.covers("X2", "D8")]
REGISTERED = {"name": "Caisse du Bocage", "mail_domain": "@Bocage.Example.org", "mfa_required": "on"}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.OPERATOR_SECOND_FACTOR = False


@pytest.fixture
def browser() -> Client:
    return operator_client()


def test_a_bank_is_registered_then_corrected(browser):
    answer = browser.post("/instance/banques/enregistrer/", REGISTERED)
    found = Partner.objects.get()
    assert answer["Location"] == f"/instance/banques/{found.uid}/"
    assert (found.mail_domain, found.mfa_required) == ("bocage.example.org", True)
    page = f"/instance/banques/{found.uid}/modifier/"
    changed = {"name": "Caisse du Bocage nantais", "mail_domain": "", "revision": found.revision}
    assert browser.post(page, changed).status_code == 302
    late = browser.post(page, changed | {"name": "Autre nom"})
    assert late.status_code == 422
    assert "Caisse du Bocage nantais" in late.content.decode()
    watching()
    assert list(Entry.objects.order_by("pk").values_list("act", flat=True)) == [
        "register_bank",
        "update_bank",
    ]
    page = browser.get("/instance/exploitants/").content.decode()
    assert "Banque mise à jour\u00a0: Caisse du Bocage nantais" in page


@pytest.mark.parametrize("domain", ["bocage", "a b.fr", "x@y.fr", "é.fr", "-.fr"])
def test_a_domain_that_is_none_is_refused(browser, domain):
    answer = browser.post("/instance/banques/enregistrer/", REGISTERED | {"mail_domain": domain})
    assert answer.status_code == 422
    assert "ce qui suit l’arobase" in answer.content.decode()
    assert not Partner.objects.exists()


def test_an_address_outside_the_bank_is_refused(browser):
    found = bank(mail_domain="bocage.example.org")
    page = f"/instance/banques/{found.uid}/inviter/"
    for email in ("anouk@example.org", "anouk@faux-bocage.example.org", "anouk@bocage.example.org.fr"):
        answer = browser.post(page, ANOUK | {"email": email})
        assert answer.status_code == 422
        assert "@bocage.example.org" in answer.content.decode()
    assert browser.post(page, ANOUK | {"email": "Anouk@Bocage.example.org"}).status_code == 302


@pytest.mark.covers("A14")
def test_an_adviser_joins_and_sees_what_was_sent_to_her_bank(laval):
    sent = with_bank(laval)
    browser, membership = joined(invitation(sent.partner))
    assert membership.roles == [Role.BANK_ADVISER]
    assert browser.get("/")["Location"] == "/banque/"
    page = browser.get("/banque/").content.decode()
    assert "CCAS de Laval" in page
    assert 'type="search"' not in page
    assert browser.get("/chercher/?q=a").status_code == 403
    assert browser.get("/instance/banques/").status_code == 403


def test_a_link_works_once():
    found = invitation(bank())
    address = link(found)
    assert "Bonjour Anouk" in Client().get(address).content.decode()
    joined(found)
    assert Client().get(address).status_code == 404
    assert Client().get("/instance/rejoindre/n-importe-quoi/").status_code == 404


def test_the_message_names_nobody(mailoutbox):
    link(invitation(bank()))
    assert "Fresnel" not in mailoutbox[0].body + mailoutbox[0].subject
    assert "Banque des Trois Rivières" in mailoutbox[0].body


def test_the_bank_may_ask_a_second_factor_of_its_advisers():
    browser, _ = joined(invitation(bank(mfa_required=True)))
    assert browser.get("/banque/")["Location"] == "/compte/double-authentification/activer/"


def test_the_history_says_who_was_invited_and_by_whom(browser):
    joined(invitation(bank()))
    page = browser.get("/instance/exploitants/").content.decode()
    assert "Invitation acceptée\u00a0: Anouk Fresnel, pour Banque des Trois Rivières" in page
    assert "Dominique Estève" in page


@pytest.mark.parametrize("words", ["suspendre", "terminer"])
def test_a_door_closes_at_the_next_page(browser, words):
    hers, membership = joined(invitation(bank()))
    assert hers.get("/banque/").status_code == 200
    page = f"/instance/comptes/{membership.uid}/"
    assert browser.post(f"{page}{words}/").status_code == 302
    assert hers.get("/banque/").status_code == 403
    if words == "suspendre":
        assert browser.post(f"{page}retablir/").status_code == 302
        assert hers.get("/banque/").status_code == 200


def test_an_invitation_renewed_or_revoked_closes_the_former_link(browser):
    found = invitation(bank())
    former = link(found)
    page = f"/instance/invitations/{found.uid}/"
    assert browser.post(f"{page}renvoyer/").status_code == 302
    watching()
    found.refresh_from_db()
    assert Client().get(former).status_code == 404
    assert Client().get(link(found)).status_code == 200
    assert browser.post(f"{page}annuler/").status_code == 302
    assert Client().get(found.address).status_code == 404


def test_one_who_has_an_account_is_not_invited_twice(browser):
    found = invitation(bank())
    page = f"/instance/banques/{found.partner.uid}/inviter/"
    twice = browser.post(page, ANOUK)
    assert "attend déjà cette adresse" in twice.content.decode()
    joined(found)
    again = browser.post(page, ANOUK)
    assert "a déjà un compte ici" in again.content.decode()


def test_the_last_operator_stays(browser):
    watching()
    hers = Membership.objects.get(organisation=None, partner=None)
    answer = browser.post(f"/instance/comptes/{hers.uid}/terminer/")
    assert answer.status_code == 422
    assert "au moins un exploitant" in answer.content.decode()
    another = {"email": "noe@example.org", "first_name": "Noé", "last_name": "Vidal"}
    assert browser.post("/instance/exploitants/inviter/", another).status_code == 302
    watching()
    his, _ = joined(InstanceInvitation.objects.get(partner=None))
    assert his.get("/instance/organisations/").status_code == 200
    assert browser.post(f"/instance/comptes/{hers.uid}/terminer/").status_code == 302
    assert browser.get("/instance/organisations/").status_code == 403


def ask(laval) -> str:
    """A worker asks for an account; returns the page of her bank in the directory."""
    worker, partner = laval.client(), laval.enter().agreements[0].partner
    known = {"kind": "bank", "name": partner.name, "bank": str(partner.uid)}
    here = worker.post("/partenaires/ajouter/", known)["Location"]
    assert worker.post(f"{here}compte/", ANOUK).status_code == 302
    return str(here)


def test_a_ccas_asks_and_the_operator_invites(laval, browser):
    here = ask(laval)
    page = browser.get("/instance/banques/").content.decode()
    assert "Anouk Fresnel" in page
    assert "CCAS de Laval" in page
    partner = laval.enter().agreements[0].partner
    (address,) = [part for part in page.split('"') if part.endswith("/inviter/") and "demandes" in part]
    assert browser.post(address, ANOUK).status_code == 302
    watching()
    found = InstanceInvitation.objects.select_related("partner").get()
    assert found.partner == partner
    assert "accordé" in laval.client().get(here).content.decode()
    joined(found)


def test_a_refusal_is_told_to_the_ccas(laval, browser):
    here = ask(laval)
    page = browser.get("/instance/banques/").content.decode()
    (address,) = [part for part in page.split('"') if part.endswith("/refuser/")]
    assert browser.post(address, {"answer": ""}).status_code == 422
    assert browser.post(address, {"answer": "La banque ne la connaît pas."}).status_code == 302
    assert "La banque ne la connaît pas." in laval.client().get(here).content.decode()
    laval.enter()
    assert Entry.objects.filter(act="decline_account", channel="instance").count() == 1
