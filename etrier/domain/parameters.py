"""Dated parameters: a value, the day from which it holds, and where it comes from."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from etrier.domain.refusal import Refused
from etrier.domain.wording import day

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """One value of a parameter, in force from `since` until the next one."""

    since: date
    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class Parameter(Generic[Value]):
    """A parameter through time, oldest value first."""

    label: str
    history: tuple[Dated[Value], ...]

    def on(self, when: date) -> Dated[Value]:
        """The value in force that day. Raises `Refused` before the first known one."""
        index = bisect_right(self.history, when, key=lambda dated: dated.since)
        if not index:
            raise Refused("unknown_then", f"{self.label} : aucune valeur connue au {day(when)}.")
        return self.history[index - 1]

    def with_values(self, values: Iterable[Dated[Value]]) -> "Parameter[Value]":
        """A new history with these values; one of the same day replaces the former."""
        by_day = {dated.since: dated for dated in (*self.history, *values)}
        return Parameter(self.label, tuple(by_day[since] for since in sorted(by_day)))


@dataclass(frozen=True, slots=True)
class Band:
    """A usury threshold in percent per year, for principals up to `up_to` euros included."""

    up_to: Decimal | None
    rate: Decimal


Bands = tuple[Band, ...]


def usury_bands(small: str, middle: str, large: str) -> Bands:
    """Thresholds of consumer credit: up to 3 000 €, up to 6 000 €, above; percent per year."""
    return (
        Band(Decimal(3000), Decimal(small)),
        Band(Decimal(6000), Decimal(middle)),
        Band(None, Decimal(large)),
    )


def _quarter(since: date, small: str, middle: str, large: str) -> Dated[Bands]:
    return Dated(
        since,
        usury_bands(small, middle, large),
        f"Avis de la Banque de France applicable au {day(since)} (code de la consommation, art. L. 314-6)",
    )


USURY_THRESHOLDS: Parameter[Bands] = Parameter(
    "Seuils de l’usure",
    (
        _quarter(date(2025, 4, 1), "23.24", "15.67", "8.63"),
        _quarter(date(2025, 7, 1), "23.39", "15.79", "8.69"),
        _quarter(date(2025, 10, 1), "23.49", "15.71", "8.73"),
        _quarter(date(2026, 1, 1), "23.56", "15.87", "8.67"),
    ),
)
