"""The worker's day in one page: who comes, what to do, what others hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone

from etrier.accounts.actor import Actor
from etrier.decisions.models import AgendaItem, Session, Transmission
from etrier.domain.access import Reading, Role
from etrier.domain.support import Owner
from etrier.followup.models import Appointment, Difficulty, ProtocolStep, Task
from etrier.ui.formats import (
    capitalised,
    clock,
    counted,
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


def holder(actor: Actor) -> Q:
    """The files of one's own caseload; all of them for who does not follow files."""
    return Q(file__holder=actor.user_id) if Role.SOCIAL_WORKER in actor.roles else Q()


def appointments(actor: Actor, on: date) -> list[Item]:
    """Today's appointments."""
    rows = Appointment.objects.visible_to(actor).filter(state="planned")
    if actor.organisation is not None:
        rows = rows.during(actor.organisation, on, 1)
    if Role.SOCIAL_WORKER in actor.roles:
        rows = rows.filter(worker=actor.user_id)
    return [
        Item(
            title=row.file.cover,
            url=reverse("desk:file", args=[row.file.uid]),
            detail=" · ".join(part for part in (row.label, duration(row.minutes), row.place_label) if part),
            when=clock(timezone.localtime(row.starts_at)),
        )
        for row in rows.with_people().order_by("starts_at", "pk")[:LIMIT]
    ]


def difficulties(actor: Actor, on: date) -> list[tuple[Difficulty, date | None]]:
    """Difficulties not closed, with the first deadline of the CCAS still open; the most urgent first."""
    rows = Difficulty.objects.visible_to(actor).pending().filter(holder(actor)).select_related("file")
    found = list(rows.order_by("opened_on", "pk")[: LIMIT * 4])
    steps = ProtocolStep.objects.filter(difficulty__in=found, state="planned", owner=Owner.CCAS)
    deadlines = dict(steps.values_list("difficulty").annotate(first=Min("deadline_on")))
    paired = [(row, deadlines.get(row.pk)) for row in found]
    return sorted(paired, key=lambda pair: pair[1] or date.max)


def to_do(actor: Actor, on: date, hard: Iterable[tuple[Difficulty, date | None]]) -> list[Item]:
    """Difficulties to meet, then tasks due soon."""
    items = [
        Item(
            title=f"Joindre {row.file.cover}" if row.state == "open" else row.file.cover,
            url=reverse("followup:difficulty", args=[row.file.uid, row.uid]),
            detail=f"difficulté {row.state_label}",
            pill=f"avant {near_day(deadline)}" if deadline else "",
            tone="bad" if deadline and deadline <= on else "waiting",
        )
        for row, deadline in hard
    ]
    tasks = Task.objects.visible_to(actor).filter(state="open").with_people()
    if Role.SOCIAL_WORKER in actor.roles:
        tasks = tasks.of(actor)
    items += [
        Item(
            title=f"{task.label} : {task.file.cover}",
            url=reverse("followup:tasks", args=[task.file.uid]),
            detail=task.detail,
            pill=urgency(task.due_on, on),
            tone=task.tone_on(on),
        )
        for task in tasks.order_by("due_on", "pk")[:LIMIT]
    ]
    return items[: LIMIT + 2]


def urgency(due: date, on: date) -> str:
    """How soon: a word rather than a date, when it is soon."""
    if due < on:
        return f"depuis le {short_day(due)}"
    if due == on:
        return "aujourd’hui"
    return "cette semaine" if (due - on).days < SOON else f"avant le {short_day(due)}"


def elsewhere(actor: Actor, on: date, coming: Session | None) -> list[Item]:
    """What a bank or the commission holds."""
    rows = Transmission.objects.visible_to(actor).awaited().filter(holder(actor))
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


def alert_of(hard: list[tuple[Difficulty, date | None]]) -> Alert | None:
    """The difficulty nobody has taken up yet, the nearest deadline first."""
    for row, deadline in hard:
        if row.state == "open":
            until = f" À joindre avant {near_day(deadline)}." if deadline else ""
            return Alert(
                f"Difficulté à prendre en charge : {row.file.cover}, {row.origin_label}"
                f" le {short_day(row.opened_on)}.{until}",
                reverse("followup:difficulty", args=[row.file.uid, row.uid]),
                "Ouvrir et noter",
            )
    return None


def page_of(actor: Actor, on: date) -> dict[str, Any]:
    """All that the page of the day shows, in a fixed number of queries."""
    coming = appointments(actor, on)
    whole = actor.may_read(Reading.SEE_FILE)
    hard = difficulties(actor, on) if whole else []
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
