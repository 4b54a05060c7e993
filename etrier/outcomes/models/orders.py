"""Payment orders (mandats): what leaves for the public accountant, frozen line by line."""

from decimal import Decimal
from typing import Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey
from etrier.documents import vault
from etrier.domain.access import Reading
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.outcomes.models.refunds import Refund


class PaymentOrders(models.QuerySet["PaymentOrder"]):
    """Reads of payment orders."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for the roles that read refunds."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_REFUNDS):
            return self.none()
        return self.filter(organisation=actor.organisation)


class PaymentOrder(OrganisationRow):
    """One file of orders sent to finance, numbered by year. Never changed: what came back is ordered anew."""

    year = models.PositiveIntegerField("année")
    sequence = models.PositiveIntegerField("rang")
    ordered_on = models.DateField("ordonné le")
    total = MoneyField("total")
    count = models.PositiveIntegerField("nombre")

    objects = PaymentOrders.as_manager()

    class Meta:
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "sequence"], name="outcomes_paymentorder_number"
            ),
            models.CheckConstraint(
                name="outcomes_paymentorder_total", condition=models.Q(total__gt=Decimal(0), count__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As people say it: RI-2026-004."""
        return f"RI-{self.year}-{self.sequence:03d}"


class PaymentOrderLine(OrganisationRow):
    """One refund in an order, as it was that day: who, which account, how much. Never changed."""

    order = ForeignKey(PaymentOrder, models.PROTECT, related_name="lines")
    refund = ForeignKey(Refund, models.PROTECT, related_name="order_lines")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField("ligne")
    file_number = models.CharField("dossier", max_length=20)
    holder_name = models.CharField("bénéficiaire", max_length=140)
    sealed_iban = models.BinaryField()
    bic = models.CharField("BIC", max_length=11, blank=True)
    amount = MoneyField("montant")

    class Meta:
        ordering = ["order_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["order", "rank"], name="outcomes_paymentorderline_rank"),
            models.UniqueConstraint(fields=["order", "refund"], name="outcomes_paymentorderline_once"),
            models.CheckConstraint(
                name="outcomes_paymentorderline_amount", condition=models.Q(amount__gt=Decimal(0))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}: {self.amount}"

    @property
    def iban(self) -> str:
        """The account number, in clear."""
        return vault.unseal(self.uid, bytes(self.sealed_iban))


CONSTRAINT_MESSAGES.update(
    {
        "outcomes_paymentorder_number": "Un autre mandat vient de partir : envoyez de nouveau le vôtre.",
        "outcomes_paymentorder_total": "Un mandat porte au moins un remboursement.",
        "outcomes_paymentorderline_once": "Ce remboursement figure déjà dans ce mandat.",
        "outcomes_paymentorderline_amount": "Un remboursement mandaté dépasse zéro.",
    }
)
