"""The nightly count of the envelopes that are too large to weigh month by month at each visit."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from etrier.accounts.actor import Actor
from etrier.database.reading import rows_where
from etrier.funds import counted
from etrier.funds.models import Envelope, MonthsCount


def count_months(by: Actor, on: date) -> int:
    """Large envelopes, once a day."""
    organisation = by.organisation
    if organisation is None:
        return 0
    large = [one for one in rows_where(Envelope, organisation=organisation) if counted.is_large(one)]
    known = MonthsCount.objects.filter(envelope__in=large).values_list("envelope", "counted_at")
    fresh = {envelope for envelope, at in known if organisation.today(at) >= on}
    stale = [one for one in large if one.pk not in fresh]
    for envelope in stale:
        counted.keep(envelope, on, timezone.now())
    return len(stale)


STEPS: tuple[tuple[str, Callable[[Actor, date], int]], ...] = (("mois des enveloppes comptés", count_months),)
