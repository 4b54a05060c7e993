"""The interest refund of one loan: what the policy says of it, to which account it goes, how it ends."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey, OneToOneField
from etrier.decisions.models import AgendaItem
from etrier.documents import vault
from etrier.domain.access import Reading
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.opinion import appeal_deadline
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.loans.models import Loan

CODE = 40
HOLDERS = {
    "applicant": "la personne qui a demandé le prêt",
    "co_borrower": "le co-emprunteur",
    "both": "les deux emprunteurs (compte joint)",
    "guardian": "le compte géré par le curateur ou le tuteur",
    "estate": "la succession",
}
"""Whose account a refund may go to."""

KNOWN = Q(details_on__isnull=False)
APPROVED = Q(approved_on__isnull=False)
AWAITED = Q(state="bank_details_awaited")
AT_STAGE: dict[str, Q] = {
    "to_ask": Q(state="to_open") | (AWAITED & ~KNOWN & Q(asked_on__isnull=True)),
    "awaiting_details": (AWAITED & ~KNOWN & Q(asked_on__isnull=False)) | (Q(state="returned") & ~KNOWN),
    "with_committee": (AWAITED & KNOWN & Q(by_committee=True) & ~APPROVED)
    | (Q(state="at_committee") & ~APPROVED),
    "to_order": KNOWN
    & (
        (AWAITED & (Q(by_committee=False) | APPROVED))
        | (Q(state="at_committee") & APPROVED)
        | Q(state="returned")
    ),
    "ordered": Q(state="ordered"),
    "returned": Q(state="returned"),
    "paid": Q(state="paid"),
    "ended": Q(state__in=("refused", "lapsed")),
}
"""What a refund waits for, and for whom; a returned one is also awaited or to order."""


class Refunds(models.QuerySet["Refund"]):
    """Reads of refunds."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for the roles that read refunds."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_REFUNDS):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def at_stage(self, stage: str) -> Self:
        """Those that wait for the same thing (a key of `AT_STAGE`)."""
        return self.filter(AT_STAGE[stage])

    def to_order(self) -> Self:
        """Those of which everything is there to pay."""
        return self.at_stage("to_order")

    def count_by_stage(self, stages: Iterable[str]) -> dict[str, int]:
        """How many wait at each stage, in one query over those not ended."""
        counts = {stage: models.Count("pk", filter=AT_STAGE[stage]) for stage in stages}
        return self.exclude(state__in=("paid", "refused", "lapsed")).aggregate(**counts)


class Refund(OrganisationRow, Staged):
    """What the CCAS gives back of the interest once a loan is repaid (remboursement des intérêts).

    `granted`, `amount`, `interest` and `reasons` are the verdict of the policy, judged again until it is
    decided, frozen from then on. The IBAN is sealed: it is read by `iban`. `returned_on` empties the
    account, so that another may be given. `by_committee`: the dispositif asks the commission.
    """

    SUBJECT = "refund"
    file = OneToOneField(File, models.PROTECT, related_name="refund")
    loan = OneToOneField(Loan, models.PROTECT, related_name="refund")
    opened_on = models.DateField("ouvert le")
    by_committee = models.BooleanField("passe en commission")

    granted = models.BooleanField("dû selon la règle")
    amount = MoneyField("montant à rembourser")
    interest = MoneyField("intérêts payés")
    reasons = models.JSONField(default=list)
    certificate = MoneyField("intérêts selon la banque", null=True)
    judged_on = models.DateField("calculé le")
    exception_motive = models.TextField("motif de l’exception", blank=True)

    asked_on = models.DateField("RIB demandé le", null=True)
    details_on = models.DateField("RIB reçu le", null=True)
    holder = models.CharField("titulaire", max_length=CODE, blank=True)
    holder_name = models.CharField("nom du titulaire", max_length=140, blank=True)
    sealed_iban = models.BinaryField(default=b"")
    bic = models.CharField("BIC", max_length=11, blank=True)

    item = ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField("approuvé le", null=True)

    refused_on = models.DateField("refusé le", null=True)
    refusal_reason = models.CharField("motif du refus", max_length=CODE, blank=True)
    refusal_text = models.TextField("motifs", blank=True)
    notified_on = models.DateField("notifié le", null=True)
    appeal_on = models.DateField("recours reçu le", null=True)
    appeal_text = models.TextField("ce que dit la personne", blank=True)
    appeal_decided_on = models.DateField("recours examiné le", null=True)

    ordered_on = models.DateField("mandaté le", null=True)
    paid_on = models.DateField("payé le", null=True)
    returned_on = models.DateField("revenu le", null=True)
    return_reason = models.CharField("motif du retour", max_length=CODE, blank=True)
    lapsed_on = models.DateField("clos le", null=True)

    objects = Refunds.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="outcomes_refund_amount", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="outcomes_refund_granted", condition=Q(granted=True) | Q(amount=Decimal("0.00"))
            ),
            models.CheckConstraint(
                name="outcomes_refund_account",
                condition=Q(details_on__isnull=True) | (~Q(sealed_iban=b"") & ~Q(holder="")),
            ),
            models.CheckConstraint(
                name="outcomes_refund_paid_after_order",
                condition=Q(paid_on__isnull=True) | Q(paid_on__gte=models.F("ordered_on")),
            ),
            models.CheckConstraint(
                name="outcomes_refund_refusal",
                condition=~Q(state="refused") | ~Q(refusal_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "state", "opened_on", "id"], name="outcomes_refund_by_state"
            ),
            models.Index(fields=["organisation", "paid_on"], name="outcomes_refund_by_payment"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.amount}"

    @property
    def iban(self) -> str:
        """The account number, in clear; empty as long as it is unknown."""
        return vault.unseal(self.uid, bytes(self.sealed_iban))

    @property
    def refusals(self) -> list[dict[str, Any]]:
        """The reasons that alone refuse it."""
        return [reason for reason in self.reasons if reason["refuses"]]

    @property
    def holder_label(self) -> str:
        return HOLDERS.get(self.holder, "")

    @property
    def refusal_label(self) -> str:
        return CODE_LABELS["refund_reason"].get(self.refusal_reason, "")

    @property
    def return_label(self) -> str:
        return CODE_LABELS["return_reason"].get(self.return_reason, "")

    @property
    def appeal_until(self) -> date | None:
        """The last day of an appeal, once a refusal was notified."""
        if self.state != "refused" or self.notified_on is None:
            return None
        return appeal_deadline(self.notified_on)

    @property
    def appeal_pending(self) -> bool:
        """Whether an appeal awaits its answer."""
        return self.state == "refused" and self.appeal_on is not None and self.appeal_decided_on is None


CONSTRAINT_MESSAGES.update(
    {
        "outcomes_refund_file_id_key": "Le remboursement des intérêts de ce dossier est déjà ouvert.",
        "outcomes_refund_loan_id_key": "Le remboursement des intérêts de ce prêt est déjà ouvert.",
        "outcomes_refund_amount": "Le montant à rembourser ne peut pas être négatif.",
        "outcomes_refund_granted": "Un remboursement refusé n’a pas de montant.",
        "outcomes_refund_account": "Donnez l’IBAN et son titulaire.",
        "outcomes_refund_paid_after_order": "Le paiement ne peut pas précéder le mandat.",
        "outcomes_refund_refusal": "Un refus donne son motif.",
    }
)
