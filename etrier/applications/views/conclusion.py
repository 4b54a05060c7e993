"""The study as a whole: what is done, what is missing, its end, its taking up again."""

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.checklist import missing_blocking
from etrier.applications.conclusion import Lack, conclusion_of, lacks
from etrier.applications.findings import blocking
from etrier.applications.forms.findings import ConclusionForm, ReturnForm
from etrier.applications.models import Application
from etrier.applications.views.asking import back, buttons, check_may, crumbs, opened
from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle import ACTS, Act
from etrier.journal.submit import shown, submitted, too_late, typed
from etrier.ui.formats import counted


class Page(Labelled):
    """The pages of a study, in the order a worker goes through them."""

    HOUSEHOLD = "update_household", "Foyer"
    SITUATION = "update_situation", "Situation"
    BUDGET = "budget", "Budget"
    PROJECT = "project", "Projet"
    RIGHTS = "rights", "Droits ordinaires"
    SUPPORT = "assess_support", "Accompagnement"
    FINDINGS = "findings", "Constats"
    CHECKLIST = "checklist", "Pièces justificatives"


ACTS_OF_THE_STUDY = (Act.COMPLETE_STUDY, Act.RETURN_TO_STUDY, Act.REORIENT)


@login_required
def study(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Where the study stands, page by page."""
    application = opened(request, file)
    offered = buttons(request, application, application.file, *ACTS_OF_THE_STUDY)
    missing = lacks(application, request.on) if application.state in ("under_study", "adjourned") else ()
    ending = next((button for button in offered if button["act"] is Act.COMPLETE_STUDY), None)
    context = crumbs(request, application) | {
        "title": "L’étude",
        "state": sentence(application, missing),
        "pages": pages(application, missing, notes(application, request.on)),
        "lacks": [(lack.sentence, reverse(f"applications:{lack.page}", args=[file])) for lack in missing],
        "conclusion": conclusion_of(application),
        "reorientation": application.reorientations.select_related("application__dispositif").last(),
        "next_act": first_step(application, missing[0]) if missing else ending,
        "other_acts": [button for button in offered if button is not ending or missing],
    }
    return render(request, "applications/study.html", context)


def first_step(application: Application, lack: Lack) -> dict[str, str]:
    """The page of the first thing missing, as the act to do now."""
    known = {act.value: ACTS[act].label for act in Act}
    label = known.get(lack.page, "Voir les constats")
    return {"label": label, "url": reverse(f"applications:{lack.page}", args=[application.file.uid])}


def sentence(application: Application, missing: tuple[Lack, ...]) -> str:
    """Where the study stands, in one sentence."""
    if application.state == "contact":
        return "L’étude n’est pas ouverte."
    if application.state not in ("under_study", "adjourned"):
        return f"L’étude est terminée ({application.state_label})."
    if not missing:
        return "L’étude est complète : il reste à donner votre préconisation."
    return "L’étude est en cours ; voici ce qui lui manque encore."


def notes(application: Application, on: date) -> dict[Page, str]:
    """What blocks, counted, beside the pages that tell it."""
    counts = {
        Page.FINDINGS: (len(blocking(application, on)), "constat bloquant", "constats bloquants"),
        Page.CHECKLIST: (len(missing_blocking(application, on)), "pièce manquante", "pièces manquantes"),
    }
    return {page: counted(*words) for page, words in counts.items() if words[0]}


def pages(application: Application, missing: tuple[Lack, ...], told: dict[Page, str]) -> list[dict[str, Any]]:
    """The pages of the study, and whether something is missing in each."""
    lacking = {lack.page for lack in missing}
    same = {"update_budget": "budget", "update_project": "project", "record_household": "update_household"}
    wanted = {same.get(page, page) for page in lacking}
    under_way = application.state in ("under_study", "adjourned")
    return [
        {"label": page.label, "url": reverse(f"applications:{page.value}", args=[application.file.uid])}
        | noted(told.get(page, ""), lacking=page.value in wanted, under_way=under_way)
        for page in Page
        if under_way or page not in (Page.SITUATION, Page.SUPPORT)
    ]


def noted(told: str, *, lacking: bool, under_way: bool) -> dict[str, str]:
    """What is said beside a page: what blocks, else whether it is done while the study is under way."""
    if told or lacking:
        return {"note": told or "à compléter", "tone": "waiting"}
    return {"note": "rien ne manque" if under_way else "", "tone": "good"}


@login_required
def complete_study(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The worker's recommendation; refused with all that is missing."""
    application = opened(request, file)
    check_may(request, Act.COMPLETE_STUDY)
    form = ConclusionForm(typed(request), revision=application.revision)
    if submitted(
        request,
        form,
        lambda data: actions.complete_study(application, by=request.actor, on=request.on, **data),
        current=lambda _: {},
    ):
        return back(request, application)
    missing = () if form.is_bound else lacks(application, request.on)
    return shown(
        request,
        "applications/complete_study.html",
        form=form,
        lacks=[(lack.sentence, reverse(f"applications:{lack.page}", args=[file])) for lack in missing],
        title="Terminer l’étude",
        state="Vous préconisez ; la commission, où il y en a une, donne son avis ; la banque décide.",
        act_label="Terminer l’étude",
        **crumbs(request, application) | {"cancel_url": reverse("applications:study", args=[file])},
    )


@login_required
def return_to_study(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Take the study up again."""
    application = opened(request, file)
    check_may(request, Act.RETURN_TO_STUDY)
    if too_late(request, application, Act.RETURN_TO_STUDY):
        return redirect("applications:study", application.file.uid)
    form = ReturnForm(typed(request))
    if submitted(
        request,
        form,
        lambda data: actions.return_to_study(application, by=request.actor, on=request.on, **data),
    ):
        return redirect("applications:study", application.file.uid)
    return shown(
        request,
        "applications/form.html",
        form=form,
        title="Reprendre l’étude",
        state="Ce qui a été figé reste au dossier ; une nouvelle préconisation sera donnée.",
        act_label="Reprendre l’étude",
        **crumbs(request, application),
    )
