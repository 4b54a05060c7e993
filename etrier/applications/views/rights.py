"""Ordinary rights: what was looked into before borrowing, and what came of it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.forms.rights import RightsForm, rights_of
from etrier.applications.models import Application, RightCheck
from etrier.applications.views.asking import buttons, check_may, crumbs, opened
from etrier.domain.assessment import RightOutcome
from etrier.domain.lifecycle import Act
from etrier.journal.submit import shown, submitted, typed
from etrier.ui import formats

WAITING = (RightOutcome.TO_ASK, RightOutcome.ASKED)
COLUMNS = ("Droit ou aide", "Où cela en est", ("Le", "day"), ("Par mois", "figure"))


@login_required
def show(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The rights looked into, and those still waited for."""
    application = opened(request, file)
    rights = list(application.rights.all())
    context = crumbs(request, application) | {
        "title": "Droits ordinaires",
        "state": sentence(rights),
        "rows": [told(right) for right in rights],
        "columns": COLUMNS,
        "next_act": next(iter(buttons(request, application, application.file, Act.CHECK_RIGHTS)), None),
    }
    return render(request, "applications/rights.html", context)


def sentence(rights: list[RightCheck]) -> str:
    """Where the checking stands."""
    if not rights:
        return "Aucun droit n’a encore été vérifié."
    waiting = sum(right.outcome in WAITING for right in rights)
    checked = formats.counted(len(rights), "droit vérifié", "droits vérifiés")
    if not waiting:
        return f"{checked}, aucune démarche en attente."
    return f"{checked}, {formats.counted(waiting, 'démarche en attente', 'démarches en attente')}."


def told(right: RightCheck) -> tuple[str, str, str, str]:
    """A right as a line of the page."""
    return (
        right.right_label,
        right.outcome_label,
        formats.day(right.since) if right.since else "",
        formats.euros(right.monthly) if right.monthly is not None else "",
    )


@login_required
def check_rights(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The whole list on one page."""
    application = opened(request, file)
    check_may(request, Act.CHECK_RIGHTS)
    form = RightsForm(
        typed(request), on=request.on, given=rights_of(application), revision=application.revision
    )

    def record(_: dict[str, Any]) -> Application:
        actions.check_rights(
            application, by=request.actor, on=request.on, rights=form.told["rights"], revision=form.revision
        )
        return application

    if form.grows:
        form.keep_quiet()
    elif submitted(request, form, record, current=lambda now: form.flat(rights_of(now))):
        return redirect("applications:rights", application.file.uid)
    return shown(
        request,
        "applications/rows_page.html",
        form=form,
        title="Vérifier les droits ordinaires",
        state="Avant un prêt, ce à quoi la personne a droit : demandé, obtenu, refusé ou sans objet.",
        act_label="Enregistrer les droits",
        **crumbs(request, application) | {"cancel_url": reverse("applications:rights", args=[file])},
    )
