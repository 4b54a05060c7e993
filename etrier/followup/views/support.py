"""The support of a loan: its level, its contacts and what became of each."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from etrier.applications.reading import application_of, request_of
from etrier.database.reading import row_where
from etrier.domain.lifecycle import ACTS, Act
from etrier.domain.scheme.choices import SupportMode
from etrier.domain.support import ContactReason
from etrier.domain.wording import day
from etrier.files.models import File
from etrier.files.reading import found_in
from etrier.followup.actions import support as actions
from etrier.followup.asking import Asked, act_on_file, buttons, head, opened
from etrier.followup.forms import support as forms
from etrier.followup.forms.fields import NoteForm
from etrier.followup.models import SupportContact, SupportPlan
from etrier.followup.rates import effective_rate
from etrier.followup.views.difficulties import loan_of
from etrier.journal.submit import typed
from etrier.loans.models import Loan
from etrier.ui.formats import percent, some

ON_A_PLAN = (Act.REVISE_SUPPORT_PLAN, Act.END_SUPPORT_PLAN)
ON_A_CONTACT = (
    Act.COMPLETE_SUPPORT_CONTACT,
    Act.MOVE_SUPPORT_CONTACT,
    Act.MISS_SUPPORT_CONTACT,
    Act.CANCEL_SUPPORT_CONTACT,
)


def support_of(file: File) -> str:
    """Where the support of a file is."""
    return reverse("followup:support", args=[file.uid])


def plan_found(request: Asked, file: uuid.UUID, support_plan: uuid.UUID) -> SupportPlan:
    """One plan of a file."""
    return found_in(opened(request, file), SupportPlan, "loan", uid=support_plan)


def contact_found(request: Asked, file: uuid.UUID, support_contact: uuid.UUID) -> SupportContact:
    """One contact of a file."""
    return found_in(opened(request, file), SupportContact, uid=support_contact)


@login_required
def show_support(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The plan, its contacts, and how many were really made."""
    owner = opened(request, file)
    plan = SupportPlan.objects.filter(file=owner).order_by("state", "-pk").first()
    contacts = list(SupportContact.objects.visible_to(request.actor).filter(file=owner))
    for contact in contacts:
        contact.file = owner
    if plan is not None:
        plan.file = owner
    loan = row_where(Loan, file=owner)
    active = plan is not None and plan.state == "active"
    offered = buttons(plan, request, ON_A_PLAN) if active else []
    first = act_link(request, owner, Act.SET_SUPPORT_PLAN) if loan is not None and not active else None
    added = act_link(request, owner, Act.PLAN_SUPPORT_CONTACT)
    rate = effective_rate(contacts, request.on)
    return render(
        request,
        "followup/support.html",
        {
            **head(request, owner),
            "title": "Accompagnement",
            "state": sentence_of(plan, contacts),
            "plan": plan,
            "has_loan": loan is not None,
            "compulsory": compulsory(owner),
            "next_act": first or (offered[0] if offered else added),
            "other_acts": [*offered[1:], *([added] if added and (first or offered) else [])],
            "contacts": [contact_row(one, request) for one in in_turn(contacts)],
            "cancelled": [contact_row(one, request) for one in contacts if one.state == "cancelled"],
            "rate": percent(rate, 0) if rate is not None else "",
        },
    )


def in_turn(contacts: list[SupportContact]) -> list[SupportContact]:
    """The next contact first, then those to come, then the past ones from the latest; without those
    cancelled, most of them by a plan made again."""
    coming = [one for one in contacts if one.state == "planned"]
    past = [one for one in contacts if one.state not in ("planned", "cancelled")]
    return sorted(coming, key=lambda one: one.due_on) + sorted(past, key=lambda one: one.due_on, reverse=True)


def contact_row(contact: SupportContact, request: Asked) -> dict[str, Any]:
    """A contact and what may be done with it; one that is not due yet cannot be missed."""
    early = (Act.MISS_SUPPORT_CONTACT,) if contact.due_on > request.on else ()
    acts = buttons(contact, request, ON_A_CONTACT, hidden=early)
    return {"contact": contact, "acts": acts, "about": day(contact.due_on)}


def act_link(request: Asked, file: File, act: Act) -> dict[str, str] | None:
    """The button of an act that begins something in a file."""
    if not request.actor.may(act):
        return None
    return {"label": ACTS[act].label, "url": reverse(f"followup:{act.value}", args=[file.uid])}


def compulsory(file: File) -> bool:
    """Whether the product asked for makes support compulsory."""
    application = request_of(file)
    product = application.product if application else None
    return product is not None and product.support.mode is SupportMode.COMPULSORY


def sentence_of(plan: SupportPlan | None, contacts: list[SupportContact]) -> str:
    """Where the support stands."""
    awaited = [contact for contact in contacts if contact.state == "planned"]
    following = f" Prochain contact le {day(awaited[0].due_on)}." if awaited else ""
    if plan is None:
        return f"Aucun accompagnement n’est établi.{following}"
    if plan.state == "ended":
        ended = day(plan.ended_on) if plan.ended_on else ""
        return f"Accompagnement terminé le {ended} : {plan.end_label}."
    made = sum(contact.state == "done" for contact in contacts)
    done = some(made, "aucun contact fait", "contact fait", "contacts faits")
    return f"Accompagnement {plan.level_label} depuis le {day(plan.set_on)}, {done}.{following}"


