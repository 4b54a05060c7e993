"""The repayment schedule: the bank's terms, and the lines they make.

A `Schedule` is one version: the contract's first, then one more for each measure granted (`measures`).
Inside, columns of integer cents; `Line` and every `Decimal` are presented on demand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from operator import add

from etrier.domain.apr import apr_of_repayments, months_in_years
from etrier.domain.dates import checked_day, due_dates, months_after, months_between, years_as_float
from etrier.domain.labelled import Labelled
from etrier.domain.money import ZERO, checked_amount, checked_rate, to_cents, to_euros
from etrier.domain.refusal import Refused
from etrier.domain.repayment import (
    Columns,
    Ratio,
    first_interest,
    level_instalment,
    level_instalment_after,
    monthly_ratio,
    repay,
)
from etrier.domain.wording import euros

LONGEST_MONTHS = 600
LONGEST_FIRST_PERIOD = 120
"""Months: fifty years of lines, ten years before the first one. Beyond, a typing error."""


class Treatment(Labelled):
    """What becomes of interest while instalments are held (report d’échéances)."""

    WAIVED = "waived", "Intérêts abandonnés"
    INTEREST_ONLY = "interest_only", "Intérêts payés chaque mois"
    DEFERRED = "deferred", "Intérêts reportés à la dernière échéance"
    CAPITALISED = "capitalised", "Intérêts ajoutés au capital"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the bank lends and how it is repaid (conditions du prêt).

    Amounts in euros, rate in percent per year, one line a month. `first_due_on` is one month after
    disbursement unless given. Fees are paid at disbursement; insurance is due every month and enters
    the TAEG only when compulsory. Raises `Refused` when a figure is negative, absurd or not finite.
    """

    principal: Decimal
    yearly_rate: Decimal
    months: int
    disbursed_on: date
    first_due_on: date | None = None
    fees: Decimal = ZERO
    insurance_monthly: Decimal = ZERO
    insurance_compulsory: bool = False

    def __post_init__(self) -> None:
        checked_amount(self.principal, "Montant du prêt")
        if not self.principal:
            raise Refused("nothing_lent", "Montant du prêt : il doit dépasser zéro.")
        checked_rate(self.yearly_rate, "Taux débiteur")
        if not 1 <= self.months <= LONGEST_MONTHS:
            raise Refused("absurd_months", f"Durée : entre 1 et {LONGEST_MONTHS} mois.")
        checked_amount(self.fees, "Frais")
        checked_amount(self.insurance_monthly, "Assurance mensuelle")
        if self.fees >= self.principal:
            raise Refused(
                "fees_exceed_principal", "Frais : ils doivent rester inférieurs au montant du prêt."
            )
        checked_day(self.disbursed_on, "Date de déblocage")
        if self.first_due_on is not None:
            if self.first_due_on <= self.disbursed_on:
                raise Refused("due_before_disbursement", "Première échéance : elle doit suivre le déblocage.")
            if self.first_due_on > months_after(self.disbursed_on, LONGEST_FIRST_PERIOD):
                raise Refused("absurd_date", "Première échéance : plus de dix ans après le déblocage.")

    @property
    def first_line_on(self) -> date:
        """Due date of line 1."""
        return self.first_due_on or months_after(self.disbursed_on, 1)

    @property
    def first_months(self) -> Fraction | None:
        """Length of an odd first period, in months counted as for the TAEG; None when it is one month."""
        if self.first_due_on is None or self.first_due_on == months_after(self.disbursed_on, 1):
            return None
        return months_between(self.disbursed_on, self.first_due_on)

    @property
    def ratio(self) -> Ratio:
        """The monthly rate, exactly."""
        return monthly_ratio(self.yearly_rate)

    def due_dates(self, count: int) -> tuple[date, ...]:
        """Due dates of lines 1 to `count`."""
        return due_dates(self.disbursed_on, self.first_line_on, count)


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment. `amount` = principal + interest, euros; insurance apart; balance after it."""

    number: int
    due_on: date
    amount: Decimal
    principal: Decimal
    interest: Decimal
    insurance: Decimal
    balance: Decimal
    hold: Treatment | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A held line: its treatment, and the cents of interest carried to the last line."""

    number: int
    treatment: Treatment
    carried: int = 0


