"""The accounts that no organisation gives: advisers of banks, operators; and how one joins."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from etrier.accounts.actor import Actor, doorkeeper
from etrier.accounts.models import Membership, Partner, User
from etrier.accounts.request import Asked
from etrier.database.isolation import scoped
from etrier.database.pages import page
from etrier.domain.lifecycle import ACTS, Act
from etrier.instance import actions
from etrier.instance.asking import form_page, operator
from etrier.instance.history import lines
from etrier.instance.models import SALT, InstanceInvitation
from etrier.journal.models import Entry
from etrier.journal.submit import typed
from etrier.team.asking import buttons, invited, words_on
from etrier.team.forms import PersonForm
from etrier.team.models import read_token
from etrier.team.views import joining
from etrier.ui.formats import counted
from etrier.ui.forms import EtrierForm

MEMBER_ACTS = {
    Act.SUSPEND_MEMBER: "instance:suspend",
    Act.RESTORE_MEMBER: "instance:restore",
    Act.END_MEMBERSHIP: "instance:end",
}
INVITATION_ACTS = {Act.RENEW_INVITATION: "instance:renew", Act.REVOKE_INVITATION: "instance:revoke"}


def member_rows(actor: Actor, partner: Partner | None) -> list[dict[str, Any]]:
    """Who works for a bank or, without one, runs the instance; and what may be done about it."""
    rows = Membership.objects.filter(organisation=None, partner=partner).exclude(state="ended")
    people = rows.select_related("user").order_by("user__last_name", "user__first_name", "pk")
    return [{"membership": one, "acts": buttons(one, actor, MEMBER_ACTS)} for one in people]


def invitation_rows(actor: Actor, partner: Partner | None) -> list[dict[str, Any]]:
    """Who is asked to, and has not answered."""
    return invited(InstanceInvitation.objects.filter(partner=partner), actor, INVITATION_ACTS)


@login_required
def operators(request: Asked) -> HttpResponse:
    """Who runs the instance, and what they did."""
    actor = operator(request)
    people = member_rows(actor, None)
    entries = page(Entry.objects.filter(organisation=None), ("-on",), request.GET.get("suite", ""))
    return render(
        request,
        "instance/operators.html",
        {
            "title": "Exploitants",
            "state": f"{counted(len(people), 'personne fait', 'personnes font')} vivre cette instance.",
            "members": people,
            "invitations": invitation_rows(actor, None),
            "history": lines(entries.rows),
            "next_url": f"?suite={entries.next}" if entries.next else "",
            "next_act": {"label": "Inviter un exploitant", "url": reverse("instance:invite_operator")},
        },
    )


@login_required
def invite_operator(request: Asked) -> HttpResponse:
    """Invite someone to run the instance too."""
    actor = operator(request)
    return form_page(
        request,
        PersonForm(typed(request)),
        lambda facts: actions.invite(None, by=actor, on=request.on, now=request.now, **facts),
        back=reverse("instance:operators"),
        title="Inviter un exploitant",
        state="Il pourra ouvrir des organisations et inviter des conseillers, sans voir aucun dossier.",
        act_label="Envoyer l’invitation",
    )


def list_of(thing: Membership | InstanceInvitation) -> str:
    """Where a person or an invitation is listed."""
    if thing.partner is not None:
        return reverse("instance:bank", args=[thing.partner.uid])
    return reverse("instance:operators")


MEMBER_PAGES: dict[Act, tuple[Callable[..., Membership], str]] = {
    Act.SUSPEND_MEMBER: (
        actions.suspend,
        "La personne ne pourra plus rien ouvrir ici, dès sa prochaine page.",
    ),
    Act.RESTORE_MEMBER: (actions.restore, "La personne retrouve ce qu’elle pouvait faire."),
    Act.END_MEMBERSHIP: (
        actions.end,
        "Ce que la personne a fait reste écrit. Une nouvelle invitation lui rouvrirait la porte.",
    ),
}
"""What each does, and what is said before."""


@login_required
def change_member(request: Asked, membership: uuid.UUID, *, act: Act) -> HttpResponse:
    """Close the door to an adviser or an operator, or open it again."""
    actor = operator(request)
    rows = Membership.objects.filter(organisation=None).select_related("user", "partner")
    found = get_object_or_404(rows, uid=membership)
    do, state = MEMBER_PAGES[act]
    label = ACTS[act].label
    return form_page(
        request,
        EtrierForm(typed(request)),
        lambda _: do(found, by=actor, on=request.on),
        back=list_of(found),
        title=f"{label} de {found.user.full_name}",
        state=state,
        act_label=label,
    )


@login_required
def change_invitation(request: Asked, invitation: uuid.UUID, *, act: Act) -> HttpResponse:
    """Send an invitation again, or take it back."""
    actor = operator(request)
    found = get_object_or_404(InstanceInvitation.objects.select_related("partner"), uid=invitation)

    def run(_: dict[str, Any]) -> InstanceInvitation:
        if act is Act.RENEW_INVITATION:
            return actions.renew(found, by=actor, on=request.on, now=request.now)
        return actions.revoke(found, by=actor, on=request.on)

    return form_page(
        request,
        EtrierForm(typed(request)),
        run,
        back=list_of(found),
        **words_on(act, found),
    )


def pending(request: Asked, token: str) -> InstanceInvitation:
    """The invitation a link opens; 404 when it is false, used, replaced or too old."""
    read = read_token(token, SALT)
    rows = InstanceInvitation.objects.filter(state="sent").select_related("partner")
    found = rows.filter(uid=read[0]).first() if read else None
    if found is None or not found.opened_by(token) or found.expired_at(request.now):
        raise Http404("Cette invitation n’est plus valable. Demandez qu’on vous la renvoie.")
    return found


def accept_invitation(request: Asked, token: str) -> HttpResponse:
    """Join a bank's desk, or the running of the instance."""
    with scoped(doorkeeper("screen").scope):
        found = pending(request, token)

    def join(user: User) -> Membership:
        return actions.accept(found, on=request.on, user=user)

    return joining(request, found, join, f"Rejoindre Étrier pour {found.place}")
