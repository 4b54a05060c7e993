"""Arrears: how late a loan is, and the warning that precedes a registration at the FICP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from etrier.domain.labelled import Labelled

DAYS_TO_REGULARISE = 30
"""Days left after the bank's warning (arrêté du 26 octobre 2010, art. 5)."""


class Ageing(Labelled):
    """Age of arrears, by days past due of the oldest unpaid instalment."""

    NONE = "none", "Aucun impayé"
    UP_TO_30 = "1-30", "1 à 30 jours"
    UP_TO_60 = "31-60", "31 à 60 jours"
    UP_TO_90 = "61-90", "61 à 90 jours"
    BEYOND_90 = "over-90", "Plus de 90 jours"


def ageing(days_past_due: int) -> Ageing:
    """The bucket of a number of days past due."""
    for most, bucket in (
        (0, Ageing.NONE),
        (30, Ageing.UP_TO_30),
        (60, Ageing.UP_TO_60),
        (90, Ageing.UP_TO_90),
    ):
        if days_past_due <= most:
            return bucket
    return Ageing.BEYOND_90


@dataclass(frozen=True, slots=True)
class FicpWarning:
    """A payment incident about to be registered (FICP: five years, seven for a plan).

    `reached` when unpaid amounts already make twice the last instalment due; otherwise they would on
    `reaches_on`, the next due date. `last_day` to regularise counts from the bank's warning, or from the
    day asked about when the bank has not warned yet (`warned_on` is then None). Amounts in euros.
    """

    unpaid: Decimal
    threshold: Decimal
    reached: bool
    reaches_on: date
    warned_on: date | None
    last_day: date


def ficp_warning(
    unpaid: Decimal,
    dues: Sequence[tuple[date, Decimal]],
    on: date,
    warned_on: date | None = None,
) -> FicpWarning | None:
    """The warning on a day, None when arrears are far from the threshold.

    `dues` are all instalments with their day and amount, in order. Consecutive or not, unpaid amounts add
    up (arrêté du 26 octobre 2010, art. 4).
    """
    if not unpaid:
        return None
    past = [amount for due_on, amount in dues if due_on <= on and amount]
    coming = next(((due_on, amount) for due_on, amount in dues if due_on > on and amount), None)
    reached = bool(past) and unpaid >= 2 * past[-1]
    if reached:
        threshold, reaches_on = 2 * past[-1], on
    elif coming is not None and unpaid + coming[1] >= 2 * coming[1]:
        threshold, reaches_on = 2 * coming[1], coming[0]
    else:
        return None
    last_day = (warned_on or on) + timedelta(DAYS_TO_REGULARISE)
    return FicpWarning(unpaid, threshold, reached, reaches_on, warned_on, last_day)
