"""The nightly count of the envelopes that are too large to weigh month by month at each visit."""

from collections.abc import Callable
from datetime import date

from django.db.models import Count
from django.utils import timezone

from etrier.accounts.actor import Actor
from etrier.funds import counted
from etrier.funds.models import Commitment, Envelope, MonthsCount


def count_months(by: Actor, on: date) -> int:
    """Large envelopes, once a day."""
    organisation = by.organisation
    if organisation is None:
        return 0
    weighing = Commitment.objects.filter(organisation=organisation).values("envelope").order_by()
    large = weighing.annotate(count=Count("pk")).filter(count__gt=counted.LARGE)
    keys = list(large.values_list("envelope", flat=True))
    done = MonthsCount.objects.filter(envelope__in=keys).values_list("envelope", "counted_at")
    fresh = {envelope for envelope, at in done if organisation.today(at) >= on}
    stale = [one for one in Envelope.objects.filter(pk__in=keys) if one.pk not in fresh]
    for envelope in stale:
        counted.keep(envelope, on, timezone.now())
    return len(stale)


STEPS: tuple[tuple[str, Callable[[Actor, date], int]], ...] = (("mois des enveloppes comptés", count_months),)
