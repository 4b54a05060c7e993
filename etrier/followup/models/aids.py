"""An aid (aide) asked for the person: emergency aid, social grocery, optional aid, a social partner."""

from django.db import models

from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey
from etrier.files.models import File
from etrier.followup.models.difficulties import Difficulty
from etrier.journal.submit import CONSTRAINT_MESSAGES


class Aid(OrganisationRow, Staged):
    """One aid, its amount or its period; linked to the difficulty it answers, when there is one.

    `label` is kept from the dispositif of the day it was asked.
    """

    SUBJECT = "aid"
    file = ForeignKey(File, models.PROTECT, related_name="aids")
    difficulty = ForeignKey(Difficulty, models.PROTECT, null=True, related_name="aids")
    code = models.CharField("aide", max_length=60)
    label = models.CharField("intitulé", max_length=200)
    requested_on = models.DateField("demandée le")
    amount = MoneyField("montant", null=True)
    starts_on = models.DateField("à partir du", null=True)
    ends_on = models.DateField("jusqu’au", null=True)
    decided_on = models.DateField("décidée le", null=True)
    ended_on = models.DateField("terminée le", null=True)
    note = models.TextField("précisions", blank=True)

    class Meta:
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="followup_aid_amount", condition=models.Q(amount__isnull=True) | models.Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="followup_aid_period",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="followup_aid_decided_after",
                condition=models.Q(decided_on__isnull=True)
                | models.Q(decided_on__gte=models.F("requested_on")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "ends_on"], name="followup_aid_running")]

    def __str__(self) -> str:
        return f"{self.code} {self.requested_on}"

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"granted": "good", "requested": "waiting", "refused": "bad"}.get(self.state, "neutral")


CONSTRAINT_MESSAGES.update(
    {
        "followup_aid_amount": "Le montant d’une aide doit dépasser zéro ; sans montant, laissez-le vide.",
        "followup_aid_period": "La fin de l’aide précède son début : corrigez les dates.",
        "followup_aid_decided_after": "La décision précède la demande : corrigez la date.",
    }
)
