"""Appointments: those of a file, the week of the CCAS, and what becomes of each."""

import uuid
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from etrier.applications.models import Application
from etrier.applications.reading import request_of
from etrier.database.pages import page
from etrier.database.reading import lone
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, Act
from etrier.files.models import File
from etrier.files.reading import found_in
from etrier.followup.actions import appointments as actions
from etrier.followup.asking import Asked, ConfirmForm, act_on_file, buttons, head, opened
from etrier.followup.calendar import calendar_of
from etrier.followup.forms.appointments import MoveForm, PlanForm, SeenForm, slot_of
from etrier.followup.forms.fields import NoteForm
from etrier.followup.models import Appointment, Difficulty
from etrier.journal.door import NotAllowed
from etrier.journal.submit import typed
from etrier.ui.formats import capitalised, clock, counted, day, long_day, some

ON_AN_APPOINTMENT = (
    Act.MARK_SEEN,
    Act.MOVE_APPOINTMENT,
    Act.MARK_EXCUSED,
    Act.MARK_NO_SHOW,
    Act.CANCEL_APPOINTMENT,
    Act.CORRECT_APPOINTMENT,
)
OUTCOMES: dict[Act, tuple[Any, str]] = {
    Act.MARK_EXCUSED: (actions.mark_excused, "La personne a prévenu : proposez-lui une autre date."),
    Act.MARK_NO_SHOW: (actions.mark_no_show, "Une absence alerte, elle ne punit pas."),
    Act.CANCEL_APPOINTMENT: (actions.cancel_appointment, "Le rendez-vous n’aura pas lieu."),
}


def diary_of(file: File) -> str:
    """Where the appointments of a file are."""
    return reverse("followup:appointments", args=[file.uid])


def found(request: Asked, file: uuid.UUID, appointment: uuid.UUID) -> Appointment:
    """One appointment of a file."""
    return found_in(opened(request, file, Reading.SEE_CONTACT), Appointment, "worker", uid=appointment)


@login_required
def list_appointments(request: Asked, file: uuid.UUID) -> HttpResponse:
    """All the appointments of a file, those to come first."""
    owner = opened(request, file, Reading.SEE_CONTACT)
    rows = list(Appointment.objects.visible_to(request.actor).filter(file=owner).with_people())
    for row in rows:
        row.file = owner
    coming = [row for row in rows if row.state == "planned"]
    past = [row for row in reversed(rows) if row.state != "planned"]
    plan = {
        "label": ACTS[Act.PLAN_APPOINTMENT].label,
        "url": reverse("followup:plan_appointment", args=[owner.uid]),
    }
    return render(
        request,
        "followup/appointments.html",
        {
            **head(request, owner),
            "title": "Rendez-vous",
            "state": sentence_of(coming, past),
            "next_act": plan if request.actor.may(Act.PLAN_APPOINTMENT) else None,
            "coming": [line_of(row, request) for row in coming],
            "past": [line_of(row, request) for row in past],
            "reads_notes": request.actor.may_read(Reading.SEE_FILE),
        },
    )


def line_of(row: Appointment, request: Asked) -> dict[str, Any]:
    """An appointment and what may be done with it now; what has not begun has no outcome yet."""
    begins = row.starts_at.astimezone(row.organisation.zone)
    early = (Act.MARK_SEEN, Act.MARK_NO_SHOW) if begins.date() > request.on else ()
    acts = buttons(row, request, ON_AN_APPOINTMENT, hidden=early)
    if row.state == "planned":
        address = reverse("followup:appointment_calendar", args=[row.file.uid, row.uid])
        acts.append({"label": "Pour l’agenda du téléphone", "url": address})
    return {"row": row, "acts": acts, "about": f"{day(begins)} à {clock(begins)}"}


def sentence_of(coming: list[Appointment], past: list[Appointment]) -> str:
    """Where the file stands with its appointments."""
    seen = sum(row.state == "seen" for row in past)
    held = counted(seen, "rendez-vous tenu", "rendez-vous tenus") if seen else "aucun encore tenu"
    if not coming:
        return f"Aucun rendez-vous prévu, {held}."
    begins = coming[0].starts_at.astimezone(coming[0].organisation.zone)
    return f"Prochain rendez-vous {long_day(begins)} à {clock(begins)}, avec {coming[0].worker} ; {held}."