@login_required
def set_support_plan(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Say how the loan is accompanied."""
    owner = opened(request, file)
    loan = loan_of(owner)
    application = application_of(owner.pk)
    initial = {"level": actions.proposed_level(application), "followed_by": application.followed_by}
    return act_on_file(
        request,
        Act.SET_SUPPORT_PLAN,
        None,
        forms.PlanForm(typed(request), initial=initial),
        lambda facts: actions.set_support_plan(loan, by=request.actor, on=request.on, **facts),
        file=owner,
        back=support_of(owner),
        state=f"Les contacts seront prévus jusqu’au {day(loan.ends_on)}, fin du prêt.",
    )


@login_required
def revise_support_plan(request: Asked, file: uuid.UUID, support_plan: uuid.UUID) -> HttpResponse:
    """Another level; what is done stays."""
    plan = plan_found(request, file, support_plan)
    values = {"level": plan.level, "followed_by": plan.followed_by}
    return act_on_file(
        request,
        Act.REVISE_SUPPORT_PLAN,
        plan,
        forms.ReviseForm(typed(request), initial=values, revision=plan.revision),
        lambda facts: actions.revise_support_plan(plan, by=request.actor, on=request.on, **facts),
        file=plan.file,
        back=support_of(plan.file),
        state="Les contacts faits restent ; ceux à venir sont prévus de nouveau.",
        current=lambda now: {"level": now.level, "followed_by": now.followed_by},
    )


@login_required
def end_support_plan(request: Asked, file: uuid.UUID, support_plan: uuid.UUID) -> HttpResponse:
    """It stops."""
    plan = plan_found(request, file, support_plan)
    return act_on_file(
        request,
        Act.END_SUPPORT_PLAN,
        plan,
        forms.EndForm(typed(request), revision=plan.revision),
        lambda facts: actions.end_support_plan(plan, by=request.actor, on=request.on, **facts),
        file=plan.file,
        back=support_of(plan.file),
        state="Les contacts à venir seront annulés.",
    )


@login_required
def plan_support_contact(request: Asked, file: uuid.UUID) -> HttpResponse:
    """One more contact; the first one, promised before the bank where support is compulsory."""
    owner = opened(request, file)
    plan = SupportPlan.objects.filter(file=owner, state="active").first()
    promised = SupportContact.objects.filter(file=owner, reason=ContactReason.FIRST).exclude(
        state="cancelled"
    )
    asks_first = compulsory(owner) and not promised.exists()
    kind = forms.FirstContactForm if asks_first else forms.ContactForm
    form = kind(typed(request), today=request.on, initial={"due_on": request.on})

    def add(facts: dict[str, Any]) -> SupportContact:
        first = facts.pop("first", False)
        reason = ContactReason.FIRST if first else ContactReason.ADDED
        return actions.plan_support_contact(
            owner, by=request.actor, on=request.on, reason=reason, plan=plan, **facts
        )

    words = "Le premier contact se prévoit avant d’envoyer le dossier à la banque." if asks_first else ""
    return act_on_file(
        request,
        Act.PLAN_SUPPORT_CONTACT,
        None,
        form,
        add,
        file=owner,
        back=support_of(owner),
        state=words,
    )


@login_required
def move_support_contact(request: Asked, file: uuid.UUID, support_contact: uuid.UUID) -> HttpResponse:
    """Another day."""
    one = contact_found(request, file, support_contact)
    form = forms.MoveContactForm(
        typed(request),
        today=request.on,
        revision=one.revision,
        initial={"due_on": max(one.due_on, request.on)},
    )
    return act_on_file(
        request,
        Act.MOVE_SUPPORT_CONTACT,
        one,
        form,
        lambda facts: actions.move_support_contact(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=support_of(one.file),
        state=f"{one.reason_label}, prévu le {day(one.due_on)}.",
        current=lambda now: {"due_on": now.due_on},
    )


@login_required
def complete_support_contact(request: Asked, file: uuid.UUID, support_contact: uuid.UUID) -> HttpResponse:
    """The contact was made."""
    one = contact_found(request, file, support_contact)
    form = forms.DoneForm(
        typed(request),
        today=request.on,
        since=one.file.opened_on,
        revision=one.revision,
        initial={"channel": one.channel},
    )
    return act_on_file(
        request,
        Act.COMPLETE_SUPPORT_CONTACT,
        one,
        form,
        lambda facts: actions.complete_support_contact(one, by=request.actor, **facts),
        file=one.file,
        back=support_of(one.file),
        state=f"{one.reason_label}, prévu le {day(one.due_on)}.",
        current=lambda now: {"channel": now.channel, "note": now.note},
    )


NOT_MADE: dict[Act, tuple[Any, str]] = {
    Act.MISS_SUPPORT_CONTACT: (
        actions.miss_support_contact,
        "Un contact manqué alerte, il ne punit pas : proposez une autre date.",
    ),
    Act.CANCEL_SUPPORT_CONTACT: (actions.cancel_support_contact, "Le contact n’est plus utile."),
}


@login_required
def end_contact(request: Asked, file: uuid.UUID, support_contact: uuid.UUID, act: Act) -> HttpResponse:
    """The contact was missed, or is no longer needed."""
    one = contact_found(request, file, support_contact)
    run, words = NOT_MADE[act]
    return act_on_file(
        request,
        act,
        one,
        NoteForm(typed(request), revision=one.revision),
        lambda facts: run(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=support_of(one.file),
        state=words,
    )
