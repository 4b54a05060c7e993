"""Who works here, and how one joins."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from etrier.accounts.actor import acting_for, house
from etrier.accounts.middleware import SESSION_KEY
from etrier.accounts.models import Membership, Organisation, User
from etrier.accounts.request import Asked
from etrier.database.isolation import Scope, enter
from etrier.database.reading import row_where
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, Act
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, too_late, typed
from etrier.team import actions
from etrier.team.asking import buttons, invited, words_on
from etrier.team.forms import InviteForm, PasswordForm, RolesForm
from etrier.team.models import Invitation, Invited, read_token
from etrier.ui.formats import counted
from etrier.ui.forms import EtrierForm


def keeper(request: Asked, act: Act | None = None) -> Any:
    """The author, when the role manages members (and has the act)."""
    actor = request.actor
    if not actor.may_read(Reading.MANAGE_MEMBERS) or (act is not None and not actor.may(act)):
        raise NotAllowed("Seul un administrateur gère les membres de l’organisation.")
    return actor


MEMBER_ACTS = {
    act: f"team:{act.value}"
    for act in (Act.CHANGE_ROLES, Act.SUSPEND_MEMBER, Act.RESTORE_MEMBER, Act.END_MEMBERSHIP)
}
INVITATION_ACTS = {act: f"team:{act.value}" for act in (Act.RENEW_INVITATION, Act.REVOKE_INVITATION)}


@login_required
def members(request: Asked) -> HttpResponse:
    """The members and the invitations not answered yet."""
    actor = keeper(request)
    rows = Membership.objects.filter(organisation=actor.organisation).exclude(state="ended")
    people = list(rows.select_related("user").order_by("user__last_name", "user__first_name"))
    invitations = Invitation.objects.filter(organisation=actor.organisation)
    return render(
        request,
        "team/members.html",
        {
            "title": "Équipe",
            "state": f"{counted(len(people), 'personne travaille', 'personnes travaillent')} ici.",
            "members": [{"membership": one, "acts": buttons(one, actor, MEMBER_ACTS)} for one in people],
            "invitations": invited(invitations, actor, INVITATION_ACTS),
            "next_act": {"label": "Inviter une personne", "url": reverse("team:invite_member")},
        },
    )


@login_required
def invite_member(request: Asked) -> HttpResponse:
    """Invite a person by e-mail."""
    actor = keeper(request, Act.INVITE_MEMBER)
    form = InviteForm(typed(request))
    done = submitted(
        request,
        form,
        lambda facts: actions.invite_member(by=actor, on=request.on, now=request.now, **facts),
    )
    if done:
        return redirect("team:members")
    return shown(
        request,
        "ui/form_page.html",
        form=form,
        title="Inviter une personne",
        state="Elle recevra un lien pour choisir son mot de passe, valable sept jours.",
        act_label="Envoyer l’invitation",
        cancel_url=reverse("team:members"),
    )


def confirmed(
    request: Asked, act: Act, thing: Any, do: Callable[[dict[str, Any]], Any], **words: str
) -> HttpResponse:
    """A page that asks before an act without anything to type."""
    if too_late(request, thing, act):
        return redirect("team:members")
    form = EtrierForm(typed(request))
    if submitted(request, form, do):
        return redirect("team:members")
    return shown(request, "ui/form_page.html", form=form, cancel_url=reverse("team:members"), **words)


def invitation_of(request: Asked, uid: uuid.UUID, act: Act) -> tuple[Any, Invitation]:
    """The author and one invitation of the organisation."""
    actor = keeper(request, act)
    return actor, get_object_or_404(Invitation, organisation=actor.organisation, uid=uid)


def member_of(request: Asked, uid: uuid.UUID, act: Act) -> tuple[Any, Membership]:
    """The author and one member of the organisation."""
    actor = keeper(request, act)
    rows = Membership.objects.select_related("user")
    return actor, get_object_or_404(rows, organisation=actor.organisation, uid=uid)


@login_required
def renew_invitation(request: Asked, invitation: uuid.UUID) -> HttpResponse:
    """Send an invitation again."""
    act = Act.RENEW_INVITATION
    actor, found = invitation_of(request, invitation, act)
    return confirmed(
        request,
        act,
        found,
        lambda _: actions.renew_invitation(found, by=actor, on=request.on, now=request.now),
        **words_on(act, found),
    )


@login_required
def revoke_invitation(request: Asked, invitation: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    act = Act.REVOKE_INVITATION
    actor, found = invitation_of(request, invitation, act)
    return confirmed(
        request,
        act,
        found,
        lambda _: actions.revoke_invitation(found, by=actor, on=request.on),
        **words_on(act, found),
    )


@login_required
def change_roles(request: Asked, membership: uuid.UUID) -> HttpResponse:
    """Give a member other roles."""
    actor, found = member_of(request, membership, Act.CHANGE_ROLES)
    form = RolesForm(
        typed(request), initial={"roles": found.roles, "title": found.title}, revision=found.revision
    )
    done = submitted(
        request,
        form,
        lambda facts: actions.change_roles(found, by=actor, on=request.on, **facts),
        current=lambda thing: {"roles": thing.roles, "title": thing.title},
    )
    if done:
        return redirect("team:members")
    return shown(
        request,
        "ui/form_page.html",
        form=form,
        title=f"Rôles de {found.user.full_name}",
        act_label="Enregistrer",
        cancel_url=reverse("team:members"),
    )


MEMBER_PAGES: dict[Act, tuple[Callable[..., Membership], str]] = {
    Act.SUSPEND_MEMBER: (
        actions.suspend_member,
        "La personne ne pourra plus rien ouvrir ici, dès sa prochaine page.",
    ),
    Act.RESTORE_MEMBER: (actions.restore_member, "La personne retrouve ses rôles."),
    Act.END_MEMBERSHIP: (
        actions.end_membership,
        "Ce qu’elle a fait reste dans l’histoire des dossiers. Confiez ses dossiers à quelqu’un.",
    ),
}
"""What each does, and what is said before."""


@login_required
def change_member(request: Asked, membership: uuid.UUID, *, act: Act) -> HttpResponse:
    """Close the door to a member, open it again, or see her leave."""
    actor, found = member_of(request, membership, act)
    do, state = MEMBER_PAGES[act]
    label = ACTS[act].label
    return confirmed(
        request,
        act,
        found,
        lambda _: do(found, by=actor, on=request.on),
        title=f"{label} de {found.user.full_name}",
        state=state,
        act_label=label,
    )


def pending(organisation: Organisation, token: str, now: Any) -> Invitation:
    """The invitation a link opens; 404 when it is false, used, replaced or too old."""
    read = read_token(token)
    found = (
        Invitation.objects.filter(organisation=organisation, uid=read[0], state="sent").first()
        if read
        else None
    )
    if found is None or not found.opened_by(token) or found.expired_at(now):
        raise Http404("Cette invitation n’est plus valable. Demandez qu’on vous la renvoie.")
    return found


def accept_invitation(request: Asked, organisation: uuid.UUID, token: str) -> HttpResponse:
    """Join an organisation."""
    town = get_object_or_404(Organisation, uid=organisation)
    now = request.now
    with acting_for(town):
        found = pending(town, token, now)

    def join(user: User) -> Membership:
        with acting_for(town):
            enter(Scope(organisation=town.pk, user=user.pk))
            return actions.accept_invitation(found, by=house(town, "screen"), on=town.today(now), user=user)

    return joining(request, found, join, f"Rejoindre {town.name}")


def joining(
    request: Asked, invitation: Invited, join: Callable[[User], Membership], title: str
) -> HttpResponse:
    """The page that welcomes: choose a password, or simply confirm when one already has an account."""
    known = row_where(User, email=invitation.email)
    if known is not None and request.user != known:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    form = EtrierForm(typed(request)) if known else PasswordForm(typed(request))

    def run(facts: dict[str, Any]) -> Membership:
        return join(
            known
            or User.objects.create_user(
                invitation.email,
                facts["password"],
                first_name=invitation.first_name,
                last_name=invitation.last_name,
            )
        )

    done = submitted(request, form, run)
    if done:
        if known is None:
            login(request, done.user)
        request.session[SESSION_KEY] = str(done.uid)
        return redirect("/")
    return shown(
        request,
        "team/accept.html",
        form=form,
        title=title,
        state=f"Bonjour {invitation.first_name}. "
        + ("Confirmez pour rejoindre." if known else "Choisissez votre mot de passe."),
        act_label="Rejoindre",
        cancel_url="/",
    )
