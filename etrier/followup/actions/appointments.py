"""Appointments: planned by whoever answers the telephone, told by whoever received the person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.domain.lifecycle import Act
from etrier.domain.wording import day
from etrier.files.models import File
from etrier.followup.actions.protocol import complete_if_planned
from etrier.followup.models import Appointment, Difficulty
from etrier.journal.door import acting, opening


@dataclass(frozen=True, slots=True)
class Slot:
    """When, how long, where and with whom; what may be moved of an appointment."""

    starts_at: datetime
    minutes: int
    worker: User
    place: str
    place_detail: str = ""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def overlaps(slot: Slot, but: Appointment | None = None) -> list[Appointment]:
    """What the worker already has at that time: worth a warning, never a refusal."""
    found = Appointment.objects.overlapping(slot.worker, slot.starts_at, slot.ends_at)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return list(found.select_related("file", "organisation"))


def plan_appointment(
    file: File,
    *,
    by: Actor,
    on: date,
    kind: str,
    slot: Slot,
    participants: Collection[str] = ("person",),
    difficulty: Difficulty | None = None,
) -> Appointment:
    """Put an appointment in the diary."""
    appointment = Appointment(
        organisation=file.organisation,
        file=file,
        kind=kind,
        participants=list(participants),
        difficulty=difficulty,
    )
    _place(appointment, slot)
    starts_on = _not_before(appointment, on)
    with opening(appointment, Act.PLAN_APPOINTMENT, by=by, on=on, appointment=kind, appointment_on=starts_on):
        pass
    return appointment


def _place(appointment: Appointment, slot: Slot) -> None:
    appointment.starts_at, appointment.ends_at, appointment.worker = slot.starts_at, slot.ends_at, slot.worker
    appointment.place, appointment.place_detail = slot.place, slot.place_detail


def _not_before(appointment: Appointment, on: date) -> date:
    starts_on = appointment.day_in(appointment.organisation)
    if starts_on < on:
        raise ValidationError({"day": f"Choisissez un jour à partir du {day(on)}."})
    return starts_on


def move_appointment(
    appointment: Appointment, *, by: Actor, on: date, slot: Slot, revision: int | None = None
) -> Appointment:
    """Another time, another place or another worker."""
    with acting(appointment, Act.MOVE_APPOINTMENT, by=by, on=on, revision=revision) as step:
        _place(appointment, slot)
        step.tell(appointment_on=_not_before(appointment, on))
    return appointment


def mark_seen(
    appointment: Appointment,
    *,
    by: Actor,
    on: date,
    minutes: int,
    note: str = "",
    participants: Collection[str] | None = None,
    revision: int | None = None,
) -> Appointment:
    """It took place: how long it really took, and what to remember of it."""
    with acting(appointment, Act.MARK_SEEN, by=by, on=on, revision=revision, minutes=minutes):
        _took_place(appointment, on)
        appointment.minutes_spent, appointment.note = minutes, note
        if participants is not None:
            appointment.participants = list(participants)
    if appointment.difficulty is not None and appointment.kind == "three_party":
        complete_if_planned(appointment.difficulty, "three_party_meeting", by=by, on=on)
    return appointment


def _took_place(appointment: Appointment, on: date) -> None:
    planned_on = appointment.day_in(appointment.organisation)
    if planned_on > on:
        raise ValidationError(f"Ce rendez-vous est prévu le {day(planned_on)} : déplacez-le d’abord.")


def mark_excused(
    appointment: Appointment, *, by: Actor, on: date, note: str = "", revision: int | None = None
) -> Appointment:
    """The person let know that she could not come."""
    with acting(appointment, Act.MARK_EXCUSED, by=by, on=on, revision=revision):
        appointment.note = note
    return appointment


def mark_no_show(
    appointment: Appointment, *, by: Actor, on: date, note: str = "", revision: int | None = None
) -> Appointment:
    """The person did not come, and said nothing."""
    with acting(appointment, Act.MARK_NO_SHOW, by=by, on=on, revision=revision):
        _took_place(appointment, on)
        appointment.note = note
    return appointment


def cancel_appointment(
    appointment: Appointment, *, by: Actor, on: date, note: str = "", revision: int | None = None
) -> Appointment:
    """It will not take place, by the CCAS's doing or because it is no longer needed."""
    with acting(appointment, Act.CANCEL_APPOINTMENT, by=by, on=on, revision=revision):
        appointment.note = note
    return appointment


def correct_appointment(
    appointment: Appointment, *, by: Actor, on: date, revision: int | None = None
) -> Appointment:
    """What was noted of it was wrong: it is planned again, as it was."""
    with acting(appointment, Act.CORRECT_APPOINTMENT, by=by, on=on, revision=revision):
        appointment.minutes_spent = None
    return appointment
