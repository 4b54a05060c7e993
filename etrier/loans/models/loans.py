"""The loan (prêt), every version of its schedule, and what the bank said and proved along its life."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey, OneToOneField
from etrier.domain.access import Reading
from etrier.domain.lifecycle import STATE_LABELS
from etrier.domain.money import to_cents
from etrier.domain.schedule import Hold, Schedule, Terms, Treatment
from etrier.files.models import File
from etrier.funds.models import Commitment
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.loans.models.offers import Offer

LIVE = ("running", "repaid_unconfirmed")
OWED = (*LIVE, "accelerated", "guarantee_called")
"""States in which the borrower may still owe something to the bank."""
ENDED = ("paid_off", "retracted", "closed_with_loss")


class Loans(models.QuerySet["Loan"]):
    """Reads of loans."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the reader's organisation, for a role that reads loans."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_LOANS):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def live(self) -> Self:
        """Those being repaid, or thought repaid."""
        return self.filter(state__in=LIVE)

    def to_look_at(self, on: date) -> Self:
        """Those whose account changes by itself by that day."""
        return self.filter(state__in=OWED, look_on__lte=on)

    def finished(self, on: date) -> Self:
        """Those whose last instalment is behind, and of which nothing is unpaid or silent."""
        known = self.filter(state="running", ends_on__lte=on)
        return known.filter(unpaid_since__isnull=True, silent_since__isnull=True)

    def in_arrears(self) -> Self:
        """Those of which the bank says an instalment unpaid."""
        return self.filter(state__in=OWED, unpaid_since__isnull=False)


