"""The charter on screen: drawn up, signed by each party, complete."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from etrier.decisions.asking import Asked, ConfirmForm, act_page, offered
from etrier.domain.access import Reading
from etrier.domain.lifecycle import CODE_LABELS, Act
from etrier.domain.scheme.choices import Charter as Parties
from etrier.domain.wording import day, listed
from etrier.files.models import File
from etrier.journal.submit import typed
from etrier.loans.actions import charters
from etrier.loans.forms.facts import SignCharterForm
from etrier.loans.models import Charter
from etrier.loans.views.asking import opened, sourced
from etrier.ui.formats import capitalised


def charter_page(file: File) -> str:
    """Where the charter is followed."""
    return reverse("loans:charter", args=[file.uid])


@login_required
def show_charter(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The charter of a file, and who signed it."""
    found = opened(request, file, Reading.SEE_FILE)
    charter = Charter.objects.live_of(found)
    parties = found.application.dispositif.parsed.charter.parties
    buttons: list[dict[str, str]] = []
    if charter is not None:
        acts = (Act.COMPLETE_CHARTER, Act.SIGN_CHARTER, Act.CANCEL_CHARTER)
        addresses = {act: reverse(f"loans:{act}", args=[found.uid]) for act in acts}
        last = len(charters.missing_parties(charter)) == 1
        del addresses[Act.SIGN_CHARTER if last else Act.COMPLETE_CHARTER]
        buttons = offered(charter, request.actor, addresses)
    elif parties is not Parties.NONE and request.actor.may(Act.DRAW_UP_CHARTER):
        url = reverse("loans:draw_up_charter", args=[found.uid])
        buttons = [{"label": "Établir la charte", "url": url}]
    return render(
        request,
        "loans/charter.html",
        {
            "file": found,
            "charter": charter,
            "title": "Charte de l’accompagnement",
            "state": charter_standing(charter, parties),
            "next_act": buttons[0] if buttons else None,
            "other_acts": buttons[1:],
            "rows": signatures(charter) if charter else [],
        },
    )


def charter_standing(charter: Charter | None, parties: Parties) -> str:
    """Where the charter stands."""
    if parties is Parties.NONE:
        return "Ce dispositif ne prévoit pas de charte."
    if charter is None:
        return f"À établir : {parties.label}."
    if charter.signed_on:
        return f"Signée par tous le {day(charter.signed_on)}."
    waiting = [CODE_LABELS["party"][party] for party in charters.missing_parties(charter)]
    return f"Établie le {day(charter.drawn_up_on)}, à signer par {listed(waiting)}."


def signatures(charter: Charter) -> list[tuple[str, str]]:
    """Each party and the day it signed."""
    signed = {one.party: day(one.signed_on) for one in charter.signatures.all()}
    return [
        (capitalised(CODE_LABELS["party"][party]), signed.get(party, "pas encore"))
        for party in charter.signatories
    ]


@login_required
def draw_up_charter(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Draw the charter up as a letter to be signed."""
    found = opened(request, file, Reading.SEE_FILE)
    parties = found.application.dispositif.parsed.charter.parties

    def run(data: dict[str, Any]) -> Charter:
        return charters.draw_up_charter(found, by=request.actor, on=request.on)

    return act_page(
        request,
        Act.DRAW_UP_CHARTER,
        None,
        ConfirmForm(typed(request), revision=found.revision),
        run,
        back=charter_page(found),
        template="ui/confirm.html",
        title="Établir la charte de l’accompagnement ?",
        state=f"Un courrier à signer est préparé : {parties.label}.",
    )


def live_charter(request: Asked, file: uuid.UUID) -> Charter:
    """The charter of a file, its reading written; 404 when there is none."""
    found = opened(request, file, Reading.SEE_FILE)
    charter = Charter.objects.live_of(found)
    if charter is None:
        raise Http404("Ce dossier n’a pas de charte.")
    charter.file = found
    return charter


@login_required
def sign_charter(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record one party's signature, the last one included."""
    charter = live_charter(request, file)
    missing = charters.missing_parties(charter)
    form = SignCharterForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=charter.drawn_up_on,
        parties=missing,
        initial={"party": missing[0] if missing else None},
        revision=charter.revision,
    )

    def run(data: dict[str, Any]) -> Charter:
        data = sourced(request, charter.file, data, "charter")
        return charters.sign_charter(charter, by=request.actor, document=data.pop("source").document, **data)

    act = Act.COMPLETE_CHARTER if len(missing) == 1 else Act.SIGN_CHARTER
    return act_page(request, act, charter, form, run, back=charter_page(charter.file))


@login_required
def cancel_charter(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Withdraw a charter to draw up another."""
    charter = live_charter(request, file)
    return act_page(
        request,
        Act.CANCEL_CHARTER,
        charter,
        ConfirmForm(typed(request), revision=charter.revision),
        lambda data: charters.cancel_charter(charter, by=request.actor, on=request.on, **data),
        back=charter_page(charter.file),
        template="ui/confirm.html",
        title="Annuler cette charte ?",
        state="Les signatures déjà données ne comptent plus ; une autre charte peut être établie.",
    )
