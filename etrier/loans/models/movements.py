"""What passed between borrower and bank, as the CCAS knows it: only added, what was wrong is reversed."""

from django.db import models

from etrier.accounts.rows import OrganisationRow
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.loans.models.loans import Loan


class BankReport(OrganisationRow):
    """What the bank said of one loan over a period. Never changed.

    In reported mode an instalment is known only when a report covers its due date: one that lists
    payments leaves unpaid what it omits, one that lists what is unpaid leaves settled what it omits.
    """

    loan = ForeignKey(Loan, models.PROTECT, related_name="reports")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    covers_from = models.DateField("du")
    covers_to = models.DateField("au")
    reported_on = models.DateField("reçu le")
    lists_payments = models.BooleanField("liste les paiements", default=True)
    channel = models.CharField("moyen", max_length=20)
    document = ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["loan_id", "covers_to", "pk"]
        constraints = [
            models.CheckConstraint(
                name="loans_bankreport_period", condition=models.Q(covers_to__gte=models.F("covers_from"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.loan_id}: {self.covers_from} – {self.covers_to}"


class Movement(OrganisationRow):
    """One fact on a loan's account. Never changed: a reversal or a rejection names the movement it undoes.

    `kind` is a `domain.movements.MovementKind`. `on` is the day it is true at the bank;
    `instalment_number` the line it tells of, when it tells one. Facts stand in the order of their keys.
    """

    loan = ForeignKey(Loan, models.PROTECT, related_name="movements")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    kind = models.CharField("nature", max_length=30)
    on = models.DateField("date")
    amount = MoneyField("montant")
    instalment_number = models.PositiveSmallIntegerField("échéance", null=True)
    reverses = ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    reason = models.CharField("motif", max_length=30, blank=True)
    report = ForeignKey(BankReport, models.PROTECT, null=True, related_name="movements")
    channel = models.CharField("moyen", max_length=20)
    document = ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["loan_id", "pk"]
        constraints = [
            models.CheckConstraint(name="loans_movement_amount", condition=models.Q(amount__gte=0)),
        ]
        indexes = [models.Index(fields=["organisation", "loan", "id"], name="loans_movement_of_loan")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on} {self.amount}"


CONSTRAINT_MESSAGES.update(
    {
        "loans_bankreport_period": "La fin de la période précède son début : corrigez les dates.",
        "loans_movement_amount": "Un mouvement ne peut pas être négatif : annulez plutôt celui qui est faux.",
    }
)
