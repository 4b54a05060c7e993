"""Usury: for microcredit, a guard against typing errors in a rate rather than a real limit."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etrier.domain.dates import months_after
from etrier.domain.french import typeset
from etrier.domain.parameters import USURY_THRESHOLDS, Bands, Parameter
from etrier.domain.wording import day, percent


@dataclass(frozen=True, slots=True)
class UsuryCheck:
    """The TAEG of an offer beside the threshold of its amount; rates in percent per year.

    `outdated` when the offer is made after the quarter of the last threshold entered: the comparison
    stands, and an administrator should enter the new one.
    """

    apr: Decimal
    threshold: Decimal
    since: date
    source: str
    exceeded: bool
    outdated: bool
    sentence: str


def threshold_for(principal: Decimal, bands: Bands) -> Decimal:
    """The threshold of the band of this principal, its upper bound inside the band."""
    return next(band.rate for band in bands if band.up_to is None or principal <= band.up_to)


def check_usury(
    apr: Decimal, principal: Decimal, on: date, thresholds: Parameter[Bands] = USURY_THRESHOLDS
) -> UsuryCheck:
    """Compare a TAEG (percent) with the threshold in force on the day of the offer.

    Exceeded means strictly above (code de la consommation, art. L. 314-6: « excède »). Raises `Refused`
    when no threshold is known that early.
    """
    dated = thresholds.on(on)
    threshold = threshold_for(principal, dated.value)
    exceeded = apr > threshold
    outdated = on >= months_after(dated.since, 3)
    sentence = (
        f"Le TAEG de {percent(apr)} {'dépasse' if exceeded else 'ne dépasse pas'} le seuil de l’usure, "
        f"{percent(threshold)} depuis le {day(dated.since)}."
    )
    if outdated:
        sentence += " Ce seuil date d’un trimestre passé : demandez à l’administrateur d’entrer le nouveau."
    return UsuryCheck(apr, threshold, dated.since, dated.source, exceeded, outdated, typeset(sentence))
