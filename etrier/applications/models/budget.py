"""The budget (budget du foyer): lines that are edited, and versions frozen when they are judged on."""

from django.db import models
from django.db.models import Q

from etrier.accounts.models import User
from etrier.accounts.rows import OrganisationRow
from etrier.applications.models.application import Application
from etrier.applications.models.household import HouseholdMember
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey, OneToOneField
from etrier.domain.assessment import BudgetMoment, DebtKind
from etrier.domain.budget import LIVING_KINDS, kind_label
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES

INCOME, CHARGE = "income", "charge"


class Budget(OrganisationRow):
    """The budget of a request, as last described. Its changes are acts on the request, whose revision
    guards it."""

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = OneToOneField(Application, models.PROTECT, related_name="budget")
    described_on = models.DateField("décrit le")
    yearly_income = MoneyField("revenu annuel de l’avis d’impôt", null=True, blank=True)
    note = models.TextField("observations", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="applications_budget_income",
                condition=Q(yearly_income__isnull=True) | Q(yearly_income__gte=0),
            )
        ]

    def __str__(self) -> str:
        return f"budget {self.file_id}"


class BudgetLine(OrganisationRow):
    """An income or a charge, per month, of one member or of the whole household; no amount is « unknown »."""

    file = ForeignKey(File, models.PROTECT, related_name="+")
    budget = ForeignKey(Budget, models.PROTECT, related_name="lines")
    category = models.CharField(max_length=20)
    kind = models.CharField("nature", max_length=40)
    member = ForeignKey(HouseholdMember, models.PROTECT, null=True, blank=True, related_name="+")
    detail = models.CharField("précision", max_length=120, blank=True)
    monthly = MoneyField("montant par mois", null=True, blank=True)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["category", "rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="applications_budget_line_amount", condition=Q(monthly__isnull=True) | Q(monthly__gte=0)
            ),
            models.CheckConstraint(
                name="applications_budget_line_category", condition=Q(category__in=[INCOME, CHARGE])
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def kind_label(self) -> str:
        return kind_label("income" if self.category == INCOME else "charges", self.kind)

    @property
    def label(self) -> str:
        return f"{self.kind_label} ({self.detail})" if self.detail else self.kind_label

    @property
    def living(self) -> bool:
        """A living expense, and not a fixed charge."""
        return self.category == CHARGE and self.kind in LIVING_KINDS


class Debt(OrganisationRow):
    """What is owed to one creditor: balance, monthly instalment, arrears; None is « unknown ».

    An overdraft has no instalment: 0. `settled`: the loan asked for pays it off.
    """

    file = ForeignKey(File, models.PROTECT, related_name="+")
    budget = ForeignKey(Budget, models.PROTECT, related_name="debts")
    kind = models.CharField("nature", max_length=20)
    creditor = models.CharField("créancier", max_length=120)
    balance = MoneyField("reste dû", null=True, blank=True)
    instalment = MoneyField("mensualité", null=True, blank=True)
    arrears = MoneyField("retard", null=True, blank=True)
    settled = models.BooleanField("soldée par ce prêt", default=False)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="applications_debt_amounts",
                condition=(Q(balance__isnull=True) | Q(balance__gte=0))
                & (Q(instalment__isnull=True) | Q(instalment__gte=0))
                & (Q(arrears__isnull=True) | Q(arrears__gte=0)),
            )
        ]

    def __str__(self) -> str:
        return self.creditor

    @property
    def kind_label(self) -> str:
        return DebtKind(self.kind).label


class BudgetVersion(OrganisationRow):
    """The budget as it was when something was judged on it: never changed, never deleted.

    `data` has the household, lines and debts in the JSON of `etrier study budget`; `indicators` the figures
    without and with the loan, and the formula they came from.
    """

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = ForeignKey(Application, models.PROTECT, related_name="budget_versions")
    moment = models.CharField("figé pour", max_length=20)
    frozen_on = models.DateField("figé le")
    frozen_by = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    data = models.JSONField()
    indicators = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"budget {self.file_id} · {self.frozen_on}"

    @property
    def moment_label(self) -> str:
        return BudgetMoment(self.moment).label


CONSTRAINT_MESSAGES["applications_budget_income"] = "Un revenu ne peut pas être négatif."
CONSTRAINT_MESSAGES["applications_budget_line_amount"] = "Un montant du budget ne peut pas être négatif."
CONSTRAINT_MESSAGES["applications_budget_line_category"] = "Une ligne est une ressource ou une charge."
CONSTRAINT_MESSAGES["applications_debt_amounts"] = "Un montant d’une dette ne peut pas être négatif."
