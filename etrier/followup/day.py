"""What the worker's day needs of the follow-up, each in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.database.reading import attach
from etrier.domain.lifecycle import Act
from etrier.domain.support import Owner
from etrier.files.models import File
from etrier.followup.models import Appointment, Difficulty, ProtocolStep, SupportContact, Task

AHEAD_DAYS, MOST = 7, 50
"""How far ahead the day looks, and how many lines it can bear."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task to do, the colour of its urgency, and where it is noted done (post `revision` there)."""

    task: Task
    tone: str
    late_days: int
    done_url: str


@dataclass(frozen=True, slots=True)
class DifficultyLine:
    """A difficulty being met: what comes next, its last day and its colour."""

    difficulty: Difficulty
    step: ProtocolStep | None
    deadline_on: date | None
    tone: str
    url: str


def appointments_of(actor: Actor, on: date) -> list[Appointment]:
    """The appointments of a day: one's own, or everybody's for who keeps the diary. One query."""
    if actor.organisation is None:
        return []
    rows = Appointment.objects.visible_to(actor).during(actor.organisation, on, 1)
    if actor.may(Act.MARK_SEEN):
        rows = rows.filter(worker=actor.user_id)
    return list(rows.exclude(state="cancelled").with_people().order_by("starts_at", "pk")[:MOST])


def tasks_of(actor: Actor, on: date) -> list[TaskLine]:
    """The tasks late, of the day and of the week to come, the most pressing first. Two queries."""
    rows = (
        Task.objects.visible_to(actor).of(actor).filter(state="open", due_on__lte=on + timedelta(AHEAD_DAYS))
    )
    found = list(rows.order_by("due_on", "pk")[:MOST])
    attach(found, "file")
    return [
        TaskLine(
            task,
            task.tone_on(on),
            max(0, (on - task.due_on).days),
            reverse("followup:complete_task", args=[task.file.uid, task.uid]),
        )
        for task in found
    ]


def contacts_of(actor: Actor, on: date) -> list[SupportContact]:
    """The contacts of the support due by the end of the week in the files one follows. Two queries."""
    rows = SupportContact.objects.visible_to(actor).awaited()
    held = File.objects.visible_to(actor).filter(holder=actor.user_id).values("pk")
    mine = rows.filter(file__in=held, due_on__lte=on + timedelta(AHEAD_DAYS))
    found = list(mine.order_by("due_on", "pk")[:MOST])
    attach(found, "file")
    return found


def difficulties_of(actor: Actor, on: date) -> list[DifficultyLine]:
    """The difficulties pending in the files one follows, by deadline. Four queries."""
    files = File.objects.visible_to(actor)
    held = files.filter(Q(holder=actor.user_id) | Q(holder__isnull=True)).values("pk")
    steps = ProtocolStep.objects.filter(state="planned", owner=Owner.CCAS).order_by("deadline_on", "pk")
    rows = list(
        Difficulty.objects.visible_to(actor)
        .pending()
        .filter(Q(file__in=held) | Q(taken_by=actor.user_id))
        .prefetch_related(Prefetch("steps", queryset=steps, to_attr="still_owed"))
        .order_by("opened_on", "pk")[:MOST]
    )
    attach(rows, "file")
    attach(rows, "loan")
    lines = [line_of(row, on) for row in rows]
    return sorted(lines, key=lambda line: (line.deadline_on or date.max, line.difficulty.pk))


def line_of(difficulty: Difficulty, on: date) -> DifficultyLine:
    """A difficulty whose steps still owed by the CCAS were read with it."""
    owed: list[ProtocolStep] = difficulty.still_owed  # type: ignore[attr-defined]  # the prefetch's name
    url = reverse("followup:difficulty", args=[difficulty.file.uid, difficulty.uid])
    if difficulty.frozen or not owed:
        return DifficultyLine(difficulty, None, None, "neutral" if difficulty.frozen else "waiting", url)
    step = owed[0]
    return DifficultyLine(
        difficulty, step, step.deadline_on, "bad" if step.deadline_on < on else "waiting", url
    )
