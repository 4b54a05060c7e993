"""The usury thresholds of a quarter, entered by an administrator when the Banque de France publishes them."""

from datetime import date
from decimal import Decimal

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import Act
from etrier.journal.door import opening
from etrier.loans.models import UsuryThreshold


def record_usury_threshold(
    *, by: Actor, on: date, since: date, small: Decimal, middle: Decimal, large: Decimal, source: str
) -> UsuryThreshold:
    """Keep the thresholds of one quarter; offers already made keep those they were compared with."""
    threshold = UsuryThreshold(
        organisation=by.organisation, since=since, small=small, middle=middle, large=large, source=source
    )
    with opening(threshold, Act.RECORD_USURY_THRESHOLD, by=by, on=on, from_on=since):
        pass
    return threshold
