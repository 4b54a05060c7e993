"""Years counted at night, where there are too many files to count them at each visit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etrier.accounts.actor import house
from etrier.applications.tests.factories import contact
from etrier.config.sweep import sweep
from etrier.domain.access import Role
from etrier.outcomes.tests import factories as outcomes
from etrier.reporting import counted
from etrier.reporting.models import YearCount
from etrier.reporting.sheet import sheet_of
from etrier.reporting.sweep import count_years

YEAR = timezone.localdate().year
PAGE = reverse("reporting:year_of", args=[YEAR])


@pytest.fixture
def large(monkeypatch):
    """Three files are already many."""
    monkeypatch.setattr(counted, "LARGE", 3)


@pytest.fixture
def town(laval, large):
    for _ in range(5):
        contact(laval, on=timezone.localdate())
    return laval


def received(page) -> str:
    return page.context["sheet"].figure("requests_received").text


@pytest.mark.covers("E4")
def test_a_town_of_few_files_is_counted_at_each_visit(laval):
    manager = laval.client(Role.MANAGER)
    contact(laval, on=timezone.localdate())
    assert received(manager.get(PAGE)) == "1"
    laval.enter()
    contact(laval, on=timezone.localdate())
    page = manager.get(PAGE)
    assert received(page) == "2"
    assert "Compter à nouveau" not in page.content.decode()
    manager.post(PAGE)
    laval.enter()
    assert not YearCount.objects.exists()


@pytest.mark.covers("E4")
def test_a_large_town_reads_the_figures_of_the_night_and_may_count_again(town):
    manager = town.client(Role.MANAGER)
    first = manager.get(PAGE)
    assert received(first) == "5"
    assert "Ces chiffres sont ceux du" in first.content.decode()
    town.enter()
    contact(town, on=timezone.localdate())
    assert received(manager.get(PAGE)) == "5"
    answer = manager.post(PAGE)
    assert answer.status_code == 302
    assert received(manager.get(answer["Location"])) == "6"
    assert b";6;" in manager.get(reverse("reporting:year_file", args=[YEAR])).content


@pytest.mark.covers("E4")
def test_reading_what_was_counted_costs_the_same_whatever_the_town(town):
    manager = town.client(Role.MANAGER)
    manager.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        manager.get(PAGE)
    town.enter()
    for _ in range(5):
        contact(town, on=timezone.localdate())
    with CaptureQueriesContext(connection) as more:
        manager.get(PAGE)
    assert len(few) == len(more) < 15


@pytest.mark.covers("E4")
def test_what_is_kept_reads_as_it_was_counted(tarbes, large):
    refund = outcomes.paid(tarbes)
    organisation, now = tarbes.organisation, timezone.now()
    year = refund.paid_on.year
    fresh = counted.keep(organisation, year, now)
    kept = counted.read(YearCount.objects.get())
    assert kept == fresh
    assert kept.sheet == sheet_of(organisation, year)
    assert any(one.unit == "€" and one.value for theme in kept.sheet.themes for one in theme.figures)


@pytest.mark.covers("E4")
def test_figures_kept_in_a_former_form_are_counted_again(town):
    manager = town.client(Role.MANAGER)
    manager.get(PAGE)
    town.enter()
    YearCount.objects.update(figures={"sheet": "as another version wrote it"})
    page = manager.get(PAGE)
    assert (page.status_code, received(page)) == (200, "5")


@pytest.mark.covers("E4", "R8")
def test_the_night_counts_each_year_once_and_those_looked_at_before(town):
    by, on = house(town.organisation), timezone.localdate()
    assert count_years(by, on) == 1
    assert count_years(by, on) == 0
    counted.keep(town.organisation, YEAR - 1, timezone.now() - timedelta(days=2))
    assert count_years(by, on) == 1
    assert count_years(by, on + timedelta(days=1)) == 2


@pytest.mark.covers("E4", "R8")
def test_the_sweep_counts_large_towns_alone(town, tarbes):
    assert [done.count for done in sweep(tarbes.organisation, timezone.localdate())][-1] == 0
    assert [done.count for done in sweep(town.organisation, timezone.localdate())][-1] == 1


@pytest.mark.covers("E4")
def test_totals_typed_are_in_the_figures_at_once(town):
    manager = town.client(Role.MANAGER)
    manager.get(PAGE)
    where = reverse("reporting:record_year_totals", args=[YEAR])
    answer = manager.post(where, {"optional_aids": "10 000", "illegible": ["loans_granted"]})
    assert answer.status_code == 302, answer.content
    assert manager.get(PAGE).context["sheet"].figure("loans_granted").value is None
