"""The nightly count of the years that are too long to count at each visit."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from etrier.accounts.actor import Actor
from etrier.reporting.counted import is_large, keep
from etrier.reporting.models import YearCount


def count_years(by: Actor, on: date) -> int:
    """This year and those looked at before, once a day: what became of a request changes after its year."""
    organisation = by.organisation
    if organisation is None or not is_large(organisation):
        return 0
    known = dict(YearCount.objects.filter(organisation=organisation).values_list("year", "counted_at"))
    stale = {year for year, at in known.items() if organisation.today(at) < on}
    years = sorted(stale | ({on.year} - known.keys()))
    for year in years:
        keep(organisation, year, timezone.now())
    return len(years)


STEPS: tuple[tuple[str, Callable[[Actor, date], int]], ...] = (("années comptées", count_years),)
