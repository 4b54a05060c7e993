"""Monte Carlo of the guarantee's cost: exact draws, without the matrix of loans by scenarios.

Loans default independently. Of one loan it is enough to draw how many scenarios see it default in each
month (multinomial), then which ones (without replacement): the work follows the defaults, not the cells.
Of many loans alike, each scenario draws how many default in each month. Both have exactly the law of the
dense draw; the tests hold them against the binomial and against the convolution of unequal loans.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from etrier.domain.money import HIGHEST_CENTS, to_euros
from etrier.domain.refusal import Refused
from etrier.domain.risk.distribution import Cents, Distribution
from etrier.domain.risk.loans import Assumptions, Loans
from etrier.domain.wording import euros, number

FEWEST_SCENARIOS = 100
MOST_SCENARIOS = 1_000_000
MOST_LOANS = 100_000
MOST_DRAWS = 200_000_000
"""Loans × scenarios. Some seconds at worst, and never more memory than a few columns of scenarios."""
CELLS = 1_000_000
"""Cells of one block, so that it stays in the cache."""

Chances = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Risk:
    """What guaranteeing these loans may cost; euros.

    `paid`: what the guarantor pays to the banks. `cost`: the same less what is recovered later.
    `exposure`: were all of them to default at once at their dearest instalment.
    """

    loans: int
    exposure: Decimal
    assumptions: Assumptions
    scenarios: int
    seed: int
    paid: Distribution
    cost: Distribution


def simulate(
    loans: Iterable[Loans], assumptions: Assumptions, *, scenarios: int = 100_000, seed: int = 1
) -> Risk:
    """Draw the cost of guaranteeing these loans. The same seed gives the same answer.

    Every scenario is one possible future of all the loans together. Raises `Refused` when there is no loan,
    or more of them, of scenarios or of money than a CCAS could guarantee.
    """
    groups = _alike(loans)
    count = sum(group.count for group in groups)
    exposure = to_euros(sum(group.dearest * group.count for group in groups))
    _check_size(count, scenarios, exposure)
    if seed < 0:
        raise Refused("absurd_seed", "Graine du tirage : un nombre positif.")
    paid = _drawn(groups, assumptions, scenarios, np.random.default_rng(seed))
    return Risk(
        loans=count,
        exposure=exposure,
        assumptions=assumptions,
        scenarios=scenarios,
        seed=seed,
        paid=Distribution.of(paid),
        cost=Distribution.of(paid - _recovered(paid, assumptions.recovery_rate)),
    )


def _alike(loans: Iterable[Loans]) -> list[Loans]:
    """Loans alike put together, in a constant order."""
    counts: dict[tuple[tuple[int, ...], int], int] = {}
    for group in loans:
        key = (group.call_cents, group.past)
        counts[key] = counts.get(key, 0) + group.count
    return [Loans(count, calls, past) for (calls, past), count in counts.items()]


def _check_size(count: int, scenarios: int, exposure: Decimal) -> None:
    if not count:
        raise Refused("no_loan", "Nombre de prêts : au moins un.")
    if count > MOST_LOANS:
        raise Refused("too_many_loans", f"Nombre de prêts : au plus {number(MOST_LOANS)}.")
    if not FEWEST_SCENARIOS <= scenarios <= MOST_SCENARIOS:
        raise Refused(
            "absurd_scenarios",
            f"Tirages : de {number(FEWEST_SCENARIOS)} à {number(MOST_SCENARIOS)}.",
        )
    if count * scenarios > MOST_DRAWS:
        raise Refused(
            "too_many_draws",
            f"Tirages : au plus {number(MOST_DRAWS // count)} pour {number(count)} prêts.",
        )
    if exposure * 100 > HIGHEST_CENTS:
        raise Refused("absurd_amount", f"Garantie : au plus {euros(to_euros(HIGHEST_CENTS))} en tout.")


def _drawn(
    groups: Sequence[Loans], assumptions: Assumptions, scenarios: int, random: np.random.Generator
) -> Cents:
    """Cents paid in each scenario."""
    totals = np.zeros(scenarios, dtype=np.int64)
    for group in groups:
        chances = _floats(group.chances(assumptions))
        calls = np.array(group.call_cents, dtype=np.int64)
        if group.count * (1 - chances[-1]) > len(calls):
            _draw_alike(totals, group.count, chances, calls, random)
        else:
            for _ in range(group.count):
                _draw_one(totals, chances, calls, random)
    return totals


@lru_cache(maxsize=4096)
def _floats(chances: tuple[Fraction, ...]) -> Chances:
    """Chances of each month, then that of no default."""
    return np.array([float(chance) for chance in (*chances, 1 - sum(chances))])


def _draw_alike(
    totals: Cents, count: int, chances: Chances, calls: Cents, random: np.random.Generator
) -> None:
    """Scenario by scenario: how many of `count` loans alike default in each month."""
    block = max(1, CELLS // len(chances))
    for start in range(0, len(totals), block):
        part = totals[start : start + block]
        defaults = random.multinomial(count, chances, size=len(part))
        part += defaults[:, :-1] @ calls


def _draw_one(totals: Cents, chances: Chances, calls: Cents, random: np.random.Generator) -> None:
    """Of one loan: in how many scenarios it defaults in each month, then in which ones."""
    counts = random.multinomial(len(totals), chances)
    costs = np.repeat(calls, counts[:-1])
    if 2 * len(costs) < len(totals):
        totals[random.choice(len(totals), len(costs), replace=False)] += costs
    else:
        spread = np.zeros_like(totals)
        spread[: len(costs)] = costs
        random.shuffle(spread)
        totals += spread


def _recovered(paid: Cents, rate: Decimal) -> Cents:
    """Cents that come back of what was paid, half-up in each scenario."""
    over, under = (rate / 100).as_integer_ratio()
    return (2 * paid * over + under) // (2 * under)
