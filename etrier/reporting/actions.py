"""What is typed by hand of a year."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, opening
from etrier.reporting.models import YearTotals

LEGIBLE = (
    "requests_received",
    "files_studied",
    "loans_granted",
    "amount_lent",
    "refunds_paid",
    "refunds_amount",
)
"""The figures that archives may fail to give, by code."""


def check(year: int, on: date, illegible: Iterable[str]) -> list[str]:
    """The codes in their order; a year to come has no totals."""
    if year > on.year:
        raise ValidationError("Cette année n’a pas commencé.")
    chosen = set(illegible)
    if not chosen <= set(LEGIBLE):
        raise ValueError("unknown figures")
    return [code for code in LEGIBLE if code in chosen]


def record_year_totals(
    *, by: Actor, on: date, year: int, optional_aids: Decimal | None, illegible: Iterable[str] = ()
) -> YearTotals:
    """Type the totals of a year for the first time."""
    if by.organisation is None:
        raise ValueError("totals belong to an organisation")
    totals = YearTotals(
        organisation=by.organisation,
        year=year,
        optional_aids=optional_aids,
        illegible=check(year, on, illegible),
    )
    with opening(totals, Act.RECORD_YEAR_TOTALS, by=by, on=on, year=year):
        pass
    return totals


def correct_year_totals(
    totals: YearTotals,
    *,
    by: Actor,
    on: date,
    optional_aids: Decimal | None,
    illegible: Iterable[str] = (),
    revision: int | None = None,
) -> YearTotals:
    """Correct them."""
    with acting(totals, Act.CORRECT_YEAR_TOTALS, by=by, on=on, revision=revision, year=totals.year):
        totals.optional_aids = optional_aids
        totals.illegible = check(totals.year, on, illegible)
    return totals
