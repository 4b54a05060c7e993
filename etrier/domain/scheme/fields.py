"""One value of a dispositif: its French label, its unit and its bounds, that reading and pages use."""

from dataclasses import field
from typing import Any

EUROS, PERCENT, MONTHS, DAYS, YEARS = "€", "%", "mois", "jours", "ans"


def value(label: str, unit: str = "", least: int | None = None, most: int | None = None, **extra: Any) -> Any:
    """A field and what must be known of it; the others are the same with their usual unit and bounds."""
    return field(metadata={"label": label, "unit": unit, "least": least, "most": most}, **extra)


def euros(label: str, **extra: Any) -> Any:
    return value(label, EUROS, 0, 10_000_000, **extra)


def percent(label: str, most: int = 100, **extra: Any) -> Any:
    return value(label, PERCENT, 0, most, **extra)


def months(label: str, least: int = 0, **extra: Any) -> Any:
    return value(label, MONTHS, least, 600, **extra)


def days(label: str, **extra: Any) -> Any:
    return value(label, DAYS, 0, 730, **extra)
