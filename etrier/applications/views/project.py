"""The project: what is asked for, what it pays for, what banks would ask each month."""

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.forms.project import ProjectForm, tables_of
from etrier.applications.models import Application, ProjectItem
from etrier.applications.project import Plan, plan_of, project_of, simulation_of
from etrier.applications.views.asking import buttons, check_may, crumbs, opened
from etrier.domain.first_look import COST_WARNING
from etrier.domain.lifecycle import Act
from etrier.journal.submit import shown, submitted, typed
from etrier.ui import formats

REQUESTED = ("product_code", "amount", "months", "exception_motive")
DESCRIBED = ("description", "wanted_on")
BANK_COLUMNS = ("Banque", *((label, "figure") for label in ("Taux", "Par mois", "Intérêts et frais", "TAEG")))


@login_required
def show(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The project, its financing plan, the instalment at each bank."""
    application = opened(request, file)
    project = project_of(application)
    plan = plan_of(application)
    context = crumbs(request, application) | {
        "title": "Projet",
        "state": sentence(application, plan),
        "next_act": next(iter(buttons(request, application, application.file, Act.UPDATE_PROJECT)), None),
        "project": project,
        "items": [told(application, item) for item in project.items.all()] if project else [],
        "fundings": list(project.fundings.all()) if project else [],
        "plan": plan,
        "estimates": estimates(application, request.on),
        "bank_columns": BANK_COLUMNS,
        "cost_warning": COST_WARNING,
    }
    return render(request, "applications/project.html", context)


def sentence(application: Application, plan: Plan) -> str:
    """What is asked for, and where the financing plan stands."""
    if application.amount is None or application.months is None or not application.product_label:
        return "Le produit, le montant ou la durée restent à préciser."
    asked = f"{formats.round_euros(application.amount)} sur {formats.months(application.months)}"
    return f"{asked}, {application.product_label}. {plan.sentence}"


def estimates(application: Application, on: date) -> list[tuple[str, ...]]:
    """The loan at each rate of the banks that would lend it, the cheapest first."""
    simulation = simulation_of(application, on)
    return [
        (
            formats.listed(one.lenders),
            formats.percent(one.yearly_rate),
            formats.euros(one.instalment),
            formats.euros(one.interest),
            formats.percent(one.apr),
        )
        for one in (simulation.estimates if simulation else ())
    ]


def told(application: Application, item: ProjectItem) -> tuple[str, str, str, str, str]:
    """An expense as a line of the page."""
    product = application.product
    purpose = product.purpose(item.purpose_code) if product else None
    return (
        purpose.label if purpose else item.purpose_code,
        item.detail,
        item.seller,
        formats.day(item.quoted_on) if item.quoted_on else "",
        "à connaître" if item.cost is None else formats.euros(item.cost),
    )


@login_required
def update_project(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The whole project on one page."""
    application = opened(request, file)
    check_may(request, Act.UPDATE_PROJECT)
    form = ProjectForm(
        typed(request),
        scheme=application.dispositif.parsed,
        on=request.on,
        given=tables_of(project_of(application)),
        revision=application.revision,
        initial=values_of(application),
    )
    if form.grows:
        form.keep_quiet()
    elif submitted(
        request,
        form,
        lambda _: actions.update_project(application, by=request.actor, on=request.on, **form.facts()),
        current=lambda _: values_of(application) | form.flat(tables_of(project_of(application))),
    ):
        return redirect("applications:project", application.file.uid)
    return shown(
        request,
        "applications/update_project.html",
        form=form,
        title="Décrire le projet",
        state="Dites ce que le prêt paiera, sur devis, et d’où vient le reste de l’argent.",
        act_label="Enregistrer le projet",
        **crumbs(request, application) | {"cancel_url": reverse("applications:project", args=[file])},
    )


def values_of(application: Application) -> dict[str, Any]:
    """What is recorded now, by field of the page."""
    project = project_of(application)
    described = (
        {name: getattr(project, name) for name in DESCRIBED} if project else {"description": application.wish}
    )
    return {name: getattr(application, name) for name in REQUESTED} | described
