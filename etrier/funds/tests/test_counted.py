"""Months counted at night, where an envelope has too many commitments to weigh them at each visit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etrier.accounts.actor import house
from etrier.config.sweep import sweep
from etrier.domain.access import Role
from etrier.funds import counted
from etrier.funds.exposure import by_month
from etrier.funds.models import MonthsCount
from etrier.funds.sweep import STEPS, count_months
from etrier.funds.tests.factories import envelope, reserved

TODAY = timezone.localdate()


@pytest.fixture
def large(monkeypatch):
    """Two commitments are already many."""
    monkeypatch.setattr(counted, "LARGE", 2)


@pytest.fixture
def found(laval, large):
    """An envelope of three commitments of 500 €."""
    made = envelope(laval)
    for _ in range(3):
        reserved(laval, on=TODAY)
    return made


def drawn(page) -> int:
    """What the chart foresees for this month."""
    return next(one for one in page.context["series"][1]["values"] if one is not None)


@pytest.mark.covers("D9")
def test_a_small_envelope_is_weighed_at_each_visit(laval):
    made, manager = envelope(laval), laval.client(Role.MANAGER)
    page = reverse("funds:one", args=[made.uid])
    for weight in (500, 1000, 1500):
        laval.enter()
        reserved(laval, on=TODAY)
        shown = manager.get(page)
        assert drawn(shown) == weight
        assert "Compter à nouveau" not in shown.content.decode()
    assert manager.post(page).status_code == 302
    laval.enter()
    assert not MonthsCount.objects.exists()


@pytest.mark.covers("D9")
def test_a_large_envelope_draws_the_months_of_the_night_and_may_count_again(laval, found):
    manager, page = laval.client(Role.MANAGER), reverse("funds:one", args=[found.uid])
    first = manager.get(page)
    assert drawn(first) == 1500
    assert "Cette courbe est celle du" in first.content.decode()
    laval.enter()
    reserved(laval, on=TODAY)
    second = manager.get(page)
    assert drawn(second) == 1500
    assert dict(second.context["facts"])["Utilisé"] == "2\u202f000,00\u202f€"
    answer = manager.post(page)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert drawn(manager.get(page)) == 2000


@pytest.mark.covers("D9")
def test_what_is_kept_reads_as_it_was_counted(found):
    now = timezone.now()
    fresh = counted.keep(found, TODAY, now)
    assert fresh == counted.read(MonthsCount.objects.get()) == counted.Counted(by_month(found, TODAY), now)
    assert any(one.borne is not None for one in fresh.months)
    assert any(one.foreseen for one in fresh.months)


@pytest.mark.covers("D9")
def test_the_page_costs_the_same_whatever_the_envelope(laval, found):
    manager, page = laval.client(Role.MANAGER), reverse("funds:one", args=[found.uid])
    manager.get(page)
    with CaptureQueriesContext(connection) as few:
        manager.get(page)
    laval.enter()
    for _ in range(5):
        reserved(laval, on=TODAY)
    with CaptureQueriesContext(connection) as more:
        manager.get(page)
    assert len(few) == len(more)
    assert not any("funds_exposure" in one["sql"] for one in more)


@pytest.mark.covers("D9", "R8")
def test_the_night_counts_a_large_envelope_once_a_day(laval, found):
    by = house(laval.organisation)
    assert [count_months(by, day) for day in (TODAY, TODAY, TODAY + timedelta(1))] == [1, 0, 1]


@pytest.mark.covers("D9", "R8")
def test_the_sweep_counts_large_envelopes_alone(laval, found, tarbes):
    envelope(tarbes)
    reserved(tarbes, on=TODAY)
    ((name, _),) = STEPS
    for town, wanted in ((tarbes, 0), (laval, 1)):
        town.enter()
        assert [done.count for done in sweep(town.organisation, TODAY) if done.step == name] == [wanted]
        assert MonthsCount.objects.count() == wanted


@pytest.mark.covers("D9")
def test_who_may_not_see_the_envelope_does_not_count_it_again(laval, found):
    stranger = laval.client(Role.RECEPTION)
    assert stranger.post(reverse("funds:one", args=[found.uid])).status_code == 403
    laval.enter()
    assert not MonthsCount.objects.exists()
