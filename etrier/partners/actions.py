"""What may be done to the directory of partners, and to a request for a bank adviser's account."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.accounts.models import Partner
from etrier.database.writing import add
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, changed_one, opening
from etrier.partners.models import AccountRequest, Contact, LocalPartner


def add_partner(*, by: Actor, on: date, **facts: Any) -> LocalPartner:
    """Write a partner in the directory."""
    partner = LocalPartner(organisation=by.organisation, **facts)
    with opening(partner, Act.ADD_PARTNER, by=by, on=on):
        pass
    return partner


def update_partner(
    partner: LocalPartner, *, by: Actor, on: date, revision: int | None = None, **facts: Any
) -> LocalPartner:
    """Correct what the directory says of a partner."""
    with acting(partner, Act.UPDATE_PARTNER, by=by, on=on, revision=revision):
        for name, value in facts.items():
            setattr(partner, name, value)
    return partner


def retire_partner(partner: LocalPartner, *, by: Actor, on: date) -> LocalPartner:
    """Take a partner out of the directory; what was done with it stays."""
    with acting(partner, Act.RETIRE_PARTNER, by=by, on=on):
        pass
    return partner


def restore_partner(partner: LocalPartner, *, by: Actor, on: date) -> LocalPartner:
    """Put it back."""
    with acting(partner, Act.RESTORE_PARTNER, by=by, on=on):
        pass
    return partner


def add_contact(partner: LocalPartner, *, by: Actor, on: date, **facts: Any) -> Contact:
    """Name someone the CCAS knows there."""
    with acting(partner, Act.UPDATE_PARTNER, by=by, on=on):
        return add(Contact(organisation_id=partner.organisation_id, partner=partner, **facts))


def update_contact(contact: Contact, *, by: Actor, on: date, revision: int, **facts: Any) -> Contact:
    """Correct a contact."""
    with acting(contact.partner, Act.UPDATE_PARTNER, by=by, on=on):
        found = Contact.objects.filter(pk=contact.pk, revision=revision)
        if not found.update(revision=revision + 1, **facts):
            raise ValidationError("Quelqu’un a modifié ce contact entre-temps : rouvrez sa page.")
    return contact


def remove_contact(contact: Contact, *, by: Actor, on: date) -> LocalPartner:
    """Forget someone who no longer works there: nothing else depends on it."""
    with acting(contact.partner, Act.UPDATE_PARTNER, by=by, on=on):
        changed_one(Contact.objects.filter(pk=contact.pk).delete()[0])
    return contact.partner


def ask_account(bank: Partner, *, by: Actor, on: date, **facts: Any) -> AccountRequest:
    """Ask who runs the instance to invite an adviser of this bank."""
    if by.user_id is None:
        raise ValueError("a request has an author")
    facts["email"] = facts["email"].lower()
    request = AccountRequest(
        organisation=by.organisation, bank=bank, asked_by_id=by.user_id, asked_on=on, **facts
    )
    with opening(request, Act.ASK_ACCOUNT, by=by, on=on):
        pass
    return request


def cancel_account_request(request: AccountRequest, *, by: Actor, on: date) -> AccountRequest:
    """Take the request back before it is answered."""
    with acting(request, Act.CANCEL_ACCOUNT_REQUEST, by=by, on=on):
        pass
    return request
