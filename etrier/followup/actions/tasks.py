"""Tasks: added by hand or by the daily sweep, done, put off, dropped, taken up again."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.domain.lifecycle import Act
from etrier.domain.wording import day
from etrier.files.models import File
from etrier.followup.models import Task
from etrier.journal.door import acting, opening, opening_all


def add_task(
    file: File,
    *,
    by: Actor,
    on: date,
    kind: str,
    due_on: date,
    detail: str = "",
    owner: User | None = None,
    key: str = "",
) -> Task:
    """Something to do in a file before a day; without owner, by whoever holds the file."""
    if due_on < on:
        raise ValidationError({"due_on": f"Choisissez un jour à partir du {day(on)}."})
    task = Task(
        organisation_id=file.organisation_id,
        file=file,
        kind=kind,
        detail=detail,
        due_on=due_on,
        owner=owner,
        key=key,
    )
    with opening(task, Act.ADD_TASK, by=by, on=on, task=kind, due_on=due_on):
        pass
    return task


def add_tasks(tasks: Sequence[Task], *, by: Actor, on: date) -> None:
    """Many tasks at once, those that a day calls for."""
    opening_all(tasks, Act.ADD_TASK, by=by, on=on, own={"task": "kind", "due_on": "due_on"})


def move_task(
    task: Task,
    *,
    by: Actor,
    on: date,
    due_on: date,
    owner: User | None = None,
    revision: int | None = None,
) -> Task:
    """Another day, or another owner."""
    with acting(task, Act.MOVE_TASK, by=by, on=on, revision=revision, task=task.kind, due_on=due_on):
        if due_on < on:
            raise ValidationError({"due_on": f"Choisissez un jour à partir du {day(on)}."})
        task.due_on, task.owner = due_on, owner
    return task


def complete_task(task: Task, *, by: Actor, on: date, revision: int | None = None) -> Task:
    """It is done."""
    with acting(task, Act.COMPLETE_TASK, by=by, on=on, revision=revision, task=task.kind):
        task.ended_on = on
    return task


def drop_task(task: Task, *, by: Actor, on: date, revision: int | None = None) -> Task:
    """It will not be done."""
    with acting(task, Act.DROP_TASK, by=by, on=on, revision=revision, task=task.kind):
        task.ended_on = on
    return task


def reopen_task(task: Task, *, by: Actor, on: date, revision: int | None = None) -> Task:
    """It is still to be done."""
    with acting(task, Act.REOPEN_TASK, by=by, on=on, revision=revision, task=task.kind):
        task.ended_on = None
    return task
