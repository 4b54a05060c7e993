"""The commission's room: its sessions, who is there, the order of the day, the minutes."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.database.pages import page
from etrier.decisions.actions import sessions
from etrier.decisions.asking import ConfirmForm, act_page, offered, require
from etrier.decisions.forms import committee as forms
from etrier.decisions.models import Session
from etrier.decisions.wording import opinion_standing, session_standing
from etrier.domain.access import Reading
from etrier.domain.lifecycle import Act
from etrier.domain.wording import plural
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, typed
from etrier.schemes.models import Dispositif

ON_A_SESSION = (
    Act.HOLD_SESSION,
    Act.RECORD_ATTENDANCE,
    Act.CLOSE_SESSION,
    Act.MOVE_SESSION,
    Act.CANCEL_SESSION,
)


def check_reader(request: Asked) -> None:
    """Refuse the commission's pages to a role that does not read them."""
    if request.actor.organisation is None or not request.actor.may_read(Reading.SEE_COMMITTEE):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir les pages de la commission.")


def found(request: Asked, session: uuid.UUID) -> Session:
    """One session of the organisation."""
    check_reader(request)
    rows = Session.objects.visible_to(request.actor).select_related("dispositif", "organisation")
    return get_object_or_404(rows, uid=session)


def page_of(session: Session) -> str:
    return reverse("decisions:session", args=[session.uid])


@login_required
def list_sessions(request: Asked) -> HttpResponse:
    """Sessions to come and past, the latest first."""
    check_reader(request)
    rows = Session.objects.visible_to(request.actor).annotate(listed=Count("items"))
    listed = page(rows, ("-session_on",), request.GET.get("suite", ""))
    coming = Session.objects.visible_to(request.actor).next_from(request.on)
    dispositif = Dispositif.objects.in_force(request.actor.organisation, request.on)  # type: ignore[arg-type]  # a reader has one
    sits = dispositif is not None and dispositif.parsed.committee.sits
    return render(
        request,
        "decisions/sessions.html",
        {
            "title": "Commission",
            "page": listed,
            "state": session_standing(coming, request.on) if coming else nothing_coming(listed.count, sits),
            "rows": listed.rows,
            "next_url": f"?suite={listed.next}" if listed.next else "",
            "sits": sits,
            "may_convene": sits and request.actor.may(Act.CONVENE_SESSION),
        },
    )


def nothing_coming(past: int, sits: bool) -> str:
    """Why no meeting is awaited."""
    if not sits:
        return "Le dispositif en vigueur ne prévoit pas de commission."
    return "Aucune séance n’est convoquée." if past else "Aucune séance n’a encore été convoquée."


@login_required
def convene_session(request: Asked) -> HttpResponse:
    """Convene the commission."""
    check_reader(request)
    require(request, Act.CONVENE_SESSION)
    form = forms.SessionForm(typed(request))
    if done := submitted(
        request,
        form,
        lambda data: sessions.convene_session(by=request.actor, on=request.on, **data),
    ):
        return redirect("decisions:session", done.uid)
    return shown(
        request,
        "ui/form_page.html",
        form=form,
        title="Convoquer une séance",
        state="Le quorum et les fonctions des membres viennent du dispositif en vigueur ce jour-là.",
        act_label="Convoquer",
        cancel_url=reverse("decisions:sessions"),
    )


@login_required
def show_session(request: Asked, session: uuid.UUID) -> HttpResponse:
    """One session: its agenda, its members, what comes next."""
    row = found(request, session)
    addresses = {act: reverse(f"decisions:{act}", args=[row.uid]) for act in ON_A_SESSION}
    buttons = offered(row, request.actor, addresses)
    if not row.present:
        buttons.sort(key=lambda button: button["url"] != addresses[Act.RECORD_ATTENDANCE])
    items = row.items.order_by("pk")
    return render(
        request,
        "decisions/session.html",
        {
            "session": row,
            "title": "Séance de la commission",
            "state": session_standing(row, request.on),
            "next_act": buttons[0] if buttons else None,
            "other_acts": buttons[1:],
            "items": [{"item": item, "standing": opinion_standing(item)} for item in items],
            "attendances": row.attendances.all(),
            "quorum": plural(row.quorum, "membre"),
        },
    )


@login_required
def move_session(request: Asked, session: uuid.UUID) -> HttpResponse:
    """Another day, hour or place."""
    row = found(request, session)
    form = forms.MoveSessionForm(typed(request), initial=forms.session_facts(row), revision=row.revision)
    return act_page(
        request,
        Act.MOVE_SESSION,
        row,
        form,
        lambda data: sessions.move_session(row, by=request.actor, on=request.on, **data),
        back=page_of(row),
        current=forms.session_facts,
    )


@login_required
def record_attendance(request: Asked, session: uuid.UUID) -> HttpResponse:
    """Who sits, who is there."""
    row = found(request, session)
    form = forms.AttendanceForm(typed(request), rows=list(row.attendances.all()), revision=row.revision)

    def run(data: dict[str, Any]) -> Session:
        return sessions.record_attendance(
            row, by=request.actor, on=request.on, seats=form.seats(data), revision=data["revision"]
        )

    return act_page(
        request,
        Act.RECORD_ATTENDANCE,
        row,
        form,
        run,
        back=page_of(row),
        state=f"Cochez les membres présents. Quorum : {plural(row.quorum, 'membre')}.",
        act_label="Enregistrer les présences",
    )


CONFIRMED = {
    Act.HOLD_SESSION: (
        sessions.hold_session,
        "Ouvrir la séance ?",
        "L’ordre du jour est arrêté ; les avis peuvent être rendus.",
    ),
    Act.CLOSE_SESSION: (
        sessions.close_session,
        "Clore la séance ?",
        "Le procès-verbal est arrêté : les avis ne changent plus et peuvent être notifiés.",
    ),
    Act.CANCEL_SESSION: (
        sessions.cancel_session,
        "Annuler la séance ?",
        "Les dossiers inscrits attendront une autre séance.",
    ),
}


@login_required
def confirm(request: Asked, session: uuid.UUID, *, act: Act) -> HttpResponse:
    """An act on a session with nothing to fill in."""
    row = found(request, session)
    run, question, consequence = CONFIRMED[act]
    form = ConfirmForm(typed(request), revision=row.revision)
    return act_page(
        request,
        act,
        row,
        form,
        lambda data: run(row, by=request.actor, on=request.on, **data),
        back=page_of(row),
        template="ui/confirm.html",
        title=question,
        state=consequence,
        danger=act is Act.CANCEL_SESSION,
        consequences=(),
    )


@login_required
def minutes(request: Asked, session: uuid.UUID) -> HttpResponse:
    """The minutes, on paper: who was there, each opinion with its motives; no name of a person helped."""
    row = found(request, session)
    items = row.items.exclude(state="withdrawn").prefetch_related("recusals__attendance").order_by("pk")
    return render(
        request,
        "decisions/minutes.html",
        {
            "session": row,
            "title": f"Procès-verbal de la séance du {row}",
            "state": session_standing(row, request.on),
            "present": row.present,
            "absent": row.attendances.filter(present=False),
            "items": [{"item": item, "standing": opinion_standing(item)} for item in items],
        },
    )
