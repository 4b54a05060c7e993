"""The findings: what every criterion says, and what a person decides beside them."""

import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.findings import BEFORE_TRANSMISSION, Judged, findings_of
from etrier.applications.forms.findings import CancelOverrideForm, OverrideForm
from etrier.applications.models import Application
from etrier.applications.views.asking import buttons, check_may, crumbs, opened
from etrier.domain.eligibility import Severity
from etrier.domain.lifecycle import LIFECYCLES, Act
from etrier.journal.submit import shown, submitted, typed
from etrier.ui import formats

OF_THE_PERSON = frozenset({"age", "protection"})
MENDED_BY = {
    "budget": Act.UPDATE_BUDGET,
    **dict.fromkeys(("amount", "months", "purposes", "instalment"), Act.UPDATE_PROJECT),
    **dict.fromkeys(
        ("resident", "running_loans", "over_indebtedness", "protector_agrees"), Act.UPDATE_SITUATION
    ),
}
"""The act that corrects the fact a finding concerns."""
TONES = {Severity.BLOCKING: "bad", Severity.WARNING: "waiting", Severity.INFORMATION: "neutral"}


@login_required
def show(request: Asked, file: uuid.UUID) -> HttpResponse:
    """All the findings at once, the blocking ones first, each with its figure, its limit and its source."""
    application = opened(request, file)
    found = findings_of(application, request.on)
    offered = {
        button["act"]: button
        for button in buttons(
            request, application, application.file, Act.OVERRIDE_FINDING, Act.CANCEL_OVERRIDE
        )
    }
    context = crumbs(request, application) | {
        "title": "Constats",
        "state": sentence(found),
        "findings": [drawn(one) | {"mend_url": mend_url(one, application)} for one in found],
        "override_url": offered[Act.OVERRIDE_FINDING]["url"] if Act.OVERRIDE_FINDING in offered else "",
        "cancel_override_url": offered[Act.CANCEL_OVERRIDE]["url"] if Act.CANCEL_OVERRIDE in offered else "",
    }
    return render(request, "applications/findings.html", context)


def sentence(found: tuple[Judged, ...]) -> str:
    """How many findings block, in words."""
    blocked = sum(one.blocking for one in found)
    if not found:
        return "Aucun critère n’a de remarque à faire."
    if not blocked:
        return "Aucun constat ne bloque : la décision revient aux personnes."
    words = formats.counted(blocked, "constat bloquant", "constats bloquants")
    return f"{words} : corrigez ce qui peut l’être, ou passez outre avec un motif."


def drawn(one: Judged) -> dict[str, Any]:
    """A finding as the page shows it."""
    source = one.finding.source
    return {
        "code": one.code,
        "sentence": one.sentence,
        "severity": "levé avec motif" if one.override else one.severity.label,
        "tone": "neutral" if one.override else TONES[one.severity],
        "figures": figures(one),
        "source": source.removeprefix("hypothèse\u00a0: ").removeprefix("hypothèse : "),
        "assumed": one.assumed,
        "override": one.override,
        "may_be_passed": one.may_be_passed,
        "later": one.blocking and one.code in BEFORE_TRANSMISSION,
    }


def mend_url(one: Judged, application: Application) -> str:
    """Where the fact in cause is corrected, nothing when it is nowhere or no longer open."""
    concerns = one.finding.concerns.partition(".")[0]
    possible = LIFECYCLES[application.SUBJECT].acts_from(application.state)
    if concerns in OF_THE_PERSON:
        return reverse("applications:person", args=[application.file.uid, application.applicant.uid])
    act = MENDED_BY.get(concerns)
    if act is None or act not in possible:
        return ""
    return reverse(f"applications:{act.value}", args=[application.file.uid])


def figures(one: Judged) -> str:
    """The figure found and its limit, when both are figures."""
    found, limit = number(one.finding.figure), number(one.finding.limit)
    return f"Constaté : {found} ; limite : {limit}." if found and limit else ""


def number(text: str) -> str:
    """A figure of a finding as people write it, nothing for what is not one."""
    try:
        return formats.number(Decimal(text))
    except InvalidOperation:
        return ""


@login_required
def override_finding(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Pass over a blocking finding, with a motive."""
    application = opened(request, file)
    check_may(request, Act.OVERRIDE_FINDING)
    found = [one for one in findings_of(application, request.on) if one.may_be_passed]
    back = reverse("applications:findings", args=[file])
    form = OverrideForm(typed(request), found=found, initial={"finding": request.GET.get("constat", "")})
    if submitted(
        request,
        form,
        lambda data: actions.override_finding(application, by=request.actor, on=request.on, **data),
    ):
        return redirect(back)
    return shown(
        request,
        "applications/form.html" if found or form.is_bound else "applications/nothing.html",
        form=form,
        title="Passer outre un constat",
        state="Les critères conseillent, vous décidez : dites pourquoi."
        if found
        else "Aucun constat n’est à lever.",
        act_label="Passer outre",
        **crumbs(request, application) | {"cancel_url": back},
    )


@login_required
def cancel_override(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Make a finding that was passed over stand again."""
    application = opened(request, file)
    check_may(request, Act.CANCEL_OVERRIDE)
    live = application.overrides.filter(cancelled_on__isnull=True)
    told = {one.code: one.sentence for one in findings_of(application, request.on)}
    choices = [
        (override.finding_code, told.get(override.finding_code, f"Motif noté : {override.motive}"))
        for override in live
    ]
    back = reverse("applications:findings", args=[file])
    form = CancelOverrideForm(
        typed(request), choices=choices, initial={"finding": request.GET.get("constat", "")}
    )
    if submitted(
        request,
        form,
        lambda data: actions.cancel_override(application, by=request.actor, on=request.on, **data),
    ):
        return redirect(back)
    return shown(
        request,
        "applications/form.html" if choices or form.is_bound else "applications/nothing.html",
        form=form,
        title="Rétablir un constat",
        state="Le constat bloquera de nouveau." if choices else "Aucun constat n’a été levé.",
        act_label="Rétablir le constat",
        **crumbs(request, application) | {"cancel_url": back},
    )
