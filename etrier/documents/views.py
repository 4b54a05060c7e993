"""Papers and letters of a file on screen."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.documents import actions, vault
from etrier.documents.forms import ReceiveForm, RejectForm, SendForm
from etrier.documents.models import Document, Letter
from etrier.documents.sniff import ALLOWED
from etrier.domain.lifecycle import ACTS, CODE_LABELS, LIFECYCLES, Act
from etrier.files.models import File
from etrier.files.reading import found_in, open_file_page
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, too_late, typed
from etrier.ui.formats import listed, some
from etrier.ui.forms import EtrierForm

PAPER_ACTS = (Act.ACCEPT_DOCUMENT, Act.REJECT_DOCUMENT, Act.REMOVE_DOCUMENT)
LETTER_ACTS = (Act.SEND_LETTER, Act.RETRY_LETTER, Act.CANCEL_LETTER)


def opened(request: Asked, uid: uuid.UUID, act: Act | None = None) -> tuple[File, Any]:
    """The file of the page and the author, who must have the act."""
    actor = request.actor
    file = open_file_page(request, uid)
    if act is not None and not actor.may(act):
        raise NotAllowed(f"Votre rôle ne permet pas de faire ceci : {ACTS[act].label}.")
    return file, actor


def paper(file: File, actor: Any, uid: uuid.UUID) -> Document:
    """One paper of the file that this author may open."""
    return get_object_or_404(Document.objects.visible_to(actor), file=file, uid=uid)


def buttons(file: File, thing: Any, actor: Any, acts: tuple[Act, ...]) -> list[dict[str, str]]:
    """What may be done with a paper or a letter, in its state."""
    possible = LIFECYCLES[thing.SUBJECT].acts_from(thing.state)
    return [
        {"label": ACTS[act].label, "url": reverse(f"documents:{act.value}", args=[file.uid, thing.uid])}
        for act in acts
        if act in possible and actor.may(act)
    ]


def kinds() -> list[tuple[str, str]]:
    """The papers one may bring, by their French name."""
    return sorted(CODE_LABELS["document"].items(), key=lambda pair: (pair[0] == "other", pair[1]))


@login_required
def papers(request: Asked, file: uuid.UUID) -> HttpResponse:
    """All the papers and letters of a file."""
    found, actor = opened(request, file)
    documents = list(Document.objects.visible_to(actor).filter(file=found).order_by("-provided_on", "-pk"))
    letters = list(
        Letter.objects.filter(file=found).select_related("document").order_by("-written_on", "-pk")
    )
    own = [document for document in documents if document.kind_code != "letter"]
    add = {"label": "Ajouter une pièce", "url": reverse("documents:receive_document", args=[found.uid])}
    return render(
        request,
        "documents/papers.html",
        {
            "title": "Pièces et courriers",
            "state": listed(
                [
                    some(len(own), "Aucune pièce", "pièce", "pièces"),
                    some(len(letters), "aucun courrier", "courrier", "courriers"),
                ]
            )
            + ".",
            "file": found,
            "papers": [{"paper": one, "acts": buttons(found, one, actor, PAPER_ACTS)} for one in own],
            "letters": [{"letter": one, "acts": buttons(found, one, actor, LETTER_ACTS)} for one in letters],
            "next_act": add if actor.may(Act.RECEIVE_DOCUMENT) else None,
        },
    )


@login_required
def document(request: Asked, file: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """The paper itself, decrypted for this reading; shown in the page, never run."""
    found, actor = opened(request, file)
    wanted = paper(found, actor, document)
    if wanted.state == "removed":
        raise Http404("Cette pièce a été retirée du dossier.")
    sealed = vault.Sealed(bytes(wanted.wrapped_key), bytes(wanted.digest), wanted.size)
    try:
        content = vault.read(wanted.uid, sealed)
    except vault.Damaged as damage:
        raise Http404(str(damage)) from damage
    response = HttpResponse(content, content_type=wanted.media_type)
    name = f"{found.number}-{wanted.kind_code}.{ALLOWED[wanted.media_type]}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
    )
    return response


@login_required
def receive_document(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Add a paper."""
    found, actor = opened(request, file, Act.RECEIVE_DOCUMENT)
    initial = {"kind_code": request.GET.get("piece", "")}
    sent = (typed(request), request.FILES) if request.method == "POST" else (None, None)
    form = ReceiveForm(*sent, kinds=kinds(), initial=initial)
    done = submitted(
        request,
        form,
        lambda facts: actions.receive_document(found, by=actor, on=request.on, **facts),
    )
    if done:
        return redirect("documents:papers", found.uid)
    return page(request, form, found, "Ajouter une pièce", "", "Ajouter la pièce")


