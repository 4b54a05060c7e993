"""The rail: the house's rooms that the signed-in member may enter, in the order of the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.domain.access import Reading
from etrier.schemes.models import Dispositif


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the rail; `count` is a few words beside it, or nothing."""

    label: str
    url: str
    current: bool
    count: str = ""


ROOMS: Sequence[tuple[str, str, Reading]] = (
    ("Ma journée", "desk:day", Reading.SEE_DAY),
    ("Dossiers", "desk:files", Reading.SEE_FILES),
    ("Commission", "decisions:sessions", Reading.SEE_COMMITTEE),
    ("Prêts", "loans:loans", Reading.SEE_LOANS),
    ("Remboursements", "outcomes:refunds", Reading.SEE_REFUNDS),
    ("Pilotage", "reporting:year", Reading.SEE_FIGURES),
    ("Dispositif", "schemes:scheme", Reading.SEE_SCHEME),
    ("Partenaires", "partners:partners", Reading.SEE_DIRECTORY),
    ("Équipe", "team:members", Reading.MANAGE_MEMBERS),
    ("Demandes reçues", "portal:desk", Reading.SEE_BANK_DESK),
    ("Organisations", "instance:organisations", Reading.SEE_INSTANCE),
    ("Banques", "instance:banks", Reading.SEE_INSTANCE),
    ("Exploitants", "instance:operators", Reading.SEE_INSTANCE),
)


def closed_rooms(request: HttpRequest, actor: Actor) -> set[str]:
    """The rooms that the dispositif in force does without: the commission, where there is none."""
    if actor.organisation is None or not actor.may_read(Reading.SEE_COMMITTEE):
        return set()
    own = Dispositif.objects.in_force(actor.organisation, request.on)  # type: ignore[attr-defined]  # by the middleware
    return set() if own is not None and own.parsed.committee.sits else {"decisions:sessions"}


@cache
def address(name: str) -> str:
    """Where a room is: asked on every page, and always the same."""
    return reverse(name)


def rail(request: HttpRequest) -> dict[str, Any]:
    """The rooms of the member who asks; the one that holds this page is current."""
    actor: Actor | None = getattr(request, "actor", None)
    rooms = []
    closed = closed_rooms(request, actor) if actor is not None else set()
    for label, name, reading in ROOMS:
        if actor is None or not actor.may_read(reading) or name in closed:
            continue
        rooms.append((label, address(name)))
    inside = [url for _, url in rooms if url != "/" and request.path.startswith(url)]
    deepest = max(inside, key=len, default="/" if request.path == "/" else "")
    return {
        "rail": [Room(label, url, url == deepest) for label, url in rooms],
        "may_search": actor is not None and actor.may_read(Reading.SEE_FILES),
    }
