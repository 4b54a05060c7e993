"""The organisations of the instance: open one, invite who will administer it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.accounts.models import Organisation
from etrier.accounts.request import Asked
from etrier.database.pages import page
from etrier.domain.lifecycle import ACTS, Act
from etrier.instance import actions
from etrier.instance.asking import form_page, operator
from etrier.instance.forms import ZONES, OrganisationForm
from etrier.journal.submit import typed
from etrier.team.asking import invited, words_on
from etrier.team.forms import PersonForm
from etrier.team.models import Invitation
from etrier.ui.formats import plural
from etrier.ui.forms import EtrierForm

INVITATION_ACTS = {
    Act.RENEW_INVITATION: "instance:renew_administrator",
    Act.REVOKE_INVITATION: "instance:revoke_administrator",
}


def address(organisation: Organisation) -> str:
    """The page of an organisation."""
    return reverse("instance:organisation", args=[organisation.uid])


@login_required
def organisations(request: Asked) -> HttpResponse:
    """All of them, by name."""
    operator(request)
    listed = page(Organisation.objects.all(), ("name",), request.GET.get("suite", ""))
    words = plural(listed.count, "organisation est ouverte", "organisations sont ouvertes")
    return render(
        request,
        "instance/organisations.html",
        {
            "title": "Organisations",
            "state": f"{listed.count_text} {words}.",
            "page": listed,
            "next_url": f"?suite={listed.next}" if listed.next else "",
            "next_act": {
                "label": ACTS[Act.SET_UP_ORGANISATION].label,
                "url": reverse("instance:set_up_organisation"),
            },
        },
    )


@login_required
def set_up_organisation(request: Asked) -> HttpResponse:
    """Open one."""
    actor = operator(request)
    return form_page(
        request,
        OrganisationForm(typed(request)),
        lambda facts: actions.set_up_organisation(by=actor, on=request.on, **facts),
        back=reverse("instance:organisations"),
        done=address,
        title=ACTS[Act.SET_UP_ORGANISATION].label,
        state="Vous inviterez ensuite la personne qui l’administrera ; vous n’en verrez aucun dossier.",
        act_label="Ouvrir l’organisation",
    )


def seen_from_the_door(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    """Whether someone administers it, and who is asked to."""
    with actions.at_the_door(actor, organisation):
        asked = Invitation.objects.filter(organisation=organisation, roles=["administrator"])
        waiting = invited(asked, actor, INVITATION_ACTS, organisation.uid)
        return {"administered": actions.administered(organisation), "waiting": waiting}


@login_required
def organisation(request: Asked, organisation: uuid.UUID) -> HttpResponse:
    """One organisation: what it is, and whether someone administers it."""
    actor = operator(request)
    found = get_object_or_404(Organisation, uid=organisation)
    door = seen_from_the_door(actor, found)
    invite = {
        "label": "Inviter un administrateur",
        "url": reverse("instance:invite_administrator", args=[found.uid]),
    }
    state = "Ses membres y travaillent." if door["administered"] else "Personne ne l’administre encore."
    if door["waiting"] and not door["administered"]:
        state = "L’invitation de son administrateur attend une réponse."
    return render(
        request,
        "instance/organisation.html",
        {
            "title": found.name,
            "state": state,
            "facts": [
                ("Lieu", dict(ZONES).get(found.time_zone, found.time_zone)),
                ("Double authentification", "obligatoire" if found.mfa_required else "au choix de chacun"),
            ],
            "invitations": door["waiting"],
            "administered": door["administered"],
            "next_act": None if door["administered"] else invite,
        },
    )


@login_required
def invite_administrator(request: Asked, organisation: uuid.UUID) -> HttpResponse:
    """Invite the person who will administer it."""
    actor = operator(request)
    found = get_object_or_404(Organisation, uid=organisation)
    return form_page(
        request,
        PersonForm(typed(request)),
        lambda facts: actions.invite_administrator(found, by=actor, on=request.on, now=request.now, **facts),
        back=address(found),
        title=f"Inviter l’administrateur de {found.name}",
        state="Elle recevra un lien pour choisir son mot de passe, et invitera les autres membres.",
        act_label="Envoyer l’invitation",
    )


def invitation_of(actor: Actor, organisation: uuid.UUID, invitation: uuid.UUID) -> Invitation:
    """An invitation to administer an organisation."""
    town = get_object_or_404(Organisation, uid=organisation)
    with actions.at_the_door(actor, town):
        rows = Invitation.objects.filter(organisation=town, roles=["administrator"])
        return get_object_or_404(rows.select_related("organisation"), uid=invitation)


@login_required
def renew_administrator(request: Asked, organisation: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Send it again."""
    actor = operator(request)
    found = invitation_of(actor, organisation, invitation)
    return form_page(
        request,
        EtrierForm(typed(request)),
        lambda _: actions.renew_administrator(found, by=actor, on=request.on, now=request.now),
        back=address(found.organisation),
        **words_on(Act.RENEW_INVITATION, found),
    )


@login_required
def revoke_administrator(request: Asked, organisation: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Take it back."""
    actor = operator(request)
    found = invitation_of(actor, organisation, invitation)
    return form_page(
        request,
        EtrierForm(typed(request)),
        lambda _: actions.revoke_administrator(found, by=actor, on=request.on),
        back=address(found.organisation),
        **words_on(Act.REVOKE_INVITATION, found),
    )
