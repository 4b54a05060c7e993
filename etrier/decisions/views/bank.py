"""The file at the bank: choose it, send, follow, enter its answers, go on after a refusal."""

import uuid
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.decisions import wording
from etrier.decisions.actions import answers, messages, transmissions
from etrier.decisions.asking import ConfirmForm, act_page, offered, require
from etrier.decisions.banks import banks_for
from etrier.decisions.forms import bank as forms
from etrier.decisions.guarantee import envelope_alert
from etrier.decisions.limits import leaves_the_limits
from etrier.decisions.models import AnswerKind, MessageSide, Transmission
from etrier.decisions.obstacles import obstacles
from etrier.decisions.thread import thread
from etrier.documents.actions import receive_document
from etrier.domain.access import Reading
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.files.reading import found_in, open_file_page
from etrier.journal.submit import typed

ON_A_TRANSMISSION = (
    Act.ACCEPT_REQUEST,
    Act.MAKE_COUNTER_OFFER,
    Act.REFUSE_REQUEST,
    Act.ASK_QUESTION,
    Act.ANSWER_QUESTION,
    Act.ACCEPT_COUNTER_OFFER,
    Act.DECLINE_COUNTER_OFFER,
    Act.REMIND_BANK,
    Act.SEAL_PACK,
    Act.REASSURE_SELLER,
    Act.CLOSE_UNANSWERED,
    Act.REOPEN_TRANSMISSION,
    Act.RECALL_TRANSMISSION,
)


def file_of(request: Asked, uid: uuid.UUID) -> File:
    """The file behind the page, its reading written."""
    return open_file_page(request, uid, Reading.SEE_FILE)


