"""The arithmetic core: integer cents, exact ratios, one rounding per figure. Everything else presents it."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import exp, expm1, gcd, log1p
from operator import sub
from typing import NamedTuple

from etrier.domain.money import half_up, to_cents

Ratio = tuple[int, int]
"""Monthly rate as an exact ratio: (numerator, denominator)."""


class Columns(NamedTuple):
    """Lines as columns of cents, in order; `balance` is what remains due after each line."""

    principal: list[int]
    interest: list[int]
    balance: list[int]


@lru_cache(maxsize=1024)
def monthly_ratio(yearly_rate: Decimal) -> Ratio:
    """Percent per year → exact monthly ratio: 4 → 1/300."""
    numerator, denominator = yearly_rate.as_integer_ratio()
    denominator *= 1200
    shared = gcd(numerator, denominator)
    return numerator // shared, denominator // shared


def interest_on(balance: int, ratio: Ratio) -> int:
    """Cents of one month's interest, half-up."""
    return half_up(balance * ratio[0], ratio[1])


def _is_sure(estimate: float) -> bool:
    """Whether floating point is enough to round: not next to a tie, where the exact ratio decides."""
    return abs(estimate % 1 - 0.5) > 1e-4 and estimate < 1e9


def level_instalment(balance: int, ratio: Ratio, count: int) -> int:
    """Cents of the constant instalment P·i / (1 − (1+i)^−n), half-up; P/n at zero rate."""
    rate, per = ratio
    if not rate:
        return half_up(balance, count)
    monthly = rate / per
    estimate = balance * monthly / -expm1(-count * log1p(monthly))
    if _is_sure(estimate):
        return int(estimate + 0.5)
    grown = (per + rate) ** count
    return half_up(balance * rate * grown, per * (grown - per**count))


def level_instalment_after(balance: int, ratio: Ratio, count: int, first_months: Fraction) -> int:
    """The constant instalment when the first period lasts `first_months`: actuarial, half-up.

    P(1+i)^(f−1)·i / (1 − (1+i)^−n) (décret n° 2002-928, annexe).
    """
    rate, per = ratio
    if not rate:
        return half_up(balance, count)
    logarithm = log1p(rate / per)
    grown = balance * exp((float(first_months) - 1) * logarithm)
    estimate = grown * rate / per / -expm1(-count * logarithm)
    if _is_sure(estimate):
        return int(estimate + 0.5)
    if first_months.denominator == 1:
        monthly = Fraction(rate, per)
        exact = balance * (1 + monthly) ** (int(first_months) - 1) * monthly / (1 - (1 + monthly) ** -count)
        return half_up(exact.numerator, exact.denominator)
    growth = 1 + Decimal(rate) / per
    power = Decimal(first_months.numerator) / first_months.denominator - 1
    return to_cents(balance * growth**power * (growth - 1) / (1 - growth**-count) / 100)


def first_interest(balance: int, ratio: Ratio, first_months: Fraction) -> int:
    """Cents of the interest of an odd first period: P((1+i)^f − 1), half-up."""
    rate, per = ratio
    estimate = balance * expm1(float(first_months) * log1p(rate / per))
    if _is_sure(estimate):
        return int(estimate + 0.5)
    if first_months.denominator == 1:
        exact = balance * ((1 + Fraction(rate, per)) ** int(first_months) - 1)
        return half_up(exact.numerator, exact.denominator)
    growth = 1 + Decimal(rate) / per
    power = Decimal(first_months.numerator) / first_months.denominator
    return to_cents(balance * (growth**power - 1) / 100)


def repay(
    columns: Columns,
    balance: int,
    ratio: Ratio,
    instalment: int,
    count: int,
    *,
    settles: bool = True,
    opening: int | None = None,
) -> int:
    """Append `count` paying lines and return the balance left.

    Principal is what the instalment leaves after interest, never more than the balance; when `settles`,
    the last line takes all that remains. `opening` is the interest of the first line when its period is
    odd.
    """
    level = count - 1 if settles else count
    balances = _level_balances(balance, ratio, instalment, level, opening)
    principal = list(map(sub, [balance, *balances], balances))
    interest = [instalment - part for part in principal]
    left = balances[-1] if balances else balance
    if left < 0:
        left = _stop_at_zero(balance, principal, interest, balances)
    if settles:
        principal.append(left)
        interest.append(opening if opening is not None and not level else interest_on(left, ratio))
        balances.append(0)
        left = 0
    columns.principal.extend(principal)
    columns.interest.extend(interest)
    columns.balance.extend(balances)
    return left


def _level_balances(
    balance: int, ratio: Ratio, instalment: int, count: int, opening: int | None
) -> list[int]:
    """Balances after each of `count` full instalments; they go below zero where rounding repays early."""
    rate, per = ratio
    double, whole = 2 * rate, 2 * per
    balances: list[int] = []
    if opening is not None and count:
        balance += opening - instalment
        balances.append(balance)
        count -= 1
    for _ in range(count):
        balance += (balance * double + per) // whole - instalment
        balances.append(balance)
    return balances


def _stop_at_zero(balance: int, principal: list[int], interest: list[int], balances: list[int]) -> int:
    """Cap the principal at the balance where an instalment would repay more, and leave the rest at zero."""
    index = next(number for number, left in enumerate(balances) if left < 0)
    principal[index] = balances[index - 1] if index else balance
    rest = len(balances) - index
    balances[index:] = [0] * rest
    principal[index + 1 :] = interest[index + 1 :] = [0] * (rest - 1)
    return 0
