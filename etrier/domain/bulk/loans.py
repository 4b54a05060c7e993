"""The terms of many loans, as columns, read once and checked once."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from etrier.domain.money import FINEST_RATE, HIGHEST_RATE, to_euros
from etrier.domain.refusal import Refused
from etrier.domain.schedule import LONGEST_MONTHS
from etrier.domain.wording import euros

HIGHEST_LOAN_CENTS = 100_000_00
"""Above, `schedules` could not promise the cent (see `HALF_UP` there); a microcredit is far below."""

Cents = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Loans:
    """What banks lend: a row per loan, regular first period, neither fees nor insurance.

    `principal_cents` in cents; `rate_millionths` in millionths of a percent per year, so that a rate of
    six decimals stays exact; `months`, one line each. Made by `of`, which checks.
    """

    principal_cents: Cents
    rate_millionths: NDArray[np.int32]
    months: NDArray[np.int32]

    @classmethod
    def of(cls, principal_cents: ArrayLike, yearly_rate: ArrayLike, months: ArrayLike) -> Self:
        """Columns of the same length: cents, percent per year (4.25), number of lines.

        Raises `Refused`, naming the first faulty loan, for what is not a number or not finite, a loan of
        nothing or above `HIGHEST_LOAN_CENTS`, a rate outside 0–100 % or finer than six decimals, a
        duration outside 1–600 months.
        """
        highest = euros(to_euros(HIGHEST_LOAN_CENTS))
        cents = f"un nombre entier de centimes, de 1 centime à {highest}"
        principal = whole(principal_cents, "Montant", 1, HIGHEST_LOAN_CENTS, cents)
        rate = _millionths(numbers(yearly_rate, "Taux débiteur"))
        lines = whole(months, "Durée", 1, LONGEST_MONTHS, f"entre 1 et {LONGEST_MONTHS} mois")
        if not principal.shape == rate.shape == lines.shape or principal.ndim != 1:
            raise Refused("uneven_columns", "Prêts : les colonnes doivent avoir la même longueur.")
        return cls(*(frozen(column.astype(np.int32)) for column in (principal, rate, lines)))

    def __len__(self) -> int:
        return len(self.months)


def numbers(values: ArrayLike, name: str) -> NDArray[Any]:
    """An array of finite numbers. Raises `Refused` for any other thing."""
    try:
        array = np.asarray(values)
    except (ValueError, OverflowError):
        raise Refused("uneven_columns", f"{name} : des nombres en colonne sont attendus.") from None
    if not array.size:
        return array.astype(np.int64)
    if array.dtype.kind not in "iuf":
        raise Refused("not_numbers", f"{name} : des nombres sont attendus.")
    if array.dtype.kind == "f":
        array = array.astype(np.float64)
        _refuse(~np.isfinite(array), "not_finite", name, "ce n’est pas un nombre fini")
    return array


def whole(values: ArrayLike, name: str, low: int, high: int, expected: str) -> NDArray[Any]:
    """An array of whole numbers between two bounds; `expected` says so in French when they are not."""
    array = numbers(values, name)
    if array.size and not (array.min() >= low and array.max() <= high):
        _refuse((array < low) | (array > high), "out_of_bounds", name, f"attendu {expected}")
    if array.dtype.kind == "f":
        _refuse(array != np.floor(array), "not_whole", name, f"attendu {expected}")
    return array


def frozen(column: NDArray[Any]) -> NDArray[Any]:
    """The column itself, which nobody may write any more."""
    column.flags.writeable = False
    return column


def _millionths(percent: NDArray[Any]) -> NDArray[Any]:
    outside = (percent < 0) | (percent > int(HIGHEST_RATE))
    _refuse(outside, "absurd_rate", "Taux débiteur", f"attendu entre 0 et {HIGHEST_RATE} %")
    scaled = percent * 10.0**FINEST_RATE
    nearest = np.rint(scaled)
    finer = np.abs(scaled - nearest) > 1e-6
    _refuse(finer, "too_many_decimals", "Taux débiteur", f"pas plus de {FINEST_RATE} décimales")
    return nearest


def _refuse(faulty: NDArray[np.bool_], code: str, name: str, why: str) -> None:
    """Refuse the whole when any element is faulty; the sentence names the loan (last axis), from 1."""
    if faulty.any():
        loan = int(np.argwhere(faulty)[0][-1]) + 1 if faulty.ndim else 1
        raise Refused(code, f"Prêt {loan}, {name.lower()} : {why}.")
