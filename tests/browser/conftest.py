"""A site of one's own, a Chromium, and a stage on which people act."""

import os

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from etrier.accounts.models import User
from etrier.database.isolation import NOBODY, Scope, scoped
from etrier.decisions.tests.factories import adviser
from tests import chromium
from tests.browser.screen import Screen
from tests.browser.site import own_database, served
from tests.cast import raise_town
from tests.clock import turned_to
from tests.test_walk import START
from tests.walks.stage import Stage

PASSWORD = "quatre-rivières-et-un-pont-27"


def lasting(scope: Scope) -> None:
    """Whose rows the test reads between two pages: its own connection, outside any transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('etrier.organisation', %s, false)", [str(scope.organisation)])


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, else Playwright's."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def looked_at():
    """The kinds of page already examined."""
    return set()


@pytest.fixture
def site(django_db_setup, django_db_blocker):
    """The address of a site on a database of its own."""
    with django_db_blocker.unblock(), own_database("browser"), served() as address:
        yield address


@pytest.fixture
def play(site, browser, looked_at):
    """Gives the stage of a town, its people in front of Chromium."""
    contexts = []
    with turned_to(START) as clock:

        def screen(user: User) -> Screen:
            context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
            contexts.append(context)
            shown = Screen(context, site, looked_at)
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
            shown.open("/compte/connexion/")
            shown.press("Se connecter", {"Courriel": user.email, "Mot de passe": PASSWORD})
            return shown

        def stage(code: str) -> Stage:
            with scoped(NOBODY):
                town = raise_town(code)
            screens = {}

            def visitor(role):
                if role not in screens:
                    screens[role] = screen(town.user(role))
                return screens[role]

            def partner(bank):
                if bank.pk not in screens:
                    with scoped(NOBODY):
                        user = adviser(bank).user
                    screens[bank.pk] = screen(user)
                return screens[bank.pk]

            return Stage(town, clock, visitor, partner, lasting)

        yield stage
        for context in contexts:
            context.close()
