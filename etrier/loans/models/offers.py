"""The bank's loan offer (offre de prêt), and the usury thresholds it is compared with."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey
from etrier.database.reading import attach, latest, rows_where
from etrier.domain.access import Reading
from etrier.domain.lifecycle import STATE_LABELS
from etrier.domain.parameters import USURY_THRESHOLDS, Bands, Dated, Parameter, usury_bands
from etrier.domain.schedule import Terms
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES

WITHDRAWAL_DAYS, NO_PAYMENT_DAYS, VALID_DAYS = 14, 7, 15
"""Code de la consommation, art. L. 312-18, L. 312-19 and L. 312-25."""


class Offers(models.QuerySet["Offer"]):
    """Reads of offers."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of files this author may open."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_LOANS):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def current_of(self, file: File) -> "Offer | None":
        """The last offer of a file, whatever became of it."""
        offer = latest(rows_where(Offer, file=file), "agreement")
        if offer is not None:
            attach([offer.agreement], "partner")
        return offer


class Offer(OrganisationRow, Staged):
    """What the bank offers after it accepted. Rates in percent per year.

    `our_apr` is computed from these figures, `bank_apr` is what the bank wrote; both are kept.
    `disbursement_on` is the day foreseen, from which the schedule shown is counted.
    """

    SUBJECT = "offer"
    file = ForeignKey(File, models.PROTECT, related_name="offers")
    transmission = ForeignKey("decisions.Transmission", models.PROTECT, related_name="offers")
    agreement = ForeignKey("schemes.Agreement", models.PROTECT, related_name="+")
    replaces = ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    principal = MoneyField("montant")
    yearly_rate = models.DecimalField("taux débiteur", max_digits=9, decimal_places=6)
    months = models.PositiveSmallIntegerField("durée")
    fees = MoneyField("frais", default=Decimal("0.00"))
    insurance_monthly = MoneyField("assurance", default=Decimal("0.00"))
    insurance_compulsory = models.BooleanField("assurance obligatoire", default=False)
    bank_apr = models.DecimalField("TAEG de la banque", max_digits=9, decimal_places=6)
    our_apr = models.DecimalField("TAEG calculé", max_digits=9, decimal_places=6)
    usury_rate = models.DecimalField("seuil de l’usure", null=True, max_digits=9, decimal_places=6)
    usury_since = models.DateField("seuil depuis le", null=True)
    offered_on = models.DateField("émise le")
    expires_on = models.DateField("valable jusqu’au")
    disbursement_on = models.DateField("déblocage prévu le")
    first_due_on = models.DateField("première échéance", null=True, blank=True)
    signed_on = models.DateField("signée le", null=True)
    ended_on = models.DateField("terminée le", null=True)

    objects = Offers.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="loans_offer_amount", condition=models.Q(principal__gt=0, months__gt=0)
            ),
            models.CheckConstraint(
                name="loans_offer_validity", condition=models.Q(expires_on__gte=models.F("offered_on"))
            ),
            models.CheckConstraint(
                name="loans_offer_signature",
                condition=models.Q(signed_on__isnull=True) | models.Q(signed_on__gte=models.F("offered_on")),
            ),
            models.UniqueConstraint(
                name="loans_offer_one_open",
                fields=["organisation", "file"],
                condition=models.Q(state__in=["issued", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal} sur {self.months} mois"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]

    def terms(self, disbursed_on: date | None = None, first_due_on: date | None = None) -> Terms:
        """The figures of the offer as the rules want them, from the day foreseen or the real one."""
        return Terms(
            principal=self.principal,
            yearly_rate=self.yearly_rate,
            months=self.months,
            disbursed_on=disbursed_on or self.disbursement_on,
            first_due_on=first_due_on if disbursed_on else self.first_due_on,
            fees=self.fees,
            insurance_monthly=self.insurance_monthly,
            insurance_compulsory=self.insurance_compulsory,
        )

    @property
    def withdrawal_until(self) -> date | None:
        """Last day on which the borrower may withdraw (délai de rétractation)."""
        return self.signed_on and self.signed_on + timedelta(days=WITHDRAWAL_DAYS)

    @property
    def payable_from(self) -> date | None:
        """First day on which money may pass, either way: seven whole days after the signature."""
        return self.signed_on and self.signed_on + timedelta(days=NO_PAYMENT_DAYS + 1)


class UsuryThresholds(models.QuerySet["UsuryThreshold"]):
    """Reads of thresholds."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation=actor.organisation)

    def parameter(self) -> Parameter[Bands]:
        """The thresholds shipped, completed by those entered here (row security keeps to one CCAS)."""
        return USURY_THRESHOLDS.with_values(
            Dated(row.since, usury_bands(str(row.small), str(row.middle), str(row.large)), row.source)
            for row in self
        )


class UsuryThreshold(OrganisationRow, Staged):
    """The thresholds of one quarter: up to 3 000 €, up to 6 000 €, above; percent per year."""

    SUBJECT = "usury_threshold"
    since = models.DateField("à partir du")
    small = models.DecimalField("jusqu’à 3 000 €", max_digits=5, decimal_places=2)
    middle = models.DecimalField("de 3 000 à 6 000 €", max_digits=5, decimal_places=2)
    large = models.DecimalField("au-delà de 6 000 €", max_digits=5, decimal_places=2)
    source = models.CharField("source", max_length=200)

    objects = UsuryThresholds.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "since"], name="loans_usurythreshold_once")
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.small} / {self.middle} / {self.large}"


CONSTRAINT_MESSAGES.update(
    {
        "loans_offer_amount": "Le montant et la durée de l’offre doivent dépasser zéro.",
        "loans_offer_validity": "L’offre expire avant d’être émise : corrigez les dates.",
        "loans_offer_signature": "La signature précède l’émission de l’offre : corrigez la date.",
        "loans_offer_one_open": "Une autre offre est en cours dans ce dossier : remplacez-la ou déclinez-la.",
        "loans_usurythreshold_once": "Les seuils de cette date sont déjà enregistrés.",
    }
)
