"""Every address × everyone: who may opens it, who may not does not, a stranger finds nothing.

Addresses come from the resolver, so a new page is held from its first day; an address whose keys we cannot
make a live thing for fails.
"""

from functools import cache
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from etrier.accounts.models import Organisation
from etrier.database.isolation import Scope, enter
from etrier.database.shared import SHARED
from etrier.decisions.tests.factories import adviser_client
from etrier.domain.access import Role, may
from etrier.domain.lifecycle import Act
from tests.addresses import Address, addresses
from tests.cast import Town, operator_client
from tests.filling import filled, form_of
from tests.keys import candidates
from tests.live import Place
from tests.neighbours import Everyone

pytestmark = pytest.mark.usefixtures("quick")
ADDRESSES = [address for address in addresses() if address.app not in {"", "instance", "portal"}]
OPEN_TO_ALL = {"team:accept_invitation", "instance:accept_invitation"}
"""Pages that need no account: each carries its own proof."""
WITHOUT_PAGE = {"decisions:read_message", "partners:bank"}
"""Buttons of another page: sent, never opened; and an address that only leads to another."""
ACTS = {act.value: act for act in Act}
NOBODY = {302, 403, 404, 405}
PRINT = "SELECT '{0}', md5(coalesce(string_agg(t::text, chr(10) ORDER BY id), '')) FROM \"{0}\" t"


def within(town: Town) -> None:
    enter(Scope(organisation=town.organisation.pk))


@cache
def print_of_all() -> str:
    """One query that prints every isolated table, readings and sent keys apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        tables = (
            {row[0] for row in cursor.fetchall()} - set(SHARED) - {"journal_reading", "journal_submission"}
        )
    return " UNION ALL ".join(PRINT.format(table) for table in sorted(tables))


def state_of(organisations: list[Organisation]) -> set[tuple[Any, ...]]:
    """What every isolated table holds, as these organisations see it."""
    found: set[tuple[Any, ...]] = set()
    for organisation in organisations:
        enter(Scope(organisation=organisation.pk))
        with connection.cursor() as cursor:
            cursor.execute(print_of_all())
            found |= {(organisation.code, *row) for row in cursor.fetchall()}
    return found


def opened(address: Address, place: Place, people: Everyone) -> tuple[Role, dict[str, Any], Any] | None:
    """Who opens an address, and on which live thing: first those whose right it is, then whoever may."""
    act = None if address.name in OPEN_TO_ALL else ACTS.get(address.name.rpartition(":")[2])
    able = [role for role in people.browsers if act is None or may({role}, act)]
    return tried(address, place, people, able, patient=False) or tried(
        address, place, people, list(people.browsers), patient=True
    )


def tried(
    address: Address, place: Place, people: Everyone, roles: list[Role], *, patient: bool
) -> tuple[Role, dict[str, Any], Any] | None:
    """The first of these roles that opens an address. A thing on which the page is not forbidden but
    impossible is left for the next one at once, unless one is `patient`."""
    for keys in candidates(address.app, address.keys, place):
        for role in roles:
            answer = people.open(role, address, keys)
            within(place.town)
            if answer.status_code == 200:
                return role, keys, answer
            if answer.status_code != 403 and not patient:
                break
    return None


def refused(answer: Any) -> bool:
    """Whether an answer showed nothing: the sign-in page, forbidden, not found, or not by this method."""
    if answer.status_code == 302:
        return answer["Location"].startswith("/compte/connexion/") or "/motif/" in answer["Location"]
    return answer.status_code in NOBODY


@pytest.mark.covers("X1", "X2")
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_every_address(address, neighbourhood, settings):
    settings.OPERATOR_SECOND_FACTOR = False
    home, next_door = neighbourhood.homes(address.app)
    here, place, ours, neighbours = home.town, home.place, home.people, next_door.people
    within(here)
    if address.name in WITHOUT_PAGE:
        keys, payload = next(candidates(address.app, address.keys, place)), {"key": ""}
    else:
        found = opened(address, place, ours)
        assert found, f"nobody opens {address.keys} on any live thing we know how to make"
        _, keys, answer = found
        form = form_of(answer.content.decode()) if "html" in answer["Content-Type"] else None
        payload = filled(form, place.on) if form is not None else None
    wrong = seen_by_strangers(address, keys, neighbours)
    if address.name not in WITHOUT_PAGE:
        wrong += seen_without_the_right(address, keys, ours)
    if payload is not None:
        wrong += changed_by_others(address, keys, payload, ours, neighbours)
    within(here)
    assert not wrong, "\n".join(wrong)


def of_a_town(keys: dict[str, Any]) -> bool:
    """Whether an address names a thing of one town; a year belongs to each, a bank to the instance."""
    return bool(set(keys) - {"year", "bank"})


def seen_by_strangers(address: Address, keys: dict[str, Any], neighbours: Everyone) -> list[str]:
    """What anonymous people and another town's members see of a thing that is not theirs."""
    where = reverse(address.name, kwargs=keys)
    if address.name in OPEN_TO_ALL:
        return []
    wrong = [] if refused(Client().get(where)) else [f"{address.name}: open without signing in"]
    hers = operator_client().get(where)
    if not refused(hers) and hers.get("Location") != reverse("instance:organisations"):
        wrong.append(f"{address.name}: open to who runs the instance")
    if of_a_town(keys):
        for role, browser in neighbours.browsers.items():
            answer = browser.get(where)
            if answer.status_code not in (403, 404):
                wrong.append(f"{address.name}: {answer.status_code} for a stranger, {role}")
    return wrong


