"""The project read for the rules: the cost of each purpose, the financing plan, what banks would ask."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from etrier.applications.models import Application, Project
from etrier.applications.rows import StudyRows
from etrier.database.reading import row_where
from etrier.domain.first_look import Simulation, simulate
from etrier.domain.wording import euros
from etrier.schemes.models import Agreement


def project_of(application: Application) -> Project | None:
    """The project of a request, None before it is described."""
    return row_where(Project, application=application)


def purposes_of(application: Application, rows: StudyRows | None = None) -> dict[str, Decimal | None]:
    """What each purpose of the project costs in all, None when unknown; at least the request's purpose."""
    totals: dict[str, Decimal | None] = {}
    for item in (rows or StudyRows(application)).project_items:
        before = totals.get(item.purpose_code, Decimal(0))
        totals[item.purpose_code] = None if before is None or item.cost is None else before + item.cost
    if not totals and application.purpose_code:
        totals[application.purpose_code] = None
    return totals


@dataclass(frozen=True, slots=True)
class Plan:
    """The financing plan (plan de financement), in euros: what the project costs, what pays for it."""

    cost: Decimal | None
    loan: Decimal | None
    others: Decimal

    @property
    def gap(self) -> Decimal | None:
        """Cost minus all that pays for it: above zero, money is missing; None while something is unknown."""
        return None if self.cost is None or self.loan is None else self.cost - self.loan - self.others

    @property
    def balanced(self) -> bool:
        return self.gap == 0

    @property
    def sentence(self) -> str:
        """Where the plan stands, in French."""
        if self.gap is None:
            return "Le plan de financement reste à compléter."
        if self.gap == 0:
            return "Le plan de financement est équilibré."
        paid = (self.loan or Decimal(0)) + self.others
        told = f"le projet coûte {euros(self.cost or 0)}, {euros(paid)} le financent"
        if self.gap > 0:
            return f"Le plan de financement n’est pas équilibré : {told}, il manque {euros(self.gap)}."
        return f"Le plan de financement n’est pas équilibré : {told}, soit {euros(-self.gap)} de trop."


def plan_of(application: Application, rows: StudyRows | None = None) -> Plan:
    """The financing plan as it is recorded."""
    rows = rows or StudyRows(application)
    totals = list(purposes_of(application, rows).values())
    funded = [part.amount for part in rows.fundings]
    known = [total for total in totals if total is not None]
    cost = sum(known, Decimal(0)) if known and len(known) == len(totals) else None
    return Plan(cost, application.amount, sum(funded, Decimal(0)))


def simulation_of(application: Application, on: date) -> Simulation | None:
    """The loan asked for at each bank that would lend it: an agreement in force, a rate, a ceiling above it.

    None while amount or months are not known.
    """
    product, amount, months = application.product, application.amount, application.months
    if product is None or amount is None or months is None:
        return None
    agreements = Agreement.objects.in_force(application.organisation_id, on)
    codes = {agreement.code for agreement in agreements}
    model = application.dispositif.parsed
    ceilings = {bank.code: bank.ceiling(product.code) for bank in model.agreements}
    lenders = tuple(
        bank for bank in model.agreements if bank.code in codes and amount <= (ceilings[bank.code] or amount)
    )
    return simulate(
        replace(model, agreements=lenders), product=product.code, amount=amount, months=months, on=on
    )
