"""The papers of a request: brought for a line of the list, waived with a motive, asked for by a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.checklist import Line, checklist_of, wanting
from etrier.applications.letters import addressed
from etrier.applications.models import Application, SupportingDocument, Waiver
from etrier.database.writing import add, add_all
from etrier.documents.actions import Paper, receive_documents, write_letter
from etrier.documents.models import Document, Letter
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting


def line_of(application: Application, on: date, key: str) -> Line:
    """The line of the list that a key names. Raises `ValidationError` when the list has none such."""
    line = next((one for one in checklist_of(application, on) if one.key == key), None)
    if line is None:
        raise ValidationError({"piece": "Cette pièce n’est pas demandée pour ce dossier."})
    return line


@dataclass(frozen=True, slots=True)
class Brought:
    """A paper brought for one line of the list, or for its key; the date is the one written on it."""

    piece: str | Line
    content: bytes
    dated_on: date | None = None


def bring_document(
    application: Application,
    *,
    by: Actor,
    on: date,
    piece: str | Line,
    content: bytes,
    dated_on: date | None = None,
) -> Document:
    """Receive one paper."""
    return bring_documents(application, by=by, on=on, brought=[Brought(piece, content, dated_on)])[0]


def bring_documents(
    application: Application, *, by: Actor, on: date, brought: Sequence[Brought]
) -> list[Document]:
    """Receive papers: each is whose its line says. One that holds for a time needs its date."""
    lines = [
        one.piece if isinstance(one.piece, Line) else line_of(application, on, one.piece) for one in brought
    ]
    papers = [paper_for(line, one, on) for line, one in zip(lines, brought, strict=True)]
    received = receive_documents(application.file, by=by, on=on, papers=papers)
    add_all(
        SupportingDocument(document=document, **owned(application, line.owner))
        for document, line in zip(received, lines, strict=True)
    )
    return received


def paper_for(line: Line, brought: Brought, on: date) -> Paper:
    """A paper as the file keeps it. Raises `ValidationError` for a date that is missing or to come."""
    asked = line.checked.requirement.document
    if brought.dated_on is not None and brought.dated_on > on:
        raise ValidationError({"dated_on": "Cette date est à venir : vérifiez-la."})
    if asked.validity_months is not None and brought.dated_on is None:
        raise ValidationError(
            {"dated_on": "Écrivez la date portée sur la pièce : elle n’est valable qu’un temps."}
        )
    return Paper(asked.code, brought.content, asked.medical, brought.dated_on, asked.validity_months)


def waive_document(
    application: Application,
    *,
    by: Actor,
    on: date,
    piece: str | Line,
    motive: str,
    revision: int | None = None,
) -> Waiver:
    """Do without a paper of the list, or the one of this key, for a written motive."""
    line = piece if isinstance(piece, Line) else line_of(application, on, piece)
    if not motive.strip():
        raise ValidationError({"motive": "Écrivez pourquoi cette pièce n’est pas demandée."})
    if line.waiver is not None:
        raise ValidationError({"piece": "Cette pièce est déjà dispensée."})
    with acting(application, Act.WAIVE_DOCUMENT, by=by, on=on, revision=revision, document=line.code):
        return add(
            Waiver(
                document_code=line.code,
                motive=motive,
                waived_on=on,
                waived_by_id=by.user_id,
                **owned(application, line.owner),
            )
        )


def ask_missing_documents(application: Application, *, by: Actor, on: date) -> Letter:
    """Write to the person which papers are still wanted."""
    wanted = wanting(checklist_of(application, on))
    if not wanted:
        raise ValidationError("Aucune pièce ne manque : il n’y a rien à demander.")
    data = addressed(application) | {"documents": [asked_for(line) for line in wanted]}
    return write_letter(application.file, by=by, on=on, letter_code="missing_documents", data=data)


def asked_for(line: Line) -> str:
    """A paper as the letter asks for it: whose it is, and why again when it was refused or is out of date."""
    words = f"{line.label} ({line.owner_label})"
    again = {
        "refused": "à redonner, la précédente ne convient pas",
        "expired": "à redonner, elle est périmée",
    }
    return f"{words} : {again[line.status]}" if line.status in again else words


def owned(application: Application, owner: str) -> dict[str, Any]:
    """The columns that say whose a paper is."""
    kind, _, key = owner.partition("-")
    return {
        "organisation_id": application.organisation_id,
        "file_id": application.file_id,
        "application": application,
        "person_id": int(key) if kind == "person" else None,
        "member_id": int(key) if kind == "member" else None,
    }
