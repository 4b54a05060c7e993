"""The bank adviser's desk: what was sent to her bank by every CCAS, and her answers."""

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.database.pages import page
from etrier.database.reading import attach, lone
from etrier.decisions.asking import act_page, offered, require
from etrier.decisions.forms.bank import MessageForm
from etrier.decisions.models import AnswerKind, MessageSide, Transmission
from etrier.decisions.thread import thread
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, Act
from etrier.journal.door import NotAllowed
from etrier.journal.submit import typed
from etrier.portal import actions, forms
from etrier.portal.wording import standing
from etrier.ui.formats import NBSP, number, plural

PAGES = {
    Act.ACCEPT_REQUEST: "accept",
    Act.MAKE_COUNTER_OFFER: "propose",
    Act.REFUSE_REQUEST: "refuse",
    Act.ASK_QUESTION: "ask",
    Act.REASSURE_SELLER: "reassure",
}
ANSWERS = {
    AnswerKind.ACCEPTED: (Act.ACCEPT_REQUEST, forms.AcceptForm),
    AnswerKind.COUNTER_OFFER: (Act.MAKE_COUNTER_OFFER, forms.ProposeForm),
    AnswerKind.REFUSED: (Act.REFUSE_REQUEST, forms.RefuseForm),
    AnswerKind.QUESTION: (Act.ASK_QUESTION, forms.AskForm),
}


def check_adviser(request: Asked) -> None:
    """Refuse the desk to whoever does not work for a bank."""
    if request.actor.partner is None or not request.actor.may_read(Reading.SEE_BANK_DESK):
        raise NotAllowed("Cette page est réservée aux conseillers des banques partenaires.")


def found(request: Asked, transmission: uuid.UUID) -> Transmission:
    """One request sent to the adviser's bank, its reading written; 404 for any other."""
    check_adviser(request)
    rows = Transmission.objects.visible_to(request.actor).select_related("organisation", "partner")
    row = lone(rows.filter(uid=transmission))
    if row is None:
        raise Http404("Ce dossier n’existe pas.")
    actions.note_reading(row, by=request.actor)
    return row


def day_there(request: Asked, row: Transmission) -> date:
    """The day it is where the CCAS is: the act is dated there."""
    return row.organisation.today(request.now)


def page_of(row: Transmission) -> str:
    return reverse("portal:request", args=[row.uid])


def trail_to(row: Transmission) -> tuple[tuple[str, str], ...]:
    """The way from the desk to an act on a request."""
    return (("Demandes reçues", reverse("portal:desk")), (row.pack["name"], page_of(row)))


@login_required
def desk(request: Asked) -> HttpResponse:
    """The requests of every CCAS that await this bank's answer, the oldest first; or all of them."""
    check_adviser(request)
    everything = request.GET.get("toutes") == "1"
    rows = Transmission.objects.visible_to(request.actor)
    listed = page(
        rows if everything else rows.awaited(),
        ("-sent_on",) if everything else ("answer_due_on",),
        request.GET.get("suite", ""),
    )
    attach(listed.rows, "organisation")
    waiting = rows.awaited().count() if everything else listed.count
    words = plural(waiting, "demande attend", "demandes attendent")
    said = f"{number(waiting) if everything else listed.count_text}{NBSP}{words}"
    return render(
        request,
        "portal/desk.html",
        {
            "title": "Toutes les demandes" if everything else "Demandes reçues",
            "state": f"{said} votre réponse." if waiting else "Aucune demande n’attend votre réponse.",
            "page": listed,
            "everything": everything,
            "next_url": f"?suite={listed.next}{'&toutes=1' if everything else ''}" if listed.next else "",
            "today": request.on,
        },
    )


@login_required
def show_request(request: Asked, transmission: uuid.UUID) -> HttpResponse:
    """What the bank was sent, the thread, and the answers she may give."""
    row = found(request, transmission)
    addresses = {act: reverse(f"portal:{name}", args=[row.uid]) for act, name in PAGES.items()}
    if not row.pack.get("seller_notice") or row.seller_told_on:
        del addresses[Act.REASSURE_SELLER]
    buttons = offered(row, request.actor, addresses)
    preferred = sorted(buttons, key=lambda button: button["url"] != addresses[Act.ACCEPT_REQUEST])
    lines = thread(row)
    return render(
        request,
        "portal/request.html",
        {
            "transmission": row,
            "pack": row.pack,
            "title": f"{row.pack['name']}, {row.organisation}",
            "state": standing(row, day_there(request, row)),
            "next_act": preferred[0] if preferred else None,
            "other_acts": preferred[1:],
            "lines": lines,
            "unread": any(line.unread and line.side == MessageSide.CCAS for line in lines),
            "message_form": MessageForm(auto_id="id_message_%s"),
        },
    )


@login_required
def print_request(request: Asked, transmission: uuid.UUID) -> HttpResponse:
    """The same, on paper."""
    row = found(request, transmission)
    return render(request, "decisions/pack.html", {"transmission": row, "pack": row.pack})


@login_required
def answer(request: Asked, transmission: uuid.UUID, *, kind: AnswerKind) -> HttpResponse:
    """The adviser gives the bank's answer herself."""
    row = found(request, transmission)
    act, form_class = ANSWERS[kind]
    form = form_class(typed(request), initial=proposed(row, kind), revision=row.revision)

    def run(data: dict[str, Any]) -> Transmission:
        if kind is AnswerKind.ACCEPTED:
            data |= {"amount": row.amount, "months": row.months}
        return actions.answer(row, kind, by=request.actor, on=day_there(request, row), **data)

    return act_page(
        request,
        act,
        row,
        form,
        run,
        back=page_of(row),
        state=f"{row.pack['name']}, {row.organisation} : {row.pack['product_label']}.",
        trail=trail_to(row),
    )


def proposed(row: Transmission, kind: AnswerKind) -> dict[str, Any]:
    """What the convention and the request already say, as the form would be typed."""
    known: dict[str, Any] = {}
    if kind in (AnswerKind.ACCEPTED, AnswerKind.COUNTER_OFFER):
        known["yearly_rate"] = str(row.pack.get("rate", "")).replace(".", ",")
    if kind is AnswerKind.COUNTER_OFFER:
        known |= {"amount": row.amount, "months": row.months}
    return known


@login_required
def reassure(request: Asked, transmission: uuid.UUID) -> HttpResponse:
    """The bank told the seller."""
    row = found(request, transmission)
    today = day_there(request, row)
    form = forms.SellerForm(typed(request), initial={"told_on": today}, revision=row.revision)
    return act_page(
        request,
        Act.REASSURE_SELLER,
        row,
        form,
        lambda data: actions.reassure_seller(row, by=request.actor, on=today, **data),
        back=page_of(row),
        trail=trail_to(row),
    )


@login_required
def write(request: Asked, transmission: uuid.UUID) -> HttpResponse:
    """Write to the worker."""
    row = found(request, transmission)
    form = MessageForm(typed(request))
    return act_page(
        request,
        Act.SEND_MESSAGE,
        None,
        form,
        lambda data: actions.write(row, by=request.actor, on=day_there(request, row), text=data["text"]),
        back=page_of(row),
        title=f"Écrire à {row.organisation}",
        trail=trail_to(row),
        act_label=ACTS[Act.SEND_MESSAGE].label,
    )


@login_required
def read(request: Asked, transmission: uuid.UUID) -> HttpResponse:
    """Mark the worker's messages as read."""
    row = found(request, transmission)
    require(request, Act.READ_MESSAGE)
    if request.method == "POST":
        actions.read(row, by=request.actor, on=day_there(request, row))
    return redirect(page_of(row))
