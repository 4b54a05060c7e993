"""The evaluation (bilan): what the loan and its support changed, said together at a moment of the path."""

from typing import Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.domain.access import Reading
from etrier.domain.lifecycle import CODE_LABELS
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES

CODE = 40


class Evaluations(models.QuerySet["Evaluation"]):
    """Reads of evaluations."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for the roles that read whole files."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_FILE):
            return self.none()
        return self.filter(organisation=actor.organisation)


class Evaluation(OrganisationRow, Staged):
    """One evaluation of a path, refused people's included. Recorded once for each moment."""

    SUBJECT = "evaluation"
    file = ForeignKey(File, models.PROTECT, related_name="evaluations")
    moment = models.CharField("moment", max_length=CODE)
    held_on = models.DateField("fait le")
    channel = models.CharField("moyen", max_length=CODE)
    verbatim = models.TextField("ce que dit la personne", blank=True)

    objects = Evaluations.as_manager()

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "moment"], name="outcomes_evaluation_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "moment", "held_on"], name="outcomes_evaluation_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.moment} · {self.held_on}"

    @property
    def moment_label(self) -> str:
        return CODE_LABELS["moment"][self.moment]

    @property
    def channel_label(self) -> str:
        return CODE_LABELS["channel"][self.channel]


class EvaluationAnswer(OrganisationRow):
    """One theme of an evaluation: how it changed, and whether because of the microcredit (None: unsaid)."""

    evaluation = ForeignKey(Evaluation, models.PROTECT, related_name="answers")
    theme = models.CharField("thème", max_length=CODE)
    change = models.CharField("évolution", max_length=CODE)
    attributable = models.BooleanField("grâce au microcrédit", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "theme"], name="outcomes_evaluationanswer_once")
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.change}"

    @property
    def theme_label(self) -> str:
        return CODE_LABELS["theme"][self.theme]

    @property
    def change_label(self) -> str:
        return CODE_LABELS["change"][self.change]

    @property
    def attributable_label(self) -> str:
        """« oui », « non », nothing when nobody said."""
        return "" if self.attributable is None else "oui" if self.attributable else "non"


CONSTRAINT_MESSAGES["outcomes_evaluation_once"] = "Le bilan de ce moment est déjà enregistré."
