"""A CCAS opened on screen, its first administrator invited, who then does without the operator."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from etrier.accounts.models import Membership, Organisation, User
from etrier.database.isolation import Scope, enter
from etrier.instance.tests.factories import PASSWORD, watching
from etrier.journal.models import Entry
from etrier.team.jobs import send_invitation
from etrier.team.models import Invitation
from tests.cast import operator_client

pytestmark = [pytest.mark.django_db, pytest.mark.covers("X1", "X2")]
TOWN = {"name": "CCAS de Saint-Denis", "time_zone": "Indian/Reunion", "mfa_required": "on"}
PAUL = {"email": "paul.hoarau@example.org", "first_name": "Paul", "last_name": "Hoarau"}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.OPERATOR_SECOND_FACTOR = False


@pytest.fixture
def browser() -> Client:
    return operator_client()


@pytest.fixture
def town(browser) -> Organisation:
    answer = browser.post("/instance/organisations/ouvrir/", TOWN)
    found = Organisation.objects.get(name=TOWN["name"])
    assert answer["Location"] == f"/instance/organisations/{found.uid}/"
    return found


def invited(browser: Client, town: Organisation, **facts: str) -> Invitation:
    answer = browser.post(f"/instance/organisations/{town.uid}/inviter/", PAUL | facts)
    assert answer.status_code == 302
    enter(Scope(organisation=town.pk))
    return Invitation.objects.get(email=PAUL["email"])


def link(invitation: Invitation) -> str:
    send_invitation.func(organisation=invitation.organisation_id, invitation=invitation.pk)
    found = re.search(r"http://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_she_arrives_where_organisations_are(browser):
    assert browser.get("/")["Location"] == "/instance/organisations/"
    page = browser.get("/instance/organisations/").content.decode()
    assert "Aucune organisation" in page
    assert 'type="search"' not in page
    for room in ("Organisations", "Banques", "Exploitants"):
        assert f">{room}" in page
    for room in ("Dossiers", "Prêts", "Équipe"):
        assert f">{room}" not in page


def test_an_organisation_counts_its_days_where_it_is(town):
    assert (town.time_zone, town.mfa_required, town.code) == ("Indian/Reunion", True, "ccas-de-saint-denis")
    enter(Scope(organisation=town.pk))
    entry = Entry.objects.get(act="set_up_organisation")
    assert (entry.subject, entry.subject_id, entry.channel) == ("organisation", town.pk, "screen")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Remplissez ce champ"),
        ({"name": "ccas de saint-denis"}, "Ce nom est déjà pris"),
        ({"name": "CCAS de Nulle Part", "time_zone": "Mars/Olympus"}, "Choisissez une des réponses"),
    ],
)
def test_what_is_wrong_is_said_and_kept(browser, town, wrong, said):
    answer = browser.post("/instance/organisations/ouvrir/", TOWN | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'value="{wrong["name"]}"' in page or not wrong["name"]
    assert Organisation.objects.count() == 1


def test_the_first_administrator_joins_then_enrols_and_works(browser, town):
    address = link(invited(browser, town))
    hers = Client()
    assert hers.post(address, PASSWORD)["Location"] == "/"
    assert hers.get("/equipe/")["Location"] == "/compte/double-authentification/activer/"
    enter(Scope(organisation=town.pk))
    membership = Membership.objects.select_related("user").get(organisation=town)
    assert membership.roles == ["administrator"]
    TOTP.activate(membership.user, generate_totp_secret())
    assert hers.get("/equipe/").status_code == 200
    assert hers.get("/dispositif/preparer/").status_code == 200
    page = browser.get(f"/instance/organisations/{town.uid}/").content.decode()
    assert "Ses membres y travaillent." in page
    assert "Hoarau" not in page
    again = browser.post(
        f"/instance/organisations/{town.uid}/inviter/", PAUL | {"email": "autre@example.org"}
    )
    assert again.status_code == 422
    assert "c’est à lui d’inviter" in again.content.decode()


def test_an_invitation_is_sent_again_or_taken_back(browser, town):
    invitation = invited(browser, town)
    former = link(invitation)
    page = f"/instance/organisations/{town.uid}/"
    assert "L’invitation de son administrateur attend" in browser.get(page).content.decode()
    one = f"{page}invitations/{invitation.uid}/"
    assert browser.post(f"{one}renvoyer/").status_code == 302
    enter(Scope(organisation=town.pk))
    invitation.refresh_from_db()
    assert Client().get(former).status_code == 404
    assert Client().get(link(invitation)).status_code == 200
    assert browser.post(f"{one}annuler/").status_code == 302
    assert Client().get(invitation.address).status_code == 404
    enter(Scope(organisation=town.pk))
    told = list(Entry.objects.order_by("pk").values_list("act", "channel"))
    assert told[1:] == [
        ("invite_member", "instance"),
        ("renew_invitation", "instance"),
        ("revoke_invitation", "instance"),
    ]


def test_an_invitation_to_another_role_is_not_hers_to_touch(browser, laval):
    laval.client("administrator").post("/equipe/inviter/", PAUL | {"roles": ["manager"]})
    laval.enter()
    invitation = Invitation.objects.get()
    town = laval.organisation.uid
    for act in ("renvoyer", "annuler"):
        address = f"/instance/organisations/{town}/invitations/{invitation.uid}/{act}/"
        assert browser.post(address).status_code == 404


def operator_user() -> User:
    watching()
    return Membership.objects.select_related("user").get(organisation=None, partner=None).user


def test_a_second_factor_is_asked_of_her_before_anything(browser, settings):
    settings.OPERATOR_SECOND_FACTOR = True
    assert browser.get("/instance/banques/")["Location"] == "/compte/double-authentification/activer/"
    TOTP.activate(operator_user(), generate_totp_secret())
    assert browser.get("/instance/banques/").status_code == 200