def seen_without_the_right(address: Address, keys: dict[str, Any], ours: Everyone) -> list[str]:
    """Which of our own members open the page of an act that the table does not give them."""
    act = ACTS.get(address.name.rpartition(":")[2])
    if act is None or address.name in OPEN_TO_ALL:
        return []
    return [
        f"{address.name}: open to {role}, who may not"
        for role in ours.browsers
        if not may({role}, act) and not refused(ours.open(role, address, keys))
    ]


def changed_by_others(
    address: Address, keys: dict[str, Any], payload: dict[str, Any], ours: Everyone, neighbours: Everyone
) -> list[str]:
    """What a valid form changes when it is sent by someone who may not."""
    act = ACTS.get(address.name.rpartition(":")[2])
    if act is None or address.name in OPEN_TO_ALL:
        return []
    where = reverse(address.name, kwargs=keys)
    towns = [ours.town.organisation, neighbours.town.organisation]
    before = state_of(towns)
    senders = {"anonyme": Client()}
    senders |= {f"{role} d’ici": b for role, b in ours.browsers.items() if not may({role}, act)}
    if of_a_town(keys):
        senders |= {f"{role} d’ailleurs": browser for role, browser in neighbours.browsers.items()}
    wrong = []
    for name, browser in senders.items():
        answer = browser.post(where, payload)
        if not refused(answer):
            wrong.append(f"{address.name}: POST by {name} answered {answer.status_code}")
    after = state_of(towns)
    changed = sorted({row[1] for row in after - before})
    if changed:
        wrong.append(f"{address.name}: POST by others changed {changed}")
    return wrong


@pytest.mark.covers("X1", "A14")
def test_every_address_of_the_bank(neighbourhood):
    """Her own bank's adviser opens a request, another's finds nothing, nor do the towns' members."""
    home = neighbourhood.at("laval")
    here, sent = home.town, home.place.sent
    hers, another = here.agreements[0].partner, here.agreements[1].partner
    ours, theirs = adviser_client(hers), adviser_client(another, first="Solène", last="Marec")
    worker = home.worker
    wrong = []
    for address in (one for one in addresses() if one.app == "portal"):
        keys = {"transmission": sent.uid} if address.keys else {}
        where = reverse(address.name, kwargs=keys)
        answer = ours.get(where)
        if answer.status_code not in (200, 302, 405):
            wrong.append(f"{address.name}: {answer.status_code} for the adviser herself")
        if not refused(Client().get(where)) or not refused(worker.get(where)):
            wrong.append(f"{address.name}: open to someone who is not of the bank")
        if keys and theirs.get(where).status_code not in (403, 404, 405):
            wrong.append(f"{address.name}: open to another bank")
    assert not wrong, "\n".join(wrong)