def found(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> Transmission:
    """One sending of a file."""
    return found_in(file_of(request, file), Transmission, "partner", "agreement", uid=transmission)


def page_of(transmission: Transmission) -> str:
    """Where a sending is followed."""
    return reverse("decisions:transmission", args=[transmission.file.uid, transmission.uid])


@login_required
def list_transmissions(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Every bank the file went to, and what may be done next."""
    opened = file_of(request, file)
    rows = list(Transmission.objects.filter(file=opened).select_related("partner"))
    application = opened.application
    prevented = obstacles(application, request.on)
    may = request.actor.may(Act.TRANSMIT)
    return render(
        request,
        "decisions/transmissions.html",
        {
            "file": opened,
            "title": "À la banque",
            "rows": [{"row": row, "standing": wording.standing(row, request.on)} for row in rows],
            "obstacles": () if any(row.state == "accepted" for row in rows) else prevented,
            "may_send": may and not prevented,
        },
    )


@login_required
def transmit(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The banks side by side, the person's choice and consent, the sending."""
    opened = file_of(request, file)
    require(request, Act.TRANSMIT)
    application = opened.application
    choices = banks_for(application, request.on)
    product = application.product
    compulsory = product is not None and product.support.mode == "compulsory"
    form = forms.TransmitForm(
        typed(request),
        choices=choices,
        compulsory=compulsory,
        on=request.on,
        revision=application.revision,
    )

    def run(data: dict[str, Any]) -> Transmission:
        return transmissions.transmit(application, by=request.actor, on=request.on, **data)

    back = reverse("decisions:transmissions", args=[opened.uid])
    return act_page(
        request,
        Act.TRANSMIT,
        application,
        form,
        run,
        back=back,
        template="decisions/transmit.html",
        file=opened,
        title="Choisir la banque",
        state="La personne choisit ; la banque reçoit une copie figée du dossier.",
        choices=choices,
        obstacles=obstacles(application, request.on),
        alert=envelope_alert(application, request.on),
    )


@login_required
def show_transmission(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """One sending: where it stands, what the bank said, the thread, what was sent."""
    row = found(request, file, transmission)
    keys = [row.file.uid, row.uid]
    addresses = {act: reverse(f"decisions:{act}", args=keys) for act in ON_A_TRANSMISSION}
    terms = row.agreement.terms(row.file.application.dispositif)
    if not terms.seller_notice or row.seller_told_on:
        del addresses[Act.REASSURE_SELLER]
    labels = {act: title for act, _, title in ANSWER_PAGES.values()}
    buttons = offered(row, request.actor, addresses, labels)
    beyond = outside(row)
    first = addresses.get(usual(row, request.on, beyond))
    lines = thread(row)
    return render(
        request,
        "decisions/transmission.html",
        {
            "file": row.file,
            "transmission": row,
            "title": str(row.partner),
            "state": wording.standing(row, request.on),
            "next_act": next((button for button in buttons if button["url"] == first), None),
            "other_acts": [button for button in buttons if button["url"] != first],
            "pack": row.pack,
            "lines": lines,
            "unread": any(line.unread and line.side == MessageSide.BANK for line in lines),
            "message_form": forms.MessageForm(auto_id="id_message_%s"),
            "may_write": request.actor.may(Act.SEND_MESSAGE),
            "outside": beyond,
            "contact": terms.contact,
        },
    )


def usual(row: Transmission, on: date, beyond: tuple[str, ...]) -> Act:
    """What is usually done next with a sending in this state."""
    match row.state:
        case "questioned":
            return Act.ANSWER_QUESTION
        case "counter_offer":
            return Act.DECLINE_COUNTER_OFFER if beyond else Act.ACCEPT_COUNTER_OFFER
        case "accepted":
            return Act.REASSURE_SELLER
        case "unanswered":
            return Act.REOPEN_TRANSMISSION
    return Act.REMIND_BANK if row.answer_due_on < on else Act.ACCEPT_REQUEST


def outside(row: Transmission) -> tuple[str, ...]:
    """Why the counter-offer awaiting the person's answer must be judged anew."""
    if row.state != "counter_offer":
        return ()
    return leaves_the_limits(row, answers.last_counter_offer(row))


@login_required
def pack(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """What the bank was given, on paper."""
    row = found(request, file, transmission)
    return render(request, "decisions/pack.html", {"transmission": row, "pack": row.pack})


ANSWER_PAGES = {
    AnswerKind.ACCEPTED: (Act.ACCEPT_REQUEST, forms.AcceptForm, "Enregistrer l’accord de la banque"),
    AnswerKind.COUNTER_OFFER: (
        Act.MAKE_COUNTER_OFFER,
        forms.CounterOfferForm,
        "Enregistrer la contre-proposition",
    ),
    AnswerKind.REFUSED: (Act.REFUSE_REQUEST, forms.RefuseForm, "Enregistrer le refus de la banque"),
    AnswerKind.QUESTION: (Act.ASK_QUESTION, forms.AskForm, "Enregistrer la question de la banque"),
}


@login_required
def enter_answer(
    request: Asked, file: uuid.UUID, transmission: uuid.UUID, *, kind: AnswerKind
) -> HttpResponse:
    """The worker enters what the bank told her."""
    row = found(request, file, transmission)
    act, form_class, title = ANSWER_PAGES[kind]
    form = form_class(typed(request), request.FILES or None, transmission=row, on=request.on)

    def run(data: dict[str, Any]) -> Transmission:
        paper = data.pop("paper")
        if paper is not None:
            data["document"] = receive_document(
                row.file, by=request.actor, on=request.on, kind_code="bank-letter", content=paper
            )
        if kind is AnswerKind.ACCEPTED:
            data |= {"amount": row.amount, "months": row.months}
        return answers.enter_answer(row, kind, by=request.actor, on=request.on, **data)

    after = "after_refusal" if kind is AnswerKind.REFUSED else "transmission"
    return act_page(
        request,
        act,
        row,
        form,
        run,
        back=page_of(row),
        done=reverse(f"decisions:{after}", args=[row.file.uid, row.uid]),
        title=title,
        act_label="Enregistrer",
        state=wording.standing(row, request.on),
    )


CONFIRMED = {
    Act.ACCEPT_COUNTER_OFFER: (
        answers.accept_counter_offer,
        "La personne accepte-t-elle ces conditions ?",
        "L’offre de prêt sera établie à ces conditions.",
    ),
    Act.DECLINE_COUNTER_OFFER: (
        answers.decline_counter_offer,
        "Décliner la contre-proposition ?",
        "La banque n’a plus le dossier : une autre peut être saisie, ou l’étude reprise.",
    ),
    Act.RECALL_TRANSMISSION: (
        transmissions.recall_transmission,
        "Retirer le dossier de cette banque ?",
        "La banque n’y a plus accès pour répondre ; une garantie réservée est libérée.",
    ),
    Act.CLOSE_UNANSWERED: (
        transmissions.close_unanswered,
        "Ne plus attendre cette banque ?",
        "Une autre banque peut être saisie. L’échange peut être repris si elle répond plus tard.",
    ),
    Act.REOPEN_TRANSMISSION: (
        transmissions.reopen_transmission,
        "Reprendre l’échange avec cette banque ?",
        "La banque a de nouveau le dossier en main.",
    ),
}


@login_required
def confirm(request: Asked, file: uuid.UUID, transmission: uuid.UUID, *, act: Act) -> HttpResponse:
    """An act with nothing to fill in."""
    row = found(request, file, transmission)
    run, question, consequence = CONFIRMED[act]
    form = ConfirmForm(typed(request), revision=row.revision)
    return act_page(
        request,
        act,
        row,
        form,
        lambda data: run(row, by=request.actor, on=request.on, **data),
        back=page_of(row),
        template="ui/confirm.html",
        title=question,
        state=consequence,
        danger=act is Act.RECALL_TRANSMISSION,
        consequences=outside(row) if act is Act.ACCEPT_COUNTER_OFFER else (),
    )


@login_required
def remind_bank(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """Note a reminder to the bank."""
    row = found(request, file, transmission)
    form = forms.RemindForm(typed(request), revision=row.revision)
    return act_page(
        request,
        Act.REMIND_BANK,
        row,
        form,
        lambda data: transmissions.remind_bank(row, by=request.actor, on=request.on, **data),
        back=page_of(row),
        state=wording.standing(row, request.on),
    )


@login_required
def answer_question(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """Answer the bank's question."""
    row = found(request, file, transmission)
    form = forms.ReplyForm(typed(request), revision=row.revision)
    question = row.answers.filter(kind=AnswerKind.QUESTION).last()
    return act_page(
        request,
        Act.ANSWER_QUESTION,
        row,
        form,
        lambda data: answers.answer_question(row, by=request.actor, on=request.on, **data),
        back=page_of(row),
        state=f"« {question.text} »" if question else "",
    )


@login_required
def reassure_seller(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """Record the bank's notice of agreement to the seller."""
    row = found(request, file, transmission)
    form = forms.SellerForm(typed(request), initial={"told_on": request.on}, revision=row.revision)
    return act_page(
        request,
        Act.REASSURE_SELLER,
        row,
        form,
        lambda data: answers.reassure_seller(row, by=request.actor, on=request.on, **data),
        back=page_of(row),
        state="La banque a confirmé son accord au vendeur, qui peut réserver le bien.",
    )


@login_required
def send_message(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """Write to the bank's adviser."""
    row = found(request, file, transmission)
    require(request, Act.SEND_MESSAGE)
    form = forms.MessageForm(typed(request))

    def run(data: dict[str, Any]) -> object:
        return messages.send_message(
            row, by=request.actor, on=request.on, side=MessageSide.CCAS, text=data["text"]
        )

    return act_page(
        request, Act.SEND_MESSAGE, None, form, run, back=page_of(row), title=f"Écrire à {row.partner}"
    )


@login_required
def read_messages(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """Mark the bank's messages as read."""
    row = found(request, file, transmission)
    require(request, Act.READ_MESSAGE)
    if request.method == "POST":
        messages.read_thread(row, by=request.actor, on=request.on, side=MessageSide.CCAS)
    return redirect(page_of(row))


@login_required
def after_refusal(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """What remains possible once a bank has said no; an appeal is not: the bank decides."""
    row = found(request, file, transmission)
    if row.state not in ("refused", "unanswered", "recalled"):
        return redirect(page_of(row))
    application = row.file.application
    others = [choice for choice in banks_for(application, request.on) if not choice.unavailable]
    return render(
        request,
        "decisions/after_refusal.html",
        {
            "file": row.file,
            "transmission": row,
            "title": "Après la réponse de la banque",
            "state": wording.standing(row, request.on),
            "others": [choice for choice in others if not choice.history],
            "prevented": obstacles(application, request.on),
            "may": {
                "transmit": request.actor.may(Act.TRANSMIT),
                "restudy": request.actor.may(Act.RETURN_TO_STUDY),
                "reorient": request.actor.may(Act.REORIENT),
                "close": request.actor.may(Act.CLOSE_APPLICATION),
            },
        },
    )
