"""Two towns at work, made once for all the tests of a module: raising them again and again took minutes.

A sweep asks for the fixture `neighbourhood` and gets `neighbourhood.at("laval")`: the town, its people's
browsers, its live things (`place`), each made the first time anybody needs it and kept for the tests after.
So whatever a test does there, it takes back itself (`tests.test_fuzz.sent` shows how).
"""

from functools import cached_property
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from etrier.domain.access import Role
from etrier.files.reading import SESSION_KEY
from tests.addresses import Address
from tests.cast import Town, raise_town
from tests.live import Place

HOMES = {"decisions": ("tarbes", "laval"), "outcomes": ("tarbes", "laval")}
"""Where our own people live, then their neighbours, by app: a commission is needed where it has pages."""


class Everyone:
    """The browsers of one town's members."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.browsers = {role: town.client(role) for role in town.members}

    def open(self, role: Role, address: Address, keys: dict[str, Any]) -> Any:
        """A page, its reading explained when it is not one's own caseload."""
        browser = self.browsers[role]
        if "file" in keys:
            session = browser.session
            known = session.get(SESSION_KEY, {})
            if str(keys["file"]) not in known:
                session[SESSION_KEY] = known | {str(keys["file"]): "supervision"}
                session.save()
        return browser.get(reverse(address.name, kwargs=keys))


class Inhabited:
    """A town, its people, its live things."""

    def __init__(self, code: str) -> None:
        self.town = raise_town(code)
        self.place = Place(self.town)

    @cached_property
    def people(self) -> Everyone:
        """Its members, signed in."""
        return Everyone(self.town)

    @property
    def worker(self) -> Client:
        """The browser of its social worker."""
        return self.people.browsers[Role.SOCIAL_WORKER]


class Neighbourhood:
    """The towns, each raised the first time it is asked for."""

    def __init__(self) -> None:
        self._towns: dict[str, Inhabited] = {}

    def at(self, code: str) -> Inhabited:
        """A town, whose rows the test then sees."""
        if code not in self._towns:
            with transaction.atomic():
                self._towns[code] = Inhabited(code)
        self._towns[code].town.enter()
        return self._towns[code]

    def homes(self, app: str) -> tuple[Inhabited, Inhabited]:
        """Where the pages of an app are tried, and the neighbours; the test sees the rows of the first."""
        here, elsewhere = HOMES.get(app, ("laval", "tarbes"))
        neighbours = self.at(elsewhere)
        return self.at(here), neighbours
