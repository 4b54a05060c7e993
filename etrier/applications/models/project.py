"""The project (projet): what the loan pays for, its quotes, and where the rest of the money comes from."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from etrier.accounts.rows import OrganisationRow
from etrier.applications.models.application import Application
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey, OneToOneField
from etrier.domain.assessment import FundingKind
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES


class Project(OrganisationRow):
    """What the person wants to do. Amount, months, product and purpose are the request's own.

    Its changes are acts on the request, whose revision guards it.
    """

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = OneToOneField(Application, models.PROTECT, related_name="project")
    description = models.TextField("projet", blank=True)
    wanted_on = models.DateField("souhaité pour le", null=True, blank=True)

    def __str__(self) -> str:
        return f"projet {self.file_id}"


class ProjectItem(OrganisationRow):
    """Something to pay (dépense du projet): a purchase with its quote and seller, a debt to settle."""

    file = ForeignKey(File, models.PROTECT, related_name="+")
    project = ForeignKey(Project, models.PROTECT, related_name="items")
    purpose_code = models.CharField("objet", max_length=60)
    detail = models.CharField("détail", max_length=160, blank=True)
    seller = models.CharField("vendeur, prestataire ou créancier", max_length=160, blank=True)
    quoted_on = models.DateField("devis du", null=True, blank=True)
    cost = MoneyField("coût", null=True, blank=True)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="applications_project_cost", condition=Q(cost__isnull=True) | Q(cost__gt=0)
            )
        ]

    def __str__(self) -> str:
        return self.detail or self.purpose_code


class Funding(OrganisationRow):
    """A part of the cost that the loan does not pay (apport, aide)."""

    file = ForeignKey(File, models.PROTECT, related_name="+")
    project = ForeignKey(Project, models.PROTECT, related_name="fundings")
    kind = models.CharField("nature", max_length=20)
    detail = models.CharField("organisme ou précision", max_length=160, blank=True)
    amount = MoneyField("montant")
    certain = models.BooleanField("acquis", default=False)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [models.CheckConstraint(name="applications_funding_amount", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.kind_label} {self.amount}"

    @property
    def kind_label(self) -> str:
        return FundingKind(self.kind).label


def total(amounts: "list[Decimal | None]") -> Decimal | None:
    """Their sum, None when one is unknown or there is none."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


CONSTRAINT_MESSAGES["applications_project_cost"] = "Le coût d’une dépense doit dépasser zéro."
CONSTRAINT_MESSAGES["applications_funding_amount"] = "Le montant d’un financement doit dépasser zéro."
