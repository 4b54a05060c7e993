"""A town copied by whole tables: each copy lives like the file it was made from."""

import psycopg
import pytest
from django.conf import settings
from django.urls import reverse

from etrier.accounts.models import Membership
from etrier.applications.tests import factories as applications
from etrier.cli.benches.pages import report
from etrier.database.isolation import NOBODY, scoped
from etrier.demonstration.multiply import multiply
from etrier.files.models import File
from etrier.files.reading import SESSION_KEY
from etrier.journal.models import Entry
from etrier.loans.models import Instalment, Loan
from etrier.loans.tests import factories as loans
from tests.browser.site import own_database
from tests.cast import Town, raise_town
from tests.databases import make_url

TIMES = 3
TEAM = 2
"""Copies that one team works on."""


@pytest.fixture
def copied(django_db_setup, django_db_blocker, tmp_path) -> Town:
    """Laval with one loan and one contact, each then copied; another town beside it, left alone."""
    settings.VAULT, former = tmp_path, settings.VAULT
    with django_db_blocker.unblock(), own_database("copies"):
        with scoped(NOBODY):
            tarbes = raise_town("tarbes")
            applications.contact(tarbes)
            laval = raise_town("laval")
            loans.loan(laval)
            applications.contact(laval, last_name="Personne2", phone="0639980102")
        address = make_url(settings.OWNER_URL, settings.DATABASES["default"]["NAME"])
        with psycopg.connect(address, autocommit=True) as owner:
            assert multiply(owner, laval.organisation.pk, TIMES, team=TEAM) == 2 * (TIMES + 1)
            found = owner.execute("SELECT count(*) FROM files_file").fetchone()
            assert found == (2 * (TIMES + 1) + 1,)
        yield laval
    settings.VAULT = former


def test_each_copy_is_a_file_of_its_own(copied):
    with scoped(NOBODY):
        copied.enter()
        assert len({one.number for one in File.objects.all()}) == 2 * (TIMES + 1)
        lent = list(Loan.objects.select_related("file").order_by("pk"))
        assert len(lent) == len({one.file_id for one in lent}) == TIMES + 1
        lines = [Instalment.objects.filter(version__loan=one).count() for one in lent]
        assert len(set(lines)) == 1
        assert lines[0] == lent[0].months
        stories = {Entry.objects.filter(file_id=one.file_id).count() for one in lent}
        assert len(stories) == 1
        assert stories.pop() > 10
        copy = lent[-1].file
    browser = copied.client()
    session = browser.session
    session[SESSION_KEY] = {str(copy.uid): "supervision"}
    session.save()
    assert copy.number in browser.get(reverse("desk:file", args=[copy.uid])).content.decode()
    assert browser.get(reverse("loans:account", args=[copy.uid])).status_code == 200


def test_a_larger_town_has_more_people(copied):
    with scoped(NOBODY):
        copied.enter()
        members = len(copied.members)
        assert Membership.objects.filter(organisation=copied.organisation).count() == 2 * members
        loans = Loan.objects.select_related("file__holder").order_by("pk")
        holders = [loan.file.holder for loan in loans]
        assert [one == holders[0] for one in holders] == [True, True, False, False]
        assert {one.full_name for one in holders} == {holders[0].full_name}


def test_the_next_file_comes_after_the_copies(copied):
    with scoped(NOBODY):
        copied.enter()
        known = set(File.objects.values_list("pk", flat=True))
        fresh = applications.contact(copied, last_name="Personne3", phone="0639980103")
        assert fresh.file_id > max(known)


def test_a_page_that_asks_more_in_a_larger_town_is_said():
    floor = {"name": "Plancher", "queries": 3, "p50": 0.01, "low": 0.009, "high": 0.011}
    page = {"name": "Dossiers", "queries": 10, "p50": 0.03, "low": 0.02, "high": 0.04}
    said = report([floor, page], [floor, page | {"queries": 40}], 320)
    assert [check.agrees for check in said.checks] == [True, False]
    assert said.checks[1].gap == 30
    assert said.figures[1].to_floor == pytest.approx(3)
