"""The lives of issue after issue: each told whole, with its figures, on any town that allows it."""

from dataclasses import dataclass, field
from decimal import Decimal

from etrier.domain.schedule import Schedule
from tests.walks import commission, ending, lending, repaying, study
from tests.walks.stage import Stage, Walk, Wish

MARIA = Wish("Aïcha", "Diarra", "06 39 98 00 21", Decimal(2000), 24, purpose_code="vehicle")
PAUL = Wish("Paul", "Derouet", "06 39 98 00 22", Decimal(1500), 24, product_code="restructuration")
NADIA = Wish("Nadia", "Ferrand", "06 39 98 00 23", Decimal(1200), 24, product_code="restructuration")
IRENE = Wish("Irène", "Gasnier", "06 39 98 00 24", Decimal(1200), 12)


@dataclass
class Life:
    """A loan's life once told: the file and the contract's schedule."""

    walk: Walk
    schedule: Schedule
    facts: dict[str, object] = field(default_factory=dict)


def lent(stage: Stage, wish: Wish, rank: int = 0) -> Life:
    """Studied, judged where a commission sits, lent."""
    walk = Walk(stage, wish)
    study.study(walk)
    if stage.scheme.committee.before_bank:
        commission.judged(walk)
    return Life(walk, lending.borrow(walk, rank))


def with_a_hold(life: Life, number: int = 7) -> None:
    """Line `number` unpaid, met by a hold asked and granted after its date, and by an aid."""
    walk, schedule = life.walk, life.schedule
    repaying.statement(walk, 1, number - 1, schedule.lines[number - 2].due_on)
    repaying.missed(walk, schedule, number)
    repaying.reach(walk)
    repaying.hold_one_month(walk, schedule, number)
    repaying.emergency_aid(walk, schedule.lines[number - 1].amount)
    repaying.settle(walk)
    last = walk.file.loan.ends_on
    repaying.statement(walk, number + 1, len(schedule.lines) + 1, last)
    repaying.confirmed_by_bank(walk)


def without_incident(life: Life) -> None:
    """Each instalment on its day, to the last."""
    lines = life.schedule.lines
    repaying.statement(life.walk, 1, len(lines), lines[-1].due_on)
    repaying.confirmed_by_bank(life.walk)


def refunded(life: Life) -> None:
    """The interest given back, through the commission where it sits before the refund."""
    walk, interest = life.walk, life.schedule.interest
    ending.asked(walk, interest)
    if walk.stage.scheme.committee.before_refund:
        ending.through_commission(walk)
    ending.ordered_and_paid(walk, interest)
