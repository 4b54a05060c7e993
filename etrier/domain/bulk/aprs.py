"""The TAEG of a whole portfolio repaid by whole months, a block of loans at a time.

What the payments are worth is a polynomial of the monthly factor v = (1+X)^(−1/12): Σ payment × v^month.
As in `apr`, its logarithm is followed down its tangent (Newton): it is convex in ln v, and almost
straight, so that no step goes astray.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from etrier.domain.apr import HIGHEST, LOWEST, apr_of_repayments, months_in_years
from etrier.domain.bulk.loans import frozen, whole
from etrier.domain.bulk.schedules import BLOCK
from etrier.domain.money import HIGHEST_CENTS, to_euros
from etrier.domain.refusal import Refused
from etrier.domain.wording import euros

STEADY = 1e-6
"""The solver stops after a step in ln v shorter than this over √months. A tangent then misses the rate by
step² × variance / 2 / mean date, in months: under 1e-9 percent, and a tenth of it for usual loans."""
MOST_STEPS = 40
"""Beyond, the single path answers, or says why there is no rate."""
MOST_LINES = 1200

Floats = NDArray[np.float64]


def aprs(advance_cents: ArrayLike, payments_cents: ArrayLike) -> Floats:
    """TAEG in percent, not rounded, of many loans: a column of `payments_cents` each, a row per month.

    `advance_cents` is what the borrower receives at the origin, net of fees; row 0 of the payments falls
    one month later. A held month is a 0, or the interest alone. Agrees to 1e-9 with `apr_of_repayments`.

    Raises `Refused`, naming the first faulty loan, when an amount is not a whole number of cents, is
    negative or absurd, and when a loan has no TAEG.
    """
    expected = f"un nombre entier de centimes, au plus {euros(to_euros(HIGHEST_CENTS))}"
    advances = whole(advance_cents, "Versement", 0, HIGHEST_CENTS, expected)
    payments = whole(payments_cents, "Remboursement", 0, HIGHEST_CENTS, expected)
    if payments.ndim != 2 or advances.shape != payments.shape[1:]:
        raise Refused("uneven_columns", "Flux : une colonne de remboursements par versement est attendue.")
    if not 0 < len(payments) <= MOST_LINES:
        raise Refused("absurd_months", f"Flux : entre 1 et {MOST_LINES} mois.")
    found = np.empty(len(advances))
    for start in range(0, len(found), BLOCK):
        block = slice(start, start + BLOCK)
        found[block] = _solved(advances[block].astype(float), payments[:, block])
    for loan in np.flatnonzero(np.isnan(found)):
        found[loan] = _alone(int(loan), int(advances[loan]), payments[:, loan].tolist())
    return frozen(100 * np.expm1(found))


def _alone(loan: int, advance: int, payments: list[int]) -> float:
    """ln(1+X) by the single path. Raises its `Refused`, with the number of the loan."""
    try:
        percent = apr_of_repayments(advance, months_in_years(len(payments)), payments)
    except Refused as refusal:
        raise Refused(refusal.code, f"Prêt {loan + 1} : {refusal.sentence}") from None
    return float(np.log1p(float(percent) / 100))


def _solved(advances: Floats, payments: NDArray[np.int64]) -> Floats:
    """ln(1+X) of each loan of a block, NaN where it was not found."""
    steady = STEADY / len(payments) ** 0.5
    with np.errstate(all="ignore"):
        monthly = _guess(advances, payments)
        for _ in range(MOST_STEPS):
            np.clip(monthly, LOWEST / 12, HIGHEST / 12, out=monthly)
            factor = np.exp(-monthly)
            worth, slope = _worth(payments, factor)
            step = (np.log(worth / advances) - monthly) / (1 + factor * slope / worth)
            monthly += step
            lost = ~(np.abs(step) < steady)
            if not lost.any():
                break
    monthly[lost] = np.nan
    return 12 * monthly


def _worth(payments: NDArray[np.int64], factor: Floats) -> tuple[Floats, Floats]:
    """Σ payment × factor^row, rows counted from 0, and its derivative (Horner)."""
    worth = payments[-1].astype(float)
    slope = np.zeros_like(worth)
    for row in payments[-2::-1]:
        np.multiply(slope, factor, out=slope)
        np.add(slope, worth, out=slope)
        np.multiply(worth, factor, out=worth)
        np.add(worth, row, out=worth)
    return worth, slope


def _guess(advances: Floats, payments: NDArray[np.int64]) -> Floats:
    """The monthly rate x, in logarithm, as the spread of the payments in time suggests it.

    ln(worth) = ln(total) − mean·x + variance·x²/2 − asymmetry·x³/6 + …; the next term, taken as that of
    an even spread, is −variance²·x⁴/20. Constant instalments are such a spread, held months hardly less.
    One step from the zero of the parabola is then right to the sixth decimal, often to the ninth.
    """
    total, mean, variance, asymmetry = _spread(payments)
    gap = np.log(total / advances)
    tangent: Floats = gap / mean
    parabola = 2 * tangent / (1 + np.sqrt(1 - 2 * tangent * variance / mean))
    square = variance * parabola * parabola
    cubic = asymmetry * parabola * parabola
    missing = gap - parabola * (mean + cubic / 6) + square * (1 - square / 10) / 2
    slope = mean - parabola * variance * (1 - square / 5) + cubic / 2
    return np.where(square < 1, parabola + missing / slope, tangent)


def _spread(payments: NDArray[np.int64]) -> tuple[Floats, Floats, Floats, Floats]:
    """Total of the payments, mean of their months, variance and asymmetry: sums alone (Horner at 1)."""
    total = payments[-1].astype(float)
    first, second, third = (np.zeros_like(total) for _ in range(3))
    for row in payments[-2::-1]:
        np.add(third, second, out=third)
        np.add(second, first, out=second)
        np.add(first, total, out=first)
        np.add(total, row, out=total)
    late, twice, thrice = first / total, 2 * second / total, 6 * third / total
    variance = twice + late - late * late
    asymmetry = thrice + 3 * twice + late - late * (3 * variance + late * late)
    return total, 1 + late, variance, asymmetry
