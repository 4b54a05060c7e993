"""The worker's day in one page: who comes, what to do, what others hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from etrier.accounts.actor import Actor
from etrier.decisions.models import AgendaItem, Session, Transmission
from etrier.domain.access import Reading, Role
from etrier.followup import day as followup
from etrier.ui.formats import (
    capitalised,
    clock,
    counted,
    day,
    days,
    duration,
    euros,
    in_words,
    near_day,
    short_day,
)

LIMIT = 8
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
    """What cannot wait."""

    sentence: str
    url: str
    label: str


def appointments(actor: Actor, on: date) -> list[Item]:
    """Today's appointments still to come."""
    return [
        Item(
            title=row.file.cover,
            url=reverse("desk:file", args=[row.file.uid]),
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
            title=f"Joindre {line.difficulty.file.cover}"
            if line.difficulty.state == "open"
            else line.difficulty.file.cover,
            url=line.url,
            detail=line.step.label if line.step else f"difficulté {line.difficulty.state_label}",
            pill=f"avant {near_day(line.deadline_on)}" if line.deadline_on else "",
            tone=line.tone,
        )
        for line in hard
    ]
    items += [
        Item(
            title=f"Prendre des nouvelles : {contact.file.cover}",
            url=reverse("followup:support", args=[contact.file.uid]),
            detail="accompagnement",
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


def urgency(due: date, on: date) -> str:
    """How soon: a word rather than a date, when it is soon."""
    if due < on:
        return f"depuis le {short_day(due)}"
    if due == on:
        return "aujourd’hui"
    return "cette semaine" if (due - on).days < SOON else f"avant le {short_day(due)}"


def elsewhere(actor: Actor, on: date, coming: Session | None) -> list[Item]:
    """What a bank or the commission holds."""
    rows = Transmission.objects.visible_to(actor).awaited()
    if Role.SOCIAL_WORKER in actor.roles:
        rows = rows.filter(file__holder=actor.user_id)
    items = []
    for row in rows.select_related("file", "partner").order_by("sent_on", "pk")[:LIMIT]:
        waited = (on - row.sent_on).days
        items.append(
            Item(
                title=row.partner.name,
                url=reverse("decisions:transmission", args=[row.file.uid, row.uid]),
                detail=f"{row.file.cover} · {euros(row.amount)}",
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
                detail=f"{counted(listed, 'dossier inscrit', 'dossiers inscrits')}",
                pill=near_day(coming.session_on),
            )
        )
    return items


def next_session(actor: Actor, on: date) -> Session | None:
    """The next meeting of the commission."""
    rows = Session.objects.visible_to(actor).filter(session_on__gte=on, state="convened")
    return rows.order_by("session_on", "pk").first()


def sentence(coming: list[Item], doing: list[Item], session: Session | None) -> str:
    """« Trois rendez-vous, cinq choses à faire. La prochaine commission est jeudi. »"""
    meetings = in_words(len(coming)) if coming else "aucun"
    things = counted_in_words(len(doing))
    first = capitalised(f"{meetings} rendez-vous, {things}.")
    return f"{first} La prochaine commission est {near_day(session.session_on)}." if session else first


def counted_in_words(count: int) -> str:
    """« cinq choses à faire », « rien d’urgent à faire »"""
    if not count:
        return "rien d’urgent à faire"
    return f"{in_words(count, feminine=True)} {'chose' if count == 1 else 'choses'} à faire"


def alert_of(hard: Iterable[followup.DifficultyLine]) -> Alert | None:
    """The difficulty nobody has taken up yet, the nearest deadline first."""
    for line in hard:
        row = line.difficulty
        if row.state == "open":
            until = f" À joindre avant {near_day(line.deadline_on)}." if line.deadline_on else ""
            return Alert(
                f"Difficulté à prendre en charge : {row.file.cover}, {row.origin_label}"
                f" le {day(row.opened_on)}.{until}",
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
        "alert": alert_of(hard),
        "state": sentence(coming, doing, session),
        "whole": whole,
    }
