"""A measure of the bank: simulated, requested, decided. Only a grant makes a version of the schedule."""

from decimal import Decimal
from typing import Any, Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey
from etrier.domain.access import Reading
from etrier.domain.lifecycle import STATE_LABELS
from etrier.domain.measures import EarlyMode, EarlyRepayment, Extension, Measure, Postponement, Revision
from etrier.domain.schedule import Treatment
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.loans.models.loans import Loan

OPEN = ("simulated", "requested")


def measure_of(kind: str, terms: dict[str, Any]) -> Measure:
    """A measure as the rules compute it, from its kind and its stored terms."""
    if kind == "postponement":
        return Postponement(
            terms["start"], terms["months"], Treatment(terms["interest"]), bool(terms.get("keep_end"))
        )
    if kind == "extension":
        return Extension(terms["start"], terms["months"])
    if kind == "revision":
        return Revision(terms["start"], Decimal(terms["instalment"]))
    if kind == "early_repayment":
        amount = terms.get("amount")
        mode = EarlyMode(terms.get("mode") or EarlyMode.SHORTEN)
        return EarlyRepayment(terms["start"], None if amount is None else Decimal(amount), mode)
    raise ValueError(f"unknown measure: {kind}")


class Measures(models.QuerySet["MeasureRequest"]):
    """Reads of measures."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of loans this author may read."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_LOANS):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def open(self) -> Self:
        """Those not decided yet."""
        return self.filter(state__in=OPEN)


class MeasureRequest(OrganisationRow, Staged):
    """One measure for one loan (mesure, aménagement).

    `terms` is what was simulated and asked, `granted_terms` what the bank granted when it is not the
    same; figures as text, `start` the first line it changes. `wish` is the person's, in her words.
    """

    SUBJECT = "measure"
    loan = ForeignKey(Loan, models.PROTECT, related_name="measures")
    file = ForeignKey(File, models.PROTECT, related_name="measures")
    kind = models.CharField("mesure", max_length=20)
    terms = models.JSONField("conditions", default=dict)
    instalment = MoneyField("mensualité simulée")
    end_on = models.DateField("fin simulée")
    extra_cost = MoneyField("coût supplémentaire")
    cause = models.CharField("cause", max_length=30, blank=True)
    wish = models.TextField("souhait de la personne", blank=True)
    requested_on = models.DateField("demandée le", null=True)
    decided_on = models.DateField("décidée le", null=True)
    granted_kind = models.CharField("mesure accordée", max_length=20, blank=True)
    granted_terms = models.JSONField("conditions accordées", default=dict)
    refusal_reason = models.CharField("motif du refus", max_length=30, blank=True)

    objects = Measures.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="loans_measure_one_requested",
                fields=["loan"],
                condition=models.Q(state="requested"),
            )
        ]
        indexes = [models.Index(fields=["organisation", "loan", "-id"], name="loans_measure_of_loan")]

    def __str__(self) -> str:
        return f"{self.kind} {self.terms}"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]

    @property
    def asked(self) -> Measure:
        """The measure asked, as the rules compute it."""
        return measure_of(self.kind, self.terms)


CONSTRAINT_MESSAGES["loans_measure_one_requested"] = (
    "Une mesure est déjà demandée à la banque pour ce prêt : attendez sa réponse, ou renoncez-y."
)
