"""The support plan (accompagnement) beside a loan, and the contacts it plans."""

from typing import Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.domain.access import Reading
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.support import ContactReason
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.loans.models import Loan

CODE = 40


class SupportPlan(OrganisationRow, Staged):
    """How one loan is accompanied. `planned_until` is the last due date the contacts were counted with;
    `followed_by` who already follows the person elsewhere."""

    SUBJECT = "support_plan"
    file = ForeignKey(File, models.PROTECT, related_name="support_plans")
    loan = ForeignKey(Loan, models.PROTECT, related_name="support_plans")
    level = models.CharField("niveau", max_length=CODE)
    followed_by = models.CharField("suivie ailleurs par", max_length=200, blank=True)
    planned_until = models.DateField("contacts prévus jusqu’au")
    set_on = models.DateField("établi le")
    end_reason = models.CharField("fin de l’accompagnement", max_length=CODE, blank=True)
    ended_on = models.DateField("terminé le", null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan"], condition=models.Q(state="active"), name="followup_supportplan_one_active"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.level}"

    @property
    def level_label(self) -> str:
        return CODE_LABELS["support_level"].get(self.level, self.level)

    @property
    def end_label(self) -> str:
        return CODE_LABELS["support_end"].get(self.end_reason, "")


class SupportContacts(models.QuerySet["SupportContact"]):
    """Reads of contacts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of files this author may open."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_FILE):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def awaited(self) -> Self:
        """Those still to be made."""
        return self.filter(state__in=("planned", "missed"))


class SupportContact(OrganisationRow, Staged):
    """One contact planned with the person. It has no plan yet when it is promised before the loan."""

    SUBJECT = "support_contact"
    file = ForeignKey(File, models.PROTECT, related_name="support_contacts")
    plan = ForeignKey(SupportPlan, models.PROTECT, null=True, related_name="contacts")
    reason = models.CharField("raison", max_length=CODE)
    due_on = models.DateField("prévu le")
    channel = models.CharField("forme", max_length=CODE)
    done_on = models.DateField("fait le", null=True)
    note = models.TextField("compte rendu", blank=True)

    objects = SupportContacts.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "reason", "due_on"],
                condition=~models.Q(state="cancelled"),
                name="followup_supportcontact_once",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="followup_supportcontact_due")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.due_on}"

    @property
    def reason_label(self) -> str:
        return ContactReason(self.reason).label

    @property
    def channel_label(self) -> str:
        return CODE_LABELS["channel"].get(self.channel, self.channel)

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"done": "good", "planned": "waiting", "missed": "bad"}.get(self.state, "neutral")


CONSTRAINT_MESSAGES.update(
    {
        "followup_supportplan_one_active": "Un accompagnement est déjà en cours pour ce prêt : revoyez-le.",
        "followup_supportcontact_once": "Ce contact est déjà prévu ce jour-là : choisissez une autre date.",
    }
)
