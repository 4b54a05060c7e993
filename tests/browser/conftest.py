"""A site of one's own, a Chromium, and a stage on which people act."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from etrier.accounts.models import Partner, User
from etrier.database.isolation import NOBODY, Scope, scoped
from etrier.decisions.tests.factories import adviser
from etrier.domain.access import Role
from tests.browser.screen import LookedAt, Screen
from tests.browser.site import own_database, served
from tests.cast import raise_town
from tests.clock import turned_to
from tests.test_walk import START, staged
from tests.walks.stage import Stage

SIZE = {"viewport": {"width": 1280, "height": 900}}
PASSWORD = "quatre-rivières-et-un-pont-27"


def lasting(scope: Scope) -> None:
    """Whose rows the test reads between two pages: its own connection, outside any transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('etrier.organisation', %s, false)", [str(scope.organisation)])


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory, worker_id):
    """The kinds of page already examined, whichever process of this run did it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "looked-at"
    folder.mkdir(exist_ok=True)
    return LookedAt(folder)


@pytest.fixture
def never_looked_at(tmp_path):
    """For a browser of another size or theme: every kind is to be examined again."""
    return LookedAt(tmp_path)


def give_password(user: User) -> None:
    """What it takes to sign in as this person; given before anyone is signed in, whom it would sign out."""
    user.email = f"personne{user.pk}@example.org"
    user.set_password(PASSWORD)
    user.save(update_fields=["email", "password"])


@pytest.fixture
def site(django_db_setup, django_db_blocker):
    """The address of a site on a database of its own."""
    with django_db_blocker.unblock(), own_database("browser"), served() as address:
        yield address


def request_of(request: pytest.FixtureRequest) -> dict[str, Any]:
    """How the test wants the browser to be: its size, its theme."""
    marker = request.node.get_closest_marker("parametrize")
    return dict(request.node.callspec.params.get("device", {})) if marker else {}


@dataclass
class Theatre:
    """The stage on screen, and the same people in a hurry, who use no browser."""

    stage: Stage
    screens: dict[object, Screen]
    quick: Stage

    @contextmanager
    def hurry(self) -> Iterator[None]:
        """Scenes already seen in a browser elsewhere are played through the test client."""
        shown, self.stage.visitor = self.stage.visitor, self.quick.visitor
        self.stage.worker.open("/")
        try:
            yield
        finally:
            self.stage.visitor = shown
            for screen in self.screens.values():
                screen.open("/")


@pytest.fixture
def play(site, browser, looked_at, never_looked_at, request):
    """Gives the stage of a town, its people in front of Chromium; a test may ask for another `device`."""
    contexts = []
    with turned_to(START) as clock:

        def screen(user: User) -> Screen:
            context = browser.new_context(locale="fr-FR", **(SIZE | request_of(request)))
            contexts.append(context)
            shown = Screen(context, site, never_looked_at if request_of(request) else looked_at)
            shown.open("/compte/connexion/")
            shown.press("Se connecter", {"Courriel": user.email, "Mot de passe": PASSWORD})
            return shown

        def theatre(code: str) -> Theatre:
            with scoped(NOBODY):
                town = raise_town(code)
                for role in town.members:
                    give_password(town.user(role))
            screens: dict[object, Screen] = {}

            def visitor(role: Role) -> Screen:
                if role not in screens:
                    screens[role] = screen(town.user(role))
                return screens[role]

            def partner(bank: Partner) -> Screen:
                if bank.pk not in screens:
                    with scoped(NOBODY):
                        user = adviser(bank, last=f"Fresnel{bank.pk}").user
                        give_password(user)
                    screens[bank.pk] = screen(user)
                return screens[bank.pk]

            stage = Stage(town, clock, visitor, partner, lasting)
            return Theatre(stage, screens, staged(town, clock))

        yield theatre
        for context in contexts:
            context.close()
