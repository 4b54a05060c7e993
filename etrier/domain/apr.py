"""TAEG: the yearly rate that makes what the borrower pays worth what the lender advances.

Σ advances (1+X)^−t = Σ payments (1+X)^−t, t in years (code de la consommation, annexe à l’article
R. 314-3; directive 2008/48/CE, annexe I). Stored in percent with six decimals, shown half-up with two.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise, repeat
from math import exp, expm1, log, sqrt
from operator import mul

from etrier.domain.money import LONGEST_TEXT
from etrier.domain.refusal import Refused

STORED = Decimal("0.000001")
SHOWN = Decimal("0.01")
HALF = Decimal("0.5")
ALMOST_NOTHING = Decimal("1e-15")
"""A balance smaller than this beside its flows is none: years are floats, two thirds of one are not exact."""
LONGEST_YEARS = 150
STEADY = 3e-5
"""The solver stops after a step in ln(1+X) shorter than this over the longest time: its cube is nothing."""
LOWEST, HIGHEST = -9.0, 9.25
"""Bounds of the search in ln(1+X): from −99.99 % to about a million percent."""
MOST_SIGN_CHANGES = 12
"""Beyond this many alternations of advances and repayments the roots are not isolated one by one."""

Flow = tuple[float, int]
"""Years since the first advance, and cents: positive when the lender advances, negative when it is repaid."""

_TERM = re.compile(r"([0-9]{1,9})(?:/([0-9]{1,6})|\.([0-9]{1,12}))?")


def parse_years(text: str) -> float:
    """Years written as a sum of fractions: "0", "3/2", "1/12+3/365". Raises `Refused`."""
    if len(text) > LONGEST_TEXT:
        raise Refused("unreadable_years", f"Durée « {text[:30]}… » illisible : elle est trop longue.")
    total = Fraction(0)
    for term in text.replace(" ", "").split("+"):
        match = _TERM.fullmatch(term)
        if match is None or (match.group(2) is not None and not int(match.group(2))):
            raise Refused("unreadable_years", f"Durée « {text} » illisible. Écrivez par exemple 1/12+3/365.")
        whole, divisor, decimals = match.groups()
        total += Fraction(f"{whole}.{decimals}") if decimals else Fraction(int(whole), int(divisor or 1))
    if total > LONGEST_YEARS:
        raise Refused("absurd_years", f"Durée « {text} » : au plus {LONGEST_YEARS} ans.")
    return float(total)


def shown(apr: Decimal) -> Decimal:
    """The TAEG as it is displayed: two decimals, half-up."""
    return apr.quantize(SHOWN, ROUND_HALF_UP)


@lru_cache(maxsize=256)
def months_in_years(count: int) -> tuple[float, ...]:
    """The years of `count` monthly payments: 1/12, 2/12, …"""
    return tuple(month / 12 for month in range(1, count + 1))


def apr_of_repayments(advance: int, years: Sequence[float], payments: Sequence[int]) -> Decimal:
    """TAEG, in percent, of one advance (cents, net of fees) at the origin, repaid by `payments` at `years`.

    The common case, and the fast one: the logarithm of what the payments are worth is convex and almost
    straight in ln(1+X), so that a few steps from zero find it. Raises `Refused` as `apr_of_flows` does.
    """
    if not years or advance <= 0 or min(years) <= 0 or min(payments) < 0 or not any(payments):
        repaid = [(at, -paid) for at, paid in zip(years, payments, strict=True)]
        return apr_of_flows([(0.0, advance), *repaid])
    root = _converged(advance, years, payments)
    if root is not None and not _is_near_tie(rate := expm1(root)):
        return _percent(rate)
    return _bisected(
        _merged([(0.0, advance), *((at, -paid) for at, paid in zip(years, payments, strict=True))])
    )


def _converged(advance: int, years: Sequence[float], payments: Sequence[int]) -> float | None:
    """ln(1+X), or None when a step leaves the bounds of the search.

    Each step follows the parabola of the same slope and curvature (Euler) where it is a correction of
    the tangent and not a leap; convergence is then cubic.
    """
    count, steady = len(payments), STEADY / max(years)
    monthly = tuple(years) == months_in_years(count)
    guess, weights = 0.0, list(map(float, payments))
    for _ in range(60):
        worth: float = sum(weights)
        moments = list(map(mul, weights, years))
        mean: float = sum(moments) / worth
        gap = log(worth / advance)
        bend = gap * (sum(map(mul, moments, years)) / worth / mean / mean - 1) / 2
        step = gap / mean * (2 / (1 + sqrt(1 - 4 * bend)) if -0.25 < bend < 0.25 else 1)
        guess += step
        if -steady < step < steady:
            return guess
        if not LOWEST < guess < HIGHEST:
            return None
        if monthly:
            discounts = list(accumulate(repeat(exp(-guess / 12), count), mul))
        else:
            discounts = [exp(-guess * at) for at in years]
        weights = list(map(mul, payments, discounts))
    return None


def apr_of_flows(flows: Iterable[Flow]) -> Decimal:
    """TAEG, in percent with six decimals, of any flow of advances and repayments.

    Where several rates solve the equation, the only one that is not negative is the TAEG. Raises
    `Refused` with its reason: no advance first (`no_advance`), nothing repaid (`no_sign_change`),
    several rates (`several_rates`), none (`no_rate`), beyond a million percent (`out_of_reach`).
    """
    merged = _merged(flows)
    changes = len(_sign_changes(amount for _, amount in merged))
    if not merged or merged[0][1] < 0:
        raise Refused("no_advance", "Aucun TAEG : le premier flux doit être une somme versée à l’emprunteur.")
    if not changes:
        raise Refused("no_sign_change", "Aucun TAEG : rien n’est remboursé après le déblocage.")
    if changes == 1 and merged[1][1] < 0:
        (origin, advance), *repaid = merged
        return apr_of_repayments(advance, [at - origin for at, _ in repaid], [-paid for _, paid in repaid])
    return _bisected(merged)


def _bisected(flows: Sequence[Flow]) -> Decimal:
    rate = expm1(_only_root(flows, len(_sign_changes(amount for _, amount in flows))))
    return _settled_tie(rate, flows) if _is_near_tie(rate) else _percent(rate)


def _out_of_reach() -> Refused:
    return Refused("out_of_reach", "Aucun TAEG vraisemblable : vérifiez les montants et les dates.")


def _merged(flows: Iterable[Flow]) -> list[Flow]:
    by_time: dict[float, int] = {}
    for at, amount in flows:
        by_time[at] = by_time.get(at, 0) + amount
    return sorted((at, amount) for at, amount in by_time.items() if amount)


def _sign_changes(amounts: Iterable[float]) -> list[int]:
    """Ranks of the amounts, none of them zero, that the next one does not share the sign of."""
    return [rank for rank, (one, two) in enumerate(pairwise(amounts)) if (one < 0) != (two < 0)]


def _only_root(flows: Sequence[Flow], changes: int) -> float:
    """The one ln(1+X) that solves the equation, or `Refused`."""
    if changes == 1 or _balance_turns_once(flows):
        low = LOWEST if changes == 1 else 0.0
        if _sign(flows, low) * _sign(flows, HIGHEST) > 0:
            raise _out_of_reach()
        return _root_between(flows, low, HIGHEST)
    if changes > MOST_SIGN_CHANGES:
        raise Refused("too_many_turns", "Pas de TAEG sûr : versements et remboursements alternent trop.")
    for low, high in ((0.0, HIGHEST), (LOWEST, 0.0)):
        roots = _roots(flows, low, high)
        if len(roots) > 1:
            raise Refused(
                "several_rates", f"Pas de TAEG unique : {len(roots)} taux satisfont l’équation de ces flux."
            )
        if roots:
            return roots[0]
    if _sign(flows, HIGHEST) * flows[0][1] < 0:  # the first flow outweighs all others in the end
        raise _out_of_reach()
    raise Refused("no_rate", "Aucun TAEG : aucun taux ne satisfait l’équation de ces flux.")


def _balance_turns_once(flows: Sequence[Flow]) -> bool:
    """Whether the running total changes sign once: then one positive rate, and only one (Norstrøm)."""
    return len(_sign_changes(total for total in accumulate(amount for _, amount in flows) if total)) == 1


def _sign(flows: Sequence[tuple[float, float]], at: float) -> int:
    """Sign of Σ amount · e^(−at·t), 0 where floating point cannot tell; scaled so that nothing overflows."""
    origin = flows[-1][0] if at < 0 else flows[0][0]
    weights = [amount * exp(-at * (time - origin)) for time, amount in flows]
    value = sum(weights)
    if abs(value) <= 1e-14 * sum(map(abs, weights)):
        return 0
    return 1 if value > 0 else -1


def _root_between(flows: Sequence[tuple[float, float]], low: float, high: float) -> float:
    """The zero between two ends of opposite signs, by bisection."""
    at_low = _sign(flows, low)
    if not at_low or not _sign(flows, high):
        return high if at_low else low
    while True:
        middle = (low + high) / 2
        sign = _sign(flows, middle)
        if not sign or middle in (low, high):
            return middle
        low, high = (middle, high) if sign == at_low else (low, middle)


def _roots(flows: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Every zero in the interval. Between two zeros of a derivative there is at most one (Rolle).

    Multiplying by e^(at·pivot) before deriving, the pivot between two flows of opposite signs, removes
    one change of sign, so that the recursion ends where a single change leaves a single zero.
    """
    changes = _sign_changes(amount for _, amount in flows)
    if not changes:
        return []
    turns: list[float] = []
    if len(changes) > 1:
        pivot = (flows[changes[0]][0] + flows[changes[0] + 1][0]) / 2
        turns = _roots([(time, amount * (pivot - time)) for time, amount in flows], low, high)
    found: list[float] = []
    for start, end in pairwise([low, *turns, high]):
        if _sign(flows, start) * _sign(flows, end) <= 0:
            root = _root_between(flows, start, end)
            if not found or root - found[-1] > 1e-9:
                found.append(root)
    return found


def _percent(rate: float) -> Decimal:
    return Decimal(int(abs(rate) * 1e8 + 0.5)).scaleb(-6).copy_sign(Decimal(rate)) + 0


def _is_near_tie(rate: float) -> bool:
    """Whether the seventh decimal, in percent, is too close to a half for floating point to round."""
    return abs((abs(rate) * 1e8) % 1 - 0.5) < 1e-4 * (1 + abs(rate))


def _settled_tie(rate: float, flows: Sequence[Flow]) -> Decimal:
    """Rounds a rate that is next to a tie, by the sign of the equation at the tie itself."""
    below = (Decimal(abs(rate)) * 10**8 - HALF).to_integral_value()
    tie = ((below + HALF) / 10**8).copy_sign(Decimal(rate))
    weights = [Decimal(amount) / (1 + tie) ** Decimal(at) for at, amount in flows]
    value = sum(weights, Decimal(0))
    exactly = abs(value) < ALMOST_NOTHING * max(abs(weight) for weight in weights)
    further = (value < 0) == (rate > 0)
    nearest = below + 1 if exactly or further else below
    return (nearest / 10**6).copy_sign(Decimal(rate)).quantize(STORED) + 0
