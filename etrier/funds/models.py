"""The guarantee envelope that the CCAS votes, and its commitment behind each loan it guarantees."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.models import Organisation
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey, OneToOneField
from etrier.database.reading import rows_where
from etrier.domain.access import Reading
from etrier.domain.lifecycle import STATE_LABELS
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES


class Envelopes(models.QuerySet["Envelope"]):
    """Reads of envelopes."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the reader's organisation, for a role that reads the envelope."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_ENVELOPE):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def in_force(self, organisation: Organisation, on: date) -> "Envelope | None":
        """The one on which a guarantee given that day is reserved."""
        return (
            self.filter(organisation=organisation, state="open", valid_from__lte=on)
            .filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))
            .order_by("-valid_from")
            .first()
        )


class Envelope(OrganisationRow, Staged):
    """Money voted to guarantee loans (enveloppe de garantie).

    `voted` is the amount of the last vote; every vote stays in `EnvelopeVote`. Two open envelopes never
    cover the same day: the migration adds the exclusion constraint.
    """

    SUBJECT = "envelope"
    voted = MoneyField("montant voté")
    valid_from = models.DateField("à partir du")
    valid_to = models.DateField("jusqu’au", null=True, blank=True)
    repaid_principal_frees_room = models.BooleanField("le capital remboursé libère l’enveloppe", default=True)

    objects = Envelopes.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="funds_envelope_period",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(name="funds_envelope_positive", condition=models.Q(voted__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} – {self.valid_to or '…'}"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]


class EnvelopeVote(OrganisationRow):
    """One délibération on an envelope: the total it is brought to. Added, never changed."""

    envelope = ForeignKey(Envelope, models.PROTECT, related_name="votes")
    amount = MoneyField("montant de l’enveloppe")
    resolution = models.CharField("délibération", max_length=200)
    voted_on = models.DateField("votée le")

    class Meta:
        ordering = ["voted_on", "pk"]

    def __str__(self) -> str:
        return f"{self.resolution} ({self.voted_on})"


class Commitments(models.QuerySet["Commitment"]):
    """Reads of commitments."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the reader's organisation, for a role that reads the envelope."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_ENVELOPE):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def live_of(self, file: File) -> "Commitment | None":
        """The guarantee given to a file, unless it was released."""
        return next((one for one in rows_where(Commitment, file=file) if one.state != "released"), None)


class Commitment(OrganisationRow, Staged):
    """The CCAS's own guarantee of one loan (engagement de garantie).

    `share` in percent (quotité). `principal` is what is lent; `outstanding` what remains of it, arrears
    included: the loan, which knows, writes it here at each of its acts. `plan` is the outstanding
    principal that the schedule in force foresees: pairs [day, euros].
    """

    SUBJECT = "commitment"
    file = ForeignKey(File, models.PROTECT, related_name="commitments")
    envelope = ForeignKey(Envelope, models.PROTECT, related_name="commitments")
    share = models.DecimalField("quotité", max_digits=5, decimal_places=2)
    principal = MoneyField("capital prêté")
    outstanding = MoneyField("capital restant dû")
    plan = models.JSONField("capital prévu", default=list)
    reserved_on = models.DateField("réservée le")
    committed_on = models.DateField("engagée le", null=True)
    released_on = models.DateField("libérée le", null=True)
    called_on = models.DateField("appelée le", null=True)
    called_amount = MoneyField("montant appelé", default=Decimal("0.00"))
    settled_on = models.DateField("appel réglé le", null=True)
    paid_amount = MoneyField("montant payé", default=Decimal("0.00"))
    recovered_amount = MoneyField("montant recouvré", default=Decimal("0.00"))

    objects = Commitments.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="funds_commitment_share", condition=models.Q(share__gt=0, share__lte=100)
            ),
            models.CheckConstraint(
                name="funds_commitment_outstanding",
                condition=models.Q(outstanding__gte=0, outstanding__lte=models.F("principal")),
            ),
            models.CheckConstraint(
                name="funds_commitment_recovered",
                condition=models.Q(recovered_amount__gte=0, recovered_amount__lte=models.F("paid_amount")),
            ),
            models.UniqueConstraint(
                name="funds_commitment_once",
                fields=["organisation", "file"],
                condition=~models.Q(state="released"),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "envelope", "state"], name="funds_commitment_of"),
            models.Index(fields=["organisation", "envelope", "reserved_on"], name="funds_commitment_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.principal} à {self.share} %"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]


class Exposure(OrganisationRow):
    """What remained due of a guaranteed loan from a day on. Added at each change, never changed."""

    commitment = ForeignKey(Commitment, models.PROTECT, related_name="exposures")
    on = models.DateField()
    outstanding = MoneyField()

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["organisation", "commitment", "on"], name="funds_exposure_by_day")]

    def __str__(self) -> str:
        return f"{self.on}: {self.outstanding}"


class Recovery(OrganisationRow):
    """Money recovered after the guarantee was paid. Added, never changed.

    `amount` is all that was recovered from the borrower, `share_amount` the CCAS's part of it.
    """

    commitment = ForeignKey(Commitment, models.PROTECT, related_name="recoveries")
    on = models.DateField("reçue le")
    amount = MoneyField("somme recouvrée")
    share_amount = MoneyField("part du CCAS")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(name="funds_recovery_positive", condition=models.Q(amount__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.amount}"


class MonthsCount(OrganisationRow):
    """What an envelope bears month by month as it was counted at an instant, for one with too many
    commitments to weigh them at each visit (`funds.counted`). No fact: it may be counted again at any time.
    """

    envelope = OneToOneField(Envelope, models.PROTECT, related_name="+")
    counted_at = models.DateTimeField("comptés le")
    months = models.JSONField("mois", encoder=DjangoJSONEncoder)
    """For each month its end, what was borne and what is foreseen, in euros; one of the two is null."""

    def __str__(self) -> str:
        return f"{self.envelope_id}: {self.counted_at}"


CONSTRAINT_MESSAGES.update(
    {
        "funds_envelope_period": "La fin de l’enveloppe précède son début : corrigez les dates.",
        "funds_envelope_positive": "Le montant d’une enveloppe ne peut pas être négatif.",
        "funds_envelope_one_at_a_time": (
            "Une autre enveloppe est déjà ouverte sur cette période"
            " : modifiez-la, ou choisissez d’autres dates."
        ),
        "funds_commitment_share": "La part garantie doit être comprise entre 0 et 100 %.",
        "funds_commitment_outstanding": "Le capital restant dû ne peut pas dépasser le capital prêté.",
        "funds_commitment_recovered": "Les sommes recouvrées dépassent ce que le CCAS a payé.",
        "funds_commitment_once": "Ce dossier a déjà une garantie du CCAS en cours.",
        "funds_recovery_positive": "Une somme recouvrée doit dépasser zéro.",
    }
)
