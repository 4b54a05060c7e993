"""Tasks: one's own, all of them, and what becomes of each."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from etrier.database.pages import page
from etrier.domain.access import Reading
from etrier.domain.lifecycle import Act
from etrier.domain.wording import day
from etrier.followup.actions import tasks as actions
from etrier.followup.asking import Asked, ConfirmForm, act_on_file, buttons, home, opened
from etrier.followup.forms import tasks as forms
from etrier.followup.models import Task
from etrier.journal.door import NotAllowed
from etrier.journal.submit import typed
from etrier.ui.formats import capitalised, counted, some

ON_A_TASK = (Act.COMPLETE_TASK, Act.MOVE_TASK, Act.DROP_TASK, Act.REOPEN_TASK)
CLOSED_DAYS = 30
SIMPLE: dict[Act, Any] = {
    Act.COMPLETE_TASK: actions.complete_task,
    Act.DROP_TASK: actions.drop_task,
    Act.REOPEN_TASK: actions.reopen_task,
}


@login_required
def list_tasks(request: Asked) -> HttpResponse:
    """What is to be done, the most pressing first; or what was ended lately, to take it up again."""
    actor = request.actor
    if actor.organisation is None or not actor.may_read(Reading.SEE_DAY):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir les tâches.")
    everyone, ended = request.GET.get("qui") == "tous", request.GET.get("faites") == "1"
    rows = Task.objects.visible_to(actor).with_people()
    if not everyone:
        rows = rows.of(actor)
    rows = (
        rows.filter(state__in=("done", "dropped"), ended_on__gte=request.on - timedelta(CLOSED_DAYS))
        if ended
        else rows.filter(state="open")
    )
    shown = page(rows, ("-ended_on",) if ended else ("due_on",), request.GET.get("suite", ""))
    who, which = {"qui": "tous"} if everyone else {}, {"faites": "1"} if ended else {}
    late = rows.filter(due_on__lt=request.on).count() if not ended else 0
    return render(
        request,
        "followup/tasks.html",
        {
            "title": "Tâches de l’équipe" if everyone else "Mes tâches",
            "state": sentence_of(shown.count, late, ended=ended),
            "rows": [
                {
                    "task": row,
                    "tone": row.tone_on(request.on),
                    "url": home(request, row.file),
                    "acts": buttons(row, request, ON_A_TASK),
                    "about": f"{row.label}, {row.file.number}",
                }
                for row in shown
            ],
            "everyone": everyone,
            "ended": ended,
            "other_people": f"?{urlencode(which | ({} if everyone else {'qui': 'tous'}))}",
            "other_state": f"?{urlencode(who | ({} if ended else {'faites': '1'}))}",
            "next_url": f"?{urlencode(who | which | {'suite': shown.next})}" if shown.next else "",
        },
    )


def sentence_of(count: int, late: int, *, ended: bool) -> str:
    """How much there is to do."""
    if ended:
        done = some(count, "Aucune tâche terminée", "tâche terminée", "tâches terminées")
        return f"{done} depuis {CLOSED_DAYS} jours."
    if not count:
        return "Rien n’attend."
    words = counted(count, "tâche à faire", "tâches à faire")
    return (
        f"{words}, dont {counted(late, 'en retard', 'en retard')}." if late else f"{words}, aucune en retard."
    )


@login_required
def add_task(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Something to do in a file."""
    owner = opened(request, file, Reading.SEE_CONTACT)
    form = forms.AddForm(
        typed(request), organisation=owner.organisation, today=request.on, initial={"due_on": request.on}
    )
    return act_on_file(
        request,
        Act.ADD_TASK,
        None,
        form,
        lambda facts: actions.add_task(owner, by=request.actor, on=request.on, **facts),
        file=owner,
        back=home(request, owner),
    )


def found(request: Asked, file: uuid.UUID, task: uuid.UUID) -> Task:
    """One task of a file."""
    owner = opened(request, file, Reading.SEE_CONTACT)
    one = get_object_or_404(Task.objects.visible_to(request.actor).with_people(), file=owner, uid=task)
    one.file = owner
    return one


@login_required
def move_task(request: Asked, file: uuid.UUID, task: uuid.UUID) -> HttpResponse:
    """Another day, or someone else."""
    one = found(request, file, task)
    values = {
        "due_on": max(one.due_on, request.on),
        "owner": str(one.owner.uid) if one.owner else "",
    }
    form = forms.MoveForm(
        typed(request),
        organisation=one.file.organisation,
        today=request.on,
        revision=one.revision,
        initial=values,
    )
    return act_on_file(
        request,
        Act.MOVE_TASK,
        one,
        form,
        lambda facts: actions.move_task(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=reverse("followup:tasks"),
        state=f"{capitalised(one.label)}, avant le {day(one.due_on)}.",
        current=lambda now: {"due_on": now.due_on},
    )


@login_required
def end_task(request: Asked, file: uuid.UUID, task: uuid.UUID, act: Act) -> HttpResponse:
    """Done, dropped, or taken up again."""
    one = found(request, file, task)
    return act_on_file(
        request,
        act,
        one,
        ConfirmForm(typed(request), revision=one.revision),
        lambda facts: SIMPLE[act](one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=reverse("followup:tasks"),
        state=f"{capitalised(one.label)}{f' : {one.detail}' if one.detail else ''}.",
    )
