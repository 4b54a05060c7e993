"""Looking back with the person: the evaluations of a file."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.decisions.asking import act_page, require
from etrier.domain.access import Reading
from etrier.domain.evaluation import Moment
from etrier.domain.lifecycle import Act
from etrier.files.reading import open_file_page
from etrier.journal.submit import typed
from etrier.outcomes.actions.evaluations import record_evaluation as record
from etrier.outcomes.forms import EvaluationForm
from etrier.outcomes.models import Evaluation
from etrier.outcomes.paths import moments_left
from etrier.ui.formats import counted, listed

WAITING = "Un bilan se fait à l’octroi, à la fin du prêt et six mois après, ou après un refus."


@login_required
def evaluations(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Every evaluation of a file, and those that may be held now."""
    opened = open_file_page(request, file, Reading.SEE_FILE)
    rows = list(Evaluation.objects.visible_to(request.actor).filter(file=opened).prefetch_related("answers"))
    left = moments_left(opened, request.on)
    may = bool(left) and request.actor.may(Act.RECORD_EVALUATION)
    held = (
        f"{counted(len(rows), 'bilan fait', 'bilans faits')}." if rows else "Aucun bilan n’est encore fait."
    )
    todo = f" À faire : {listed([one.label for one in left])}." if left else ""
    return render(
        request,
        "outcomes/evaluations.html",
        {
            "file": opened,
            "title": "Bilans",
            "state": held + todo,
            "rows": rows,
            "waiting": WAITING,
            "record_url": reverse("outcomes:record_evaluation", args=[opened.uid]) if may else "",
        },
    )


@login_required
def record_evaluation(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Theme by theme, then with the person's words."""
    opened = open_file_page(request, file, Reading.SEE_FILE)
    require(request, Act.RECORD_EVALUATION)
    left = moments_left(opened, request.on)
    form = EvaluationForm(typed(request), moments=left, on=request.on)

    def run(data: dict[str, Any]) -> Evaluation:
        return record(
            opened,
            by=request.actor,
            on=request.on,
            moment=Moment(data["moment"]),
            held_on=data["held_on"],
            channel=data["channel"],
            answers=form.answers(data),
            verbatim=data["verbatim"],
        )

    return act_page(
        request,
        Act.RECORD_EVALUATION,
        None,
        form,
        run,
        back=reverse("outcomes:evaluations", args=[opened.uid]),
        template="outcomes/record_evaluation.html",
        state="Ce que le prêt et l’accompagnement ont changé, thème par thème. Rien n’est obligatoire.",
        file=opened,
        nothing_to_hold=not left,
        waiting=WAITING,
    )
