"""Appointments: planned at the desk, held by the worker, warned when they overlap, silent in a calendar."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etrier.accounts.actor import house
from etrier.applications.tests.factories import contact
from etrier.domain.access import Role
from etrier.domain.lifecycle import Act, ActRefused
from etrier.followup.actions import appointments as actions
from etrier.followup.models import Appointment
from etrier.followup.tests.factories import appointment, slot, today
from etrier.journal.door import NotAllowed
from etrier.journal.models import Entry
from etrier.journal.sentences import told

pytestmark = pytest.mark.covers("A4")
MONDAY = date(2026, 11, 30)


@pytest.fixture
def file(laval):
    return contact(laval).file


def page(name, file, *more):
    return reverse(f"followup:{name}", args=[file.uid, *more])


def plan_data(town, **changed):
    return {
        "kind": "study",
        "day": (today() + timedelta(2)).isoformat(),
        "at": "9:30",
        "minutes": "90",
        "worker": str(town.user().uid),
        "place": "ccas",
        "place_detail": "bureau 3",
        "participants": ["person", "interpreter"],
        "key": str(uuid4()),
    } | changed


def test_an_appointment_is_planned_moved_held_and_told(laval, file):
    client = laval.client()
    assert "1\u00a0h\u00a030" in client.get(page("plan_appointment", file)).content.decode()
    answer = client.post(page("plan_appointment", file), plan_data(laval))
    assert answer.status_code == 302, answer.context["form"].errors
    laval.enter()
    planned = Appointment.objects.get()
    begins = planned.starts_at.astimezone(laval.organisation.zone)
    assert (begins.time(), planned.minutes, planned.place_detail) == (time(9, 30), 90, "bureau 3")
    shown = client.get(answer["Location"]).content.decode()
    assert "à 9\u00a0h\u00a030" in shown and "un interprète" in shown and "Camille Rouault" in shown
    moved = {
        "day": today().isoformat(),
        "at": "14:00",
        "minutes": "60",
        "worker": str(laval.user(Role.MANAGER).uid),
        "place": "home",
        "revision": planned.revision,
    }
    assert client.post(page("move_appointment", file, planned.uid), moved).status_code == 302
    laval.enter()
    planned.refresh_from_db()
    assert (planned.place, planned.worker) == ("home", laval.user(Role.MANAGER))
    held = {
        "minutes": "75",
        "participants": ["person"],
        "note": "Apporte les relevés vendredi.",
        "revision": planned.revision,
    }
    assert client.post(page("mark_seen", file, planned.uid), held).status_code == 302
    laval.enter()
    planned.refresh_from_db()
    assert (planned.state, planned.minutes_spent, planned.participants) == ("seen", 75, ["person"])
    assert "Apporte les relevés" in client.get(page("appointments", file)).content.decode()
    laval.enter()
    lines = [line.sentence for line in told(Entry.objects.filter(subject="appointment").order_by("id"))]
    assert lines[2] == "Rendez-vous tenu, 75 minutes"
    assert lines[0].startswith("Rendez-vous fixé au") and lines[0].endswith("étude du dossier")
    assert not any("relevés" in str(entry.data) for entry in Entry.objects.all())


def test_what_is_wrong_is_said_and_what_was_typed_kept(laval, file):
    wrong = {"day": (today() - timedelta(1)).isoformat(), "at": "25:70", "place_detail": "salle des fêtes"}
    answer = laval.client().post(page("plan_appointment", file), plan_data(laval, **wrong))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Écrivez une heure comme 9:30." in shown
    assert "Choisissez une date à partir du" in shown
    assert "salle des fêtes" in shown and "25:70" in shown
    laval.enter()
    assert not Appointment.objects.exists()


def test_a_double_click_plans_once(laval, file):
    client, data = laval.client(), plan_data(laval)
    first, second = (client.post(page("plan_appointment", file), data) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    laval.enter()
    assert Appointment.objects.count() == 1


def test_two_people_moving_it_see_both_versions(laval, file):
    planned = appointment(laval, file, day=today() + timedelta(1))
    stale = plan_data(laval, revision=planned.revision, at="16:00")
    actions.move_appointment(
        planned, by=laval.actor(), on=today(), slot=slot(laval, day=today() + timedelta(3), at=time(11))
    )
    answer = laval.client().post(page("move_appointment", file, planned.uid), stale)
    assert answer.status_code == 422
    assert "Cette page a changé pendant que vous écriviez" in answer.content.decode()
    laval.enter()
    planned.refresh_from_db()
    assert planned.day_in(laval.organisation) == today() + timedelta(3)


def test_an_overlap_is_warned_never_refused(laval, file):
    other = contact(laval, last_name="Moreau", phone="0639980099").file
    appointment(laval, other, day=today() + timedelta(2), at=time(9), minutes=60)
    client = laval.client()
    answer = client.post(page("plan_appointment", file), plan_data(laval), follow=True)
    shown = answer.content.decode()
    assert f"à 9\u00a0h : dossier {other.number}" in shown.replace("\u202f:", " :").replace("\u00a0:", " :")
    laval.enter()
    assert Appointment.objects.count() == 2


def test_one_that_ends_when_the_next_begins_does_not_overlap(laval, file):
    appointment(laval, file, day=MONDAY, on=date(2026, 11, 23), at=time(9), minutes=60)
    assert not actions.overlaps(slot(laval, day=MONDAY, at=time(10)))
    assert len(actions.overlaps(slot(laval, day=MONDAY, at=time(9, 59)))) == 1


def test_reception_plans_but_reads_no_note(laval, file):
    held = appointment(laval, file)
    actions.mark_seen(held, by=laval.actor(), on=today(), minutes=60, note="Séparation en cours.")
    client = laval.client(Role.RECEPTION)
    client.post(reverse("files:motive", args=[file.uid]), {"motive": "reception"})
    assert client.post(page("plan_appointment", file), plan_data(laval)).status_code == 302
    shown = client.get(page("appointments", file))
    assert shown.status_code == 200
    assert "Séparation" not in shown.content.decode()
    assert page("mark_seen", file, held.uid) not in shown.content.decode()
    laval.enter()
    planned = Appointment.objects.get(state="planned")
    assert client.get(page("mark_seen", file, planned.uid)).status_code == 403


def test_absence_is_noted_then_corrected(laval, file):
    client, planned = laval.client(), appointment(laval, file)
    data = {"revision": planned.revision, "note": ""}
    assert client.post(page("mark_no_show", file, planned.uid), data).status_code == 302
    laval.enter()
    planned.refresh_from_db()
    assert planned.state == "no_show"
    assert client.get(page("mark_seen", file, planned.uid)).status_code == 302
    laval.enter()
    corrected = client.post(page("correct_appointment", file, planned.uid), {"revision": planned.revision})
    assert corrected.status_code == 302
    laval.enter()
    planned.refresh_from_db()
    assert planned.state == "planned"


@pytest.mark.parametrize("name", ["mark_excused", "cancel_appointment"])
def test_what_does_not_take_place_is_noted(laval, file, name):
    planned = appointment(laval, file, day=today() + timedelta(5))
    answer = laval.client().post(page(name, file, planned.uid), {"revision": planned.revision})
    assert answer.status_code == 302
    laval.enter()
    planned.refresh_from_db()
    assert planned.state in ("excused", "cancelled")


def test_what_has_not_begun_is_neither_held_nor_missed(laval, file):
    planned = appointment(laval, file, on=date(2026, 11, 23), day=MONDAY)
    with pytest.raises(ValidationError, match="30 novembre 2026"):
        actions.mark_seen(planned, by=laval.actor(), on=date(2026, 11, 29), minutes=60)
    actions.mark_seen(planned, by=laval.actor(), on=MONDAY, minutes=60)
    with pytest.raises(ActRefused):
        actions.mark_no_show(planned, by=laval.actor(), on=MONDAY)


def test_the_calendar_entry_says_nothing_of_the_person(laval, file):
    laval.organisation.address = "1 rue du Vieux-Pont\n53000 Laval"
    laval.organisation.save()
    planned = appointment(laval, file, on=date(2026, 11, 23), day=MONDAY, at=time(9), kind="three_party")
    answer = laval.client().get(page("appointment_calendar", file, planned.uid))
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Rendez-vous au CCAS" in text
    assert "DTSTART" in text and "20261130T080000Z" in text
    assert "Vieux-Pont" in text
    for secret in (*file.cover.split(), file.number, "banque", "prêt", "Camille"):
        assert secret not in text, secret


def test_a_home_visit_gives_no_address(laval, file):
    planned = appointment(laval, file, place="home")
    assert b"LOCATION" not in laval.client().get(page("appointment_calendar", file, planned.uid)).content


def test_the_week_shows_ones_own_then_everybodys(laval, file):
    monday = today() - timedelta(today().weekday())
    appointment(laval, file, on=monday, day=monday, at=time(9))
    other = contact(laval, last_name="Moreau", phone="0639980099").file
    appointment(laval, other, on=monday, day=monday, at=time(11), worker=laval.user(Role.MANAGER))
    client, address = laval.client(), reverse("followup:agenda")
    mine = client.get(address).content.decode()
    assert file.cover in mine and other.cover not in mine
    everyone = client.get(address, {"qui": "tous"}).content.decode()
    assert file.cover in everyone and other.cover in everyone and "Hélène Le Goff" in everyone
    assert (
        "Aucun rendez-vous cette semaine" in client.get(address, {"semaine": "2024-02-05"}).content.decode()
    )
    assert client.get(address, {"semaine": "n’importe quoi", "suite": "x"}).status_code == 200
    assert laval.client(Role.FINANCE).get(address).status_code == 403


def test_the_week_costs_the_same_for_one_and_for_thirty(laval, file):
    monday = today() - timedelta(today().weekday())
    client, address = laval.client(), reverse("followup:agenda")
    appointment(laval, file, on=monday, day=monday, at=time(8))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    client.get(address)
    one = cost()
    laval.enter()
    for minutes in range(29):
        appointment(laval, file, on=monday, day=monday, at=time(9, minutes))
    assert cost() == one


def test_another_town_finds_nothing(laval, tarbes):
    laval.enter()
    file = contact(laval).file
    planned = appointment(laval, file)
    client = tarbes.client()
    for name, keys in (
        ("appointments", ()),
        ("plan_appointment", ()),
        ("move_appointment", (planned.uid,)),
        ("mark_seen", (planned.uid,)),
        ("appointment_calendar", (planned.uid,)),
    ):
        assert client.get(page(name, file, *keys)).status_code == 404, name


def test_the_house_plans_no_appointment_by_itself(laval, file):
    by = house(laval.organisation)
    assert not by.may(Act.PLAN_APPOINTMENT)
    with pytest.raises(NotAllowed):
        actions.plan_appointment(file, by=by, on=today(), kind="study", slot=slot(laval, day=today()))
