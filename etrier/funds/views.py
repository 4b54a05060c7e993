"""The envelope on screen: voted, used, free, what it bears month by month, every commitment."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.database.pages import page
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act, ActRefused
from etrier.domain.wording import day, euros, percent
from etrier.funds import actions
from etrier.funds.counted import is_large, keep, months_of
from etrier.funds.forms import AmendForm, CloseForm, VoteForm
from etrier.funds.models import Commitment, Envelope
from etrier.funds.room import Room, counted, room_of
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, typed
from etrier.ui.formats import SHORT_MONTHS, capitalised
from etrier.ui.formats import euros as written


class Asked(HttpRequest):
    """A request whose author, day and instant are known (`accounts.middleware`)."""

    actor: Actor
    on: date
    now: datetime


def check(request: Asked) -> None:
    """Refuse who may not read the envelope."""
    if not request.actor.may_read(Reading.SEE_ENVELOPE):
        raise NotAllowed("Votre rôle ne permet pas de voir l’enveloppe de garantie.")


@login_required
def current(request: Asked) -> HttpResponse:
    """The envelope in force, or the last one; the first vote when there is none."""
    check(request)
    rows = Envelope.objects.visible_to(request.actor)
    organisation = request.actor.organisation
    in_force = Envelope.objects.in_force(organisation, request.on) if organisation else None
    found = in_force or rows.first()
    if found is None:
        return render(
            request,
            "funds/none.html",
            {"title": "Enveloppe de garantie", "may_vote": request.actor.may(Act.VOTE_ENVELOPE)},
        )
    return show(request, found)


@login_required
def one(request: Asked, envelope: uuid.UUID) -> HttpResponse:
    """One envelope, an earlier one included; sent, the page counts again what is counted at night."""
    check(request)
    found = get_object_or_404(Envelope.objects.visible_to(request.actor), uid=envelope)
    if request.method == "POST":
        if is_large(found):
            keep(found, request.on, request.now)
        return redirect("funds:one", found.uid)
    return show(request, found)


def show(request: Asked, envelope: Envelope) -> HttpResponse:
    """The page of an envelope."""
    room = room_of(envelope)
    counted_then = months_of(envelope, request.on, request.now)
    months = counted_then.months
    commitments = Commitment.objects.filter(envelope=envelope).select_related("file").defer("plan")
    found = page(commitments, ("-reserved_on",), request.GET.get("suite", ""))
    others = Envelope.objects.visible_to(request.actor).exclude(pk=envelope.pk)
    buttons = buttons_of(envelope, request)
    return render(
        request,
        "funds/envelope.html",
        {
            "envelope": envelope,
            "title": "Enveloppe de garantie",
            "state": standing(envelope, room),
            "next_act": buttons[0] if buttons else None,
            "other_acts": buttons[1:],
            "facts": facts_of(envelope, room),
            "exhausted": room.free <= 0,
            "counted_at": counted_then.counted_at,
            "labels": [f"{SHORT_MONTHS[month.on.month - 1]} {month.on:%y}" for month in months],
            "series": [
                {"label": "Engagé", "values": [month.borne for month in months]},
                {"label": "Prévu", "values": [month.foreseen for month in months]},
            ],
            "rows": [row_of(row, envelope) for row in found],
            "next_url": f"?suite={found.next}" if found.next else "",
            "first_url": "?" if request.GET.get("suite") else "",
            "votes": [
                [day(vote.voted_on), vote.resolution, written(vote.amount)] for vote in envelope.votes.all()
            ],
            "vote_columns": ["Votée le", "Délibération", ("Enveloppe portée à", "figure")],
            "others": others,
            "may": {
                "pay": request.actor.may(Act.PAY_CALL),
                "recover": request.actor.may(Act.RECORD_RECOVERY),
            },
        },
    )


def buttons_of(envelope: Envelope, request: Asked) -> list[dict[str, str]]:
    """The acts of the envelope that the reader may do."""
    acts = [act for act in LIFECYCLES["envelope"].acts_from(envelope.state) if request.actor.may(act)]
    found = [{"label": ACTS[act].label, "url": reverse(f"funds:{act}", args=[envelope.uid])} for act in acts]
    if request.actor.may(Act.VOTE_ENVELOPE):
        found.append({"label": "Enregistrer une autre enveloppe", "url": reverse("funds:vote_envelope")})
    return found


def standing(envelope: Envelope, room: Room) -> str:
    """Where the envelope stands."""
    said = f"Sur {euros(room.voted)} votés, {euros(room.used)} garantissent des prêts"
    rest = f"il reste {euros(room.free)} de libre" if room.free > 0 else "il n’y a plus rien de libre"
    closed = "" if envelope.state == "open" else " Enveloppe close."
    return f"{said} : {rest}.{closed}"


def facts_of(envelope: Envelope, room: Room) -> list[tuple[str, str]]:
    """The envelope as terms and values."""
    until = f" au {day(envelope.valid_to)}" if envelope.valid_to else ", sans date de fin"
    frees = "oui" if envelope.repaid_principal_frees_room else "non"
    return [
        ("Voté", written(room.voted)),
        ("Utilisé", written(room.used)),
        ("Libre", written(room.free)),
        ("Période", f"du {day(envelope.valid_from)}{until}"),
        ("Le capital remboursé libère l’enveloppe", frees),
    ]


def row_of(row: Commitment, envelope: Envelope) -> dict[str, Any]:
    """One commitment as the list shows it."""
    used = counted(row).used(repaid_principal_frees_room=envelope.repaid_principal_frees_room)
    return {
        "file": row.file,
        "state": capitalised(row.state_label),
        "code": row.state,
        "share": percent(row.share),
        "principal": row.principal,
        "outstanding": row.outstanding,
        "used": used,
    }


@login_required
def vote_envelope(request: Asked) -> HttpResponse:
    """Record the envelope that a délibération votes."""
    check(request)
    form = VoteForm(typed(request), today=request.on)
    return act_page(
        request,
        Act.VOTE_ENVELOPE,
        form,
        lambda data: actions.vote_envelope(by=request.actor, on=request.on, **data),
        state="La part du CCAS dans les prêts qu’il garantit ne peut pas dépasser ce montant.",
    )


@login_required
def amend_envelope(request: Asked, envelope: uuid.UUID) -> HttpResponse:
    """Record a later vote."""
    check(request)
    found = get_object_or_404(Envelope.objects.visible_to(request.actor), uid=envelope)
    form = AmendForm(typed(request), today=request.on, revision=found.revision)
    return act_page(
        request,
        Act.AMEND_ENVELOPE,
        form,
        lambda data: actions.amend_envelope(found, by=request.actor, on=request.on, **data),
        thing=found,
        current=lambda thing: {"amount": thing.voted},
        state=standing(found, room_of(found)),
    )


@login_required
def close_envelope(request: Asked, envelope: uuid.UUID) -> HttpResponse:
    """No further guarantee on this envelope."""
    check(request)
    found = get_object_or_404(Envelope.objects.visible_to(request.actor), uid=envelope)
    form = CloseForm(typed(request), revision=found.revision)
    return act_page(
        request,
        Act.CLOSE_ENVELOPE,
        form,
        lambda data: actions.close_envelope(found, by=request.actor, on=request.on, **data),
        thing=found,
        template="ui/confirm.html",
        title="Clore cette enveloppe ?",
        state="Plus aucune garantie n’y est réservée ; celles qui sont données valent jusqu’à leur terme.",
    )


def act_page(
    request: Asked,
    act: Act,
    form: Any,
    run: Callable[[dict[str, Any]], Any],
    *,
    thing: Envelope | None = None,
    template: str = "ui/form_page.html",
    current: Callable[[Any], dict[str, Any]] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page of one act on an envelope."""
    if not request.actor.may(act):
        raise NotAllowed(f"Votre rôle ne permet pas de faire ceci : {ACTS[act].label}.")
    back = reverse("funds:one", args=[thing.uid]) if thing else reverse("funds:envelope")
    if thing is not None and request.method != "POST":
        try:
            LIFECYCLES["envelope"].target(act, thing.state)
        except ActRefused:
            return redirect(back)
    done = submitted(request, form, run, current=current)
    if done is not None:
        return redirect("funds:one", done.uid)
    trail = (("Dispositif", reverse("schemes:scheme")), ("Enveloppe de garantie", back))
    words = {"title": ACTS[act].label, "act_label": ACTS[act].label, "cancel_url": back, "trail": trail}
    return shown(request, template, form=form, **(words | context))
