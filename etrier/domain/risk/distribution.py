"""What a simulation found: a sum of money in each scenario, read as a mean, quantiles and bars."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from math import ceil

import numpy as np
import numpy.typing as npt

from etrier.domain.money import half_up, to_cents, to_euros
from etrier.domain.refusal import Refused

USUAL = Decimal("99.5")
"""Percent of the scenarios that the bars of one width hold; the dearest ones share the last bar."""

Cents = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar: percent of the scenarios that cost more than `above` and at most `up_to`, euros.

    The first one, where `above` is None, is for nothing at all.
    """

    above: Decimal | None
    up_to: Decimal
    share: Decimal


@dataclass(frozen=True, eq=False)
class Distribution:
    """A sum of money, scenario by scenario, in ascending order; integer cents inside, euros outside."""

    cents: Cents = field(repr=False)

    @classmethod
    def of(cls, cents: Cents) -> "Distribution":
        """The distribution of sums in any order."""
        return cls(np.sort(cents))

    def __len__(self) -> int:
        return len(self.cents)

    @property
    def mean(self) -> Decimal:
        """The mean, half-up to the cent."""
        return to_euros(half_up(int(self.cents.sum()), len(self)))

    @property
    def highest(self) -> Decimal:
        return to_euros(int(self.cents[-1]))

    def quantile(self, percent: Decimal | int) -> Decimal:
        """The least sum that so many percent of the scenarios do not exceed (« neuf fois sur dix »: 90)."""
        if not 0 < percent <= 100:
            raise Refused("absurd_share", "Quantile : entre 0 et 100 %.")
        return to_euros(int(self.cents[ceil(len(self) * Decimal(percent) / 100) - 1]))

    def share_up_to(self, amount: Decimal) -> Decimal:
        """Percent of the scenarios that do not exceed an amount in euros."""
        return self._percent(int(np.searchsorted(self.cents, to_cents(amount), side="right")))

    def bins(self, most: int = 8) -> tuple[Bin, ...]:
        """Nothing, then at most `most` bars of one round width, then what few scenarios exceed."""
        usual, highest = to_cents(self.quantile(USUAL)), int(self.cents[-1])
        width = _round_width(usual, most)
        edges = [0, *range(width, usual + width, width)] if usual else [0]
        if highest > edges[-1]:
            edges.append(highest)
        reached = [int(count) for count in np.searchsorted(self.cents, edges, side="right")]
        nothing = Bin(None, to_euros(0), self._percent(reached[0]))
        return (nothing, *self._bars(edges, reached))

    def _bars(self, edges: Sequence[int], reached: Sequence[int]) -> list[Bin]:
        return [
            Bin(to_euros(above), to_euros(up_to), self._percent(after - before))
            for (above, up_to), (before, after) in zip(pairwise(edges), pairwise(reached), strict=True)
        ]

    def _percent(self, count: int) -> Decimal:
        return to_euros(half_up(count * 10_000, len(self)))


def _round_width(highest: int, most: int) -> int:
    """The least of 1, 2, 2.5, 5 × 10ⁿ euros (in cents) that reaches the highest in so many steps."""
    width = 1_00
    while True:
        for times in (2, 4, 5, 10):
            if width * times // 2 * most >= highest:
                return width * times // 2
        width *= 10