@login_required
def plan_appointment(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Put an appointment in the diary of a file."""
    owner = opened(request, file, Reading.SEE_CONTACT)
    minutes = usual_minutes(owner)
    initial = {
        "day": request.on,
        "kind": request.GET.get("type", "information"),
        "worker": str(owner.holder.uid) if owner.holder else "",
    }
    form = PlanForm(
        typed(request),
        organisation=owner.organisation,
        on=request.on,
        minutes=minutes,
        initial=initial,
    )
    difficulty = asked_difficulty(request, owner)

    def plan(facts: dict[str, Any]) -> Appointment:
        planned = actions.plan_appointment(
            owner,
            by=request.actor,
            on=request.on,
            kind=facts["kind"],
            slot=form.slot,
            participants=facts["participants"],
            difficulty=difficulty,
        )
        warn_overlaps(request, form.slot, planned)
        return planned

    return act_on_file(request, Act.PLAN_APPOINTMENT, None, form, plan, file=owner, back=diary_of(owner))


def usual_minutes(file: File) -> int:
    """How long a meeting lasts in this dispositif."""
    application = request_of(file)
    return application.dispositif.parsed.appointments.minutes if application else 60


def asked_difficulty(request: Asked, file: File) -> Difficulty | None:
    """The difficulty whose page led here, for a meeting with the bank."""
    try:
        wanted = uuid.UUID(request.GET.get("difficulte", ""))
    except ValueError:
        return None
    return lone(Difficulty.objects.visible_to(request.actor).filter(file=file, uid=wanted))


def warn_overlaps(request: Asked, slot: actions.Slot, planned: Appointment) -> None:
    """Say what the worker already has at that time; it is for her to judge."""
    for other in actions.overlaps(slot, but=planned):
        hour = clock(other.starts_at.astimezone(other.organisation.zone))
        messages.warning(
            request,
            f"{slot.worker} a déjà un rendez-vous ce jour-là, à {hour} : dossier {other.file.number}.",
        )


@login_required
def move_appointment(request: Asked, file: uuid.UUID, appointment: uuid.UUID) -> HttpResponse:
    """Another time, place or worker."""
    one = found(request, file, appointment)
    form = MoveForm(
        typed(request),
        organisation=one.organisation,
        on=request.on,
        minutes=one.minutes,
        revision=one.revision,
        initial=slot_of(one),
    )

    def move(facts: dict[str, Any]) -> Appointment:
        moved = actions.move_appointment(
            one, by=request.actor, on=request.on, slot=form.slot, revision=facts["revision"]
        )
        warn_overlaps(request, form.slot, moved)
        return moved

    return act_on_file(
        request,
        Act.MOVE_APPOINTMENT,
        one,
        form,
        move,
        file=one.file,
        back=diary_of(one.file),
        state=f"{capitalised(one.label)}, avec {one.worker}.",
        current=slot_of,
    )


@login_required
def mark_seen(request: Asked, file: uuid.UUID, appointment: uuid.UUID) -> HttpResponse:
    """It took place."""
    one = found(request, file, appointment)
    form = SeenForm(typed(request), appointment=one)
    return act_on_file(
        request,
        Act.MARK_SEEN,
        one,
        form,
        lambda facts: actions.mark_seen(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=diary_of(one.file),
        current=lambda now: {"note": now.note, "participants": now.participants},
    )


@login_required
def note_outcome(request: Asked, file: uuid.UUID, appointment: uuid.UUID, act: Act) -> HttpResponse:
    """It did not take place."""
    one = found(request, file, appointment)
    run, words = OUTCOMES[act]
    return act_on_file(
        request,
        act,
        one,
        NoteForm(typed(request), revision=one.revision),
        lambda facts: run(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=diary_of(one.file),
        state=words,
    )


@login_required
def correct_appointment(request: Asked, file: uuid.UUID, appointment: uuid.UUID) -> HttpResponse:
    """What was noted of it was wrong."""
    one = found(request, file, appointment)
    return act_on_file(
        request,
        Act.CORRECT_APPOINTMENT,
        one,
        ConfirmForm(typed(request), revision=one.revision),
        lambda facts: actions.correct_appointment(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=diary_of(one.file),
        state="Le rendez-vous redevient prévu ; notez ensuite ce qui s’est vraiment passé.",
    )


@login_required
def calendar(request: Asked, file: uuid.UUID, appointment: uuid.UUID) -> HttpResponse:
    """One appointment for a telephone's calendar; none after a death."""
    one = found(request, file, appointment)
    application = lone(Application.objects.select_related("applicant").filter(file=one.file))
    if application is not None and application.applicant.deceased_on is not None:
        raise Http404("Plus aucun rendez-vous n’est envoyé.")
    response = HttpResponse(calendar_of(one, request.now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return response


@login_required
def agenda(request: Asked) -> HttpResponse:
    """The week of the CCAS, or of one worker."""
    actor = request.actor
    if actor.organisation is None or not actor.may_read(Reading.SEE_CONTACT):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir les rendez-vous.")
    monday = week_of(request.GET.get("semaine", ""), request.on)
    everyone = request.GET.get("qui", "") == "tous" or not actor.may(Act.MARK_SEEN)
    rows = Appointment.objects.visible_to(actor).during(actor.organisation, monday, 7).with_people()
    if not everyone:
        rows = rows.filter(worker=actor.user_id)
    shown = page(rows.exclude(state="cancelled"), ("starts_at",), request.GET.get("suite", ""))
    week = {"semaine": monday.isoformat()}
    mine = week | ({"qui": "tous"} if everyone else {})
    return render(
        request,
        "followup/agenda.html",
        {
            "title": "Rendez-vous de la semaine" if everyone else "Mes rendez-vous de la semaine",
            "state": f"Semaine du {long_day(monday)} :"
            f" {some(shown.count, 'aucun rendez-vous', 'rendez-vous', 'rendez-vous')}.",
            "days": [
                (each, list(group))
                for each, group in groupby(shown.rows, key=lambda one: one.day_in(actor.organisation))
            ],
            "before": f"?{urlencode(mine | {'semaine': (monday - timedelta(7)).isoformat()})}",
            "after": f"?{urlencode(mine | {'semaine': (monday + timedelta(7)).isoformat()})}",
            "everyone": everyone,
            "other_view": f"?{urlencode(week if everyone else week | {'qui': 'tous'})}",
            "may_filter": actor.may(Act.MARK_SEEN),
            "next_url": f"?{urlencode(mine | {'suite': shown.next})}" if shown.next else "",
        },
    )


def week_of(asked: str, on: date) -> date:
    """The Monday of the week asked for; of this one when nothing sensible is asked."""
    try:
        wanted = date.fromisoformat(asked)
    except ValueError:
        wanted = on
    sensible = wanted if 2000 <= wanted.year <= 2100 else on
    return sensible - timedelta(sensible.weekday())
