"""What every test stands on: a database cloned from a migrated template, and the cast."""

import datetime
import gc
import logging
import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.template import Template
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tests.cast import Town, raise_town
from tests.databases import cloned_database
from tests.neighbours import Neighbourhood

TODAY = datetime.date(2026, 11, 23)
examples.register_profile("house", examples(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("house")  # a busy machine is not a fault: speed is the benches' business


def pytest_xdist_auto_num_workers() -> int:
    """Two more processes than cores: some wait for Chromium or PostgreSQL while the others compute."""
    return len(os.sched_getaffinity(0)) + 2


def pytest_collection_finish() -> None:
    """What collecting has made stays to the end: Python need not look through it for what is forgotten."""
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Give this process a fresh copy of the template, seen with the site's rights."""
    with django_db_blocker.unblock(), cloned_database():
        yield


@pytest.fixture(scope="session", autouse=True)
def vault(tmp_path_factory):
    """The papers of the tests lie apart from those of the instance."""
    settings.VAULT = tmp_path_factory.mktemp("vault")


@pytest.fixture
def on() -> datetime.date:
    """The day of the tests, a Monday."""
    return TODAY


@pytest.fixture
def laval(db) -> Town:
    """Laval: three products, three banks, no commission."""
    return raise_town("laval")


@pytest.fixture
def tarbes(db) -> Town:
    """Tarbes: one product, one bank, a commission before the bank and before the refund."""
    return raise_town("tarbes")


@pytest.fixture
def quick(monkeypatch) -> Iterator[None]:
    """Pages are rendered as on the site: the copies of contexts that tests usually keep, and the log of each
    refusal, would take half of the time."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def neighbourhood(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Neighbourhood]:
    """Both towns at work, shared by the tests of a module; nothing of them stays after it."""
    former, settings.VAULT = settings.VAULT, tmp_path_factory.mktemp("vault")
    with django_db_blocker.unblock(), transaction.atomic():
        yield Neighbourhood()
        transaction.set_rollback(True)
    settings.VAULT = former
