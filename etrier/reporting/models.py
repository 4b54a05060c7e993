"""What the figures of a year need and no file holds, typed by hand; and figures kept once counted."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.domain.access import Reading
from etrier.journal.submit import CONSTRAINT_MESSAGES


class YearTotalsOfTown(models.QuerySet["YearTotals"]):
    """Reads of the totals typed by hand."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for the roles that read its figures."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_FIGURES):
            return self.none()
        return self.filter(organisation=actor.organisation)


class YearTotals(OrganisationRow, Staged):
    """One year: the total of the CCAS's optional aids (aides facultatives), None when it is not known, and
    the codes of the figures that its archives do not let anyone read."""

    SUBJECT = "year_totals"
    year = models.PositiveIntegerField("année")
    optional_aids = MoneyField("aides facultatives", null=True)
    illegible = ArrayField(models.CharField(max_length=40), default=list)

    objects = YearTotalsOfTown.as_manager()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="reporting_yeartotals_once"),
            models.CheckConstraint(
                name="reporting_yeartotals_aids",
                condition=models.Q(optional_aids__isnull=True) | models.Q(optional_aids__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class YearCount(OrganisationRow):
    """The figures of one year as they were counted at an instant, for who has too many files to count them at
    each visit (`reporting.counted`). No fact: they may be counted again from the files at any time."""

    year = models.PositiveIntegerField("année")
    counted_at = models.DateTimeField("comptés le")
    figures = models.JSONField("chiffres", encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="reporting_yearcount_once")
        ]

    def __str__(self) -> str:
        return str(self.year)


CONSTRAINT_MESSAGES.update(
    {
        "reporting_yeartotals_once": "Les totaux de cette année viennent d’être saisis : rechargez la page.",
        "reporting_yearcount_once": "Cette année vient d’être comptée : rechargez la page.",
        "reporting_yeartotals_aids": "Un total d’aides ne peut pas être négatif.",
    }
)
