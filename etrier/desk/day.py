"""The worker's day in one page: who comes, what to do, what others hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from etrier.accounts.actor import Actor
from etrier.database.reading import attach
from etrier.decisions.models import AgendaItem, Session, Transmission
from etrier.desk.listing import room_of
from etrier.domain.access import Reading, Role
from etrier.files.models import File
from etrier.followup import day as followup
from etrier.ui.formats import (
    WEEKDAYS,
    capitalised,
    clock,
    counted,
    day_of_year,
    days,
    duration,
    in_words,
    near_day,
    round_euros,
    short_day,
)

LIMIT = 8
REACH = "contact_attempt"
"""The step of the protocol that is said by its name alone: « Joindre Nassim Belkacem »."""
SOON = 7
PATIENCE = (3, 7)
"""Days after which a bank's silence is worth a glance, then a reminder."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a column."""

    title: str
    url: str
    detail: str
    when: str = ""
    pill: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What cannot wait: its name first, then the rest of the sentence."""

    lead: str
    sentence: str
    url: str
    label: str


def appointments(actor: Actor, on: date) -> list[Item]:
    """Today's appointments still to come, leading to as much of the file as one may read."""
    room = room_of(actor)
    return [
        Item(
            title=row.file.cover,
            url=reverse(room, args=[row.file.uid]),
            detail=" · ".join(part for part in (row.label, duration(row.minutes), row.place_label) if part),
            when=clock(timezone.localtime(row.starts_at)),
        )
        for row in followup.appointments_of(actor, on)
        if row.state == "planned"
    ]


def to_do(actor: Actor, on: date, hard: Iterable[followup.DifficultyLine]) -> list[Item]:
    """Difficulties to meet, contacts of the support, tasks due soon."""
    items = [
        Item(
            title=wanted(line),
            url=line.url,
            detail=f"le {short_day(line.difficulty.opened_on, on)}, {line.difficulty.origin_label}",
            pill=urgency(line.deadline_on, on) if line.deadline_on else line.difficulty.state_label,
            tone=line.tone,
        )
        for line in hard
    ]
    items += [
        Item(
            title=f"Prendre des nouvelles : {contact.file.cover}",
            url=reverse("followup:support", args=[contact.file.uid]),
            detail=contact.reason_label,
            pill=urgency(contact.due_on, on),
            tone="bad" if contact.due_on < on else "",
        )
        for contact in followup.contacts_of(actor, on)
    ]
    items += [
        Item(
            title=f"{capitalised(line.task.label)} : {line.task.file.cover}",
            url=line.done_url,
            detail=line.task.detail,
            pill=urgency(line.task.due_on, on),
            tone=line.tone,
        )
        for line in followup.tasks_of(actor, on)
    ]
    return items


def wanted(line: followup.DifficultyLine) -> str:
    """« Joindre Nassim Belkacem », « Proposer des solutions : Aïcha Diarra »: what the protocol asks next."""
    cover = line.difficulty.file.cover
    if line.difficulty.state == "open" or (line.step and line.step.step == REACH):
        return f"Joindre {cover}"
    if line.step is None:
        return cover
    return f"{capitalised(line.step.label.partition(',')[0])} : {cover}"


def urgency(due: date, on: date) -> str:
    """How soon: a word rather than a date, when it is soon."""
    if due < on:
        return f"depuis le {short_day(due, on)}"
    if due == on:
        return "aujourd’hui"
    return f"avant {near_day(due)}" if (due - on).days < SOON else f"avant le {short_day(due)}"


def coming_day(due: date, on: date) -> str:
    """« aujourd’hui », « jeudi », « le jeudi 10 décembre »: a day to come, said aloud."""
    ahead = (due - on).days
    if ahead < 2:
        return "demain" if ahead else "aujourd’hui"
    return WEEKDAYS[due.weekday()] if ahead < SOON else f"le {day_of_year(due)}"


def elsewhere(actor: Actor, on: date, coming: Session | None) -> list[Item]:
    """What a bank or the commission holds."""
    rows = Transmission.objects.visible_to(actor).awaited()
    if Role.SOCIAL_WORKER in actor.roles:
        held = File.objects.visible_to(actor).filter(holder=actor.user_id)
        rows = rows.filter(file__in=held.values("pk"))
    items = []
    waiting = list(rows.order_by("sent_on", "pk")[:LIMIT])
    attach(waiting, "file")
    attach(waiting, "partner")
    for row in waiting:
        waited = (on - row.sent_on).days
        items.append(
            Item(
                title=row.partner.name,
                url=reverse("decisions:transmission", args=[row.file.uid, row.uid]),
                detail=f"{row.file.cover} · {round_euros(row.amount)}",
                pill=days(waited),
                tone="bad" if waited > PATIENCE[1] else "waiting" if waited > PATIENCE[0] else "good",
            )
        )
    if coming is not None:
        listed = AgendaItem.objects.filter(session=coming).count()
        items.append(
            Item(
                title=f"Commission du {short_day(coming.session_on)}",
                url=reverse("decisions:session", args=[coming.uid]),
                detail=counted(listed, "dossier inscrit", "dossiers inscrits"),
                pill=coming_day(coming.session_on, on).removeprefix("le "),
            )
        )
    return items


def next_session(actor: Actor, on: date) -> Session | None:
    """The next meeting of the commission."""
    return Session.objects.visible_to(actor).next_from(on)


def sentence(coming: list[Item], doing: list[Item], session: Session | None, on: date) -> str:
    """« Trois rendez-vous, cinq choses à faire. La prochaine commission est jeudi. »"""
    meetings = in_words(len(coming)) if coming else "aucun"
    things = counted_in_words(len(doing))
    first = capitalised(f"{meetings} rendez-vous, {things}.")
    return f"{first} La prochaine commission est {coming_day(session.session_on, on)}." if session else first


def counted_in_words(count: int) -> str:
    """« cinq choses à faire », « rien d’urgent à faire »"""
    if not count:
        return "rien d’urgent à faire"
    return f"{in_words(count, feminine=True)} {'chose' if count == 1 else 'choses'} à faire"


def alert_of(hard: Iterable[followup.DifficultyLine], on: date) -> Alert | None:
    """The difficulty nobody has taken up yet, the nearest deadline first."""
    for line in hard:
        row = line.difficulty
        if row.state == "open":
            told = "aujourd’hui" if row.opened_on == on else f"le {day_of_year(row.opened_on)}"
            until = f" À joindre avant le {day_of_year(line.deadline_on)}." if line.deadline_on else ""
            return Alert(
                "Difficulté à prendre en charge :",
                f"{row.file.cover}, {row.origin_label} {told}.{until}",
                line.url,
                "Ouvrir et noter",
            )
    return None


def page_of(actor: Actor, on: date) -> dict[str, Any]:
    """All that the page of the day shows, in a fixed number of queries."""
    coming = appointments(actor, on)
    whole = actor.may_read(Reading.SEE_FILE)
    hard = followup.difficulties_of(actor, on) if whole else []
    doing = to_do(actor, on, hard) if whole else []
    session = next_session(actor, on)
    return {
        "appointments": coming,
        "to_do": doing,
        "elsewhere": elsewhere(actor, on, session) if whole else [],
        "alert": alert_of(hard, on),
        "state": sentence(coming, doing, session, on),
        "whole": whole,
    }
