"""The sessions of the commission: convened, prepared, held, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.database.reading import rows_where
from etrier.database.writing import add, add_all, renew
from etrier.decisions.actions.agenda import withdraw_from_agenda
from etrier.decisions.models import AgendaItem, Attendance, Recusal, Session
from etrier.domain.lifecycle import Act
from etrier.domain.wording import plural
from etrier.journal.door import acting, opening
from etrier.schemes.models import Dispositif

NO_COMMITTEE = "Le dispositif en vigueur ce jour-là ne prévoit pas de commission."


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sat for one function, and whether present."""

    name: str
    present: bool


def check_day(session_on: date, on: date) -> None:
    """A session is convened for a day to come, or today."""
    if session_on < on:
        raise ValidationError(
            {"session_on": "Choisissez une date à venir : une séance se convoque à l’avance."}
        )


def convene_session(*, by: Actor, on: date, session_on: date, starts_at: time, place: str) -> Session:
    """Convene the commission; its quorum and its seats are those of the dispositif that day."""
    if by.organisation is None:
        raise ValueError("a session is convened by an organisation")
    check_day(session_on, on)
    dispositif = Dispositif.objects.in_force(by.organisation, session_on)
    if dispositif is None or not dispositif.parsed.committee.sits:
        raise ValidationError({"session_on": NO_COMMITTEE})
    committee = dispositif.parsed.committee
    session = Session(
        organisation=by.organisation,
        dispositif=dispositif,
        session_on=session_on,
        starts_at=starts_at,
        place=place,
        quorum=committee.quorum,
    )
    with opening(session, Act.CONVENE_SESSION, by=by, on=on, session_on=session_on):
        names = last_names(session)
        add_all(
            Attendance(
                organisation_id=session.organisation_id,
                session=session,
                seat=seat,
                name=names.get(seat, ""),
            )
            for seat in committee.members
        )
    return session


def last_names(session: Session) -> dict[str, str]:
    """Who sat for each function the last time: seats rarely change hands."""
    former = (
        Session.objects.filter(organisation=session.organisation_id, session_on__lte=session.session_on)
        .exclude(pk=session.pk)
        .order_by("-session_on", "-pk")
        .first()
    )
    return {} if former is None else dict(former.attendances.values_list("seat", "name"))


def move_session(
    session: Session,
    *,
    by: Actor,
    on: date,
    session_on: date,
    starts_at: time,
    place: str,
    revision: int | None = None,
) -> Session:
    """Change the day, the hour or the place of a session not yet held."""
    check_day(session_on, on)
    with acting(session, Act.MOVE_SESSION, by=by, on=on, revision=revision, session_on=session_on):
        session.session_on, session.starts_at, session.place = session_on, starts_at, place
    return session


def cancel_session(session: Session, *, by: Actor, on: date, revision: int | None = None) -> Session:
    """Give a session up: the files on its agenda wait for another."""
    for item in session.items.filter(state="listed").order_by("pk"):
        withdraw_from_agenda(item, by=by, on=on)
    with acting(session, Act.CANCEL_SESSION, by=by, on=on, revision=revision):
        pass
    return session


def record_attendance(
    session: Session, *, by: Actor, on: date, seats: Mapping[int, Seat], revision: int | None = None
) -> Session:
    """Note who sits for each function; `seats` by key of the attendance."""
    with acting(session, Act.RECORD_ATTENDANCE, by=by, on=on, revision=revision) as step:
        rows = rows_where(Attendance, session=session)
        for row in rows:
            if row.pk in seats:
                row.name, row.present = seats[row.pk].name, seats[row.pk].present
        renew(rows, ("name", "present"))
        step.tell(count=sum(row.present for row in rows))
    return session


def hold_session(session: Session, *, by: Actor, on: date, revision: int | None = None) -> Session:
    """Open the debate, once enough members are there."""
    with acting(session, Act.HOLD_SESSION, by=by, on=on, revision=revision):
        if on < session.session_on:
            raise ValidationError(f"La séance est convoquée pour le {session.session_on:%d/%m/%Y}.")
        present = len(session.present)
        if present < session.quorum:
            raise ValidationError(
                f"Le quorum est de {plural(session.quorum, 'membre')} et {plural(present, 'membre')} présents"
                " sont notés : complétez les présences, ou reportez la séance."
            )
    return session


def recuse_member(
    item: AgendaItem, *, by: Actor, on: date, attendance: Attendance, revision: int | None = None
) -> Recusal:
    """A member leaves the room for one file: she no longer counts for its quorum."""
    with acting(item.session, Act.RECUSE_MEMBER, by=by, on=on, revision=revision) as step:
        if attendance.session_id != item.session_id:
            raise ValidationError({"attendance": "Cette personne ne siège pas à cette séance."})
        if item.state != "listed":
            raise ValidationError("L’avis est déjà rendu sur ce dossier : le déport se note avant.")
        if item.recusals.filter(attendance=attendance).exists():
            raise ValidationError({"attendance": "Ce déport est déjà noté."})
        step.tell(agenda_item_id=item.pk)
        return add(Recusal(organisation_id=item.organisation_id, item=item, attendance=attendance))


def close_session(session: Session, *, by: Actor, on: date, revision: int | None = None) -> Session:
    """Close the minutes: every file was given an opinion, or withdrawn; nothing changes any more."""
    with acting(session, Act.CLOSE_SESSION, by=by, on=on, revision=revision):
        left = session.items.filter(state="listed").count()
        if left:
            raise ValidationError(
                f"Il reste {plural(left, 'dossier')} à examiner : rendez un avis, ajournez ou retirez."
            )
        session.closed_on = on
    return session
