"""The commission in a story: its sessions, four weeks apart, and what it says of each file."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

from etrier.database.reading import attach, hold, rows_where
from etrier.decisions.actions import agenda, opinions, sessions
from etrier.decisions.models import AgendaItem, Attendance, ItemKind, Session
from etrier.decisions.sheet import committee_sheet
from etrier.demonstration.days import Calendar, working_day_before
from etrier.demonstration.tales import Tale
from etrier.demonstration.towns import Town
from etrier.domain.access import Role

Verdict = Callable[[AgendaItem, date], None]

EVERY = timedelta(28)
CONVENED = timedelta(24)
"""How long before a session its members are called."""
THURSDAY = 3
SEATS = ("présente", "présente", "présente", "présente", "excusée")


def session_days(first: date, on: date) -> list[date]:
    """The days of the sessions, the last one being the Thursday to come."""
    coming = on + timedelta((THURSDAY - on.weekday()) % 7 or 7)
    days = [coming]
    while days[-1] - EVERY > first:
        days.append(days[-1] - EVERY)
    return [working_day_before(day) for day in reversed(days)]


class Commission:
    """The sessions of a town, and the opinion that each story wants."""

    def __init__(self, town: Town, days: list[date], calendar: Calendar) -> None:
        self.town, self.days, self.calendar = town, days, calendar
        self.convened: dict[date, Session] = {}
        self.verdicts: dict[int, Verdict] = {}
        calendar.add(self.coming(days[-1]), early=True)

    def coming(self, day: date) -> Iterator[date]:
        """The next session is convened whatever its agenda."""
        called_on = working_day_before(day - CONVENED)
        yield called_on
        self.session(day, called_on)

    def session(self, day: date, on: date) -> Session:
        """The session of that day, convened when the first file asks for it."""
        if day not in self.convened:
            self.convened[day] = sessions.convene_session(
                by=self.town.by(Role.MANAGER),
                on=on,
                session_on=day,
                starts_at=time(14, 30),
                place="salle du conseil, rez-de-chaussée",
            )
            self.calendar.add(self.holding(day), early=True)
        return self.convened[day]

    def holding(self, day: date) -> Iterator[date]:
        """The session, on its day."""
        yield day
        self.hold(self.convened[day], day)

    def hold(self, session: Session, day: date) -> None:
        """Attendance, opinions, minutes."""
        by = self.town.by(Role.COMMITTEE_MEMBER)
        names = self.town.place.seats
        seats = {
            row.pk: sessions.Seat(names[rank % len(names)] if names else row.seat, rank != len(SEATS) - 1)
            for rank, row in enumerate(rows_where(Attendance, session=session))
        }
        sessions.record_attendance(session, by=by, on=day, seats=seats)
        sessions.hold_session(session, by=by, on=day)
        listed = rows_where(AgendaItem, session=session, state="listed")
        attach(listed, "file")
        for item in listed:
            self.verdicts[item.pk](item, day)
        sessions.close_session(session, by=by, on=day)

    def list_item(self, tale: Tale, on: date, verdict: Verdict) -> None:
        """Put a request on the agenda of its session, and say what will be thought of it."""
        day = tale.days.session
        if day is None:
            raise ValueError("no commission sits here")
        item = agenda.put_on_agenda(
            self.session(day, on),
            tale.file,
            kind=ItemKind.APPLICATION,
            sheet=committee_sheet(tale.application, on),
            by=tale.by,
            on=on,
        )
        tale.item = item
        self.verdicts[item.pk] = verdict

    def next_after(self, day: date) -> date:
        """The first session whose agenda is still open on a day; the coming one at the latest."""
        return next((each for each in self.days if each >= day + timedelta(4)), self.days[-1])

    def favourable(self, item: AgendaItem, on: date) -> None:
        """As asked."""
        opinions.give_favourable_opinion(item, by=self.town.by(Role.COMMITTEE_MEMBER), on=on)

    def conditional(self, item: AgendaItem, on: date) -> None:
        """Provided the support is accepted."""
        opinions.give_conditional_opinion(
            item, by=self.town.by(Role.COMMITTEE_MEMBER), on=on, conditions=["support"]
        )

    def adjourned(self, item: AgendaItem, on: date) -> None:
        """Something is missing to judge."""
        opinions.adjourn_opinion(
            item,
            by=self.town.by(Role.COMMITTEE_MEMBER),
            on=on,
            adjournment_reason="missing_information",
            note="Préciser les frais d’assurance du véhicule.",
        )

    def unfavourable(self, item: AgendaItem, on: date) -> None:
        """With its motives, in law and in fact."""
        opinions.give_unfavourable_opinion(
            item,
            by=self.town.by(Role.COMMITTEE_MEMBER),
            on=on,
            opinion_reason="not_bearable",
            motives="Vu le règlement du dispositif : une fois la mensualité payée, le reste à vivre du foyer"
            " passerait sous le plancher retenu par le conseil d’administration.",
        )


def notified(tale: Tale, on: date) -> None:
    """The person is told by letter."""
    hold(tale.item)
    channel = "registered_letter" if tale.item.state == "unfavourable" else "letter"
    opinions.notify_opinion(tale.item, by=tale.by, on=on, notified_on=on, channel=channel)
