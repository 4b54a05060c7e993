"""What may be done about who works here."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from procrastinate.contrib.django import app

from etrier.accounts.actor import Actor
from etrier.accounts.models import Membership, User
from etrier.domain.access import Role
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, opening
from etrier.team.models import VALID, Invitation

SEND = "etrier.team.send_invitation"


def _send(invitation: Invitation) -> None:
    keys = {"organisation": invitation.organisation_id, "invitation": invitation.pk}
    app.configure_task(SEND, queue="mail").defer(**keys)


def invite_member(
    *,
    by: Actor,
    on: date,
    now: datetime,
    email: str,
    first_name: str,
    last_name: str,
    roles: Sequence[str],
    title: str = "",
) -> Invitation:
    """Ask a person to join; the message leaves by a job."""
    email = email.lower()
    if (
        Membership.objects.filter(organisation=by.organisation, user__email=email)
        .exclude(state="ended")
        .exists()
    ):
        raise ValidationError("Cette personne travaille déjà ici : changez ses rôles depuis la liste.")
    invitation = Invitation(
        organisation=by.organisation,
        email=email,
        first_name=first_name,
        last_name=last_name,
        title=title,
        roles=list(roles),
        expires_at=now + VALID,
        invited_by_id=by.user_id,
    )
    with opening(invitation, Act.INVITE_MEMBER, by=by, on=on):
        pass
    _send(invitation)
    return invitation


def renew_invitation(invitation: Invitation, *, by: Actor, on: date, now: datetime) -> Invitation:
    """Send it again with a new link; the former one no longer works."""
    with acting(invitation, Act.RENEW_INVITATION, by=by, on=on):
        invitation.renew(now)
    _send(invitation)
    return invitation


def revoke_invitation(invitation: Invitation, *, by: Actor, on: date) -> Invitation:
    """Take it back: its link no longer works."""
    with acting(invitation, Act.REVOKE_INVITATION, by=by, on=on):
        pass
    return invitation


def accept_invitation(invitation: Invitation, *, by: Actor, on: date, user: User) -> Membership:
    """The person joins, with the roles proposed; someone who had left comes back."""
    with acting(invitation, Act.ACCEPT_INVITATION, by=by, on=on):
        pass
    membership = Membership(
        organisation_id=invitation.organisation_id, user=user, roles=invitation.roles, title=invitation.title
    )
    with opening(membership, Act.ACCEPT_INVITATION, by=by, on=on):
        pass
    return membership


def _keep_one_administrator(membership: Membership, roles: Sequence[str]) -> None:
    """Refuse to leave an organisation that nobody administers."""
    if Role.ADMINISTRATOR in roles or Role.ADMINISTRATOR not in membership.roles:
        return
    others = Membership.objects.filter(
        organisation=membership.organisation, state="active", roles__contains=[Role.ADMINISTRATOR]
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError(
            "Il faut au moins un administrateur : donnez d’abord ce rôle à quelqu’un d’autre."
        )


def change_roles(
    membership: Membership,
    *,
    by: Actor,
    on: date,
    roles: Sequence[str],
    title: str = "",
    revision: int | None = None,
) -> Membership:
    """Give other roles; they hold from the next page the person opens."""
    with acting(membership, Act.CHANGE_ROLES, by=by, on=on, revision=revision):
        _keep_one_administrator(membership, roles)
        membership.roles, membership.title = list(roles), title
    return membership


def suspend_member(membership: Membership, *, by: Actor, on: date) -> Membership:
    """Close the door for a time."""
    with acting(membership, Act.SUSPEND_MEMBER, by=by, on=on):
        _keep_one_administrator(membership, ())
    return membership


def restore_member(membership: Membership, *, by: Actor, on: date) -> Membership:
    """Open it again."""
    with acting(membership, Act.RESTORE_MEMBER, by=by, on=on):
        pass
    return membership


def end_membership(membership: Membership, *, by: Actor, on: date) -> Membership:
    """The person no longer works here; what she did stays in the journal."""
    with acting(membership, Act.END_MEMBERSHIP, by=by, on=on):
        _keep_one_administrator(membership, ())
    return membership
