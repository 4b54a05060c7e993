"""The directory on screen: partners, the people known there, the accounts asked for advisers."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.accounts.models import Partner
from etrier.accounts.request import Asked
from etrier.database.pages import page
from etrier.database.reading import lone
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, typed
from etrier.partners import actions, forms
from etrier.partners.models import AccountRequest, Contact, LocalPartner
from etrier.ui.formats import capitalised, counted, plural
from etrier.ui.forms import EtrierForm

PARTNER_FIELDS = ("kind", "name", "phone", "email", "address", "note")
GONE = "Ce partenaire n’est plus dans l’annuaire."
CONTACT_FIELDS = ("first_name", "last_name", "title", "phone", "email")


def reader(request: Asked, act: Act | None = None) -> Actor:
    """The author, when the role reads the directory (and has the act)."""
    actor = request.actor
    if actor.organisation is None or not actor.may_read(Reading.SEE_DIRECTORY):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir l’annuaire des partenaires.")
    if act is not None and not actor.may(act):
        raise NotAllowed(f"Votre rôle ne permet pas de faire ceci : {ACTS[act].label}.")
    return actor


def partner_of(request: Asked, uid: uuid.UUID, act: Act | None = None) -> LocalPartner:
    """One partner of the organisation."""
    rows = LocalPartner.objects.visible_to(reader(request, act)).select_related("bank")
    return get_object_or_404(rows, uid=uid)


def address(partner: LocalPartner) -> str:
    """The page of a partner."""
    return reverse("partners:partner", args=[partner.uid])


def form_page(
    request: Asked,
    form: EtrierForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    back: str,
    current: Callable[[Any], Mapping[str, Any]] | None = None,
    **words: str,
) -> HttpResponse:
    """A form, its act, then back where one came from."""
    done = submitted(request, form, run, current=current)
    if done:
        return redirect(address(done) if isinstance(done, LocalPartner) else back)
    return shown(request, "ui/form_page.html", form=form, cancel_url=back, **({"state": ""} | words))


@login_required
def partners(request: Asked) -> HttpResponse:
    """Those in the directory, or those taken out of it."""
    actor = reader(request)
    retired = request.GET.get("retires") == "1"
    rows = LocalPartner.objects.visible_to(actor).filter(state="retired" if retired else "active")
    listed = page(rows.prefetch_related("contacts"), ("name",), request.GET.get("suite", ""))
    add = {"label": ACTS[Act.ADD_PARTNER].label, "url": reverse("partners:add_partner")}
    return render(
        request,
        "partners/partners.html",
        {
            "title": "Partenaires retirés" if retired else "Partenaires",
            "state": f"{listed.count_text} {plural(listed.count, 'partenaire', 'partenaires')}.",
            "page": listed,
            "retired": retired,
            "next_url": f"?suite={listed.next}{'&retires=1' if retired else ''}" if listed.next else "",
            "next_act": add if actor.may(Act.ADD_PARTNER) else None,
        },
    )


@login_required
def bank(request: Asked, bank: uuid.UUID) -> HttpResponse:
    """A bank of the instance as this CCAS knows it; where to write it in the directory otherwise."""
    actor = reader(request)
    found = get_object_or_404(Partner, uid=bank)
    known = lone(LocalPartner.objects.visible_to(actor).filter(bank=found))
    if known is not None:
        return redirect(address(known))
    if not actor.may(Act.ADD_PARTNER):
        return redirect("partners:partners")
    return redirect(f"{reverse('partners:add_partner')}?banque={found.uid}")


@login_required
def add_partner(request: Asked) -> HttpResponse:
    """Write a partner in the directory; a bank may be named by the page one comes from."""
    actor = reader(request, Act.ADD_PARTNER)
    known: dict[str, Any] = {}
    try:
        wanted = lone(Partner.objects.filter(uid=uuid.UUID(request.GET.get("banque", ""))))
    except ValueError:
        wanted = None
    if wanted is not None:
        known = {"kind": "bank", "name": wanted.name, "bank": str(wanted.uid)}
    return form_page(
        request,
        forms.PartnerForm(typed(request), initial=known),
        lambda facts: actions.add_partner(by=actor, on=request.on, **facts),
        back=reverse("partners:partners"),
        title=ACTS[Act.ADD_PARTNER].label,
        state="Vous nommerez ensuite les personnes que vous y connaissez.",
        act_label="Ajouter à l’annuaire",
    )


def offered(partner: LocalPartner, actor: Actor) -> list[dict[str, str]]:
    """What may be done with a partner, in its state."""
    possible = LIFECYCLES["partner"].acts_from(partner.state)
    keys = [partner.uid]
    found = [
        {"label": ACTS[act].label, "url": reverse(f"partners:{act}", args=keys)}
        for act in (Act.RESTORE_PARTNER, Act.UPDATE_PARTNER, Act.RETIRE_PARTNER)
        if act in possible and actor.may(act)
    ]
    if partner.bank_id and partner.state == "active" and actor.may(Act.ASK_ACCOUNT):
        label = "Demander un compte pour un conseiller"
        found.append({"label": label, "url": reverse("partners:ask_account", args=keys)})
    return found


@login_required
def partner(request: Asked, partner: uuid.UUID) -> HttpResponse:
    """One partner: how to reach it, who is there, the accounts asked for."""
    actor = reader(request)
    found = partner_of(request, partner)
    contacts = list(found.contacts.all())
    buttons = offered(found, actor)
    asked = AccountRequest.objects.filter(organisation=actor.organisation, bank=found.bank_id)
    people = (
        counted(len(contacts), "personne connue", "personnes connues")
        if contacts
        else "personne n’y est nommé"
    )
    may_edit = found.state == "active" and actor.may(Act.UPDATE_PARTNER)
    first = buttons.pop(0) if buttons and not may_edit else None
    if may_edit:
        add = reverse("partners:add_contact", args=[found.uid])
        first = {"label": "Ajouter une personne", "url": add}
    return render(
        request,
        "partners/partner.html",
        {
            "title": found.name,
            "state": capitalised(f"{found.kind_label}, {people}.") if found.state == "active" else GONE,
            "partner": found,
            "contacts": contacts,
            "requests": list(asked) if found.bank_id else [],
            "may_edit": may_edit,
            "may_cancel": actor.may(Act.CANCEL_ACCOUNT_REQUEST),
            "next_act": first,
            "other_acts": buttons,
        },
    )


@login_required
def update_partner(request: Asked, partner: uuid.UUID) -> HttpResponse:
    """Correct what the directory says."""
    found = partner_of(request, partner, Act.UPDATE_PARTNER)

    def known(thing: LocalPartner) -> dict[str, Any]:
        bank = str(thing.bank.uid) if thing.bank else ""
        return {name: getattr(thing, name) for name in PARTNER_FIELDS} | {"bank": bank}

    return form_page(
        request,
        forms.UpdatePartnerForm(typed(request), initial=known(found), revision=found.revision),
        lambda facts: actions.update_partner(found, by=request.actor, on=request.on, **facts),
        back=address(found),
        current=known,
        title=ACTS[Act.UPDATE_PARTNER].label,
        act_label="Enregistrer",
    )


@login_required
def retire_partner(request: Asked, partner: uuid.UUID) -> HttpResponse:
    """Take it out of the directory."""
    found = partner_of(request, partner, Act.RETIRE_PARTNER)
    return form_page(
        request,
        EtrierForm(typed(request)),
        lambda _: actions.retire_partner(found, by=request.actor, on=request.on),
        back=address(found),
        title=f"Retirer {found.name} de l’annuaire ?",
        state="Sa fiche reste lisible parmi les partenaires retirés, et peut être rétablie.",
        act_label=ACTS[Act.RETIRE_PARTNER].label,
    )


@login_required
def restore_partner(request: Asked, partner: uuid.UUID) -> HttpResponse:
    """Put it back."""
    found = partner_of(request, partner, Act.RESTORE_PARTNER)
    return form_page(
        request,
        EtrierForm(typed(request)),
        lambda _: actions.restore_partner(found, by=request.actor, on=request.on),
        back=address(found),
        title=f"Rétablir {found.name} dans l’annuaire ?",
        act_label=ACTS[Act.RESTORE_PARTNER].label,
    )


@login_required
def add_contact(request: Asked, partner: uuid.UUID) -> HttpResponse:
    """Name someone there."""
    found = partner_of(request, partner, Act.UPDATE_PARTNER)
    return form_page(
        request,
        forms.ContactForm(typed(request)),
        lambda facts: actions.add_contact(found, by=request.actor, on=request.on, **facts),
        back=address(found),
        title=f"Ajouter une personne : {found.name}",
        act_label="Ajouter",
    )


def contact_of(request: Asked, partner: uuid.UUID, contact: uuid.UUID) -> Contact:
    """Someone at a partner's."""
    found = partner_of(request, partner, Act.UPDATE_PARTNER)
    one = get_object_or_404(Contact, partner=found, uid=contact)
    one.partner = found
    return one


