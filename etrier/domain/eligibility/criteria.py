"""The criteria in the order a worker reads them. None stops another from speaking."""

from collections.abc import Callable, Iterator
from datetime import date

from etrier.domain.budget import Budget
from etrier.domain.eligibility import household, loan
from etrier.domain.eligibility.case import Case, Finding, Request, Severity
from etrier.domain.refusal import Refused
from etrier.domain.scheme.schema import Scheme
from etrier.domain.wording import listed

Criterion = Callable[[Case], Iterator[Finding]]

CRITERIA: tuple[Criterion, ...] = (
    loan.dispositif_in_force,
    loan.amount_within_limits,
    loan.months_within_limits,
    loan.purposes_are_offered,
    loan.purposes_under_their_ceilings,
    loan.amount_within_the_project,
    loan.within_the_national_frame,
    household.residence_on_the_territory,
    household.of_age,
    household.legal_protection_is_met,
    household.concurrent_loans_within_limit,
    household.over_indebtedness_allows_it,
    household.budget_is_complete,
    household.residual_income_above_floor,
    household.debt_ratio_below_limit,
    household.instalment_is_bearable,
    loan.support_is_planned,
    loan.a_bank_lends_it,
)
_ORDER = {severity: rank for rank, severity in enumerate(Severity)}


def assess(scheme: Scheme, request: Request, budget: Budget | None, *, on: date) -> tuple[Finding, ...]:
    """All that the criteria have to say of a request, blocking findings first.

    Raises `Refused` when the dispositif has no such product.
    """
    product = scheme.product(request.product)
    if product is None:
        known = listed(product.code for product in scheme.products)
        raise Refused("unknown_product", f"Le produit « {request.product[:40]} » n’existe pas : {known}.")
    return findings_of(Case(scheme, product, request, budget, on))


def findings_of(case: Case) -> tuple[Finding, ...]:
    """All that the criteria have to say of a case, blocking findings first."""
    findings = (finding for criterion in CRITERIA for finding in criterion(case))
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))
