"""The first contact: its page, its simulator, its sheet, the list of those not taken up yet."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.forms.contact import ContactForm, ExplainForm, SimulationForm, WishFields
from etrier.applications.models import Application
from etrier.applications.views.asking import buttons, check_may, crumbs, opened
from etrier.database.pages import page
from etrier.domain.access import Reading
from etrier.domain.first_look import COST_WARNING, first_look, simulate
from etrier.domain.household import Explained
from etrier.domain.lifecycle import Act
from etrier.domain.scheme.schema import Scheme
from etrier.files.reading import SESSION_KEY, in_caseload
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, typed
from etrier.schemes.models import Dispositif

LOOKED_AT = ("amount", "months")
SHEET_ACTS = (
    Act.OPEN_STUDY, Act.EXPLAIN_MICROCREDIT, Act.RECORD_HOUSEHOLD, Act.ADD_CO_BORROWER, Act.CLOSE_APPLICATION,
)  # fmt: skip


def look(scheme: Scheme, wished: dict[str, Any], on: Any, age: int | None = None) -> dict[str, Any]:
    """The simulation and the first look of a wish, for the pages that show them."""
    amount, months, product = wished["amount"], wished["months"], wished["product"]
    known = amount is not None and months is not None
    return {
        "simulation": simulate(scheme, product=product, amount=amount, months=months, on=on)
        if known
        else None,
        "findings": first_look(scheme, on=on, age=age, **wished),
        "cost_warning": COST_WARNING,
    }


def in_force(request: Asked) -> Dispositif | None:
    """The dispositif of the author's organisation today."""
    organisation = request.actor.organisation
    return Dispositif.objects.in_force(organisation, request.on) if organisation else None


def no_dispositif(request: Asked) -> HttpResponse:
    """Nothing can be asked for while no dispositif is in force: what to do about it."""
    return render(request, "applications/no_dispositif.html", {"title": "Aucun dispositif en vigueur"})


@login_required
def record_contact(request: Asked) -> HttpResponse:
    """A first contact, on one page; a double is noticed before a second sheet is made."""
    check_may(request, Act.RECORD_CONTACT)
    dispositif = in_force(request)
    if dispositif is None:
        return no_dispositif(request)
    actor, on = request.actor, request.on
    data = typed(request)
    form = ContactForm(data, actor=actor, on=on, scheme=dispositif.parsed)
    only_looking = data is not None and "simulate" in data
    if only_looking:
        forget_errors(form)
    elif done := submitted(request, form, lambda _: actions.record_contact(by=actor, **form.facts())):
        if not in_caseload(done.file, actor):
            request.session.setdefault(SESSION_KEY, {})[str(done.file.uid)] = "reception"
            request.session.modified = True
        return redirect("applications:contact", done.file.uid)
    wished = form.wished() if form.is_bound else None
    return shown(
        request,
        "applications/record_contact.html",
        form=form,
        title="Premier contact",
        state="Notez ce que la personne dit ; ce qui manque pourra être complété ensuite.",
        act_label="Enregistrer le premier contact",
        cancel_url=reverse("desk:files"),
        **(look(dispositif.parsed, wished, on) if wished else NOTHING_YET),
    )


NOTHING_YET: dict[str, Any] = {"simulation": None, "findings": (), "cost_warning": COST_WARNING}


def forget_errors(form: WishFields) -> None:
    """A person who only wants the instalment is not told yet what else is missing."""
    form.is_valid()
    for name in [name for name in form.errors if name not in LOOKED_AT]:
        del form.errors[name]


@login_required
def simulator(request: Asked) -> HttpResponse:
    """What a month would cost, without any name; also the fragment that the contact page refreshes."""
    check_may(request, Act.RECORD_CONTACT)
    dispositif = in_force(request)
    if dispositif is None:
        return no_dispositif(request)
    scheme = dispositif.parsed
    form = SimulationForm(request.GET or None, scheme=scheme)
    wished = form.wished() if form.is_bound and (form.is_valid() or form.cleaned_data) else None
    seen = look(scheme, wished, request.on) if wished else NOTHING_YET
    if request.headers.get("HX-Request") == "true":
        return render(request, "applications/_simulation.html", seen)
    return shown(
        request,
        "applications/simulator.html",
        form=form,
        title="Simuler un microcrédit",
        state="Rien n’est enregistré : c’est une estimation, la banque décide.",
        **seen,
    )


@login_required
def contact(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The contact sheet: who, what was asked and explained, what a month would cost, what to do next."""
    application = opened(request, file, Reading.SEE_CONTACT)
    scheme, situation = application.dispositif.parsed, application.situation
    wished = {
        "product": application.product_code,
        "amount": application.amount,
        "months": application.months,
        "resident": situation.resident,
        "bank_refused": situation.bank_refused,
        "steady_income": situation.steady_income,
    }
    told = [point.label for point in Explained if point in application.explained_points]
    owned = buttons(request, application, application.file, *SHEET_ACTS)
    onward = [button for button in owned if button["act"] is Act.OPEN_STUDY]
    return render(
        request,
        "applications/contact.html",
        {
            **crumbs(request, application),
            **look(scheme, wished, request.on, application.applicant.age(application.requested_on)),
            "title": application.file.cover,
            "told": told,
            "next_act": onward[0] if onward else None,
            "other_acts": [button for button in owned if button not in onward]
            + buttons(request, application.file, application.file, Act.ASSIGN_FILE),
        },
    )


@login_required
def explain_microcredit(request: Asked, file: uuid.UUID) -> HttpResponse:
    """What was explained after the first contact."""
    check_may(request, Act.EXPLAIN_MICROCREDIT)
    application = opened(request, file, Reading.SEE_CONTACT)
    form = ExplainForm(
        typed(request),
        revision=application.revision,
        initial={"points": application.explained_points},
    )
    if submitted(
        request,
        form,
        lambda data: actions.explain_microcredit(application, by=request.actor, on=request.on, **data),
        current=lambda now: {"points": now.explained_points},
    ):
        return redirect("applications:contact", application.file.uid)
    return shown(
        request,
        "applications/form.html",
        form=form,
        **crumbs(request, application),
        title="Ce qui a été expliqué",
        state="Cochez ce que vous avez dit à la personne ; votre nom et la date seront notés.",
        act_label="Noter ces explications",
    )


@login_required
def contacts(request: Asked) -> HttpResponse:
    """First contacts that nobody has taken up yet, the oldest first: people must not wait."""
    if not request.actor.may_read(Reading.SEE_FILES):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir cette page.")
    rows = Application.objects.visible_to(request.actor).filter(state="contact").with_people()
    found = page(rows, ("requested_on",), request.GET.get("suite", ""))
    return render(
        request,
        "applications/contacts.html",
        {
            "title": "Premiers contacts à reprendre",
            "state": "Les plus anciens d’abord : une personne qui attend se tourne vers un crédit cher.",
            "rows": [(row, (request.on - row.requested_on).days) for row in found],
            "next_url": f"?suite={found.next}" if found.next else "",
            "shown": f"{found.count_text} {'demande' if found.count == 1 else 'demandes'}",
        },
    )
