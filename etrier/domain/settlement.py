"""How what was paid settles what was due: oldest first, interest before principal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from etrier.domain.money import to_cents
from etrier.domain.movements import SETTLING, Knowledge, Movement
from etrier.domain.schedule import Schedule, Treatment

BY_REPORT = "report"
BY_PRESUMPTION = "presumption"
SOURCES = (*(kind.value for kind in SETTLING), BY_REPORT, BY_PRESUMPTION)
"""Where the money that settles comes from: movements, a report that lists no arrears, silence."""


@dataclass(slots=True)
class Slot:
    """One due instalment while it is being settled; cents. `left` is in order of settlement."""

    number: int
    due_on: date
    hold: Treatment | None
    knowledge: Knowledge
    due: tuple[int, int, int]
    left: list[int]
    settled_on: date | None = None
    by: dict[str, int] = field(default_factory=dict)

    @property
    def remaining(self) -> int:
        return sum(self.left)

    @property
    def amount(self) -> int:
        return sum(self.due)

    def take(self, cents: int, source: str, on: date) -> int:
        """Settle up to `cents`: interest, then insurance, then principal. Returns what is not needed."""
        taken = 0
        for index, left in enumerate(self.left):
            part = min(left, cents - taken)
            self.left[index] -= part
            taken += part
        if taken:
            self.by[source] = self.by.get(source, 0) + taken
            if not self.remaining:
                self.settled_on = on
        return cents - taken

    def is_owed(self, on: date) -> bool:
        """Whether the bank is known to be waiting for it on that day."""
        known = self.knowledge
        stated = known.unpaid_on is not None and (known.cleared_on is None or on < known.cleared_on)
        return stated or (known.listed and known.cleared_on is None)


def slots_of(schedule: Schedule, until: date, knowledge: Mapping[int, Knowledge]) -> list[Slot]:
    """The instalments due by a day. A negative principal (capitalised interest) asks nothing."""
    slots = []
    for number, due_on in enumerate(schedule.due_on, 1):
        if due_on > until:
            break
        amount = schedule.amount_cents(number)
        interest = min(schedule.interest_cents[number - 1], amount)
        due = (interest, schedule.insurance_cents(number), amount - interest)
        slot = Slot(
            number, due_on, schedule.hold_of(number), knowledge.get(number, Knowledge()), due, list(due)
        )
        if not slot.amount:
            slot.settled_on = due_on
        slots.append(slot)
    return slots


def settle(slots: Sequence[Slot], movements: Iterable[Movement], *, presumes: bool) -> dict[str, int]:
    """Settle slots by what was paid and by what the bank's reports say; returns surplus cents by source.

    Movements in order of their day; on the same day payments come before what the bank then says.
    """
    surplus: dict[str, int] = {}
    said = sorted(
        (slot.knowledge.unpaid_on, slot.number, slot.knowledge.unpaid_cents)
        for slot in slots
        if slot.knowledge.unpaid_on is not None and slot.knowledge.unpaid_cents is not None
    )
    by_number = {slot.number: slot for slot in slots}
    for movement in sorted(movements, key=lambda movement: movement.on):
        if movement.kind not in SETTLING:
            continue
        while said and said[0][0] < movement.on:
            _, number, unpaid = said.pop(0)
            _trust_statement(by_number[number], unpaid)
        left = to_cents(movement.amount)
        for slot in _in_turn(slots, movement, presumes=presumes):
            if not left:
                break
            left = slot.take(left, movement.kind.value, movement.on)
        if left:
            surplus[movement.kind.value] = surplus.get(movement.kind.value, 0) + left
    for _, number, unpaid in said:
        _trust_statement(by_number[number], unpaid)
    for slot in slots:
        cleared_on = slot.knowledge.cleared_on
        if cleared_on is not None and slot.remaining:
            slot.take(slot.remaining, BY_REPORT, cleared_on)
        if cleared_on is not None and slot.knowledge.unpaid_on is None:
            slot.settled_on = slot.due_on
    return surplus


def _trust_statement(slot: Slot, unpaid: int) -> None:
    """The bank says how much is unpaid: the rest of the instalment was paid."""
    slot.take(max(slot.remaining - unpaid, 0), BY_REPORT, slot.due_on)


def _in_turn(slots: Sequence[Slot], movement: Movement, *, presumes: bool) -> Iterable[Slot]:
    """The slots that a payment settles, in order.

    The one it names; those the bank waits for, oldest first; then what nobody spoke of: the oldest, or,
    where silence means paid (presumed or cleared), the one nearest to the day; then those to come.
    """
    open_slots = [slot for slot in slots if slot.remaining]
    past = [slot for slot in open_slots if slot.due_on <= movement.on]
    unspoken = [slot for slot in open_slots if not slot.is_owed(movement.on)]
    order = [slot for slot in open_slots if slot.number == movement.instalment]
    order += [slot for slot in past if slot.is_owed(movement.on)]
    if any(presumes or slot.knowledge.cleared_on is not None for slot in unspoken):
        order.append(min(unspoken, key=lambda slot: abs((slot.due_on - movement.on).days)))
    if not presumes:
        order += [slot for slot in past if slot.knowledge.silent]
    order += [slot for slot in open_slots if slot.due_on > movement.on]
    return {slot.number: slot for slot in order}.values()