@login_required
def edit_contact(request: Asked, partner: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """Correct a contact."""
    found = contact_of(request, partner, contact)
    known = {name: getattr(found, name) for name in CONTACT_FIELDS}
    return form_page(
        request,
        forms.UpdateContactForm(typed(request), initial=known, revision=found.revision),
        lambda facts: actions.update_contact(found, by=request.actor, on=request.on, **facts),
        back=address(found.partner),
        title=f"Modifier {found}",
        act_label="Enregistrer",
    )


@login_required
def remove_contact(request: Asked, partner: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """Forget someone who left."""
    found = contact_of(request, partner, contact)
    return form_page(
        request,
        EtrierForm(typed(request)),
        lambda _: actions.remove_contact(found, by=request.actor, on=request.on),
        back=address(found.partner),
        title=f"Retirer {found} de l’annuaire ?",
        state="Ses coordonnées seront effacées.",
        act_label="Retirer cette personne",
    )


@login_required
def ask_account(request: Asked, partner: uuid.UUID) -> HttpResponse:
    """Ask for an account for one of the bank's advisers."""
    found = partner_of(request, partner, Act.ASK_ACCOUNT)
    bank = found.bank
    if bank is None:
        return redirect(address(found))
    try:
        named = lone(found.contacts.filter(uid=uuid.UUID(request.GET.get("contact", ""))))
    except ValueError:
        named = None
    fields = ("first_name", "last_name", "title", "email")
    return form_page(
        request,
        forms.AccountForm(typed(request), initial={name: getattr(named, name, "") for name in fields}),
        lambda facts: actions.ask_account(bank, by=request.actor, on=request.on, **facts),
        back=address(found),
        title="Demander un compte pour un conseiller",
        state=f"Il verra ce que tous les CCAS envoient à {bank} : l’exploitant de l’instance vérifie son"
        " adresse auprès de la banque, puis l’invite.",
        act_label=ACTS[Act.ASK_ACCOUNT].label,
    )


@login_required
def cancel_account_request(request: Asked, account_request: uuid.UUID) -> HttpResponse:
    """Take the request back."""
    actor = reader(request, Act.CANCEL_ACCOUNT_REQUEST)
    rows = AccountRequest.objects.filter(organisation=actor.organisation).select_related("bank")
    found = get_object_or_404(rows, uid=account_request)
    return form_page(
        request,
        EtrierForm(typed(request)),
        lambda _: actions.cancel_account_request(found, by=actor, on=request.on),
        back=reverse("partners:bank", args=[found.bank.uid]),
        title=f"Annuler la demande pour {found.full_name} ?",
        act_label=ACTS[Act.CANCEL_ACCOUNT_REQUEST].label,
    )
