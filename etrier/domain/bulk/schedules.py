"""Schedules of a whole portfolio, to the cent, a block of loans at a time so that a block stays in cache.

The arithmetic is that of `repayment`: interest is balance × yearly rate / 1200 as one exact ratio,
rounded once, half-up. Why floating point may say it to the cent: docs/decisions/0008-bulk-arithmetic.md.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etrier.domain.bulk.loans import Cents, Loans, frozen
from etrier.domain.money import FINEST_RATE
from etrier.domain.repayment import level_instalment, monthly_ratio

BLOCK = 8192
"""Loans of a block: what a line of it reads and writes, 300 kB, fits the second level of any cache."""
PARTS = 1200 * 10**FINEST_RATE
"""A month's interest, exactly, is a whole number of these parts of a cent: balance × millionths / PARTS."""
HALF_UP = 0.5 + 0.5 / PARTS
"""Added before the decimals are cut. The half part carries every tie up, whatever the product lost; the
nearest amount under a tie is a whole part below it, and is not carried."""
NEAR_TIE = 1e-6
"""Cents from a half under which an instalment is settled by the exact ratio, not by floating point."""


class Columns(NamedTuple):
    """As `repayment.Columns`, a row per line and a column per loan."""

    principal: Cents
    interest: Cents
    balance: Cents


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The schedules of all the loans of one duration: a row per line, a column per loan, in cents.

    `positions` says which loans of the portfolio these are. `balance_cents` is what remains due after
    each line. The columns cannot be written.
    """

    positions: NDArray[np.int64]
    instalment_cents: Cents
    principal_cents: Cents
    interest_cents: Cents
    balance_cents: Cents

    @property
    def months(self) -> int:
        return len(self.principal_cents)

    @property
    def lent_cents(self) -> Cents:
        """What each loan lends."""
        lent: Cents = self.principal_cents[0] + self.balance_cents[0]
        return lent

    @property
    def amount_cents(self) -> Cents:
        """What the borrower pays at each line: principal + interest. A new array each time."""
        amounts: Cents = self.principal_cents + self.interest_cents
        return amounts


def schedules(loans: Loans) -> tuple[Lines, ...]:
    """The schedule of every loan, by duration, the shortest first: constant instalment, the last settles."""
    durations = np.flatnonzero(np.bincount(loans.months))
    return tuple(_of_duration(loans, int(months)) for months in durations)


def _of_duration(loans: Loans, months: int) -> Lines:
    positions = np.flatnonzero(loans.months == months)
    lent, rates = loans.principal_cents[positions], loans.rate_millionths[positions]
    instalments = np.empty(len(lent), np.int32)
    columns = Columns(*(np.empty((months, len(lent)), np.int32) for _ in range(3)))
    for start in range(0, len(lent), BLOCK):
        block = slice(start, start + BLOCK)
        instalments[block] = _instalments(lent[block], rates[block], months)
        part = Columns(*(column[:, block] for column in columns))
        _repay(part, lent[block], rates[block] / PARTS, instalments[block])
    return Lines(*(frozen(column) for column in (positions, instalments, *columns)))


def _repay(columns: Columns, lent: Cents, monthly: NDArray[np.float64], instalments: Cents) -> None:
    """Write the columns of a block, line after line: principal never above the balance, the last settles."""
    principal, interest, balance = columns
    owed, exact = lent, np.empty(len(lent))
    for part, due, left in zip(principal[:-1], interest[:-1], balance[:-1], strict=True):
        np.multiply(owed, monthly, out=exact)
        np.add(exact, HALF_UP, out=due, casting="unsafe")
        np.subtract(instalments, due, out=part)
        np.minimum(part, owed, out=part)
        owed = np.subtract(owed, part, out=left)
    np.multiply(owed, monthly, out=exact)
    np.add(exact, HALF_UP, out=interest[-1], casting="unsafe")
    principal[-1], balance[-1] = owed, 0


def _instalments(lent: Cents, rates: NDArray[np.int32], months: int) -> Cents:
    """Constant instalments, half-up: P·i / (1 − (1+i)^−n), written P·(1/s + i).

    s = ((1+i)^n − 1)/i is what one cent a month becomes after n months; found by doubling the duration,
    it needs neither a logarithm nor a subtraction, and is n at zero rate.
    """
    monthly = rates / PARTS
    saved = np.ones(len(lent))
    for digit in f"{months:b}"[1:]:
        saved *= 2 + monthly * saved
        if digit == "1":
            saved += 1 + monthly * saved
    estimate = lent / saved + lent * monthly
    cents: Cents = (estimate + 0.5).astype(np.int32)
    free = rates == 0
    cents[free] = (2 * lent[free] + months) // (2 * months)
    near = np.abs(estimate - np.floor(estimate) - 0.5) < NEAR_TIE
    for loan in np.flatnonzero(near & ~free):
        ratio = monthly_ratio(Decimal(int(rates[loan])).scaleb(-FINEST_RATE))
        cents[loan] = level_instalment(int(lent[loan]), ratio, months)
    return cents
