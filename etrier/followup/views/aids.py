"""Aids: asked for, granted or refused, linked to a difficulty, ended."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from etrier.domain.lifecycle import ACTS, Act
from etrier.domain.wording import plural
from etrier.files.models import File
from etrier.files.reading import found_in
from etrier.followup.actions import aids as actions
from etrier.followup.asking import Asked, act_on_file, buttons, head, opened
from etrier.followup.forms import aids as forms
from etrier.followup.models import Aid
from etrier.followup.showing import ON_AN_AID
from etrier.followup.views.appointments import asked_difficulty
from etrier.followup.views.difficulties import found as found_difficulty
from etrier.followup.views.difficulties import page_of as difficulty_page
from etrier.journal.submit import typed


def found(request: Asked, file: uuid.UUID, aid: uuid.UUID) -> Aid:
    """One aid of a file."""
    return found_in(opened(request, file), Aid, "difficulty", uid=aid)


def back_from(aid: Aid) -> str:
    """The difficulty that the aid answers, or the aids of the file."""
    if aid.difficulty is None:
        return reverse("followup:aids", args=[aid.file.uid])
    return reverse("followup:difficulty", args=[aid.file.uid, aid.difficulty.uid])


@login_required
def list_aids(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The aids of a file."""
    owner = opened(request, file)
    rows = list(Aid.objects.filter(file=owner).select_related("difficulty"))
    for row in rows:
        row.file = owner
    running = sum(row.state == "granted" for row in rows)
    ask = {
        "label": ACTS[Act.REQUEST_AID].label,
        "url": reverse("followup:request_aid", args=[owner.uid]),
    }
    return render(
        request,
        "followup/aids.html",
        {
            **head(request, owner),
            "title": "Aides",
            "state": f"{plural(running, 'aide en cours', 'aides en cours')}."
            if rows
            else "Aucune aide demandée.",
            "next_act": ask if request.actor.may(Act.REQUEST_AID) else None,
            "rows": [{"aid": row, "acts": buttons(row, request, ON_AN_AID)} for row in rows],
        },
    )


@login_required
def request_aid(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Ask for an aid; from a difficulty, it is linked to it."""
    owner = opened(request, file)
    difficulty = asked_difficulty(request, owner)
    back = reverse("followup:aids", args=[owner.uid])
    if difficulty is not None:
        difficulty.file = owner
        back = difficulty_page(difficulty)
    form = forms.RequestAidForm(
        typed(request),
        today=request.on,
        since=difficulty.opened_on if difficulty else owner.opened_on,
        aids=actions.aids_of(owner),
    )

    def ask(facts: dict[str, Any]) -> Aid:
        return actions.request_aid(owner, by=request.actor, difficulty=difficulty, **facts)

    return act_on_file(request, Act.REQUEST_AID, None, form, ask, file=owner, back=back)


@login_required
def grant_aid(request: Asked, file: uuid.UUID, aid: uuid.UUID) -> HttpResponse:
    """The aid is granted."""
    one = found(request, file, aid)
    form = forms.GrantAidForm(
        typed(request),
        today=request.on,
        since=one.requested_on,
        revision=one.revision,
        initial={"amount": one.amount, "starts_on": one.starts_on, "ends_on": one.ends_on},
    )
    return act_on_file(
        request,
        Act.GRANT_AID,
        one,
        form,
        lambda facts: actions.grant_aid(one, by=request.actor, **facts),
        file=one.file,
        back=back_from(one),
        state=f"{one.label}.",
        current=lambda now: {"amount": now.amount, "starts_on": now.starts_on, "ends_on": now.ends_on},
    )


ENDS: dict[Act, Any] = {Act.REFUSE_AID: actions.refuse_aid, Act.END_AID: actions.end_aid}


@login_required
def end_aid(request: Asked, file: uuid.UUID, aid: uuid.UUID, act: Act) -> HttpResponse:
    """The aid is refused, or ends."""
    one = found(request, file, aid)
    form = forms.EndAidForm(typed(request), today=request.on, since=one.requested_on, revision=one.revision)
    return act_on_file(
        request,
        act,
        one,
        form,
        lambda facts: ENDS[act](one, by=request.actor, **facts),
        file=one.file,
        back=back_from(one),
        state=f"{one.label}.",
    )


def free_aids(file: File) -> list[Aid]:
    """The aids of a file that may still be linked to a difficulty."""
    return list(Aid.objects.filter(file=file, difficulty__isnull=True, state__in=("requested", "granted")))


@login_required
def link_aid(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """Say which aid answers the difficulty."""
    one = found_difficulty(request, file, difficulty)
    form = forms.LinkAidForm(typed(request), revision=one.revision, aids=free_aids(one.file))
    words = "" if form.aids else "Aucune aide à rattacher : demandez-en une depuis la page de la difficulté."
    return act_on_file(
        request,
        Act.LINK_AID,
        one,
        form,
        lambda facts: actions.link_aid(
            facts["aid"], one, by=request.actor, on=request.on, revision=facts["revision"]
        ),
        file=one.file,
        back=difficulty_page(one),
        state=words,
    )
