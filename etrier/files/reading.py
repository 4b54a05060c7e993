"""Opening a personal file: allowed, visible, and written down."""

import uuid
from typing import Any

from django.http import Http404

from etrier.accounts.actor import Actor
from etrier.accounts.request import Asked
from etrier.database.reading import AnyRow, attach, latest, row_where, rows_where
from etrier.database.writing import add
from etrier.domain.access import Reading as Page
from etrier.files.models import File
from etrier.journal.door import NotAllowed
from etrier.journal.models import Reading

MOTIVES = {
    "replacement": "Je remplace la personne qui suit ce dossier",
    "reception": "La personne est à l’accueil ou au téléphone",
    "supervision": "Encadrement, contrôle de la qualité",
    "committee": "Préparation de la commission",
    "payment": "Paiement ou remboursement des intérêts",
    "rights": "Demande de la personne sur ses données",
}
SESSION_KEY = "reading_motives"


class MotiveNeeded(Exception):
    """The file is outside the reader's caseload: ask why before showing it."""

    def __init__(self, file: File):
        self.file = file
        super().__init__(str(file))


def in_caseload(file: File, actor: Actor) -> bool:
    """Whether the reader follows this file, or nobody does yet."""
    return file.holder_id is None or file.holder_id == actor.user_id


def open_file_page(request: Asked, uid: uuid.UUID, page: Page = Page.SEE_FILE) -> File:
    """The file behind a URL, its reading written; 404 for a stranger, 403 for a role that may not.

    Raises `MotiveNeeded` (answered by the page that asks) for a file that another worker follows.
    """
    actor: Actor = request.actor
    file = row_where(File, organisation=actor.organisation, uid=uid)
    if file is None:
        raise Http404("Ce dossier n’existe pas.")
    if request.membership is not None and file.holder_id == request.membership.user_id:
        file.holder = request.membership.user  # read already
    else:
        attach([file], "holder")
    if not actor.may_read(page):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir cette page du dossier.")
    outside = not in_caseload(file, actor)
    motive = request.session.get(SESSION_KEY, {}).get(str(file.uid), "") if outside else ""
    if outside and not motive:
        raise MotiveNeeded(file)
    if actor.user_id is None:
        raise NotAllowed("Connectez-vous pour ouvrir un dossier.")
    add(
        Reading(
            organisation_id=file.organisation_id,
            file_id=file.pk,
            user_id=actor.user_id,
            page=page,
            outside_caseload=outside,
            motive=motive,
        )
    )
    return file


def seen_in(file: File, kind: type[AnyRow], *names: str, **wanted: Any) -> AnyRow | None:
    """The row of this kind that a file has, the file at hand, and what it names by these fields."""
    return _around(file, row_where(kind, file=file, **wanted), names)


def found_in(file: File, kind: type[AnyRow], *names: str, **wanted: Any) -> AnyRow:
    """The same; 404 without one."""
    return _or_404(seen_in(file, kind, *names, **wanted))


def last_found_in(file: File, kind: type[AnyRow], *names: str) -> AnyRow:
    """The same, of several the one received last."""
    return _or_404(_around(file, latest(rows_where(kind, file=file)), names))


def _around(file: File, found: AnyRow | None, names: tuple[str, ...]) -> AnyRow | None:
    if found is not None:
        found.organisation = file.organisation  # type: ignore[attr-defined]  # every row of a file has one
        for name in names:
            attach([found], name)
    return found


def _or_404(found: AnyRow | None) -> AnyRow:
    if found is None:
        raise Http404("Ce dossier n’a rien de tel.")
    return found