def page(request: Asked, form: Any, file: File, *words: str) -> HttpResponse:
    """One act on one page, that leads back to the papers; the words: title, state, button."""
    title, state, label = words
    return shown(
        request,
        "documents/form.html",
        form=form,
        file=file,
        title=title,
        state=state,
        act_label=label,
        cancel_url=reverse("documents:papers", args=[file.uid]),
    )


@login_required
def accept_document(request: Asked, file: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Accept a paper that had been rejected."""
    found, actor = opened(request, file, Act.ACCEPT_DOCUMENT)
    wanted, form = paper(found, actor, document), EtrierForm(typed(request))
    if too_late(request, wanted, Act.ACCEPT_DOCUMENT):
        return redirect("documents:papers", found.uid)
    if submitted(request, form, lambda _: actions.accept_document(wanted, by=actor, on=request.on)):
        return redirect("documents:papers", found.uid)
    return page(
        request, form, found, "Accepter cette pièce", "Elle comptera dans la liste des pièces.", "Accepter"
    )


@login_required
def reject_document(request: Asked, file: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Say that a paper cannot serve, and why."""
    found, actor = opened(request, file, Act.REJECT_DOCUMENT)
    wanted, form = paper(found, actor, document), RejectForm(typed(request))
    done = submitted(
        request,
        form,
        lambda facts: actions.reject_document(wanted, by=actor, on=request.on, **facts),
    )
    if done:
        return redirect("documents:papers", found.uid)
    return page(request, form, found, "Rejeter cette pièce", "Il faudra en apporter une autre.", "Rejeter")


@login_required
def remove_document(request: Asked, file: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Take a paper out of the file for good."""
    found, actor = opened(request, file, Act.REMOVE_DOCUMENT)
    wanted, form = paper(found, actor, document), EtrierForm(typed(request))
    if submitted(request, form, lambda _: actions.remove_document(wanted, by=actor, on=request.on)):
        return redirect("documents:papers", found.uid)
    return page(request, form, found, "Retirer cette pièce", "Plus personne ne pourra la relire.", "Retirer")


@login_required
def send_letter(request: Asked, file: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """Note that a letter left."""
    found, actor = opened(request, file, Act.SEND_LETTER)
    wanted, form = found_in(found, Letter, uid=letter), SendForm(typed(request))
    done = submitted(
        request,
        form,
        lambda facts: actions.send_letter(wanted, by=actor, on=request.on, **facts),
    )
    if done:
        return redirect("documents:papers", found.uid)
    return page(request, form, found, "Noter l’envoi du courrier", "", "Noter l’envoi")


@login_required
def retry_letter(request: Asked, file: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """Ask again for a letter whose laying out failed."""
    found, actor = opened(request, file, Act.RETRY_LETTER)
    wanted, form = found_in(found, Letter, uid=letter), EtrierForm(typed(request))
    if submitted(request, form, lambda _: actions.retry_letter(wanted, by=actor, on=request.on)):
        return redirect("documents:papers", found.uid)
    return page(request, form, found, "Relancer la mise en page", "", "Relancer")


@login_required
def cancel_letter(request: Asked, file: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """Give a letter up before it leaves."""
    found, actor = opened(request, file, Act.CANCEL_LETTER)
    wanted, form = found_in(found, Letter, uid=letter), EtrierForm(typed(request))
    if submitted(request, form, lambda _: actions.cancel_letter(wanted, by=actor, on=request.on)):
        return redirect("documents:papers", found.uid)
    return page(request, form, found, "Annuler ce courrier", "Il ne sera pas envoyé.", "Annuler le courrier")
