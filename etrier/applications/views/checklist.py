"""The papers: which are asked, where each stands, those brought, waived, asked for by a letter."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.checklist import Line, checklist_of, wanting
from etrier.applications.forms.checklist import BringForm, WaiveForm
from etrier.applications.models import Application
from etrier.applications.views.asking import buttons, check_may, crumbs, opened
from etrier.domain.access import Reading
from etrier.domain.checklist import MASK_NIR, SETTLED, Status
from etrier.domain.lifecycle import ACTS, CODE_LABELS, Act
from etrier.journal.submit import shown, submitted, typed
from etrier.people.models import Way
from etrier.ui import formats
from etrier.ui.forms import EtrierForm

TONES = {
    Status.MISSING: "bad",
    Status.REFUSED: "bad",
    Status.EXPIRED: "bad",
    Status.TO_CHECK: "waiting",
    Status.UNDETERMINED: "waiting",
    Status.PROVIDED: "good",
    Status.WAIVED: "neutral",
}


@login_required
def show(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Every paper asked, and what keeps the file from going to a bank."""
    application = opened(request, file)
    lines = checklist_of(application, request.on)
    actor = request.actor
    context = crumbs(request, application) | {
        "title": "Pièces justificatives",
        "state": sentence(lines),
        "lines": [drawn(line, actor) for line in lines],
        "mask": MASK_NIR,
        "bring_url": reverse("applications:bring_document", args=[file])
        if actor.may(Act.RECEIVE_DOCUMENT)
        else "",
        "waive_url": next(
            (b["url"] for b in buttons(request, application, application.file, Act.WAIVE_DOCUMENT)), ""
        ),
        "next_act": next_act(application, lines, actor),
    }
    return render(request, "applications/checklist.html", context)


def sentence(lines: tuple[Line, ...]) -> str:
    """How far the file is complete."""
    if not lines:
        return "Le produit et la situation diront quelles pièces demander."
    settled = sum(line.status in SETTLED for line in lines)
    blocked = sum(line.blocking for line in lines)
    told = f"{settled} sur {formats.counted(len(lines), 'pièce', 'pièces')}"
    if not blocked:
        return f"{told} : rien ne retient la transmission à la banque."
    verb = "retient" if blocked == 1 else "retiennent"
    return f"{told} ; {formats.counted(blocked, 'pièce', 'pièces')} {verb} la transmission à la banque."


def next_act(application: Application, lines: tuple[Line, ...], actor: Actor) -> dict[str, str] | None:
    """Writing to the person, when papers are wanted."""
    if not application.is_open or not wanting(lines) or not actor.may(Act.WRITE_LETTER):
        return None
    url = reverse("applications:ask_missing_documents", args=[application.file.uid])
    return {"label": "Demander les pièces par courrier", "url": url}


def drawn(line: Line, actor: Actor) -> dict[str, Any]:
    """A line of the list as the page shows it."""
    last = line.documents[0] if line.documents else None
    asked = line.checked.requirement.document
    readable = last is not None and (not last.medical or actor.may_read(Reading.SEE_HEALTH))
    return {
        "key": line.key,
        "label": line.label,
        "owner": line.owner_label,
        "status": "analyse en cours" if line.under_check else line.status.label,
        "tone": TONES[line.status],
        "blocking": asked.blocking,
        "mask": asked.mask_nir,
        "medical": asked.medical,
        "document": last if readable else None,
        "expires_on": line.checked.expires_on,
        "unknown": line.checked.requirement.unknown if line.status is Status.UNDETERMINED else "",
        "reason": CODE_LABELS["document_reason"].get(last.reason, "") if last and last.reason else "",
        "waiver": line.waiver,
        "wanted": line.status not in SETTLED,
    }


@login_required
def bring_document(request: Asked, file: uuid.UUID) -> HttpResponse:
    """A paper brought for a line of the list."""
    application = opened(request, file)
    check_may(request, Act.RECEIVE_DOCUMENT)
    back = reverse("applications:checklist", args=[file])
    form = BringForm(
        typed(request),
        request.FILES if request.method == "POST" else None,
        on=request.on,
        lines=checklist_of(application, request.on),
        initial={"piece": request.GET.get("piece", "")},
    )
    if submitted(
        request,
        form,
        lambda data: actions.bring_document(application, by=request.actor, on=request.on, **data),
    ):
        return redirect(back)
    return shown(
        request,
        "applications/form.html",
        form=form,
        title="Déposer une pièce",
        state=f"{MASK_NIR} Le fichier est gardé chiffré, puis analysé.",
        act_label="Déposer la pièce",
        **crumbs(request, application) | {"cancel_url": back},
    )


@login_required
def waive_document(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Do without a paper, with a motive."""
    application = opened(request, file)
    check_may(request, Act.WAIVE_DOCUMENT)
    back = reverse("applications:checklist", args=[file])
    lines = [line for line in checklist_of(application, request.on) if line.status not in SETTLED]
    form = WaiveForm(typed(request), lines=lines, initial={"piece": request.GET.get("piece", "")})
    if submitted(
        request,
        form,
        lambda data: actions.waive_document(application, by=request.actor, on=request.on, **data),
    ):
        return redirect(back)
    return shown(
        request,
        "applications/form.html" if lines or form.is_bound else "applications/nothing.html",
        form=form,
        title="Dispenser d’une pièce",
        state="La pièce ne sera plus demandée ; la banque peut la vouloir quand même."
        if lines
        else "Aucune pièce n’est à dispenser.",
        act_label="Dispenser de cette pièce",
        **crumbs(request, application) | {"cancel_url": back},
    )


@login_required
def ask_missing_documents(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Write to the person which papers are wanted."""
    application = opened(request, file)
    check_may(request, Act.WRITE_LETTER)
    back = reverse("applications:checklist", args=[file])
    wanted = wanting(checklist_of(application, request.on))
    form = EtrierForm(typed(request))
    if submitted(
        request,
        form,
        lambda _: actions.ask_missing_documents(application, by=request.actor, on=request.on),
    ):
        return redirect("documents:papers", application.file.uid)
    by_post = application.applicant.may_be_reached(Way.LETTER)
    return shown(
        request,
        "applications/confirm.html",
        form=form,
        title=f"{ACTS[Act.WRITE_LETTER].label} : pièces à apporter",
        state=""
        if by_post
        else "La personne ne reçoit pas de courrier chez elle : remettez-lui cette lettre en main propre.",
        consequences=[f"{line.label} ({line.owner_label})" for line in wanted],
        danger=False,
        act_label="Préparer le courrier",
        **crumbs(request, application) | {"cancel_url": back},
    )
