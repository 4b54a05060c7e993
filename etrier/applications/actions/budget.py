"""The budget described: all of its lines at once, as the page shows them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application, Budget, BudgetLine, Debt
from etrier.applications.models.budget import CHARGE, INCOME
from etrier.database.reading import row_where
from etrier.database.writing import add_all, keep, take_away
from etrier.domain.assessment import DebtKind
from etrier.domain.budget import ChargeKind, IncomeKind
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting

KINDS = {INCOME: frozenset(IncomeKind), CHARGE: frozenset(ChargeKind)}


def update_budget(
    application: Application,
    *,
    by: Actor,
    on: date,
    income: Iterable[Mapping[str, Any]] = (),
    charges: Iterable[Mapping[str, Any]] = (),
    debts: Iterable[Mapping[str, Any]] = (),
    yearly_income: Decimal | None = None,
    note: str = "",
    revision: int | None = None,
) -> Budget:
    """Describe the whole budget; what was there before and is no longer given is taken away.

    `income`, `charges`: kind, monthly (None: unknown), and if need be member and detail.
    `debts`: kind, creditor, balance, instalment, arrears, settled; amounts None when unknown.
    """
    lines = [(INCOME, line) for line in income] + [(CHARGE, line) for line in charges]
    owed = list(debts)
    for category, line in lines:
        if line["kind"] not in KINDS[category]:
            raise ValidationError("Choisissez la nature de chaque ligne dans la liste.")
    count = len(lines) + len(owed)
    with acting(application, Act.UPDATE_BUDGET, by=by, on=on, revision=revision, count=count):
        budget = row_where(Budget, application=application) or Budget(
            organisation_id=application.organisation_id, file_id=application.file_id, application=application
        )
        budget.described_on, budget.yearly_income, budget.note = on, yearly_income, note
        if not keep(budget):
            take_away(BudgetLine, budget=budget)
            take_away(Debt, budget=budget)
        add_all(_line(budget, rank, *line) for rank, line in enumerate(lines))
        add_all(_debt(budget, rank, debt) for rank, debt in enumerate(owed))
    return budget


def _line(budget: Budget, rank: int, category: str, line: Mapping[str, Any]) -> BudgetLine:
    return BudgetLine(
        organisation_id=budget.organisation_id,
        file_id=budget.file_id,
        budget=budget,
        category=category,
        kind=line["kind"],
        monthly=line["monthly"],
        member=line.get("member"),
        detail=line.get("detail", ""),
        rank=rank,
    )


def _debt(budget: Budget, rank: int, debt: Mapping[str, Any]) -> Debt:
    overdraft = debt["kind"] == DebtKind.OVERDRAFT
    return Debt(
        organisation_id=budget.organisation_id,
        file_id=budget.file_id,
        budget=budget,
        kind=DebtKind(debt["kind"]),
        creditor=debt["creditor"],
        balance=debt.get("balance"),
        instalment=Decimal(0) if overdraft else debt.get("instalment"),
        arrears=debt.get("arrears"),
        settled=debt.get("settled", False),
        rank=rank,
    )
