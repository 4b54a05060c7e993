"""The directory: partners and the people known there, the accounts asked for a bank's advisers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etrier.domain.access import Role
from etrier.journal.models import Entry
from etrier.partners.actions import add_contact, add_partner
from etrier.partners.models import AccountRequest, Contact, LocalPartner

pytestmark = pytest.mark.covers("D8")
CLIC = {
    "kind": "clic",
    "name": "CLIC du Haut-Anjou",
    "phone": "02 61 91 77 00",
    "note": "Le matin.",
}
ANOUK = {"first_name": "Anouk", "last_name": "Fresnel", "email": "Anouk@Banque.example.org"}


@pytest.fixture
def clic(laval) -> LocalPartner:
    answer = laval.client().post("/partenaires/ajouter/", CLIC)
    laval.enter()
    found = LocalPartner.objects.get(name=CLIC["name"])
    assert answer["Location"] == f"/partenaires/{found.uid}/"
    return found


def test_a_worker_adds_a_partner_and_finds_it(laval, clic):
    page = laval.client().get("/partenaires/").content.decode()
    assert "CLIC du Haut-Anjou" in page
    assert clic.phone == "0261917700"
    one = laval.client().get(f"/partenaires/{clic.uid}/").content.decode()
    assert "Le matin." in one
    assert "tel:0261917700" in one
    laval.enter()
    assert Entry.objects.filter(act="add_partner", subject_id=clic.pk).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": ""}, "Choisissez une des réponses"),
        ({"name": "clic du haut-anjou"}, "Un partenaire porte déjà ce nom"),
        ({"name": "Autre", "phone": "12"}, "dix chiffres"),
        ({"name": "Autre", "email": "sans arobase"}, "adresse"),
        ({"name": "Autre", "note": "Mme X, 1 84 12 76 451 089 46"}, "numéro de sécurité sociale"),
    ],
)
def test_what_is_wrong_is_said_and_kept(laval, clic, wrong, said):
    typed = CLIC | wrong
    answer = laval.client().post("/partenaires/ajouter/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert typed["name"] in page
    laval.enter()
    assert LocalPartner.objects.count() == 1


def test_only_a_bank_names_a_bank(laval):
    bank = laval.agreements[0].partner
    answer = laval.client().post("/partenaires/ajouter/", CLIC | {"bank": str(bank.uid)})
    assert answer.status_code == 422
    assert "n’est pas une banque" in answer.content.decode()


def test_two_people_correct_it_and_none_is_lost(laval, clic):
    page = f"/partenaires/{clic.uid}/modifier/"
    typed = CLIC | {"name": "CLIC de Laval", "revision": clic.revision}
    assert laval.client().post(page, typed).status_code == 302
    late = laval.client(Role.MANAGER).post(page, typed | {"name": "CLIC Mayenne"})
    assert late.status_code == 422
    read = late.content.decode()
    assert "CLIC de Laval" in read
    assert "CLIC Mayenne" in read


def test_it_is_taken_out_then_put_back(laval, clic):
    worker = laval.client()
    assert worker.post(f"/partenaires/{clic.uid}/retirer/").status_code == 302
    assert "CLIC du Haut-Anjou" not in worker.get("/partenaires/").content.decode()
    assert "CLIC du Haut-Anjou" in worker.get("/partenaires/?retires=1").content.decode()
    gone = worker.get(f"/partenaires/{clic.uid}/").content.decode()
    assert "n’est plus dans l’annuaire" in gone
    assert "Rétablir le partenaire" in gone
    assert worker.post(f"/partenaires/{clic.uid}/modifier/", CLIC | {"revision": 1}).status_code == 422
    assert worker.post(f"/partenaires/{clic.uid}/retablir/").status_code == 302
    assert "CLIC du Haut-Anjou" in worker.get("/partenaires/").content.decode()


def test_people_are_named_corrected_and_forgotten(laval, clic):
    worker, page = laval.client(), f"/partenaires/{clic.uid}/"
    assert worker.post(f"{page}personnes/ajouter/", ANOUK).status_code == 302
    laval.enter()
    contact = Contact.objects.get()
    assert "Anouk Fresnel" in worker.get("/partenaires/").content.decode()
    hers = f"{page}personnes/{contact.uid}/"
    changed = ANOUK | {"last_name": "Fresnel-Dubois", "revision": 0}
    assert worker.post(f"{hers}modifier/", changed).status_code == 302
    late = worker.post(f"{hers}modifier/", ANOUK | {"last_name": "Autre", "revision": 0})
    assert late.status_code == 422
    assert 'value="Autre"' in late.content.decode()
    assert "Fresnel-Dubois" in worker.get(page).content.decode()
    assert worker.post(f"{hers}retirer/").status_code == 302
    assert "Fresnel" not in worker.get(page).content.decode()
    laval.enter()
    assert Entry.objects.filter(act="update_partner", subject_id=clic.pk).count() == 3


def test_reception_reads_the_directory_and_does_not_change_it(laval, clic):
    desk = laval.client(Role.RECEPTION)
    page = desk.get(f"/partenaires/{clic.uid}/").content.decode()
    assert "Ajouter une personne" not in page
    assert desk.get("/partenaires/ajouter/").status_code == 403
    assert laval.client(Role.FINANCE).get("/partenaires/").status_code == 403


def test_another_towns_partner_does_not_exist(laval, tarbes, clic):
    for path in ("", "modifier/", "retirer/", "personnes/ajouter/"):
        assert tarbes.client().get(f"/partenaires/{clic.uid}/{path}").status_code == 404


def test_a_convention_leads_to_its_bank(laval):
    worker, bank = laval.client(), laval.agreements[0].partner
    address = f"/partenaires/banque/{bank.uid}/"
    assert address in worker.get("/dispositif/").content.decode()
    offered = worker.get(address)["Location"]
    assert offered == f"/partenaires/ajouter/?banque={bank.uid}"
    assert f'value="{bank.name}"' in worker.get(offered).content.decode()
    typed = {"kind": "bank", "name": bank.name, "bank": str(bank.uid)}
    known = worker.post("/partenaires/ajouter/", typed)["Location"]
    assert worker.get(address)["Location"] == known
    twice = worker.post("/partenaires/ajouter/", typed | {"name": "La même"})
    assert "déjà dans l’annuaire" in twice.content.decode()


def test_an_account_is_asked_then_given_up(laval, on):
    bank = laval.agreements[0].partner
    found = add_partner(by=laval.actor(), on=on, kind="bank", name=bank.name, bank=bank)
    contact = add_contact(found, by=laval.actor(), on=on, **ANOUK)
    worker, page = laval.client(), f"/partenaires/{found.uid}/"
    asked = f"{page}compte/?contact={contact.uid}"
    assert asked in worker.get(page).content.decode()
    assert 'value="Fresnel"' in worker.get(asked).content.decode()
    assert worker.post(asked, ANOUK).status_code == 302
    twice = worker.post(asked, ANOUK)
    assert "déjà demandé" in twice.content.decode()
    laval.enter()
    request = AccountRequest.objects.get()
    assert request.email == "anouk@banque.example.org"
    assert worker.post(f"/partenaires/demandes/{request.uid}/annuler/").status_code == 302
    assert "annulé" in worker.get(page).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_for_one_and_thirty(laval, on, number):
    for rank in range(number):
        one = add_partner(by=laval.actor(), on=on, kind="clic", name=f"CLIC {rank}")
        add_contact(one, by=laval.actor(), on=on, **ANOUK)
    worker = laval.client()
    worker.get("/partenaires/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        worker.get("/partenaires/")
    assert len(queries) == 14
