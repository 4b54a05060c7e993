"""What who runs the instance may touch, asked of PostgreSQL itself; and her pages, closed to all others."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from etrier.accounts.models import Membership
from etrier.database.isolation import Scope, enter, scoped
from etrier.database.shared import SHARED
from etrier.decisions.tests.factories import adviser_client
from etrier.domain.access import Role
from etrier.instance import actions
from etrier.instance.tests.factories import ANOUK, ON, PASSWORD, invitation, operator
from etrier.journal.models import Entry
from tests.addresses import addresses
from tests.cast import join, operator_client, raise_town
from tests.corruption import Sent, corruptions, forms_of
from tests.filling import filled, form_of
from tests.live import Place
from tests.mistreating import Target, send, told
from tests.test_addresses import refused
from tests.test_catalogue import OPEN_TO_OPERATORS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.OPERATOR_SECOND_FACTOR = False


def closed_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace"
        )
        return [row[0] for row in cursor.fetchall()]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table)))
        return int(cursor.fetchone()[0])


@pytest.mark.covers("X1")
@pytest.mark.parametrize("at_the_door", [False, True])
def test_no_file_exists_for_her_even_at_the_door_of_a_town(tmp_path, settings, at_the_door):
    settings.VAULT = tmp_path
    laval = raise_town("laval")
    place = Place(laval)
    assert place.paid_off and place.late and place.local_partner
    laval.enter()
    filled_tables = {table for table in closed_tables() if count(table)}
    assert len(filled_tables) > 30
    by = operator()
    town = laval.organisation.pk if at_the_door else None
    with scoped(Scope(organisation=town, user=by.user_id, operator=True)):
        seen = {table for table in filled_tables if count(table)}
        assert seen <= OPEN_TO_OPERATORS
        assert not Entry.objects.exclude(file_id=None).exists()
    assert not set(SHARED) & OPEN_TO_OPERATORS


@pytest.mark.covers("X1")
def test_nobody_gives_herself_an_access(laval, tarbes):
    user = laval.user()
    scope = Scope(organisation=laval.organisation.pk, user=user.pk)
    wanted = (
        {"organisation": tarbes.organisation, "roles": ["administrator"]},
        {"partner": laval.agreements[0].partner if laval.enter() else None, "roles": ["bank_adviser"]},
        {"roles": ["operator"]},
    )
    for facts in wanted:
        with scoped(scope), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Membership.objects.create(user=user, state="active", **facts)


@pytest.mark.covers("X2")
@pytest.mark.parametrize(
    ("role", "roles"),
    [("town", ["operator"]), ("town", ["social_worker", "bank_adviser"]), ("none", ["administrator"])],
)
def test_one_is_of_a_town_of_a_bank_or_of_the_instance(laval, role, roles):
    organisation = laval.organisation if role == "town" else None
    user = join(None, Role.OPERATOR, "Noé", "Vidal").user
    enter(Scope(laval.organisation.pk if organisation else None, operator=organisation is None))
    with pytest.raises(DatabaseError, match="one_side"), transaction.atomic():
        Membership.objects.create(user=user, organisation=organisation, roles=roles, state="active")


class Door:
    """A live thing for each address of the instance."""

    def __init__(self) -> None:
        self.town = raise_town("laval")
        place = Place(self.town)
        asked, bank = place.account_request, self.town.agreements[0].partner
        by = operator()
        empty = actions.set_up_organisation(by=by, on=ON, name="CCAS de Nulle Part")
        person = ANOUK | {"email": "admin@example.org"}
        first = actions.invite_administrator(empty, by=by, on=ON, now=timezone.now(), **person)
        enter(by.scope)
        adviser = join(None, Role.BANK_ADVISER, "Solène", "Marec", partner=bank)
        enter(by.scope)
        self.called = invitation(bank)
        self.keys = {
            "organisation": empty.uid,
            "bank": bank.uid,
            "membership": adviser.uid,
            "account_request": asked.uid,
            "token": self.called.token,
        }
        self.invitations = {"administrator": first.uid, "": self.called.uid}

    def address(self, name: str, keys: tuple[str, ...]) -> str:
        known = self.keys | {
            "invitation": self.invitations["administrator" if "organisation" in keys else ""]
        }
        return reverse(name, kwargs={key: known[key] for key in keys})


@pytest.mark.covers("X1", "X2")
def test_every_address_of_the_instance():
    door = Door()
    hers, adviser = operator_client(), adviser_client(bank_of(door))
    members = {role: door.town.client(role) for role in door.town.members}
    wrong, seen = [], 0
    for address in (one for one in addresses() if one.app == "instance"):
        where = door.address(address.name, address.keys)
        if address.name == "instance:accept_invitation":
            continue
        seen += 1
        answer = hers.get(where)
        if answer.status_code != 200:
            wrong.append(f"{address.name}: {answer.status_code} for who runs the instance")
            continue
        form = form_of(answer.content.decode())
        payload = filled(form, ON) if form else {}
        for name, browser in {"anonyme": Client(), "conseillère": adviser, **members}.items():
            if not refused(browser.get(where)) or not refused(browser.post(where, payload)):
                wrong.append(f"{address.name}: open to {name}")
    assert seen > 18
    assert not wrong, "\n".join(wrong)


def bank_of(door: Door):
    door.town.enter()
    return door.town.agreements[0].partner


@pytest.mark.covers("X7")
def test_no_form_of_the_instance_breaks_or_forgets():
    door = Door()
    browser, wrong, tried = operator_client(), [], 0
    for address in (one for one in addresses() if one.app == "instance"):
        where = door.address(address.name, address.keys)
        if address.name == "instance:accept_invitation":
            continue
        for form in forms_of(browser.get(where).content.decode()):
            if not set(form.fields) - {"csrfmiddlewaretoken", "key"}:
                continue
            known = {"mail_domain": "banque.example.org"} if "mail_domain" in form.fields else {}
            target = Target(address.name, browser, form.action or where, form, filled(form, ON) | known)
            assert told(send(target, target.payload)) == [], address.name
            for one, value in corruptions(form):
                tried += 1
                payload = target.payload | {one.name: value}
                answer = send(target, payload)
                sent = Sent(form, payload, one, value, answer.status_code, answer.content.decode())
                wrong += [
                    f"{address.name}: {one.name} = {str(value)[:40]!r}: {fault}" for fault in sent.faults()
                ]
    assert tried > 300
    assert not wrong, "\n".join(wrong)


def test_who_has_an_account_signs_in_then_confirms(laval):
    found = invitation(None, email=laval.user().email)
    first = Client().get(found.address)
    assert first["Location"].startswith("/compte/connexion/?next=")
    browser = laval.client()
    assert "Confirmez pour rejoindre" in browser.get(found.address).content.decode()
    assert browser.post(found.address).status_code == 302
    page = browser.get("/instance/organisations/").content.decode()
    assert "Exploitation de l’instance" in page
    assert "CCAS de Laval" in page


def test_a_weak_password_joins_nothing(laval):
    found = invitation(None)
    answer = Client().post(found.address, {"password": "azerty", "again": "azerty"})
    assert answer.status_code == 422
    assert Client().post(found.address, PASSWORD).status_code == 302
