"""The banks of the instance, their advisers, and the accounts that CCAS ask for."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from etrier.accounts.models import Partner
from etrier.accounts.request import Asked
from etrier.database.pages import page
from etrier.domain.lifecycle import ACTS, Act
from etrier.instance import actions
from etrier.instance.asking import form_page, operator
from etrier.instance.forms import BankForm, DeclineForm, RegisterBankForm
from etrier.instance.views.people import invitation_rows, member_rows
from etrier.journal.submit import typed
from etrier.partners.models import AccountRequest
from etrier.team.asking import buttons
from etrier.team.forms import PersonForm
from etrier.ui.formats import counted, plural

REQUEST_ACTS = {
    Act.GRANT_ACCOUNT: "instance:grant_account",
    Act.DECLINE_ACCOUNT: "instance:decline_account",
}

NOBODY = "Aucun conseiller n’a de compte : les CCAS saisissent ses réponses."
CHECK = "Il verra ce que chaque CCAS envoie à cette banque : vérifiez son adresse auprès d’elle."


def address(bank: Partner) -> str:
    """The page of a bank."""
    return reverse("instance:bank", args=[bank.uid])


@login_required
def banks(request: Asked) -> HttpResponse:
    """All of them, and the accounts asked for."""
    actor = operator(request)
    listed = page(Partner.objects.all(), ("name",), request.GET.get("suite", ""))
    asked = AccountRequest.objects.filter(state="asked").select_related("bank", "organisation", "asked_by")
    waiting = list(asked.order_by("asked_on", "pk"))
    words = plural(listed.count, "banque enregistrée", "banques enregistrées")
    demands = counted(len(waiting), "demande de compte attend", "demandes de compte attendent")
    return render(
        request,
        "instance/banks.html",
        {
            "title": "Banques",
            "state": f"{listed.count_text} {words}" + (f" ; {demands} votre réponse." if waiting else "."),
            "page": listed,
            "next_url": f"?suite={listed.next}" if listed.next else "",
            "requests": [{"request": one, "acts": buttons(one, actor, REQUEST_ACTS)} for one in waiting],
            "next_act": {
                "label": ACTS[Act.REGISTER_BANK].label,
                "url": reverse("instance:register_bank"),
            },
        },
    )


@login_required
def register_bank(request: Asked) -> HttpResponse:
    """Make a bank known."""
    actor = operator(request)
    return form_page(
        request,
        RegisterBankForm(typed(request)),
        lambda facts: actions.register_bank(by=actor, on=request.on, **facts),
        back=reverse("instance:banks"),
        done=address,
        title=ACTS[Act.REGISTER_BANK].label,
        state="Les CCAS pourront enregistrer leur convention avec elle.",
        act_label="Enregistrer la banque",
    )


@login_required
def bank(request: Asked, bank: uuid.UUID) -> HttpResponse:
    """One bank and its advisers."""
    actor = operator(request)
    found = get_object_or_404(Partner, uid=bank)
    advisers = member_rows(actor, found)
    working = counted(len(advisers), "conseiller a un compte", "conseillers ont un compte")
    return render(
        request,
        "instance/bank.html",
        {
            "title": found.name,
            "state": f"{working}." if advisers else NOBODY,
            "facts": [
                ("Courriels", f"…@{found.mail_domain}" if found.mail_domain else "tous les domaines"),
                ("Double authentification", "obligatoire" if found.mfa_required else "au choix de chacun"),
            ],
            "members": advisers,
            "invitations": invitation_rows(actor, found),
            "next_act": {
                "label": "Inviter un conseiller",
                "url": reverse("instance:invite_adviser", args=[found.uid]),
            },
            "other_acts": buttons(found, actor, {Act.UPDATE_BANK: "instance:update_bank"}),
        },
    )


@login_required
def update_bank(request: Asked, bank: uuid.UUID) -> HttpResponse:
    """Correct what is known of a bank."""
    actor = operator(request)
    found = get_object_or_404(Partner, uid=bank)

    def known(thing: Partner) -> dict[str, object]:
        return {name: getattr(thing, name) for name in ("name", "mail_domain", "mfa_required")}

    return form_page(
        request,
        BankForm(typed(request), initial=known(found), revision=found.revision),
        lambda facts: actions.update_bank(found, by=actor, on=request.on, **facts),
        back=address(found),
        current=known,
        title=ACTS[Act.UPDATE_BANK].label,
        act_label="Enregistrer",
    )


@login_required
def invite_adviser(request: Asked, bank: uuid.UUID) -> HttpResponse:
    """Invite an adviser."""
    actor = operator(request)
    found = get_object_or_404(Partner, uid=bank)
    return form_page(
        request,
        PersonForm(typed(request)),
        lambda facts: actions.invite(found, by=actor, on=request.on, now=request.now, **facts),
        back=address(found),
        title=f"Inviter un conseiller de {found.name}",
        state=CHECK,
        act_label="Envoyer l’invitation",
    )


def asked_for(uid: uuid.UUID) -> AccountRequest:
    """A request for an account."""
    return get_object_or_404(AccountRequest.objects.select_related("bank", "organisation"), uid=uid)


@login_required
def grant_account(request: Asked, account_request: uuid.UUID) -> HttpResponse:
    """Invite the adviser a CCAS asks for."""
    actor = operator(request)
    found = asked_for(account_request)
    known = {name: getattr(found, name) for name in ("email", "first_name", "last_name", "title")}
    return form_page(
        request,
        PersonForm(typed(request), initial=known),
        lambda facts: actions.grant_account(found, by=actor, on=request.on, now=request.now, **facts),
        back=reverse("instance:banks"),
        title=f"Inviter {found.full_name} pour {found.bank}",
        state=CHECK,
        act_label=ACTS[Act.GRANT_ACCOUNT].label,
    )


@login_required
def decline_account(request: Asked, account_request: uuid.UUID) -> HttpResponse:
    """Refuse, and say why."""
    actor = operator(request)
    found = asked_for(account_request)
    return form_page(
        request,
        DeclineForm(typed(request)),
        lambda facts: actions.decline_account(found, by=actor, on=request.on, **facts),
        back=reverse("instance:banks"),
        title=f"Refuser le compte de {found.full_name}",
        state=f"{found.organisation} lira votre réponse dans son annuaire.",
        act_label=ACTS[Act.DECLINE_ACCOUNT].label,
    )
