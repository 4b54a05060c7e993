"""What is simulated: loans as their guarantor bears them, and what is assumed of their defaults."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from etrier.domain.guarantee import guarantee_call
from etrier.domain.money import ZERO, checked_amount, checked_rate, to_cents, to_euros
from etrier.domain.refusal import Refused
from etrier.domain.schedule import LONGEST_MONTHS, Schedule, Terms, schedule_of
from etrier.domain.scheme.choices import CallBase

MOST_SLICES = 24


@dataclass(frozen=True, slots=True)
class Timing:
    """When, in the life of a loan, the borrowers who default stop paying.

    `slices` weigh equal slices of its life: (1,) is any time, (3, 2, 1) mostly early. With `month`, all of
    them stop at that instalment, or at the last one of a shorter loan. Raises `Refused` when nothing, or
    less than nothing, weighs.
    """

    slices: tuple[int, ...] = (1,)
    month: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.slices) <= MOST_SLICES or min(self.slices) < 0 or not any(self.slices):
            raise Refused(
                "absurd_timing",
                f"Moment des défauts : de 1 à {MOST_SLICES} poids, dont l’un au moins dépasse zéro.",
            )
        if self.month is not None and not 1 <= self.month <= LONGEST_MONTHS:
            raise Refused("absurd_months", f"Moment des défauts : une échéance de 1 à {LONGEST_MONTHS}.")

    def weights(self, months: int) -> tuple[Fraction, ...]:
        """Share of the defaults at each instalment of a loan of so many months; they add up to 1."""
        if self.month is not None:
            last = min(self.month, months)
            return tuple(Fraction(number == last) for number in range(1, months + 1))
        until = [self._before(Fraction(number, months)) for number in range(months + 1)]
        return tuple(after - before for before, after in pairwise(until))

    def _before(self, at: Fraction) -> Fraction:
        """Share of the defaults before this fraction of the loan's life."""
        whole, into = divmod(at * len(self.slices), 1)
        reached = Fraction(sum(self.slices[: int(whole)]))
        if into:
            reached += into * self.slices[int(whole)]
        return reached / sum(self.slices)


ANY_TIME = Timing()
EARLY = Timing((3, 2, 1))
LATE = Timing((1, 2, 3))


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed of every loan, each independent of the others.

    `default_rate`: percent of loans that end with a guarantee call (the source gives losses of 1.5–3.2 %).
    `recovery_rate`: percent of what the guarantor paid that comes back to it later. Raises `Refused` for a
    rate outside 0–100 or with more than six decimals.
    """

    default_rate: Decimal
    recovery_rate: Decimal = ZERO
    timing: Timing = ANY_TIME

    def __post_init__(self) -> None:
        checked_rate(self.default_rate, "Taux de défaut")
        checked_rate(self.recovery_rate, "Part recouvrée")


@dataclass(frozen=True, slots=True)
class Loans:
    """`count` loans alike, as their guarantor bears them.

    `call_cents[k]`: what it would pay, were the instalment k + 1 of those to come the first one never paid.
    `past`: instalments already paid, during which the loan did not default. Raises `Refused`.
    """

    count: int
    call_cents: tuple[int, ...]
    past: int = 0

    def __post_init__(self) -> None:
        if self.count < 1:
            raise Refused("no_loan", "Nombre de prêts : au moins un.")
        if not self.call_cents or self.past < 0 or self.life > LONGEST_MONTHS:
            raise Refused("absurd_months", f"Durée : entre 1 et {LONGEST_MONTHS} mois.")
        if min(self.call_cents) < 0:
            raise Refused("negative_amount", "Appel en garantie : un montant ne peut pas être négatif.")

    @property
    def life(self) -> int:
        """Instalments of the whole loan, past ones included."""
        return self.past + len(self.call_cents)

    @property
    def dearest(self) -> int:
        """Cents of the dearest call to come."""
        return max(self.call_cents)

    def chances(self, assumptions: Assumptions) -> tuple[Fraction, ...]:
        """Chance that one of them defaults at each instalment to come, given that it has not yet."""
        return _chances(assumptions, self.life, self.past)


@lru_cache(maxsize=4096)
def _chances(assumptions: Assumptions, life: int, past: int) -> tuple[Fraction, ...]:
    weights = assumptions.timing.weights(life)
    rate = Fraction(assumptions.default_rate) / 100
    alive = 1 - rate * sum(weights[:past])
    if not alive:
        return (Fraction(0),) * (life - past)
    return tuple(rate * weight / alive for weight in weights[past:])


def loans_of(terms: Terms, share: Decimal, count: int = 1, base: CallBase = CallBase.PRINCIPAL) -> Loans:
    """Loans to come, all of these terms: at each line, what is owed before it falls to the guarantee.

    `share` in percent (quotité); `base` by the bank's convention, the interest due being that of the line.
    """
    schedule = schedule_of(terms)
    lines = range(1, len(schedule) + 1)
    return Loans(count, tuple(_call(schedule, number, share, base) for number in lines))


def _call(schedule: Schedule, number: int, share: Decimal, base: CallBase) -> int:
    owed = to_euros(schedule.balance_before(number))
    interest = to_euros(schedule.interest_cents[number - 1])
    return to_cents(guarantee_call(owed, interest, share, base).guarantor)


def running_loan(owed: Sequence[Decimal], share: Decimal, past: int = 0) -> Loans:
    """A loan in course: `owed` is its outstanding principal before each instalment to come, euros."""
    calls = (guarantee_call(checked_amount(amount, "Capital restant dû"), ZERO, share) for amount in owed)
    return Loans(1, tuple(to_cents(call.guarantor) for call in calls), past)
