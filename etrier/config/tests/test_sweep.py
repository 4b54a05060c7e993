"""The daily sweep over all stages: in order, and nothing the second time."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from etrier.cli import sweep as command
from etrier.config.sweep import STEPS, sweep
from etrier.followup.tests.factories import late_loan
from etrier.journal.models import Entry


def test_the_steps_follow_the_life_of_a_loan():
    names = [name for name, _ in STEPS]
    assert len(names) == len(set(names)) > 10


@pytest.mark.covers("R8")
def test_a_second_run_changes_nothing(laval):
    laval.enter()
    late_loan(laval)
    today = timezone.localdate()
    first = sweep(laval.organisation, today)
    assert sum(done.count for done in first)
    laval.enter()
    entries = Entry.objects.count()
    again = sweep(laval.organisation, today)
    assert [done for done in again if done.count] == []
    laval.enter()
    assert Entry.objects.count() == entries


@pytest.mark.covers("R8")
def test_a_sweep_of_every_organisation_tells_what_it_did(laval, tarbes, capsys):
    laval.enter()
    late_loan(laval)
    assert command.main(["--json", "--on", (timezone.localdate() + timedelta(1)).isoformat()]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["organisation"] for line in lines} == {"CCAS de Laval", "CCAS de Tarbes"}
    assert any(line["count"] for line in lines)


def test_a_day_that_does_not_exist_is_refused(db, capsys):
    assert command.main(["--on", "2026-02-31"]) == 2
    assert "2026-11-23" in capsys.readouterr().err


def test_the_worker_knows_the_jobs_of_every_stage(db):
    app.perform_import_paths()
    assert {"etrier.sweep", "etrier.documents.check_document", "etrier.team.send_invitation"} <= set(
        app.tasks
    )


def test_jobs_carry_keys_only(laval):
    laval.enter()
    late_loan(laval)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs")
        for (arguments,) in cursor.fetchall():
            values = json.loads(arguments) if isinstance(arguments, str) else arguments
            assert all(isinstance(value, int) for value in values.values())
