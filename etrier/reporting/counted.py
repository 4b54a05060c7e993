"""The figures of a year as shown: counted at each visit, or each night where there are too many files.

Counting a year reads all its files. A town of some thousands waits for it less than a blink; one of a hundred
thousand would wait three seconds at each visit, for figures that nobody needs to the minute.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from etrier.accounts.models import Organisation
from etrier.database.reading import row_where
from etrier.domain.indicators import Figure
from etrier.files.models import File
from etrier.reporting.counts import Compared, Reasons, years_side_by_side
from etrier.reporting.models import YearCount
from etrier.reporting.sheet import Sheet, Theme, sheet_of

LARGE = 5_000
"""Beyond so many files the figures are those of the night."""
FORM = 1
"""Raised when what is written of a year changes: figures kept in another form are counted again."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A year's figures, and the years beside it; `counted_at` is None when they are of this very moment."""

    sheet: Sheet
    compared: Compared
    counted_at: datetime | None = None


def figures_of(organisation: Organisation, year: int, now: datetime) -> Counted:
    """What the pages of a year show."""
    if not is_large(organisation):
        return count(organisation, year)
    kept = row_where(YearCount, organisation=organisation, year=year)
    if kept is None or kept.figures.get("form") != FORM:
        return keep(organisation, year, now)
    return read(kept)


def is_large(organisation: Organisation) -> bool:
    """Whether it has too many files to count at each visit; looks no further than that."""
    return File.objects.filter(organisation=organisation).order_by()[LARGE:].exists()


def count(organisation: Organisation, year: int) -> Counted:
    """Count a year from its files."""
    return Counted(sheet_of(organisation, year), years_side_by_side(organisation, year))


def keep(organisation: Organisation, year: int, now: datetime) -> Counted:
    """Count a year, and keep its figures in the place of those kept before."""
    fresh = count(organisation, year)
    YearCount.objects.update_or_create(
        organisation=organisation,
        year=year,
        defaults={"counted_at": now, "figures": written(fresh)},
    )
    return Counted(fresh.sheet, fresh.compared, now)


def written(counted: Counted) -> dict[str, Any]:
    """Figures as they are kept: JSON writes amounts and rates as text."""
    return {"form": FORM, "sheet": asdict(counted.sheet), "compared": asdict(counted.compared)}


def read(kept: YearCount) -> Counted:
    """Figures as they were counted."""
    sheet, compared = kept.figures["sheet"], kept.figures["compared"]
    themes = [
        Theme(theme["title"], [figure_of(one) for one in theme["figures"]]) for theme in sheet["themes"]
    ]
    reasons = [
        Reasons(one["who"], one["definition"], [(label, number) for label, number in one["rows"]])
        for one in sheet["reasons"]
    ]
    refunded = [amount_of(one) for one in compared["refunded"]]
    return Counted(
        Sheet(sheet["year"], themes, reasons),
        Compared(**compared | {"refunded": refunded}),
        kept.counted_at,
    )


def figure_of(told: Mapping[str, Any]) -> Figure:
    return Figure(**{**told, "value": amount_of(told["value"])})


def amount_of(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
