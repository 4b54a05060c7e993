"""What passed between borrower and bank, as the CCAS knows it, and what the bank's reports cover.

Facts are only added. One that was wrong is reversed by another, which restores exactly what stood before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etrier.domain.labelled import Labelled
from etrier.domain.money import ZERO, to_cents
from etrier.domain.refusal import Refused


class MovementKind(Labelled):
    """Nature of a fact on a loan's account."""

    PAYMENT = "payment", "Paiement"
    REJECTION = "rejection", "Paiement rejeté"
    UNPAID = "unpaid", "Impayé signalé par la banque"
    REVERSAL = "reversal", "Annulation"
    WAIVER = "waiver", "Abandon de créance"
    GUARANTEE_PAYMENT = "guarantee_payment", "Paiement de la garantie"
    RECOVERY = "recovery", "Somme recouvrée"
    FEE = "fee", "Frais payés"
    PENALTY = "penalty", "Pénalités payées"


SETTLING = (MovementKind.PAYMENT, MovementKind.WAIVER, MovementKind.GUARANTEE_PAYMENT)


@dataclass(frozen=True, slots=True)
class Movement:
    """One fact, true at the bank on day `on`; amount in euros.

    `instalment` is the line the bank names, when it names one. `reverses` is the key of the movement
    undone (reversal) or of the payment that came back (rejection). An `unpaid` of amount 0 means the
    whole instalment. Fees and penalties are amounts charged and paid: they settle no instalment.
    """

    key: str
    kind: MovementKind
    on: date
    amount: Decimal = ZERO
    instalment: int | None = None
    reverses: str | None = None
    report: str | None = None

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount < 0:
            raise Refused(
                "negative_amount", "Un mouvement ne peut pas être négatif : annulez celui qui est faux."
            )
        if self.kind is MovementKind.REVERSAL and self.reverses is None:
            raise Refused("reverses_nothing", "Une annulation dit quel mouvement elle annule.")


@dataclass(frozen=True, slots=True)
class Report:
    """What the bank said of one loan over a period.

    When it `lists_payments`, a due instalment that it omits is unpaid; otherwise it lists what is
    unpaid (its `unpaid` movements carry its key), and what it omits is settled.
    """

    key: str
    covers_from: date
    covers_to: date
    received_on: date
    lists_payments: bool = False

    def covers(self, due_on: date) -> bool:
        return self.covers_from <= due_on <= self.covers_to


def active(movements: Sequence[Movement], on: date) -> list[Movement]:
    """Movements that stand on a day, in the order given; those undone, and their undoing, are left out.

    A rejection undoes its payment and stands itself: it says that the instalment is unpaid. Raises
    `Refused` when a movement undoes one that is unknown.
    """
    known = {movement.key for movement in movements}
    undone: set[str] = set()
    standing: list[Movement] = []
    for movement in reversed(movements):
        if movement.reverses is not None and movement.reverses not in known:
            raise Refused("unknown_movement", "Le mouvement à annuler n’existe pas sur ce prêt.")
        if movement.on > on or movement.key in undone:
            continue
        if movement.reverses is not None:
            undone.add(movement.reverses)
        if movement.kind is not MovementKind.REVERSAL:
            standing.append(movement)
    return standing[::-1]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the bank has let know of one due instalment.

    `unpaid_on` and `unpaid_cents` (None: all of it) when it said unpaid; `cleared_on` when a later report
    no longer lists it; `listed` when nothing was said and a report of payments covers it. All empty: silence.
    """

    unpaid_on: date | None = None
    unpaid_cents: int | None = None
    cleared_on: date | None = None
    listed: bool = False

    @property
    def silent(self) -> bool:
        return self.unpaid_on is None and self.cleared_on is None and not self.listed


def named_line(movement: Movement, payments: Iterable[Movement], due_on: Sequence[date]) -> int | None:
    """The line an `unpaid` or a rejection tells of: the one it names, or that of the rejected payment.

    A payment that names no line was for the last one due when it was made.
    """
    if movement.instalment is not None:
        return movement.instalment
    paid = next((payment for payment in payments if payment.key == movement.reverses), movement)
    if paid.instalment is not None:
        return paid.instalment
    return sum(due <= paid.on for due in due_on) or None


def knowledge_of(
    number: int, due_on: date, statements: Sequence[tuple[int, Movement]], reports: Sequence[Report], on: date
) -> Knowledge:
    """What is known of line `number` on a day, from the statements about each line and the reports."""
    said = [movement for line, movement in statements if line == number]
    covering = [report for report in reports if report.covers(due_on) and report.received_on <= on]
    unpaid = max(said, key=lambda movement: movement.on, default=None)
    cleared = [
        min(report.covers_to, report.received_on)
        for report in covering
        if not report.lists_payments
        and not any(movement.report == report.key for movement in said)
        and (unpaid is None or report.received_on > unpaid.on)
    ]
    if unpaid is None:
        return Knowledge(
            cleared_on=due_on if cleared else None, listed=any(report.lists_payments for report in covering)
        )
    stated = unpaid.kind is MovementKind.UNPAID and unpaid.amount
    cents = to_cents(unpaid.amount) if stated else None
    return Knowledge(unpaid.on, cents, min(cleared, default=None))
