"""What a person decides beside the rules: a finding overridden, a study concluded."""

from decimal import Decimal, InvalidOperation

from django.db import models
from django.db.models import Q

from etrier.accounts.models import User
from etrier.accounts.rows import OrganisationRow
from etrier.applications.models.application import Application
from etrier.applications.models.budget import BudgetVersion
from etrier.database.links import ForeignKey
from etrier.domain.eligibility import Finding
from etrier.domain.lifecycle import CODE_LABELS
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES

FIGURE = 200
"""Characters of a figure that are kept."""


class FindingOverride(OrganisationRow):
    """A blocking finding that a worker chose to pass over (passer outre), and why.

    It stands for the figure and the limit that were seen: when either changes, the finding blocks again.
    """

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = ForeignKey(Application, models.PROTECT, related_name="overrides")
    finding_code = models.CharField(max_length=60)
    figure = models.CharField(max_length=FIGURE, blank=True)
    limit = models.CharField(max_length=FIGURE, blank=True)
    motive = models.TextField("motif")
    overridden_on = models.DateField()
    overridden_by = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "finding_code"],
                condition=Q(cancelled_on__isnull=True),
                name="applications_override_once",
            )
        ]

    def __str__(self) -> str:
        return self.finding_code

    def covers(self, finding: Finding) -> bool:
        """Whether this is the finding that was passed over, with the same figures."""
        return (
            self.finding_code == finding.code
            and same(self.figure, finding.figure)
            and same(self.limit, finding.limit)
        )


class Conclusion(OrganisationRow):
    """The end of a study: the worker's recommendation (préconisation), its reasons, the budget behind it."""

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = ForeignKey(Application, models.PROTECT, related_name="conclusions")
    recommendation = models.CharField("préconisation", max_length=20)
    reasons = models.TextField("raisons")
    concluded_on = models.DateField()
    concluded_by = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    budget_version = ForeignKey(BudgetVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.recommendation} · {self.concluded_on}"

    @property
    def recommendation_label(self) -> str:
        return CODE_LABELS["recommendation"][self.recommendation]


def same(seen: str, now: str) -> bool:
    """Whether two figures of findings are equal: « 3500 » is « 3500.00 »."""
    try:
        return Decimal(seen) == Decimal(now)
    except InvalidOperation:
        return seen == now[:FIGURE]


CONSTRAINT_MESSAGES["applications_override_once"] = "Ce constat est déjà levé."
