"""How figures and days are written in French sentences. One place, so that every page says them alike."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from etrier.domain.french import NARROW_NO_BREAK, NO_BREAK

MONTH_NAMES = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def number(value: Decimal | int, decimals: int = 2) -> str:
    """1 234,5 → « 1 234,50 »; a whole number stays without decimals. Rounded half-up."""
    exact = Decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,f}" if rounded != rounded.to_integral_value() else f"{int(rounded):,d}"
    return text.replace(",", NARROW_NO_BREAK).replace(".", ",").replace("-", "\u2212")


def euros(amount: Decimal | int) -> str:
    """« 1 234,50 € », « 3 000 € »."""
    return f"{number(amount)}{NARROW_NO_BREAK}€"


def percent(rate: Decimal | int) -> str:
    """A rate given in percent: « 4,25 % », « 50 % »."""
    return f"{number(Decimal(rate).normalize() if rate else rate)}{NARROW_NO_BREAK}%"


def day(on: date) -> str:
    """« 1er mars 2026 »."""
    return f"{'1er' if on.day == 1 else on.day} {MONTH_NAMES[on.month - 1]} {on.year}"


def plural(count: int | Decimal, one: str, many: str = "") -> str:
    """« 1 mois », « 2 jours »: French takes the plural from two."""
    return f"{number(count)} {one if -2 < count < 2 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """« a, b et c »."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} et {last}" if first else last


def quoted(words: str) -> str:
    """« words », with its no-break spaces."""
    return f"«{NO_BREAK}{words}{NO_BREAK}»"
