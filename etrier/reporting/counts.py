"""What is counted by the database itself: outcomes, reasons of refusal, the years side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Sum
from django.db.models.functions import ExtractYear

from etrier.accounts.models import Organisation
from etrier.applications.models import Application
from etrier.database.fields import MoneyField
from etrier.decisions.models import AgendaItem, BankAnswer, ItemKind
from etrier.domain.lifecycle import CODE_LABELS, Act
from etrier.files.models import File
from etrier.journal.models import Entry
from etrier.loans.models import Loan
from etrier.outcomes.models import Refund
from etrier.reporting.models import YearTotals
from etrier.reporting.records import days_of
from etrier.ui.formats import capitalised

YEARS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why requests were refused, by whom, the most frequent first."""

    who: str
    definition: str
    rows: list[tuple[str, int]]

    @property
    def bars(self) -> list[tuple[str, int, str]]:
        """The same as bars: reason, value, text."""
        return [(reason, count, str(count)) for reason, count in self.rows]


def outcomes_of(organisation: Organisation, year: int) -> Mapping[tuple[str, str], int]:
    """The requests received in the year, by state and closing reason."""
    rows = Application.objects.filter(organisation=organisation, requested_on__range=days_of(year))
    counted = rows.order_by().values_list("state", "closing_reason").annotate(Count("pk"))
    return {(state, reason): count for state, reason, count in counted}


def refusal_reasons(organisation: Organisation, year: int) -> list[Reasons]:
    """The reasons given by banks and by the commission in the year."""
    days = days_of(year)
    banks = BankAnswer.objects.filter(organisation=organisation, kind="refused", received_on__range=days)
    opinions = AgendaItem.objects.filter(
        organisation=organisation,
        kind__in=(ItemKind.APPLICATION, ItemKind.APPEAL),
        state="unfavourable",
        opinion_on__range=days,
    )
    return [
        Reasons(
            "Les banques",
            "Motifs des refus de banques reçus dans l’année.",
            _by_reason(banks.order_by().values_list("reason").annotate(Count("pk")), "bank_reason"),
        ),
        Reasons(
            "La commission",
            "Motifs des avis défavorables rendus dans l’année.",
            _by_reason(
                opinions.order_by().values_list("opinion_reason").annotate(Count("pk")), "opinion_reason"
            ),
        ),
    ]


def _by_reason(rows: Iterable[tuple[str, int]], kind: str) -> list[tuple[str, int]]:
    found = [(capitalised(CODE_LABELS[kind].get(code, code)), count) for code, count in rows]
    return sorted(found, key=lambda row: (-row[1], row[0]))


@dataclass(frozen=True, slots=True)
class Compared:
    """The last years side by side; None where the archives do not let anyone read."""

    years: list[int]
    studied: list[int | None]
    granted: list[int | None]
    refunded: list[Decimal | None]


def years_side_by_side(organisation: Organisation, year: int) -> Compared:
    """Files studied, loans granted and euros refunded, year by year, up to this one."""
    years = list(range(year - YEARS_SHOWN + 1, year + 1))
    days = date(years[0], 1, 1), date(year, 12, 31)
    studied = (
        Entry.objects.filter(
            organisation=organisation, on__range=days, act=Act.OPEN_STUDY, subject="application"
        )
        .order_by()
        .values_list(ExtractYear("on"))
        .annotate(Count("pk"))
    )
    granted = (
        Loan.objects.filter(organisation=organisation, disbursed_on__range=days)
        .exclude(state="retracted")
        .order_by()
        .values_list(ExtractYear("disbursed_on"))
        .annotate(Count("pk"))
    )
    refunded = (
        Refund.objects.filter(organisation=organisation, paid_on__range=days)
        .exclude(state="returned")
        .order_by()
        .values_list(ExtractYear("paid_on"))
        .annotate(Sum("amount", output_field=MoneyField()))
    )
    unread = dict(
        YearTotals.objects.filter(organisation=organisation, year__in=years).values_list("year", "illegible")
    )

    def read(code: str, rows: Iterable[tuple[int, Any]], nothing: Any) -> list[Any]:
        known = dict(rows)
        return [None if code in unread.get(one, ()) else known.get(one, nothing) for one in years]

    return Compared(
        years,
        read("files_studied", studied, 0),
        read("loans_granted", granted, 0),
        read("refunds_amount", refunded, Decimal("0.00")),
    )


def first_year(organisation: Organisation, year: int) -> int:
    """The year of the first file, or this one."""
    first = File.objects.filter(organisation=organisation).aggregate(first=Min("year"))["first"]
    return min(first, year) if first is not None else year
