"""The instance in tests: someone who runs it, a bank, an adviser, invitations."""

import re
from datetime import date
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from etrier.accounts.actor import Actor, member
from etrier.accounts.models import Membership, Partner
from etrier.database.isolation import Scope, enter
from etrier.domain.access import Role
from etrier.instance import actions
from etrier.instance.jobs import send_invitation
from etrier.instance.models import InstanceInvitation
from tests.cast import join

ON = date(2026, 11, 23)
PASSWORD = {"password": "Cheval-9-poivre-lune", "again": "Cheval-9-poivre-lune"}
ANOUK = {"email": "anouk.fresnel@banque.example.org", "first_name": "Anouk", "last_name": "Fresnel"}


def operator() -> Actor:
    """Someone who runs the instance; the test then sees what she does."""
    found = member(join(None, Role.OPERATOR, "Dominique", "Estève"))
    enter(found.scope)
    return found


def watching() -> None:
    """Let the code of the test see what belongs to no organisation."""
    enter(Scope(operator=True))


def bank(name: str = "Banque des Trois Rivières", **facts: Any) -> Partner:
    return actions.register_bank(by=operator(), on=ON, name=name, **facts)


def invitation(partner: Partner | None, **facts: Any) -> InstanceInvitation:
    return actions.invite(partner, by=operator(), on=ON, now=timezone.now(), **(ANOUK | facts))


def link(found: InstanceInvitation) -> str:
    """The link of the message sent."""
    send_invitation.func(invitation=found.pk)
    address = re.search(r"http://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert address
    return address.group(1)


def joined(found: InstanceInvitation) -> tuple[Client, Membership]:
    """The browser and the access of someone who followed her link and chose her password."""
    browser = Client()
    assert browser.post(link(found), PASSWORD)["Location"] == "/"
    watching()
    return browser, Membership.objects.get(user__email=found.email, partner=found.partner, organisation=None)
