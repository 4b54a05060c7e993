"""The lending arithmetic a second time, slow and plain, from the words of its specification alone.

Nothing of the rules is imported but the shape of what is asked: two writings of one text disagree where
either is wrong. Exact fractions, but for powers that are not whole (fifty digits).
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from etrier.domain.measures import EarlyMode, EarlyRepayment, Extension, Measure, Postponement, Revision
from etrier.domain.schedule import Terms, Treatment

LONGEST = 1200


class Impossible(Exception):
    """The measure makes no sense here."""


def half_up(exact: Fraction) -> int:
    """The nearest whole number of cents; a half goes up."""
    return int((2 * exact + 1) // 2)


def months_later(day: date, months: int, on_the: int = 0) -> date:
    """That day of another month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(on_the or day.day, monthrange(year, month + 1)[1]))


def is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def years(start: date, end: date) -> Fraction:
    """Whole months counted backwards from the end, then days over the year that ends on the last of them."""
    apart = (end.year - start.year) * 12 + end.month - start.month
    if months_later(start, apart) == end or (is_last(start) and is_last(end)):
        return Fraction(apart, 12)
    whole = 0
    while months_later(end, -(whole + 1)) >= start:
        whole += 1
    last = months_later(end, -whole)
    return Fraction(whole, 12) + Fraction((last - start).days, (last - months_later(last, -12)).days)


def power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator == 1:
        return base ** int(exponent)
    with localcontext(prec=50):
        one = Decimal(base.numerator) / base.denominator
        return Fraction(one ** (Decimal(exponent.numerator) / exponent.denominator))


@dataclass
class Row:
    """One month: cents of principal and interest, the balance after it, what it carries to the end."""

    principal: int
    interest: int
    balance: int
    carried: int = 0


