"""The usury thresholds of a quarter, entered by an administrator when the Banque de France publishes them."""

from datetime import date
from decimal import Decimal

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, opening
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


def correct_usury_threshold(
    threshold: UsuryThreshold,
    *,
    by: Actor,
    on: date,
    small: Decimal,
    middle: Decimal,
    large: Decimal,
    source: str,
    revision: int | None = None,
) -> UsuryThreshold:
    """Mend a typing error: the offers to come are compared with the right figures, past ones keep theirs."""
    with acting(
        threshold, Act.CORRECT_USURY_THRESHOLD, by=by, on=on, revision=revision, from_on=threshold.since
    ):
        threshold.small, threshold.middle, threshold.large = small, middle, large
        threshold.source = source
    return threshold
