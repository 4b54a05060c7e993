"""The steps of the unpaid protocol and the one letter it allows."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse

from etrier.domain.lifecycle import Act
from etrier.domain.wording import day, euros
from etrier.files.reading import found_in
from etrier.followup.actions import letters
from etrier.followup.actions import protocol as actions
from etrier.followup.asking import Asked, act_on_file, opened
from etrier.followup.forms.difficulties import PlanStepForm, StepForm
from etrier.followup.models import Difficulty, MissedInstalment, ProtocolStep
from etrier.followup.views.difficulties import found, page_of
from etrier.journal.submit import typed
from etrier.ui.formats import capitalised
from etrier.ui.forms import EtrierForm

DONE_OR_NOT: dict[Act, Any] = {Act.COMPLETE_STEP: actions.complete_step, Act.DROP_STEP: actions.drop_step}


@login_required
def plan_step(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """One more step to do before a day."""
    one = found(request, file, difficulty)
    planned = set(one.steps.filter(state="planned").values_list("step", flat=True))
    return act_on_file(
        request,
        Act.PLAN_STEP,
        None,
        PlanStepForm(typed(request), today=request.on, planned=planned),
        lambda facts: actions.plan_step(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=page_of(one),
    )


@login_required
def end_step(request: Asked, file: uuid.UUID, protocol_step: uuid.UUID, act: Act) -> HttpResponse:
    """A step done, or without object."""
    owner = opened(request, file)
    step = found_in(owner, ProtocolStep, "difficulty", uid=protocol_step)
    form = StepForm(typed(request), today=request.on, since=step.difficulty.opened_on, revision=step.revision)
    return act_on_file(
        request,
        act,
        step,
        form,
        lambda facts: DONE_OR_NOT[act](step, by=request.actor, **facts),
        file=owner,
        back=reverse("followup:difficulty", args=[owner.uid, step.difficulty.uid]),
        state=f"{capitalised(step.label)}, par {step.owner_label}, avant le {day(step.deadline_on)}.",
    )


@login_required
def unpaid_letter(request: Asked, file: uuid.UUID, missed_instalment: uuid.UUID) -> HttpResponse:
    """Write the one letter about an instalment."""
    owner = opened(request, file)
    missed = found_in(owner, MissedInstalment, uid=missed_instalment)
    one = found_in(owner, Difficulty, "loan", pk=missed.difficulty_id)
    person = letters.applicant_of(one)
    return act_on_file(
        request,
        Act.WRITE_LETTER,
        None,
        EtrierForm(typed(request)),
        lambda _: letters.write_unpaid_letter(one, missed, by=request.actor, on=request.on),
        file=owner,
        back=page_of(one),
        title=f"Écrire au sujet de l’échéance {missed.number}",
        state=f"À {person.full_name}, {person.postcode} {person.town}, au sujet des {euros(missed.amount)} du"
        f" {day(missed.due_on)}. Un seul courrier par échéance.",
        act_label="Écrire le courrier",
    )
