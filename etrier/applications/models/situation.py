"""The situation of the borrowers when they ask: work, residence, credits, over-indebtedness."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from etrier.accounts.rows import OrganisationRow
from etrier.applications.models.application import Application
from etrier.database.links import ForeignKey, OneToOneField
from etrier.domain.eligibility import OverIndebtedness
from etrier.domain.scheme.choices import Circumstance, Employment
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES

DECLARED = (Circumstance.BENEFITS, Circumstance.DEBTS, Circumstance.CREDITS, Circumstance.OVERDRAFT)
"""Circumstances only the person can tell; the others follow from the household and the sheets."""


class Situation(OrganisationRow):
    """What eligibility and the checklist need to know, and no paper shows. Empty and None are « not asked ».

    Its changes are acts on the request (`update_situation`), whose revision guards it.
    """

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = OneToOneField(Application, models.PROTECT, related_name="situation")
    resident = models.BooleanField("habite la commune", null=True, blank=True)
    resident_since = models.DateField("habite la commune depuis", null=True, blank=True)
    bank_refused = models.BooleanField("refus d’un prêt bancaire", null=True, blank=True)
    steady_income = models.BooleanField("ressources régulières", null=True, blank=True)
    employment = models.CharField("situation professionnelle", max_length=40, blank=True)
    employment_detail = models.CharField("métier, employeur, contrat", max_length=200, blank=True)
    employed_since = models.DateField("depuis", null=True, blank=True)
    employed_until = models.DateField("fin du contrat", null=True, blank=True)
    co_employment = models.CharField("situation du co-emprunteur", max_length=40, blank=True)
    co_employment_detail = models.CharField("métier du co-emprunteur", max_length=200, blank=True)
    circumstances = ArrayField(models.CharField(max_length=40), null=True, blank=True)
    running_loans = models.PositiveSmallIntegerField("microcrédits en cours", null=True, blank=True)
    over_indebtedness = models.CharField("surendettement", max_length=40, blank=True)
    over_indebtedness_until = models.DateField("plan jusqu’au", null=True, blank=True)
    over_indebtedness_agreed = models.BooleanField("accord de la commission", default=False)
    protector_agrees = models.BooleanField("accord du curateur ou tuteur", null=True, blank=True)
    note = models.TextField("précisions", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="applications_situation_contract",
                condition=Q(employed_since__isnull=True)
                | Q(employed_until__isnull=True)
                | Q(employed_until__gte=models.F("employed_since")),
            )
        ]

    def __str__(self) -> str:
        return f"situation {self.file_id}"

    @property
    def employments(self) -> frozenset[Employment]:
        """The borrowers' work situations, for the checklist."""
        return frozenset(Employment(code) for code in (self.employment, self.co_employment) if code)

    @property
    def employment_label(self) -> str:
        return Employment(self.employment).label if self.employment else ""

    @property
    def over_indebtedness_label(self) -> str:
        return OverIndebtedness(self.over_indebtedness).label if self.over_indebtedness else ""

    @property
    def declared_circumstances(self) -> frozenset[Circumstance]:
        """What the person told, over-indebtedness included."""
        told = {Circumstance(code) for code in self.circumstances or ()}
        if self.over_indebtedness not in ("", OverIndebtedness.NONE, OverIndebtedness.ENDED):
            told.add(Circumstance.OVER_INDEBTEDNESS)
        return frozenset(told)


CONSTRAINT_MESSAGES["applications_situation_contract"] = (
    "La fin du contrat de travail ne peut pas précéder son début."
)
