"""Ordinary rights (droits ordinaires) looked into before borrowing, and what came of each."""

from django.db import models
from django.db.models import Q

from etrier.accounts.rows import OrganisationRow
from etrier.applications.models.application import Application
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey
from etrier.domain.assessment import OrdinaryRight, RightOutcome
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES


class RightCheck(OrganisationRow):
    """One right or aid: asked or not, and its outcome. Its changes are acts on the request."""

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = ForeignKey(Application, models.PROTECT, related_name="rights")
    right = models.CharField("droit", max_length=40)
    detail = models.CharField("précision", max_length=160, blank=True)
    outcome = models.CharField("où cela en est", max_length=20)
    since = models.DateField("le", null=True, blank=True)
    monthly = MoneyField("montant par mois", null=True, blank=True)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="applications_right_amount", condition=Q(monthly__isnull=True) | Q(monthly__gte=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.right_label} : {self.outcome_label}"

    @property
    def right_label(self) -> str:
        label = OrdinaryRight(self.right).label
        return f"{label} ({self.detail})" if self.detail else label

    @property
    def outcome_label(self) -> str:
        return RightOutcome(self.outcome).label


CONSTRAINT_MESSAGES["applications_right_amount"] = "Le montant d’un droit ne peut pas être négatif."