@dataclass(frozen=True)
class Schedule:
    """One version of a loan's lines. `…_cents` columns are indexed from 0, line numbers from 1.

    `changed_from` is the first line that may differ from the former version; `last_act` orders
    measures in time (see `measures`).
    """

    terms: Terms
    instalment_cents: int
    due_on: tuple[date, ...]
    principal_cents: tuple[int, ...]
    interest_cents: tuple[int, ...]
    balance_cents: tuple[int, ...]
    holds: tuple[Hold, ...] = ()
    changed_from: int = 1
    last_act: int = 0
    accelerated: bool = False

    def __len__(self) -> int:
        return len(self.due_on)

    @property
    def instalment(self) -> Decimal:
        """The constant instalment in force at the end of this version, insurance apart."""
        return to_euros(self.instalment_cents)

    @property
    def end_on(self) -> date:
        """Due date of the last line with something to pay."""
        return self.due_on[max(number for number in range(len(self)) if self.amount_cents(number + 1))]

    def amount_cents(self, number: int) -> int:
        return self.principal_cents[number - 1] + self.interest_cents[number - 1]

    def insurance_cents(self, number: int) -> int:
        """Insurance is due every month, held ones included, until the loan is called in."""
        if self.accelerated and number == len(self):
            return 0
        return to_cents(self.terms.insurance_monthly)

    def balance_before(self, number: int) -> int:
        """Cents owed just before line `number`."""
        return self.balance_cents[number - 2] if number > 1 else to_cents(self.terms.principal)

    def carried_before(self, number: int) -> int:
        """Cents of deferred interest met before line `number` and not settled yet."""
        return sum(hold.carried for hold in self.holds if hold.number < number)

    def hold_of(self, number: int) -> Treatment | None:
        return next((hold.treatment for hold in self.holds if hold.number == number), None)

    @property
    def interest(self) -> Decimal:
        """All interest of this version, euros."""
        return to_euros(sum(self.interest_cents))

    @property
    def insurance(self) -> Decimal:
        """All insurance of this version, euros, compulsory or not."""
        return to_euros(sum(self.insurance_cents(number) for number in range(1, len(self) + 1)))

    @property
    def total(self) -> Decimal:
        """Σ amounts + fees + compulsory insurance, euros."""
        compulsory = self.insurance if self.terms.insurance_compulsory else ZERO
        return to_euros(sum(self.principal_cents) + sum(self.interest_cents)) + self.terms.fees + compulsory

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        held = {hold.number: hold.treatment for hold in self.holds}
        for number, due_on in enumerate(self.due_on, 1):
            yield Line(
                number=number,
                due_on=due_on,
                amount=to_euros(self.amount_cents(number)),
                principal=to_euros(self.principal_cents[number - 1]),
                interest=to_euros(self.interest_cents[number - 1]),
                insurance=to_euros(self.insurance_cents(number)),
                balance=to_euros(self.balance_cents[number - 1]),
                hold=held.get(number),
            )

    @cached_property
    def apr(self) -> Decimal:
        """TAEG of these lines, percent with six decimals: fees and compulsory insurance in, optional out.

        The contract's is its first version's: a right to postpone, or its use, does not change it.
        """
        insured = to_cents(self.terms.insurance_monthly) if self.terms.insurance_compulsory else 0
        payments = [amount + insured for amount in map(add, self.principal_cents, self.interest_cents)]
        net = to_cents(self.terms.principal) - to_cents(self.terms.fees)
        return apr_of_repayments(net, self._years(), payments)

    def _years(self) -> tuple[float, ...]:
        if self.terms.first_months is None and not self.accelerated:
            return months_in_years(len(self))
        return tuple(years_as_float(self.terms.disbursed_on, due) for due in self.due_on)


def opening_interest(terms: Terms) -> int | None:
    """Cents of the interest of line 1 when its period is odd, None otherwise."""
    odd = terms.first_months
    return None if odd is None else first_interest(to_cents(terms.principal), terms.ratio, odd)


def schedule_of(terms: Terms) -> Schedule:
    """The contract's schedule: constant instalments, the last settles (amortissement constant)."""
    columns, opening = Columns([], [], []), None
    cents, ratio, odd = to_cents(terms.principal), terms.ratio, terms.first_months
    if odd is None:
        instalment = level_instalment(cents, ratio, terms.months)
    else:
        instalment = level_instalment_after(cents, ratio, terms.months, odd)
        opening = first_interest(cents, ratio, odd)
    repay(columns, cents, ratio, instalment, terms.months, opening=opening)
    return Schedule(
        terms=terms,
        instalment_cents=instalment,
        due_on=terms.due_dates(terms.months),
        principal_cents=tuple(columns.principal),
        interest_cents=tuple(columns.interest),
        balance_cents=tuple(columns.balance),
    )


def imported_schedule(terms: Terms, lines: tuple[Line, ...]) -> Schedule:
    """The bank's own schedule, kept as it wrote it, when its principal adds up to what was lent.

    The terms take the number of its lines and the date of the first.

    Raises `Refused` when lines are not numbered and dated in order, when one repays principal though it is
    held, or when they do not repay exactly the loan.
    """
    if not lines or [line.number for line in lines] != list(range(1, len(lines) + 1)):
        raise Refused("unordered_lines", "Échéancier importé : les lignes doivent se suivre à partir de 1.")
    if any(after.due_on <= before.due_on for before, after in pairwise(lines)):
        raise Refused("unordered_lines", "Échéancier importé : les dates doivent se suivre.")
    if lines[0].due_on <= terms.disbursed_on:
        raise Refused("due_before_disbursement", "Échéancier importé : une échéance précède le déblocage.")
    if paying := [line.number for line in lines if line.hold is not None and line.principal > 0]:
        raise Refused(
            "held_line_pays",
            f"Échéancier importé : l’échéance {paying[0]} est reportée mais rembourse du capital.",
        )
    principal = tuple(to_cents(line.principal) for line in lines)
    owed = to_cents(terms.principal)
    balances = tuple(owed := owed - part for part in principal)
    if owed or min(balances) < 0:
        raise Refused(
            "principal_differs",
            f"Échéancier importé : le capital des lignes ne fait pas {euros(terms.principal)}.",
        )
    amounts = [to_cents(line.amount) for line in lines]
    return Schedule(
        terms=replace(terms, months=len(lines), first_due_on=lines[0].due_on),
        instalment_cents=max(set(amounts), key=amounts.count),
        due_on=tuple(line.due_on for line in lines),
        principal_cents=principal,
        interest_cents=tuple(to_cents(line.interest) for line in lines),
        balance_cents=balances,
        holds=tuple(Hold(line.number, line.hold) for line in lines if line.hold is not None),
    )
