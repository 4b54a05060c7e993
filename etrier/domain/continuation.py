"""The lines of a version from the line where it departs from the former one."""

from collections.abc import Mapping
from dataclasses import replace

from etrier.domain.money import to_euros
from etrier.domain.refusal import Refused
from etrier.domain.repayment import Columns, interest_on, level_instalment, level_instalment_after, repay
from etrier.domain.schedule import Hold, Schedule, Treatment, opening_interest
from etrier.domain.wording import euros

MOST_LINES = 1200
"""A century of months: a measure that would run longer is refused."""


class Continuation:
    """Writes lines from `start` on: held months stay held at their dates, the others pay.

    Carried interest is settled with the line that repays the last of the principal. Use once.
    """

    def __init__(self, schedule: Schedule, start: int, holds: Mapping[int, Treatment] | None = None) -> None:
        self.schedule = schedule
        self.start = self.number = start
        self.ratio = schedule.terms.ratio
        self.balance = schedule.balance_before(start)
        self.columns = Columns(
            list(schedule.principal_cents[: start - 1]),
            list(schedule.interest_cents[: start - 1]),
            list(schedule.balance_cents[: start - 1]),
        )
        self.held = {hold.number: hold.treatment for hold in schedule.holds if hold.number >= start}
        self.held.update(holds or {})
        self.holds = [hold for hold in schedule.holds if hold.number < start]

    def over(self, paying: int, instalment: int | None) -> Schedule:
        """`paying` lines that pay, the last settles; the instalment is recomputed when None.

        It is also recomputed after held months whose interest was capitalised.
        """
        while paying:
            if self.number in self.held:
                if self._hold() is Treatment.CAPITALISED:
                    instalment = None
                continue
            if instalment is None:
                instalment = self._level(paying)
            until = min((held for held in self.held if held > self.number), default=self.number + paying)
            count = min(until - self.number, paying)
            self.balance = repay(
                self.columns,
                self.balance,
                self.ratio,
                instalment,
                count,
                settles=count == paying,
                opening=self._opening(),
            )
            self.number += count
            paying -= count
        return self._version(instalment or 0)

    def until_settled(self, instalment: int) -> Schedule:
        """This instalment until nothing remains. Raises `Refused` when it does not exceed the interest."""
        principal, interest, balances = self.columns
        while self.balance:
            if self.number > MOST_LINES:
                raise Refused("endless", f"À ce rythme, le prêt durerait plus de {MOST_LINES} mois.")
            if self.number in self.held:
                self._hold()
                continue
            due = self._interest()
            if instalment <= due:
                raise Refused(
                    "below_interest",
                    f"Une mensualité de {euros(to_euros(instalment))} ne dépasse pas les intérêts du mois "
                    f"({euros(to_euros(due))}) : le prêt ne serait jamais remboursé.",
                )
            part = min(instalment - due, self.balance)
            self.balance -= part
            principal.append(part)
            interest.append(due)
            balances.append(self.balance)
            self.number += 1
        return self._version(instalment)

    def _opening(self) -> int | None:
        return opening_interest(self.schedule.terms) if self.number == 1 else None

    def _interest(self) -> int:
        opening = self._opening()
        return interest_on(self.balance, self.ratio) if opening is None else opening

    def _level(self, paying: int) -> int:
        odd = self.schedule.terms.first_months if self.number == 1 else None
        if odd is None:
            return level_instalment(self.balance, self.ratio, paying)
        return level_instalment_after(self.balance, self.ratio, paying, odd)

    def _hold(self) -> Treatment:
        treatment, due = self.held[self.number], self._interest()
        added = due if treatment is Treatment.CAPITALISED else 0
        charged = due if treatment in (Treatment.INTEREST_ONLY, Treatment.CAPITALISED) else 0
        self.balance += added
        self.columns.principal.append(-added)
        self.columns.interest.append(charged)
        self.columns.balance.append(self.balance)
        carried = due if treatment is Treatment.DEFERRED else 0
        self.holds.append(Hold(self.number, treatment, carried))
        self.number += 1
        return treatment

    def _version(self, instalment: int) -> Schedule:
        principal, interest, balances = self.columns
        interest[balances.index(0)] += sum(hold.carried for hold in self.holds)
        count, known = len(balances), self.schedule.due_on
        return replace(
            self.schedule,
            instalment_cents=instalment,
            due_on=known[:count] + self.schedule.terms.due_dates(count)[len(known) :],
            principal_cents=tuple(principal),
            interest_cents=tuple(interest),
            balance_cents=tuple(balances),
            holds=tuple(self.holds),
            changed_from=self.start,
            last_act=2 * self.start - 1,
        )
