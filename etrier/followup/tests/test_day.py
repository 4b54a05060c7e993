"""What the day and the file page ask of the follow-up: the right lines, a fixed number of queries."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etrier.applications.tests.factories import contact
from etrier.domain.access import Role
from etrier.followup import day, panel
from etrier.followup.actions import appointments as appointment_actions
from etrier.followup.tests.factories import (
    aid,
    appointment,
    difficulty,
    late_loan,
    plan,
    signalled,
    task,
    today,
)
from etrier.followup.tests.factories import contact as support_contact
from etrier.loans.actions import default
from etrier.loans.tests import factories as loans

pytestmark = pytest.mark.covers("R12")


def cost(read, *arguments):
    with CaptureQueriesContext(connection) as queries:
        list(read(*arguments))
    return len(queries)


def test_the_day_shows_ones_own_appointments_and_reception_everybodys(laval):
    file = contact(laval).file
    later = appointment(laval, file, at=time(15))
    first = appointment(laval, file, at=time(9))
    other = appointment(laval, file, at=time(11), worker=laval.user(Role.MANAGER))
    cancelled = appointment(laval, file, at=time(17))
    appointment_actions.cancel_appointment(cancelled, by=laval.actor(), on=today())
    appointment(laval, file, day=today() + timedelta(1))
    assert day.appointments_of(laval.actor(), today()) == [first, later]
    assert day.appointments_of(laval.actor(Role.RECEPTION), today()) == [first, other, later]
    assert day.appointments_of(laval.actor(Role.FINANCE), today()) == []


def test_the_day_shows_tasks_by_urgency(laval):
    file, on = contact(laval).file, today()
    late = task(laval, file, on=on - timedelta(9), due_on=on - timedelta(2))
    now = task(laval, file)
    soon = task(laval, file, due_on=on + timedelta(7))
    task(laval, file, due_on=on + timedelta(8))
    task(laval, file, owner=laval.user(Role.MANAGER))
    lines = day.tasks_of(laval.actor(), on)
    assert [(line.task, line.tone, line.late_days) for line in lines] == [
        (late, "bad", 2),
        (now, "waiting", 0),
        (soon, "", 0),
    ]


def test_the_day_shows_difficulties_by_deadline(laval):
    on = today()
    calm = signalled(laval)
    pressing = difficulty(laval, late_loan(laval), on=on - timedelta(20))
    frozen = difficulty(laval, late_loan(laval))
    default.record_overindebtedness(
        frozen.loan, by=laval.actor(), on=on, stage="admissible", source=loans.PHONE
    )
    lines = day.difficulties_of(laval.actor(), on)
    assert [line.difficulty for line in lines] == [pressing, calm, frozen]
    assert [line.tone for line in lines] == ["bad", "waiting", "neutral"]
    assert [line.step.step if line.step else "" for line in lines] == [
        "contact_attempt",
        "contact_attempt",
        "",
    ]


def test_each_part_of_the_day_costs_the_same_for_one_and_for_many(laval):
    actor, on = laval.actor(), today()
    found = late_loan(laval)
    difficulty(laval, found)
    appointment(laval, found.file)
    task(laval, found.file)
    support_contact(laval, found.file)
    reads = (day.appointments_of, day.tasks_of, day.difficulties_of, day.contacts_of)
    one = [cost(read, actor, on) for read in reads]
    assert one == [1, 2, 4, 2]
    for rank in range(3):
        other = loans.loan(laval)
        signalled(laval, other)
        appointment(laval, other.file, at=time(9, rank))
        task(laval, other.file)
        support_contact(laval, other.file)
    assert [cost(read, actor, on) for read in reads] == one


def test_the_file_shows_where_its_follow_up_stands(laval):
    found = late_loan(laval)
    empty = panel.of_file(found.file, today())
    assert (empty.next_appointment, empty.difficulty, empty.plan, empty.rate) == (None, None, None, None)
    planned = appointment(laval, found.file, day=today() + timedelta(1))
    trouble = difficulty(laval, found)
    support = plan(laval, found, on=today())
    asked = aid(laval, found.file)
    to_do = task(laval, found.file)
    full = panel.of_file(found.file, today())
    assert (full.next_appointment, full.plan, full.aids, full.tasks) == (planned, support, [asked], [to_do])
    assert full.difficulty.difficulty == trouble
    assert full.difficulty.step.step == "contact_attempt"
    with CaptureQueriesContext(connection) as queries:
        panel.of_file(found.file, today())
    assert len(queries) == 7
