"""Which files the commission examines, and what it reads of them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.database.reading import values_among
from etrier.decisions.models import AgendaItem, Appeal, ItemKind, Session
from etrier.decisions.sheet import named_in
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.journal.door import acting, lock, opening


def take_place(item: AgendaItem) -> None:
    """Give an item its rank; the agenda is open until the session is held."""
    session = item.session
    lock(session)
    if session.state != "open":
        raise ValidationError(
            {"session": "L’ordre du jour de cette séance est arrêté : choisissez-en une autre."}
        )
    item.rank = len(values_among(AgendaItem, ("id",), "session", [session.pk])) + 1


def check_anonymous(sheet: dict[str, Any], application: Application) -> None:
    """The members judge a situation, not a neighbour: no borrower's name goes before them."""
    if found := named_in(sheet, application):
        raise ValidationError(
            f"La fiche de la commission est anonyme, elle contient « {found} » : corrigez le texte du projet."
        )


def new_item(session: Session, file: File, kind: ItemKind, sheet: dict[str, Any], **facts: Any) -> AgendaItem:
    return AgendaItem(
        organisation_id=session.organisation_id,
        session=session,
        file=file,
        kind=kind,
        sheet=sheet,
        recommendation=sheet.get("recommendation", ""),
        **facts,
    )


def put_on_agenda(
    session: Session,
    file: File,
    *,
    kind: ItemKind,
    sheet: dict[str, Any],
    by: Actor,
    on: date,
    revision: int | None = None,
) -> AgendaItem:
    """List a file on a session's agenda with its frozen sheet; a request is then at the commission.

    For a refund the item alone is made: its own stage looks back at the opinion. `revision` is the
    request's.
    """
    committee = session.dispositif.parsed.committee
    asked = committee.before_bank if kind == ItemKind.APPLICATION else committee.before_refund
    if not asked:
        raise ValidationError("Le dispositif ne demande pas d’avis de la commission pour cela.")
    application = file.application
    check_anonymous(sheet, application)
    item = new_item(session, file, kind, sheet)
    day = session.session_on
    if kind == ItemKind.APPLICATION:
        with acting(application, Act.PUT_ON_AGENDA, by=by, on=on, revision=revision, session_on=day):
            take_place(item)
            with opening(item, Act.PUT_ON_AGENDA, by=by, on=on, session_on=day):
                pass
        return item
    take_place(item)
    with opening(item, Act.PUT_ON_AGENDA, by=by, on=on, session_on=day):
        pass
    return item


def put_appeal_on_agenda(
    appeal: Appeal,
    *,
    session: Session,
    sheet: dict[str, Any],
    by: Actor,
    on: date,
    revision: int | None = None,
) -> AgendaItem:
    """Have an appeal examined by another session than the one that gave the opinion."""
    former = appeal.item
    if session.pk == former.session_id:
        raise ValidationError({"session": "Un recours s’examine dans une autre séance que celle de l’avis."})
    application = appeal.file.application
    check_anonymous(sheet, application)
    item = new_item(session, appeal.file, ItemKind.APPEAL, sheet, former=former)
    day = session.session_on
    with acting(application, Act.PUT_APPEAL_ON_AGENDA, by=by, on=on, session_on=day):
        take_place(item)
        with (
            opening(item, Act.PUT_APPEAL_ON_AGENDA, by=by, on=on, session_on=day),
            acting(appeal, Act.PUT_APPEAL_ON_AGENDA, by=by, on=on, revision=revision, session_on=day),
        ):
            appeal.review = item
    return item


def withdraw_from_agenda(item: AgendaItem, *, by: Actor, on: date, revision: int | None = None) -> AgendaItem:
    """Take a file off the agenda before it is examined; a request is ready again."""
    if item.kind == ItemKind.APPLICATION:
        with acting(item.file.application, Act.WITHDRAW_FROM_AGENDA, by=by, on=on):
            pass
    with acting(item, Act.WITHDRAW_FROM_AGENDA, by=by, on=on, revision=revision):
        if item.kind == ItemKind.APPEAL:
            raise ValidationError("Un recours reste à l’ordre du jour jusqu’à son examen.")
    return item