class Loan(OrganisationRow, Staged):
    """One loan, as its contract says; what it becomes is in its versions and movements.

    Rates and shares in percent. `ends_on` is the last due date of the schedule in force.
    `presumption_days` counts after a due date before its payment is presumed (presumed mode),
    `late_grace_days` before an instalment is late for the interest refund. `unpaid_since`, `arrears` and
    `silent_since` are what its account says on `known_on`, until `look_on` comes (`loans.position`).
    """

    SUBJECT = "loan"
    file = OneToOneField(File, models.PROTECT, related_name="loan")
    offer = OneToOneField(Offer, models.PROTECT, related_name="loan")
    agreement = ForeignKey("schemes.Agreement", models.PROTECT, related_name="loans")
    partner = ForeignKey("accounts.Partner", models.PROTECT, related_name="+")
    product_code = models.CharField("produit", max_length=60)
    principal = MoneyField("montant")
    yearly_rate = models.DecimalField("taux débiteur", max_digits=9, decimal_places=6)
    months = models.PositiveSmallIntegerField("durée")
    fees = MoneyField("frais", default=Decimal("0.00"))
    insurance_monthly = MoneyField("assurance", default=Decimal("0.00"))
    insurance_compulsory = models.BooleanField("assurance obligatoire", default=False)
    apr = models.DecimalField("TAEG", max_digits=9, decimal_places=6)
    disbursed_on = models.DateField("débloqué le")
    first_due_on = models.DateField("première échéance")
    ends_on = models.DateField("dernière échéance")
    reporting = models.CharField("suivi des paiements", max_length=20)
    presumption_days = models.PositiveSmallIntegerField("délai de présomption", default=0)
    late_grace_days = models.PositiveSmallIntegerField("tolérance de retard", default=0)
    guarantor = models.CharField("garant", max_length=20)
    guarantee_share = models.DecimalField("quotité", max_digits=5, decimal_places=2)
    commitment = OneToOneField(Commitment, models.PROTECT, null=True, related_name="loan")
    ficp_deadline_on = models.DateField("à régulariser avant le", null=True)
    overindebtedness = models.CharField("surendettement", max_length=20, blank=True)
    overindebtedness_on = models.DateField("depuis le", null=True)
    accelerated_on = models.DateField("déchéance du terme", null=True)
    ended_on = models.DateField("terminé le", null=True)
    loss_amount = MoneyField("perte", null=True)
    unpaid_since = models.DateField("impayé depuis l’échéance du", null=True)
    arrears = MoneyField("impayé", default=Decimal("0.00"))
    silent_since = models.DateField("sans nouvelle depuis l’échéance du", null=True)
    known_on = models.DateField("situation au")
    look_on = models.DateField("à revoir le", null=True)

    objects = Loans.as_manager()

    class Meta:
        ordering = ["-disbursed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="loans_loan_amount", condition=models.Q(principal__gt=0, months__gt=0)
            ),
            models.CheckConstraint(
                name="loans_loan_first_due", condition=models.Q(first_due_on__gt=models.F("disbursed_on"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "state", "-disbursed_on", "-id"], name="loans_loan_by_state"
            ),
            models.Index(fields=["organisation", "-disbursed_on", "-id"], name="loans_loan_by_day"),
            models.Index(fields=["organisation", "state", "ends_on"], name="loans_loan_by_end"),
            models.Index(fields=["organisation", "look_on"], name="loans_loan_to_look_at"),
            models.Index(
                fields=["organisation", "-disbursed_on", "-id"],
                name="loans_loan_unpaid",
                condition=models.Q(unpaid_since__isnull=False),
            ),
            models.Index(
                fields=["organisation", "silent_since"],
                name="loans_loan_silent",
                condition=models.Q(silent_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.principal} sur {self.months} mois"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]

    @property
    def terms(self) -> Terms:
        """The contract's figures as the rules want them."""
        return Terms(
            principal=self.principal,
            yearly_rate=self.yearly_rate,
            months=self.months,
            disbursed_on=self.disbursed_on,
            first_due_on=self.first_due_on,
            fees=self.fees,
            insurance_monthly=self.insurance_monthly,
            insurance_compulsory=self.insurance_compulsory,
        )


class ScheduleVersion(OrganisationRow):
    """One version of a loan's schedule: the contract's first, then one per grant. Never changed.

    `in_force_on` is the day from which it holds: disbursement, then the day the bank granted.
    """

    loan = ForeignKey(Loan, models.PROTECT, related_name="versions")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("version")
    cause = models.CharField("origine", max_length=20)
    measure = ForeignKey("loans.MeasureRequest", models.PROTECT, null=True, related_name="versions")
    in_force_on = models.DateField("en vigueur à partir du")
    instalment = MoneyField("mensualité")
    changed_from = models.PositiveSmallIntegerField(default=1)
    last_act = models.PositiveSmallIntegerField(default=0)
    accelerated = models.BooleanField(default=False)

    class Meta:
        ordering = ["loan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="loans_scheduleversion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id} v{self.number}"

    def schedule(self, terms: Terms, lines: "Sequence[Any]") -> Schedule:
        """This version as the rules compute with it, from its lines in order."""
        return Schedule(
            terms=terms,
            instalment_cents=to_cents(self.instalment),
            due_on=tuple(line.due_on for line in lines),
            principal_cents=tuple(to_cents(line.principal) for line in lines),
            interest_cents=tuple(to_cents(line.interest) for line in lines),
            balance_cents=tuple(to_cents(line.balance) for line in lines),
            holds=tuple(
                Hold(line.number, Treatment(line.hold), to_cents(line.carried)) for line in lines if line.hold
            ),
            changed_from=self.changed_from,
            last_act=self.last_act,
            accelerated=self.accelerated,
        )


class Instalment(OrganisationRow):
    """One line of one version (échéance). Never changed: a measure writes other lines.

    `amount` is principal and interest; `carried` the interest put off by a held line.
    """

    version = ForeignKey(ScheduleVersion, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField("n°")
    due_on = models.DateField("date")
    amount = MoneyField("montant")
    principal = MoneyField("capital")
    interest = MoneyField("intérêts")
    insurance = MoneyField("assurance")
    balance = MoneyField("capital restant dû")
    hold = models.CharField("report", max_length=20, blank=True)
    carried = MoneyField("intérêts reportés", default=Decimal("0.00"))

    class Meta:
        ordering = ["version_id", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="loans_instalment_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.due_on} {self.amount}"


class BankFact(OrganisationRow):
    """How a fact of the bank became known, beside its journal entry: channel and paper. Never changed."""

    file = ForeignKey(File, models.PROTECT, related_name="bank_facts")
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    on = models.DateField("date")
    channel = models.CharField("moyen", max_length=20)
    document = ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["organisation", "file", "-on"], name="loans_bankfact_of_file")]

    def __str__(self) -> str:
        return f"{self.act} {self.on} {self.channel}"


CONSTRAINT_MESSAGES.update(
    {
        "loans_loan_amount": "Le montant et la durée du prêt doivent dépasser zéro.",
        "loans_loan_first_due": "La première échéance doit suivre le déblocage.",
        "loans_loan_file_id_key": "Ce dossier porte déjà un prêt : ouvrez une nouvelle demande.",
        "loans_loan_offer_id_key": "Cette offre a déjà été débloquée.",
        "loans_scheduleversion_once": "L’échéancier vient de changer : rechargez la page, puis recommencez.",
    }
)