@dataclass
class Book:
    """A loan written line after line; each measure rewrites it from its line on."""

    terms: Terms
    rows: list[Row] = field(default_factory=list)
    held: dict[int, Treatment] = field(default_factory=dict)
    instalment: int = 0
    latest: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        self.lent = int(self.terms.principal * 100)
        self.rate = Fraction(self.terms.yearly_rate) / 1200
        first = self.terms.first_due_on
        regular = months_later(self.terms.disbursed_on, 1)
        odd = first is not None and first != regular
        self.first_months = years(self.terms.disbursed_on, first) * 12 if odd else Fraction(1)
        self.first_on = first or regular
        self.write(1, self.terms.months, self.level(1, self.lent, self.terms.months))

    def days(self) -> list[date]:
        """Due dates: the day of disbursement, or that of the first one where it is another."""
        start, first = self.terms.disbursed_on, self.first_on
        apart = (first.year - start.year) * 12 + first.month - start.month
        kept = start.day if months_later(start, apart) == first else first.day
        return [months_later(first, rank, kept) for rank in range(len(self.rows))]

    def before(self, line: int) -> int:
        return self.rows[line - 2].balance if line > 1 else self.lent

    def level(self, line: int, balance: int, lines: int) -> int:
        """P(1+i)^(f−1)·i / (1−(1+i)^−n), half-up; f = 1 but for an odd first period."""
        if not self.rate:
            return half_up(Fraction(balance, lines))
        late = power(1 + self.rate, self.first_months - 1) if line == 1 else 1
        return half_up(balance * late * self.rate / (1 - (1 + self.rate) ** -lines))

    def interest(self, line: int, balance: int) -> int:
        if line == 1 and self.first_months != 1:
            return half_up(balance * (power(1 + self.rate, self.first_months) - 1))
        return half_up(balance * self.rate)

    def hold(self, line: int, balance: int) -> Row:
        """A held month: nothing is paid, but the interest alone where it is paid each month."""
        due = self.interest(line, balance)
        match self.held[line]:
            case Treatment.WAIVED:
                return Row(0, 0, balance)
            case Treatment.INTEREST_ONLY:
                return Row(0, due, balance)
            case Treatment.DEFERRED:
                return Row(0, 0, balance, carried=due)
        return Row(-due, due, balance + due)

    def settle(self) -> None:
        """What was carried is paid with the line that repays the last of the principal."""
        last = next(row for row in self.rows if not row.balance)
        last.interest += sum(row.carried for row in self.rows)

    def write(self, line: int, paying: int, instalment: int | None) -> None:
        """So many paying lines, the last settles; computed again when None, and after capitalised months."""
        del self.rows[line - 1 :]
        balance = self.before(line)
        while paying:
            if line in self.held:
                self.rows.append(self.hold(line, balance))
                if self.held[line] is Treatment.CAPITALISED:
                    instalment = None
            else:
                instalment = self.level(line, balance, paying) if instalment is None else instalment
                due = self.interest(line, balance) if balance else 0
                part = balance if paying == 1 else min(instalment - due, balance) if balance else 0
                self.rows.append(Row(part, due, balance - part))
                paying -= 1
            balance, line = self.rows[-1].balance, line + 1
        self.instalment = instalment or 0
        self.settle()

    def write_until_settled(self, line: int, instalment: int) -> None:
        del self.rows[line - 1 :]
        balance = self.before(line)
        while balance:
            if line > LONGEST:
                raise Impossible
            if line in self.held:
                self.rows.append(self.hold(line, balance))
            else:
                due = self.interest(line, balance)
                if instalment <= due:
                    raise Impossible
                part = min(instalment - due, balance)
                self.rows.append(Row(part, due, balance - part))
            balance, line = self.rows[-1].balance, line + 1
        self.instalment = instalment
        self.settle()

    def paying_from(self, line: int) -> int:
        return sum(number not in self.held for number in range(line, len(self.rows) + 1))

    def apply(self, measure: Measure) -> None:
        """Raises `Impossible`; the book is then spoilt."""
        early = isinstance(measure, EarlyRepayment)
        line = measure.after if early else measure.start
        when = line + Fraction(1, 2) if early else Fraction(line)
        if not 1 <= line <= len(self.rows) or when < self.latest:
            raise Impossible
        if not (self.rows[line - 1].balance if early else self.before(line)):
            raise Impossible
        if early:
            self.repay_early(line, measure)
        elif isinstance(measure, Postponement):
            self.postpone(measure)
        elif isinstance(measure, Extension):
            self.write(line, self.paying_from(line) + measure.months, None)
        elif isinstance(measure, Revision):
            self.write_until_settled(line, int(measure.instalment * 100))
        self.latest = when

    def postpone(self, measure: Postponement) -> None:
        months = range(measure.start, measure.start + measure.months)
        paying = self.paying_from(measure.start) - (measure.months if measure.keep_end else 0)
        if paying < 1 or any(number in self.held for number in months):
            raise Impossible
        self.held |= dict.fromkeys(months, measure.treatment)
        again = measure.keep_end or measure.treatment is Treatment.CAPITALISED
        self.write(measure.start, paying, None if again else self.instalment)

    def repay_early(self, line: int, measure: EarlyRepayment) -> None:
        row, paying = self.rows[line - 1], self.paying_from(line + 1)
        amount = row.balance if measure.amount is None else int(measure.amount * 100)
        if not 0 < amount <= row.balance:
            raise Impossible
        row.principal += amount
        row.balance -= amount
        if not row.balance:
            del self.rows[line:]
            self.settle()
        elif measure.mode is EarlyMode.SHORTEN:
            self.write_until_settled(line + 1, self.instalment)
        else:
            self.write(line + 1, paying, None)


def apr(advance: int, payments: list[tuple[Fraction, int]]) -> Decimal:
    """The rate that makes payments worth the advance, percent, by halving; forty digits."""
    with localcontext(prec=40):
        flows = [(Decimal(at.numerator) / at.denominator, paid) for at, paid in payments]
        low, high = Decimal(-9), Decimal(9)
        for _ in range(90):
            middle = (low + high) / 2
            worth = sum(paid * (-middle * at).exp() for at, paid in flows)
            low, high = (middle, high) if worth > advance else (low, middle)
        return (low.exp() - 1) * 100
