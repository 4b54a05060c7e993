"""The study begins, its situation and its support; who follows the file; how a request ends."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.forms.situation import (
    AssignForm,
    CloseForm,
    ConfirmForm,
    OpenStudyForm,
    SituationForm,
    SupportForm,
)
from etrier.applications.models import Application
from etrier.applications.views.asking import back, check_may, crumbs, opened
from etrier.domain.lifecycle import Act
from etrier.files.actions import assign_file as hand_file
from etrier.journal.submit import shown, submitted, too_late, typed

FACTS = (
    "resident", "resident_since", "employment", "employment_detail", "employed_since", "employed_until",
    "co_employment", "co_employment_detail", "bank_refused", "steady_income", "circumstances",
    "running_loans", "over_indebtedness", "over_indebtedness_until", "over_indebtedness_agreed",
    "protector_agrees", "note",
)  # fmt: skip


@login_required
def open_study(request: Asked, file: uuid.UUID) -> HttpResponse:
    """From contact to study: the product, the worker."""
    check_may(request, Act.OPEN_STUDY)
    application = opened(request, file)
    if too_late(request, application, Act.OPEN_STUDY):
        return back(request, application)
    form = OpenStudyForm(
        typed(request),
        revision=application.revision,
        initial={"product_code": application.product_code} if application.product_code else {},
        application=application,
        actor=request.actor,
    )
    if submitted(
        request,
        form,
        lambda _: actions.open_study(application, by=request.actor, on=request.on, **form.facts()),
        current=lambda now: {"product_code": now.product_code},
    ):
        return back(request, application)
    return shown(
        request,
        "applications/open_study.html",
        form=form,
        **crumbs(request, application),
        title="Ouvrir l’étude",
        state="Le foyer, le budget et le projet seront regardés ensemble, en deux ou trois rendez-vous.",
        act_label="Ouvrir l’étude",
    )


def situation_facts(application: Application) -> dict[str, Any]:
    """The present values of the situation, by field."""
    return {name: getattr(application.situation, name) for name in FACTS}


@login_required
def update_situation(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Residence, work, credits, over-indebtedness."""
    check_may(request, Act.UPDATE_SITUATION)
    application = opened(request, file)
    form = SituationForm(
        typed(request),
        revision=application.revision,
        initial=situation_facts(application),
        application=application,
        on=request.on,
    )
    if submitted(
        request,
        form,
        lambda data: actions.update_situation(application, by=request.actor, on=request.on, **data),
        current=situation_facts,
    ):
        return back(request, application)
    return shown(
        request,
        "applications/form.html",
        form=form,
        **crumbs(request, application),
        title="La situation",
        state="Ce qui n’a pas encore été demandé reste vide : l’étude dira ce qui manque.",
        act_label="Enregistrer la situation",
    )


def support_facts(application: Application) -> dict[str, Any]:
    """What is known of the need for support, by field."""
    return {
        "kinds": [kind for kind in application.support_kinds if kind != "none"],
        "level": application.support_level,
        "need": application.support_need,
        "followed_by": application.followed_by,
    }


@login_required
def assess_support(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Which support the person needs."""
    check_may(request, Act.ASSESS_SUPPORT)
    application = opened(request, file)
    form = SupportForm(typed(request), revision=application.revision, initial=support_facts(application))
    if submitted(
        request,
        form,
        lambda data: actions.assess_support(application, by=request.actor, on=request.on, **data),
        current=support_facts,
    ):
        return back(request, application)
    product = application.product
    return shown(
        request,
        "applications/form.html",
        form=form,
        **crumbs(request, application),
        title="Le besoin d’accompagnement",
        state=f"Pour « {product.label} », l’accompagnement est {product.support.mode.label}."
        if product
        else "L’accompagnement aide à rembourser jusqu’au bout.",
        act_label="Enregistrer le besoin d’accompagnement",
    )


@login_required
def assign_file(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Hand the file to another worker."""
    check_may(request, Act.ASSIGN_FILE)
    application = opened(request, file)
    holder = application.file.holder
    form = AssignForm(
        typed(request),
        revision=application.file.revision,
        initial={"holder": str(holder.uid) if holder else ""},
        actor=request.actor,
    )
    if submitted(
        request,
        form,
        lambda _: hand_file(application.file, by=request.actor, on=request.on, **form.facts()),
        current=lambda now: {"holder": str(now.holder.uid) if now.holder else ""},
    ):
        return back(request, application)
    return shown(
        request,
        "applications/form.html",
        form=form,
        **crumbs(request, application),
        title="Confier le dossier",
        state=f"Suivi aujourd’hui par {holder.full_name}."
        if holder
        else "Personne ne suit encore ce dossier.",
        act_label="Confier le dossier",
    )


@login_required
def close_application(request: Asked, file: uuid.UUID) -> HttpResponse:
    """End the request without a loan."""
    check_may(request, Act.CLOSE_APPLICATION)
    application = opened(request, file)
    form = CloseForm(typed(request), revision=application.revision, application=application, on=request.on)
    if submitted(
        request,
        form,
        lambda data: actions.close_application(application, by=request.actor, on=request.on, **data),
    ):
        return back(request, application)
    return shown(
        request,
        "applications/form.html",
        form=form,
        **crumbs(request, application),
        title="Clore la demande",
        state="Pour une réorientation, choisissez « Réorienter la personne » : elle est comptée à part.",
        act_label="Clore la demande",
    )


@login_required
def reopen_application(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Take a closed request up again."""
    check_may(request, Act.REOPEN_APPLICATION)
    application = opened(request, file)
    if too_late(request, application, Act.REOPEN_APPLICATION):
        return back(request, application)
    form = ConfirmForm(typed(request), revision=application.revision)
    if submitted(
        request,
        form,
        lambda data: actions.reopen_application(application, by=request.actor, on=request.on, **data),
    ):
        return back(request, application)
    return shown(
        request,
        "applications/confirm.html",
        form=form,
        **crumbs(request, application),
        title="Rouvrir la demande ?",
        state="Elle reprend à l’étude, avec tout ce qui y était.",
        act_label="Rouvrir la demande",
    )
