"""Joining by invitation, roles, leaving."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from etrier.accounts.models import Membership, User
from etrier.domain.access import Role
from etrier.team.jobs import send_invitation
from etrier.team.models import Invitation

PERSON = {
    "email": "Lise.Morel@example.org",
    "first_name": "Lise",
    "last_name": "Morel",
    "title": "Assistante sociale",
    "roles": ["social_worker"],
}
PASSWORD = {"password": "Cheval-9-poivre-lune", "again": "Cheval-9-poivre-lune"}


@pytest.fixture
def invitation(laval) -> Invitation:
    assert laval.client(Role.ADMINISTRATOR).post("/equipe/inviter/", PERSON).status_code == 302
    laval.enter()
    return Invitation.objects.get()


def link(invitation: Invitation) -> str:
    """The link of the message sent."""
    send_invitation.func(organisation=invitation.organisation_id, invitation=invitation.pk)
    found = re.search(r"http://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


@pytest.mark.covers("X2")
def test_a_person_joins_by_the_link_of_her_message(laval, invitation):
    address = link(invitation)
    assert "Morel" not in str(mail.outbox[-1].body)
    browser = Client()
    assert "Bonjour Lise" in browser.get(address).content.decode()
    assert browser.post(address, PASSWORD)["Location"] == "/"
    joined = User.objects.get(email="lise.morel@example.org")
    assert browser.session["_auth_user_id"] == str(joined.pk)
    laval.enter()
    assert Membership.objects.get(user=joined).roles == ["social_worker"]
    assert Client().get(address).status_code == 404


def test_a_weak_password_is_refused_with_what_to_do(laval, invitation):
    answer = Client().post(link(invitation), {"password": "azerty", "again": "azerty"})
    assert answer.status_code == 422
    assert "Choisissez un mot de passe plus long" in answer.content.decode()


def test_an_old_or_false_link_opens_nothing(laval, invitation):
    address = link(invitation)
    laval.enter()
    Invitation.objects.update(expires_at=invitation.expires_at - timedelta(days=8))
    assert Client().get(address).status_code == 404
    assert Client().get(address[:-6] + "aaaaa/").status_code == 404


def test_a_renewed_invitation_closes_the_former_link(laval, invitation):
    former = link(invitation)
    client = laval.client(Role.ADMINISTRATOR)
    assert client.post(f"/equipe/invitations/{invitation.uid}/renvoyer/").status_code == 302
    laval.enter()
    invitation.refresh_from_db()
    assert Client().get(former).status_code == 404
    assert Client().get(link(invitation)).status_code == 200


@pytest.mark.covers("X2")
def test_roles_hold_from_the_next_page(laval):
    worker = laval.members[Role.SOCIAL_WORKER]
    browser = laval.client()
    assert browser.get("/equipe/").status_code == 403
    administrator = laval.client(Role.ADMINISTRATOR)
    sent = {"roles": ["social_worker", "administrator"], "title": "Référente", "revision": worker.revision}
    assert administrator.post(f"/equipe/membres/{worker.uid}/roles/", sent).status_code == 302
    assert browser.get("/equipe/").status_code == 200


def test_a_suspended_member_opens_nothing(laval):
    worker = laval.members[Role.SOCIAL_WORKER]
    browser = laval.client()
    assert browser.get("/dispositif/").status_code == 200
    laval.client(Role.ADMINISTRATOR).post(f"/equipe/membres/{worker.uid}/suspendre/")
    assert browser.get("/dispositif/").status_code == 403


def test_the_last_administrator_stays(laval):
    administrator = laval.members[Role.ADMINISTRATOR]
    answer = laval.client(Role.ADMINISTRATOR).post(f"/equipe/membres/{administrator.uid}/terminer/")
    assert answer.status_code == 422
    assert "au moins un administrateur" in answer.content.decode()


def test_a_stranger_does_not_find_our_members(laval, tarbes):
    worker = laval.members[Role.SOCIAL_WORKER]
    assert tarbes.client(Role.ADMINISTRATOR).get(f"/equipe/membres/{worker.uid}/roles/").status_code == 404


def test_one_worker_serves_two_towns(laval, tarbes):
    user = laval.user()
    other = Membership(organisation=tarbes.organisation, user=user, roles=["reception"], state="active")
    tarbes.enter()
    other.save()
    browser = laval.client()
    assert "CCAS de Laval" in browser.get("/dispositif/").content.decode()
    assert browser.post("/compte/organisation/", {"membership": str(other.uid)}).status_code == 302
    page = browser.get("/dispositif/").content.decode()
    assert "Parcours Confiance" in page
    assert (
        browser.post(
            "/compte/organisation/", {"membership": "0191a0a0-0000-7000-8000-000000000009"}
        ).status_code
        == 404
    )
