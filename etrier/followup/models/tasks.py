"""The task (tâche): what somebody has promised to do in a file, or what the day asks for."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.domain.access import Reading
from etrier.domain.lifecycle import CODE_LABELS
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES

CODE = 40


class Tasks(models.QuerySet["Task"]):
    """Reads of tasks."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for the roles that have a day to plan."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_DAY):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def of(self, actor: Actor) -> Self:
        """Those of one worker: given to her, or to nobody in a file she follows."""
        return self.filter(Q(owner=actor.user_id) | Q(owner__isnull=True, file__holder=actor.user_id))

    def with_people(self) -> Self:
        """With all that a line of a list shows, in one query."""
        return self.select_related("file", "owner")


class Task(OrganisationRow, Staged):
    """One thing to do in a file before a day. Without owner, whoever holds the file does it.

    `key` names what called for an automatic one (its rule, the thing, the occasion): it is added once.
    """

    SUBJECT = "task"
    file = ForeignKey(File, models.PROTECT, related_name="tasks")
    kind = models.CharField("tâche", max_length=CODE)
    detail = models.CharField("précisions", max_length=400, blank=True)
    due_on = models.DateField("à faire avant le")
    owner = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=80, blank=True)
    ended_on = models.DateField("terminée le", null=True)

    objects = Tasks.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=~Q(key=""), name="followup_task_once"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on", "id"], name="followup_task_due"),
            models.Index(fields=["organisation", "file", "state"], name="followup_task_of_file"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"

    @property
    def label(self) -> str:
        return CODE_LABELS["task"].get(self.kind, self.kind)

    @property
    def automatic(self) -> bool:
        """Whether the daily sweep added it."""
        return bool(self.key)

    def tone_on(self, on: date) -> str:
        """The colour of its urgency."""
        if self.state != "open":
            return "good" if self.state == "done" else "neutral"
        return "bad" if self.due_on < on else "waiting" if self.due_on == on else ""


CONSTRAINT_MESSAGES["followup_task_once"] = "Cette tâche automatique existe déjà."
