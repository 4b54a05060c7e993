"""What may be done to a paper and to a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from procrastinate.contrib.django import app

from etrier.accounts.actor import Actor
from etrier.database.making import new_uid
from etrier.documents import vault
from etrier.documents.models import Document, Letter
from etrier.documents.sniff import media_type
from etrier.domain.dates import months_after
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.journal.door import Among, acting, acting_on, opening, opening_all

CHECK = "etrier.documents.check_document"
LAY_OUT = "etrier.documents.lay_out_letter"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it comes: what it is, its bytes, the date written on it, how long it holds."""

    kind_code: str
    content: bytes
    medical: bool = False
    dated_on: date | None = None
    validity_months: int | None = None


def queue(task: str, *keys: dict[str, Any]) -> None:
    """Ask for jobs, in the transaction under way: they exist only if the act does."""
    app.configure_task(task, queue="papers").batch_defer(*keys)


def receive_document(file: File, *, by: Actor, on: date, **paper: Any) -> Document:
    """Keep one paper; `paper` are the fields of `Paper`."""
    return receive_documents(file, by=by, on=on, papers=[Paper(**paper)])[0]


def receive_documents(file: File, *, by: Actor, on: date, papers: Sequence[Paper]) -> list[Document]:
    """Keep papers, encrypted, then have them checked by jobs. Raises `ValidationError` for a file that
    is empty, too large or neither a PDF nor a picture; none is kept then."""
    types = [type_of(paper.content) for paper in papers]
    received = []
    for paper, media in zip(papers, types, strict=True):
        document = Document(
            organisation_id=file.organisation_id,
            file=file,
            uid=new_uid(),
            kind_code=paper.kind_code,
            medical=paper.medical,
            media_type=media,
            dated_on=paper.dated_on,
            provided_on=on,
            expires_on=months_after(paper.dated_on or on, paper.validity_months)
            if paper.validity_months
            else None,
        )
        store(document, paper.content)
        received.append(document)
    opening_all(received, Act.RECEIVE_DOCUMENT, by=by, on=on, own={"document": "kind_code"})
    queue(CHECK, *({"organisation": file.organisation_id, "document": one.pk} for one in received))
    return received


def type_of(content: bytes) -> str:
    """The type that the bytes of a paper show. Raises `ValidationError` for what cannot be kept."""
    if len(content) > settings.UPLOAD_LIMIT:
        raise ValidationError("Ce fichier dépasse 10 Mo. Réduisez-le ou envoyez-le en plusieurs parties.")
    found = media_type(content)
    if found is None:
        raise ValidationError("Ce fichier n’est ni un PDF ni une photo. Envoyez un PDF, un JPEG ou un PNG.")
    return found


def store(document: Document, content: bytes) -> None:
    """Put the bytes of a new paper in the vault."""
    sealed = vault.store(document.uid, content)
    document.wrapped_key, document.digest, document.size = sealed.wrapped_key, sealed.digest, sealed.size


def check_document(document: Document, *, by: Actor, on: date) -> Document:
    """The analysis begins."""
    with acting(document, Act.CHECK_DOCUMENT, by=by, on=on, document=document.kind_code):
        pass
    return document


def accept_document(document: Document, *, by: Actor, on: date) -> Document:
    """The paper may be counted on."""
    with acting(document, Act.ACCEPT_DOCUMENT, by=by, on=on, document=document.kind_code):
        document.reason = ""
    return document


def check_documents(keys: Sequence[int], *, by: Actor, on: date) -> int:
    """The analysis of the papers of these keys begins; how many there were."""
    return acting_on(Among(Document, keys), Act.CHECK_DOCUMENT, by=by, on=on, own={"document": "kind_code"})


def accept_documents(keys: Sequence[int], *, by: Actor, on: date) -> int:
    """The papers of these keys may be counted on; how many there were."""
    return acting_on(
        Among(Document, keys),
        Act.ACCEPT_DOCUMENT,
        by=by,
        on=on,
        changes={"reason": ""},
        own={"document": "kind_code"},
    )


def reject_document(document: Document, *, by: Actor, on: date, reason: str) -> Document:
    """The paper cannot serve; the coded reason says what to bring instead."""
    with acting(
        document, Act.REJECT_DOCUMENT, by=by, on=on, document=document.kind_code, document_reason=reason
    ):
        document.reason = reason
    return document


def remove_document(document: Document, *, by: Actor, on: date) -> Document:
    """Take a paper out of the file: its key is wiped, so nobody can read it again."""
    with acting(document, Act.REMOVE_DOCUMENT, by=by, on=on, document=document.kind_code):
        document.wrapped_key = b""
    return document


def write_letter(file: File, *, by: Actor, on: date, letter_code: str, data: dict[str, Any]) -> Letter:
    """Freeze the facts of a letter and have it laid out by a job."""
    letter = Letter(
        organisation_id=file.organisation_id, file=file, letter_code=letter_code, data=data, written_on=on
    )
    with opening(letter, Act.WRITE_LETTER, by=by, on=on, letter=letter_code):
        pass
    queue(LAY_OUT, {"organisation": file.organisation_id, "letter": letter.pk})
    return letter


def finish_letter(letter: Letter, *, by: Actor, on: date, content: bytes) -> Letter:
    """Keep the PDF of a letter as a paper of its file; without bytes, the laying out has failed."""
    if not content:
        with acting(letter, Act.FAIL_LETTER, by=by, on=on, letter=letter.letter_code):
            pass
        return letter
    document = Document(
        organisation_id=letter.organisation_id,
        file=letter.file,
        uid=new_uid(),
        kind_code="letter",
        media_type="application/pdf",
        provided_on=on,
    )
    store(document, content)
    with opening(document, Act.RECEIVE_DOCUMENT, by=by, on=on):
        pass
    check_document(document, by=by, on=on)
    accept_document(document, by=by, on=on)
    with acting(letter, Act.FINISH_LETTER, by=by, on=on, letter=letter.letter_code):
        letter.document = document
    return letter


def retry_letter(letter: Letter, *, by: Actor, on: date) -> Letter:
    """Ask once more for a letter whose laying out failed."""
    with acting(letter, Act.RETRY_LETTER, by=by, on=on, letter=letter.letter_code):
        pass
    queue(LAY_OUT, {"organisation": letter.organisation_id, "letter": letter.pk})
    return letter


def send_letter(letter: Letter, *, by: Actor, on: date, channel: str) -> Letter:
    """Note that a letter left, and how."""
    with acting(letter, Act.SEND_LETTER, by=by, on=on, letter=letter.letter_code, channel=channel):
        pass
    return letter


def cancel_letter(letter: Letter, *, by: Actor, on: date) -> Letter:
    """Give a letter up before it leaves."""
    with acting(letter, Act.CANCEL_LETTER, by=by, on=on, letter=letter.letter_code):
        pass
    return letter
