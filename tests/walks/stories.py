"""The lives of a loan, each told whole, on any town whose dispositif allows it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from etrier.domain.access import Role
from etrier.domain.schedule import Schedule
from etrier.domain.scheme.products import Product
from etrier.domain.wording import euros
from tests.walks import commission, ending, lending, repaying, study
from tests.walks.stage import Stage, Walk, Wish

Hurry = Callable[[], AbstractContextManager[None]]
"""How scenes that are not the point of a story are played faster; by default as the others."""

AICHA = Wish("Aïcha", "Diarra", "06 39 98 00 21", Decimal(2000), 24)
PAUL = Wish("Paul", "Derouet", "06 39 98 00 22", Decimal(1500), 24)
NADIA = Wish("Nadia", "Ferrand", "06 39 98 00 23", Decimal(1200), 24)
IRENE = Wish("Irène", "Gasnier", "06 39 98 00 24", Decimal(1200), 12)


@dataclass
class Life:
    """A loan's life being told: the file, the contract's schedule, where the offer stood at its day."""

    walk: Walk
    schedule: Schedule


def prepared(stage: Stage, wish: Wish) -> Walk:
    """Studied, then judged where a commission sits before the bank."""
    walk = Walk(stage, wish)
    study.study(walk)
    if stage.scheme.committee.before_bank:
        commission.judged(walk)
    return walk


def lent(stage: Stage, wish: Wish, rank: int = 0) -> Life:
    """Prepared, then lent by the rank-th bank."""
    walk = prepared(stage, wish)
    return Life(walk, lending.borrow(walk, rank))


def with_a_hold(life: Life, number: int = 7) -> None:
    """Line `number` unpaid, met by a hold asked and granted after its date, and by an aid; then repaid."""
    walk, schedule = life.walk, life.schedule
    repaying.statement(walk, 1, number - 1, schedule.lines[number - 2].due_on)
    repaying.missed(walk, schedule, number)
    repaying.reach(walk)
    repaying.hold_one_month(walk, schedule, number)
    repaying.emergency_aid(walk, schedule.lines[number - 1].amount)
    repaying.settle(walk)
    repaying.statement(walk, number + 1, len(schedule.lines) + 1, walk.file.loan.ends_on)
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


def guaranteed(stage: Stage) -> Product:
    """The product that the CCAS itself guarantees."""
    return next(one for one in stage.scheme.products if one.guaranteed_by_ccas)


def owing(wish: Wish, product: Product) -> Wish:
    """Someone who asks that product to settle one debt."""
    return replace(wish, product_code=product.code, debts=(("Électricité de l’Ouest", wish.amount),))


def vote_envelope(stage: Stage, amount: Decimal) -> None:
    """The manager records what the board voted for the guarantee."""
    manager = stage.visitor(Role.MANAGER)
    manager.follow("Dispositif")
    manager.follow("Enveloppe de garantie")
    manager.does(
        "Enregistrer l’enveloppe votée",
        {
            "Montant total de l’enveloppe": amount,
            "Délibération": "2025-12",
            "Votée le": stage.on - timedelta(20),
            "Valable à partir du": stage.on - timedelta(20),
        },
    )
    manager.reads(f"Sur {euros(amount)} votés")


def envelope(stage: Stage, *sentences: str) -> None:
    """What the manager reads of the envelope."""
    manager = stage.visitor(Role.MANAGER)
    manager.follow("Dispositif")
    manager.follow("Enveloppe de garantie")
    manager.reads(*sentences)


def overrun(stage: Stage, hurry: Hurry = nullcontext) -> tuple[Life, Walk]:
    """A loan committed for half of it, and a second one that the envelope cannot bear."""
    product = guaranteed(stage)
    vote_envelope(stage, Decimal(1000))
    with hurry():
        life = lent(stage, owing(PAUL, product))
    half = PAUL.amount * product.guarantee.share / 100
    envelope(stage, f"{euros(half)} garantissent des prêts", f"il reste {euros(1000 - half)} de libre")
    with hurry():
        second = prepared(stage, owing(NADIA, product))
    lending.transmit(second)
    stage.days_later(4)
    worker = second.at_file()
    worker.follow("La banque")
    worker.follow(str(lending.bank(second).partner))
    worker.follow("Enregistrer l’accord de la banque")
    worker.press("", {}, taken=False)
    worker.reads("enveloppe")
    return life, second


def refused_then_accepted(stage: Stage, hurry: Hurry = nullcontext) -> Life:
    """The first bank refuses at its own desk; she proposes her file to a second one, which lends."""
    with hurry():
        walk = prepared(stage, IRENE)
    lending.transmit(walk, 0)
    stage.days_later(3)
    lending.adviser_refuses(walk, 0)
    worker = walk.at_file()
    worker.follow("La banque")
    worker.follow(str(lending.bank(walk, 0).partner))
    worker.reads("Refus")
    return Life(walk, lending.borrow(walk, 1))
