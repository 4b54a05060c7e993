"""Usury thresholds: dated, by band, and added to by an administrator."""

from datetime import timedelta
from decimal import Decimal

import pytest

from etrier.domain.parameters import USURY_THRESHOLDS, Dated, usury_bands
from etrier.domain.refusal import Refused
from etrier.domain.tests.lending import day
from etrier.domain.usury import check_usury, threshold_for


@pytest.mark.covers("A16")
@pytest.mark.parametrize(
    ("principal", "threshold"),
    [("300", "23.56"), ("3000", "23.56"), ("3000.01", "15.87"), ("6000", "15.87"), ("6000.01", "8.67")],
)
def test_the_upper_bound_is_inside_the_band(principal: str, threshold: str) -> None:
    check = check_usury(Decimal("4.07"), Decimal(principal), day("2026-02-01"))
    assert check.threshold == Decimal(threshold)
    assert (check.exceeded, check.outdated, check.since) == (False, False, day("2026-01-01"))


@pytest.mark.parametrize(
    ("on", "threshold"),
    [
        ("2025-04-01", "23.24"),
        ("2025-06-30", "23.24"),
        ("2025-07-01", "23.39"),
        ("2025-10-01", "23.49"),
        ("2025-12-31", "23.49"),
        ("2026-01-01", "23.56"),
    ],
)
def test_the_threshold_is_that_of_the_day(on: str, threshold: str) -> None:
    assert check_usury(Decimal(4), Decimal(2000), day(on)).threshold == Decimal(threshold)


def test_usury_begins_above_the_threshold() -> None:
    at, above = (check_usury(Decimal(apr), Decimal(2000), day("2026-02-01")) for apr in ("23.56", "23.57"))
    assert (at.exceeded, above.exceeded) == (False, True)
    assert "ne dépasse pas" in at.sentence
    assert "dépasse le seuil" in above.sentence
    assert "Banque de France" in above.source


def test_an_old_threshold_says_so() -> None:
    assert check_usury(Decimal(4), Decimal(2000), day("2026-03-31")).outdated is False
    old = check_usury(Decimal(4), Decimal(2000), day("2026-04-01"))
    assert (old.outdated, old.threshold) == (True, Decimal("23.56"))
    assert "administrateur" in old.sentence


def test_before_the_first_threshold_nothing_is_known() -> None:
    first = USURY_THRESHOLDS.history[0].since
    with pytest.raises(Refused) as refused:
        check_usury(Decimal(4), Decimal(2000), first - timedelta(1))
    assert refused.value.code == "unknown_then"


def test_an_administrator_adds_and_corrects_quarters() -> None:
    added = Dated(day("2026-04-01"), usury_bands("23.60", "15.90", "8.70"), "Saisi")
    corrected = Dated(day("2026-01-01"), usury_bands("20.00", "15.00", "8.00"), "Corrigé")
    thresholds = USURY_THRESHOLDS.with_values([added, corrected])
    assert [dated.since for dated in thresholds.history] == sorted(
        {dated.since for dated in thresholds.history}
    )
    assert len(thresholds.history) == len(USURY_THRESHOLDS.history) + 1
    assert check_usury(Decimal(4), Decimal(2000), day("2026-04-01"), thresholds).threshold == Decimal("23.60")
    assert check_usury(Decimal(4), Decimal(2000), day("2026-02-01"), thresholds).source == "Corrigé"
    assert threshold_for(Decimal(10_000), added.value) == Decimal("8.70")
