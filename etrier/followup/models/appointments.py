"""The appointment (rendez-vous): from the first contact to the end of the loan."""

from datetime import date, datetime, time, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.models import Organisation, User
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.domain.access import Reading
from etrier.domain.lifecycle import CODE_LABELS
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES

CODE = 40


def midnight(organisation: Organisation, on: date) -> datetime:
    """The instant at which a day begins where the organisation works."""
    return datetime.combine(on, time.min, organisation.zone)


class Appointments(models.QuerySet["Appointment"]):
    """Reads of appointments."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for the roles that keep its diary."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_CONTACT):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def during(self, organisation: Organisation, first: date, days: int) -> Self:
        """Those that begin on one of these days, as the organisation counts them."""
        return self.filter(
            starts_at__gte=midnight(organisation, first),
            starts_at__lt=midnight(organisation, first + timedelta(days)),
        )

    def overlapping(self, worker: User, starts_at: datetime, ends_at: datetime) -> Self:
        """Those still planned that take the same worker at the same time."""
        return self.filter(state="planned", worker=worker, starts_at__lt=ends_at, ends_at__gt=starts_at)

    def with_people(self) -> Self:
        """With all that a line of the diary shows, in one query."""
        return self.select_related("file", "worker", "organisation")


class Appointment(OrganisationRow, Staged):
    """One appointment with one worker. `minutes_spent` and `note` are written once it was held."""

    SUBJECT = "appointment"
    file = ForeignKey(File, models.PROTECT, related_name="appointments")
    kind = models.CharField("type", max_length=CODE)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=CODE)
    place_detail = models.CharField("adresse ou salle", max_length=200, blank=True)
    participants = ArrayField(models.CharField(max_length=CODE), default=list)
    worker = ForeignKey(User, models.PROTECT, related_name="+")
    difficulty = ForeignKey(
        "followup.Difficulty", models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    minutes_spent = models.PositiveSmallIntegerField("temps passé", null=True)
    note = models.TextField("compte rendu", blank=True)

    objects = Appointments.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="followup_appointment_lasts", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at", "id"], name="followup_appointment_diary"),
            models.Index(fields=["organisation", "worker", "starts_at"], name="followup_appointment_of_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%d/%m/%Y}"

    @property
    def label(self) -> str:
        return CODE_LABELS["appointment"].get(self.kind, self.kind)

    @property
    def place_label(self) -> str:
        return CODE_LABELS["place"].get(self.place, self.place)

    @property
    def participant_labels(self) -> list[str]:
        return [CODE_LABELS["participant"].get(code, code) for code in self.participants]

    @property
    def minutes(self) -> int:
        """How long it is planned to last."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"seen": "good", "planned": "waiting", "no_show": "bad"}.get(self.state, "neutral")

    def day_in(self, organisation: Organisation) -> date:
        """The day it falls on where the organisation works."""
        return self.starts_at.astimezone(organisation.zone).date()


CONSTRAINT_MESSAGES["followup_appointment_lasts"] = "Un rendez-vous dure au moins quelques minutes."
