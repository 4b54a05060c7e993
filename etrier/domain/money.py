"""Money: integer cents inside, `Decimal` euros at the edges, rounded once, half-up, never a float."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from etrier.domain.refusal import Refused
from etrier.domain.wording import euros

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HIGHEST_CENTS = 100_000_000_00
"""Beyond a hundred million euros an amount is a typing error, not a microcredit."""
HIGHEST_RATE = Decimal(100)
"""Percent per year. The guard is against typing errors; the legal ceiling is the usury threshold."""
FINEST_RATE = 6
"""Decimals of a rate. They bound the size of the exact ratios."""

LONGEST_TEXT = 40
"""Characters of an amount or a rate; nothing longer is read, nor remembered."""

_TWO_DIGITS = tuple(f"{number:02d}" for number in range(100))
_AMOUNT = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]+))?")
_RATE = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,30})?")


def half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to an exact ratio (denominator positive); a tie goes away from zero."""
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def to_cents(amount: Decimal) -> int:
    """Whole cents of an amount in euros, half-up."""
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def to_euros(cents: int) -> Decimal:
    """Euros with two decimals."""
    return Decimal(cents).scaleb(-2)


def rounded(amount: Decimal) -> Decimal:
    """An amount in euros rounded half-up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def text(cents: int) -> str:
    """`123450` → "1234.50", as the command line and exported files write amounts."""
    if cents < 0:
        return f"-{text(-cents)}"
    return f"{cents // 100}.{_TWO_DIGITS[cents % 100]}"


def texts(column: Sequence[int]) -> list[str]:
    """`text` of a whole column, for the command line, which writes them by the thousand."""
    if column and min(column) < 0:
        return [text(cents) for cents in column]
    return [f"{cents // 100}.{_TWO_DIGITS[cents % 100]}" for cents in column]


def _written(value: object) -> str:
    """What was given, on one short line, to be quoted in a message."""
    words = " ".join(str(value)[:40].split())
    return f"« {words} »"


def _cents_of_text(value: str, name: str) -> int:
    value = value.strip()
    if value.startswith("-") and _AMOUNT.fullmatch(value[1:]):
        raise Refused("negative_amount", f"{name} : un montant ne peut pas être négatif ({_written(value)}).")
    match = _AMOUNT.fullmatch(value)
    if match is None:
        raise Refused(
            "unreadable_amount",
            f"{name} : {_written(value)} n’est pas un montant. Écrivez par exemple 1234.50.",
        )
    whole, decimals = match.group(1), (match.group(2) or "").rstrip("0")
    if len(decimals) > 2:
        raise Refused("too_many_decimals", f"{name} : {_written(value)} a plus de deux décimales.")
    cents = int(whole) * 100 + int(decimals.ljust(2, "0") or 0)
    if cents > HIGHEST_CENTS:
        raise Refused(
            "absurd_amount", f"{name} : {_written(value)} dépasse {euros(to_euros(HIGHEST_CENTS))}."
        )
    return cents


def parse_cents(value: object, name: str) -> int:
    """Cents of a decimal string in euros ("1234.50"); `name` begins the message.

    Raises `Refused` for anything that is not a finite, plain, positive decimal of at most two decimals.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > HIGHEST_CENTS:
            raise Refused("absurd_amount", f"{name} : ce montant dépasse tout montant de microcrédit.")
        value = str(value)
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        return _cents_of_text(value, name)
    raise Refused(
        "unreadable_amount", f"{name} : un montant s’écrit en texte, avec des chiffres, par exemple 1234.50."
    )


def parse_amount(value: object, name: str) -> Decimal:
    """Euros of a decimal string; same errors as `parse_cents`."""
    return to_euros(parse_cents(value, name))


def _rate_of_text(value: str, name: str) -> Decimal:
    value = value.strip()
    if value.startswith("-") and _RATE.fullmatch(value[1:]):
        raise Refused("negative_rate", f"{name} : un taux ne peut pas être négatif ({_written(value)}).")
    if _RATE.fullmatch(value) is None:
        raise Refused(
            "unreadable_rate",
            f"{name} : {_written(value)} n’est pas un taux. Écrivez un pourcentage, par exemple 4.25.",
        )
    return checked_rate(Decimal(value.replace(",", ".")), name)


def parse_rate(value: object, name: str) -> Decimal:
    """Percent per year of a decimal string ("4.25"); refuses what is not between 0 and 100."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= HIGHEST_CENTS:
        value = str(value)
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        return _rate_of_text(value, name)
    raise Refused(
        "unreadable_rate", f"{name} : un taux s’écrit en texte, avec des chiffres, par exemple 4.25."
    )


def checked_rate(rate: Decimal, name: str = "Taux") -> Decimal:
    """The rate itself when it is finite, between 0 and 100 % and has at most six decimals."""
    if not rate.is_finite() or rate < 0 or rate > HIGHEST_RATE:
        raise Refused("absurd_rate", f"{name} : un taux annuel se tient entre 0 et {HIGHEST_RATE} %.")
    _, _, exponent = rate.normalize().as_tuple()
    if isinstance(exponent, int) and exponent < -FINEST_RATE:
        raise Refused("too_many_decimals", f"{name} : pas plus de {FINEST_RATE} décimales.")
    return rate


def checked_amount(amount: Decimal, name: str) -> Decimal:
    """The amount itself when it is finite, not negative, in whole cents and not absurd."""
    if not amount.is_finite():
        raise Refused("unreadable_amount", f"{name} : ce n’est pas un montant.")
    if amount < 0:
        raise Refused("negative_amount", f"{name} : un montant ne peut pas être négatif.")
    if amount * 100 > HIGHEST_CENTS:
        raise Refused("absurd_amount", f"{name} : au plus {euros(to_euros(HIGHEST_CENTS))}.")
    if amount != rounded(amount):
        raise Refused("too_many_decimals", f"{name} : un montant a au plus deux décimales.")
    return amount
