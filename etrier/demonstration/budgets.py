"""What a household lives on: plausible charges, then the income that leaves it the margin of its story."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from etrier.demonstration.people import Person
from etrier.domain.budget import ChargeKind, IncomeKind
from etrier.domain.scheme.applications import BudgetFormulas
from etrier.domain.scheme.choices import Employment, Housing
from etrier.people.models import age_on

EARNED = {
    Employment.PERMANENT: IncomeKind.WAGE,
    Employment.TEMPORARY: IncomeKind.WAGE,
    Employment.SUBSIDISED: IncomeKind.WAGE,
    Employment.STUDENT: IncomeKind.WAGE,
    Employment.SELF_EMPLOYED: IncomeKind.SELF_EMPLOYMENT,
    Employment.UNEMPLOYED: IncomeKind.UNEMPLOYMENT,
    Employment.RETIRED: IncomeKind.PENSION,
    Employment.DISABLED: IncomeKind.BENEFITS,
    Employment.INACTIVE: IncomeKind.MINIMUM_INCOME,
}
LEAST = Decimal(480)
"""Euros a month that the main income never goes below: less would be no budget at all."""

Lines = list[dict[str, Any]]


@dataclass
class Account:
    """A budget as the worker types it."""

    income: Lines
    charges: Lines
    debts: Lines = field(default_factory=list)

    def without(self, count: int) -> "Account":
        """The same, its last charges not known yet."""
        known = len(self.charges) - count
        charges = [
            line if rank < known else line | {"monthly": None} for rank, line in enumerate(self.charges)
        ]
        return Account(self.income, charges, self.debts)


def budget(
    person: Person,
    formulas: BudgetFormulas,
    rng: Random,
    on: date,
    *,
    instalment: Decimal,
    margin: Decimal,
    debts: Sequence[dict[str, Any]] = (),
) -> Account:
    """The lines of a month. `margin`: euros per consumption unit above the floor, the loan paid."""
    charges = _charges(person, rng)
    fixed = sum((line["monthly"] for line in charges), Decimal(0))
    served = sum((debt["instalment"] or Decimal(0) for debt in debts if not debt.get("settled")), Decimal(0))
    units = _units(person, formulas, on)
    needed = fixed + served + instalment + units * (formulas.residual_income.floor + margin)
    benefits = _benefits(person, rng)
    helped = sum((line["monthly"] for line in benefits), Decimal(0))
    main = max(LEAST, _tens(needed - helped) + 10)
    kind = EARNED[person.employment]
    income = [{"kind": kind, "monthly": main, "detail": person.job}, *benefits]
    return Account(income, [*charges, *_living(rng, units)], list(debts))


def _tens(amount: Decimal) -> Decimal:
    return Decimal(int(amount / 10) * 10)


def _units(person: Person, formulas: BudgetFormulas, on: date) -> Decimal:
    units = formulas.consumption_units
    ages = [age_on(born, on) for born in person.children]
    others = sum((units.other if age >= units.pivot_age else units.child for age in ages), Decimal(0))
    return units.first + others + units.other * (person.adults - 1)


def _charges(person: Person, rng: Random) -> Lines:
    people = person.adults + len(person.children)
    rent = {
        Housing.TENANT: 330 + 55 * people + rng.randint(0, 9) * 10,
        Housing.OWNER: 90,
        Housing.HOSTED: 60,
        Housing.TEMPORARY_HOUSING: 110,
    }[person.housing]
    amounts = [
        (ChargeKind.RENT, rent),
        (ChargeKind.ENERGY, 38 + 14 * people),
        (ChargeKind.WATER, 9 + 6 * people),
        (ChargeKind.INSURANCE, 34 + 12 * people),
        (ChargeKind.PHONE, rng.choice((20, 26, 35, 42))),
        (ChargeKind.TRANSPORT, rng.choice((28, 45, 70, 95))),
    ]
    if any(person.children):
        amounts.append((ChargeKind.CHILDCARE, 25 * len(person.children)))
    return [{"kind": kind, "monthly": Decimal(amount)} for kind, amount in amounts]


def _living(rng: Random, units: Decimal) -> Lines:
    return [
        {"kind": ChargeKind.FOOD, "monthly": _tens(units * rng.randint(150, 190))},
        {"kind": ChargeKind.CLOTHING, "monthly": _tens(units * 25)},
    ]


def _benefits(person: Person, rng: Random) -> Lines:
    found: Lines = []
    if person.housing is Housing.TENANT:
        amount = Decimal(140 + 40 * len(person.children) + rng.randint(0, 60))
        found.append({"kind": IncomeKind.HOUSING_BENEFIT, "monthly": amount})
    if len(person.children) > 1:
        amount = Decimal("148.52") + Decimal("190.29") * (len(person.children) - 2)
        found.append({"kind": IncomeKind.FAMILY_BENEFITS, "monthly": amount})
    if person.employment in (Employment.TEMPORARY, Employment.SUBSIDISED):
        found.append({"kind": IncomeKind.MINIMUM_INCOME, "monthly": Decimal(rng.randint(90, 190))})
    return found
