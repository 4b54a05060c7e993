"""What may be done by who runs the instance. She opens doors; behind them she sees and does nothing."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from procrastinate.contrib.django import app

from etrier.accounts.actor import Actor, acting_for, doorkeeper
from etrier.accounts.models import Membership, Organisation, Partner, User
from etrier.database.isolation import enter, scoped
from etrier.domain.access import Role
from etrier.domain.lifecycle import Act
from etrier.instance.models import InstanceInvitation
from etrier.journal.door import acting, opening
from etrier.partners.models import AccountRequest
from etrier.team import actions as team
from etrier.team.models import VALID, Invitation

SEND = "etrier.instance.send_invitation"
CODE_LENGTH = 40


def in_town(by: Actor, organisation: Organisation) -> Actor:
    """The operator at the door of an organisation: its journal tells what she did there."""
    return replace(by, organisation=organisation, channel="instance")


def at_the_door(by: Actor, organisation: Organisation) -> AbstractContextManager[Actor]:
    """One transaction there, in her name."""
    return acting_for(organisation, by=in_town(by, organisation))


def free_code(model: type[Organisation | Partner], name: str) -> str:
    """A short code made from a name, that nobody has."""
    stem = slugify(name)[: CODE_LENGTH - 4] or "sans-nom"
    taken = set(model.objects.filter(code__startswith=stem).values_list("code", flat=True))
    rank = next(n for n in range(1, len(taken) + 2) if (stem if n == 1 else f"{stem}-{n}") not in taken)
    return stem if rank == 1 else f"{stem}-{rank}"


def free_name(model: type[Organisation | Partner], name: str, but: int = 0) -> None:
    """Refuse a name already taken, whatever its case."""
    if model.objects.filter(name__iexact=name).exclude(pk=but).exists():
        raise ValidationError({"name": "Ce nom est déjà pris : ajoutez la ville ou le département."})


def set_up_organisation(*, by: Actor, on: date, name: str, code: str = "", **facts: Any) -> Organisation:
    """Open an organisation; nobody works there yet."""
    free_name(Organisation, name)
    organisation = Organisation(name=name, code=code or free_code(Organisation, name), **facts)
    with scoped(by.scope), opening(organisation, Act.SET_UP_ORGANISATION, by=by, on=on):
        enter(in_town(by, organisation).scope)
    return organisation


def administered(organisation: Organisation) -> bool:
    """Whether someone administers it: from then on, its own people invite one another. Asked in its scope."""
    return Membership.objects.filter(
        organisation=organisation, state="active", roles__contains=[Role.ADMINISTRATOR]
    ).exists()


def invite_administrator(
    organisation: Organisation, *, by: Actor, on: date, now: datetime, **person: Any
) -> Invitation:
    """Ask someone to administer an organisation that nobody administers."""
    with at_the_door(by, organisation) as author:
        if administered(organisation):
            raise ValidationError("Cette organisation a un administrateur : c’est à lui d’inviter.")
        roles = [Role.ADMINISTRATOR.value]
        return team.invite_member(by=author, on=on, now=now, roles=roles, **person)


def renew_administrator(invitation: Invitation, *, by: Actor, on: date, now: datetime) -> Invitation:
    """Send her invitation again, with a new link."""
    with at_the_door(by, invitation.organisation) as author:
        return team.renew_invitation(invitation, by=author, on=on, now=now)


def revoke_administrator(invitation: Invitation, *, by: Actor, on: date) -> Invitation:
    """Take her invitation back."""
    with at_the_door(by, invitation.organisation) as author:
        return team.revoke_invitation(invitation, by=author, on=on)


def register_bank(*, by: Actor, on: date, name: str, code: str = "", **facts: Any) -> Partner:
    """Make a bank known to the instance, once for all the CCAS that will sign with it."""
    free_name(Partner, name)
    bank = Partner(name=name, code=code or free_code(Partner, name), **facts)
    with opening(bank, Act.REGISTER_BANK, by=by, on=on):
        pass
    return bank


def update_bank(bank: Partner, *, by: Actor, on: date, revision: int | None = None, **facts: Any) -> Partner:
    """Correct what is known of a bank."""
    free_name(Partner, facts.get("name", bank.name), bank.pk)
    with acting(bank, Act.UPDATE_BANK, by=by, on=on, revision=revision):
        for name, value in facts.items():
            setattr(bank, name, value)
    return bank


def invite(
    partner: Partner | None, *, by: Actor, on: date, now: datetime, email: str, **person: Any
) -> InstanceInvitation:
    """Ask a person to be this bank's adviser or, without a bank, to run the instance."""
    email = email.lower()
    domain = partner.mail_domain if partner else ""
    if domain and not email.endswith(f"@{domain}"):
        raise ValidationError({"email": f"Les adresses de cette banque finissent par @{domain}."})
    working = Membership.objects.filter(organisation=None, partner=partner, user__email=email)
    if working.exclude(state="ended").exists():
        raise ValidationError({"email": "Cette personne a déjà un compte ici."})
    invitation = InstanceInvitation(
        partner=partner, email=email, expires_at=now + VALID, invited_by_id=by.user_id, **person
    )
    with opening(invitation, Act.INVITE_MEMBER, by=by, on=on):
        pass
    send(invitation)
    return invitation


