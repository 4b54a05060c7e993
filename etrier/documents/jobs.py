"""What is done to papers after the page is answered: analysis, laying out of letters.

Arguments are keys only. Each step is its own short transaction; a job run twice changes nothing.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from etrier.accounts.actor import acting_for
from etrier.accounts.models import Organisation
from etrier.documents import actions, letters, vault
from etrier.documents.models import Document, Letter
from etrier.documents.sniff import is_active, media_type


def verdict(document: Document) -> str:
    """Why a paper is rejected; empty when nothing is wrong with the file itself."""
    sealed = vault.Sealed(bytes(document.wrapped_key), bytes(document.digest), document.size)
    try:
        content = vault.read(document.uid, sealed)
    except vault.Damaged:
        return "unreadable"
    if media_type(content) != document.media_type:
        return "wrong_type"
    return "infected" if is_active(content, document.media_type) else ""


@app.task(name=actions.CHECK, queue="papers", retry=3)
def check_document(*, organisation: int, document: int) -> None:
    """Open the paper, look at what it is, accept or reject it."""
    town = Organisation.objects.get(pk=organisation)
    today = town.today(timezone.now())
    with acting_for(town) as by:
        paper = Document.objects.get(pk=document)
        if paper.state not in ("received", "checking"):
            return
        if paper.state == "received":
            actions.check_document(paper, by=by, on=today)
    reason = verdict(paper)
    with acting_for(town) as by:
        if reason:
            actions.reject_document(paper, by=by, on=today, reason=reason)
        else:
            actions.accept_document(paper, by=by, on=today)


@app.task(name=actions.LAY_OUT, queue="papers", retry=3)
def lay_out_letter(*, organisation: int, letter: int) -> None:
    """Make the PDF of a letter from its frozen facts and put it in the vault."""
    town = Organisation.objects.get(pk=organisation)
    with acting_for(town):
        wanted = Letter.objects.select_related("file").get(pk=letter)
    if wanted.state != "queued":
        return
    try:
        content = letters.pdf(wanted.letter_code, wanted.data, wanted.written_on)
    except letters.Unwritable:
        content = b""
    with acting_for(town) as by:
        actions.finish_letter(wanted, by=by, on=wanted.written_on, content=content)