def send(invitation: InstanceInvitation) -> None:
    """Have the message leave, once the transaction holds."""
    app.configure_task(SEND, queue="mail").defer(invitation=invitation.pk)


def renew(invitation: InstanceInvitation, *, by: Actor, on: date, now: datetime) -> InstanceInvitation:
    """Send it again with a new link; the former one no longer works."""
    with acting(invitation, Act.RENEW_INVITATION, by=by, on=on):
        invitation.renew(now)
    send(invitation)
    return invitation


def revoke(invitation: InstanceInvitation, *, by: Actor, on: date) -> InstanceInvitation:
    """Take it back: its link no longer works."""
    with acting(invitation, Act.REVOKE_INVITATION, by=by, on=on):
        pass
    return invitation


def accept(invitation: InstanceInvitation, *, on: date, user: User) -> Membership:
    """The person joins. Étrier itself welcomes her: nobody is at work here before she is."""
    by = replace(doorkeeper("screen"), user_id=user.pk)
    with scoped(by.scope):
        with acting(invitation, Act.ACCEPT_INVITATION, by=by, on=on):
            pass
        membership = Membership(
            partner=invitation.partner, user=user, roles=[invitation.role.value], title=invitation.title
        )
        with opening(membership, Act.ACCEPT_INVITATION, by=by, on=on):
            pass
    return membership


def keep_one_operator(membership: Membership) -> None:
    """Refuse to leave an instance that nobody runs."""
    if membership.partner_id is not None:
        return
    others = Membership.objects.filter(organisation=None, partner=None, state="active")
    if not others.exclude(pk=membership.pk).exists():
        raise ValidationError("Il faut au moins un exploitant : invitez d’abord quelqu’un d’autre.")


def suspend(membership: Membership, *, by: Actor, on: date) -> Membership:
    """Close the door to an adviser or an operator for a time."""
    with acting(membership, Act.SUSPEND_MEMBER, by=by, on=on):
        keep_one_operator(membership)
    return membership


def restore(membership: Membership, *, by: Actor, on: date) -> Membership:
    """Open it again."""
    with acting(membership, Act.RESTORE_MEMBER, by=by, on=on):
        pass
    return membership


def end(membership: Membership, *, by: Actor, on: date) -> Membership:
    """The person no longer works for this bank, or no longer runs the instance."""
    with acting(membership, Act.END_MEMBERSHIP, by=by, on=on):
        keep_one_operator(membership)
    return membership


def grant_account(
    request: AccountRequest, *, by: Actor, on: date, now: datetime, **person: Any
) -> InstanceInvitation:
    """Invite the adviser a CCAS asks for, once her address was checked with the bank."""
    invitation = invite(request.bank, by=by, on=on, now=now, **person)
    with (
        at_the_door(by, request.organisation) as author,
        acting(request, Act.GRANT_ACCOUNT, by=author, on=on),
    ):
        pass
    return invitation


def decline_account(request: AccountRequest, *, by: Actor, on: date, answer: str) -> AccountRequest:
    """Refuse, and say why to the CCAS."""
    with (
        at_the_door(by, request.organisation) as author,
        acting(request, Act.DECLINE_ACCOUNT, by=author, on=on),
    ):
        request.answer = answer
    return request
