"""What the bank reports of repayments: paid, unpaid, a period's statement, and what is undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.database.writing import add
from etrier.domain.account import Account, InstalmentStatus
from etrier.domain.lifecycle import Act
from etrier.domain.measures import EarlyMode, EarlyRepayment
from etrier.domain.money import ZERO
from etrier.domain.movements import MovementKind
from etrier.domain.wording import day, euros
from etrier.journal.door import acting, lock
from etrier.loans.accounts import account_of
from etrier.loans.facts import Source
from etrier.loans.models import BankReport, Loan, Movement
from etrier.loans.position import keep_positions, renew_position
from etrier.loans.schedules import keep_version, plan_of, schedule_in_force, version_after

REJECTIONS = ("rejected_payment", "reported_unpaid")


@dataclass(frozen=True, slots=True)
class Reported:
    """What the bank says of one instalment: paid (or not), how much, on which day."""

    number: int
    paid: bool
    amount: Decimal
    on: date


def report_paid(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    amount: Decimal,
    number: int | None = None,
    source: Source,
    report: BankReport | None = None,
    revision: int | None = None,
) -> Movement:
    """Record a payment the bank received on `on`; it settles `number` first, then the oldest."""
    with acting(loan, Act.REPORT_PAID, by=by, on=on, revision=revision, amount=amount, number=number):
        if on < loan.disbursed_on:
            raise ValidationError({"on": f"Le prêt a été débloqué le {day(loan.disbursed_on)}."})
        if not amount:
            raise ValidationError({"amount": "Un paiement doit dépasser zéro."})
        movement = add_movement(
            loan, MovementKind.PAYMENT, on=on, amount=amount, number=number, source=source, report=report
        )
        if report is None:
            renew_position(loan, on)
    return movement


def report_unpaid(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    number: int,
    amount: Decimal = ZERO,
    source: Source,
    report: BankReport | None = None,
    revision: int | None = None,
) -> Movement:
    """Record that the bank says an instalment unpaid, known on `on`; amount 0 is all of it."""
    with acting(loan, Act.REPORT_UNPAID, by=by, on=on, revision=revision, number=number) as step:
        line = line_of(account_of(loan, on), number)
        if line.due_on > on:
            raise ValidationError(
                {"number": f"L’échéance {number} n’est due que le {day(line.due_on)} : vérifiez la date."}
            )
        if amount > line.due:
            raise ValidationError({"amount": f"L’échéance {number} est de {euros(line.due)}, pas davantage."})
        step.tell(amount=amount or line.due)
        movement = add_movement(
            loan, MovementKind.UNPAID, on=on, amount=amount, number=number, source=source, report=report
        )
        if report is None:
            renew_position(loan, on)
    return movement


def line_of(account: Account, number: int) -> InstalmentStatus:
    """A line of the schedule in force. Raises `ValidationError` for a number it does not have."""
    found = next((one for one in account.instalments if one.number == number), None)
    if found is None:
        last = len(account.instalments)
        raise ValidationError({"number": f"Le prêt n’a pas d’échéance {number} : il en compte {last}."})
    return found


def record_report(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    covers_from: date,
    covers_to: date,
    lists_payments: bool,
    lines: Iterable[Reported] = (),
    source: Source,
    revision: int | None = None,
) -> BankReport:
    """Record what the bank says of a period, line by line. `on` is the day it came.

    In a report that lists payments an instalment it omits is unpaid; in one of arrears, settled.
    """
    with acting(
        loan, Act.RECORD_REPORT, by=by, on=on, revision=revision, from_on=covers_from, until_on=covers_to
    ):
        if covers_to > on:
            raise ValidationError({"covers_to": "Un relevé ne peut pas couvrir l’avenir : corrigez la fin."})
        report = add(
            BankReport(
                organisation_id=loan.organisation_id,
                loan=loan,
                file_id=loan.file_id,
                covers_from=covers_from,
                covers_to=covers_to,
                reported_on=on,
                lists_payments=lists_payments,
                channel=source.channel,
                document=source.document,
            )
        )
    for line in lines:
        if line.paid:
            report_paid(
                loan, by=by, on=line.on, amount=line.amount, number=line.number, source=source, report=report
            )
        else:
            report_unpaid(
                loan, by=by, on=on, amount=line.amount, number=line.number, source=source, report=report
            )
    lock(loan)
    keep_positions([loan], on)
    return report


def reverse_movement(
    loan: Loan,
    movement: Movement,
    *,
    by: Actor,
    on: date,
    reason: str,
    source: Source,
    revision: int | None = None,
) -> Movement:
    """Undo a movement by another. A payment that came back is rejected: its instalment is then unpaid."""
    told = movement.amount or None
    with acting(
        loan, Act.REVERSE_MOVEMENT, by=by, on=on, revision=revision, reversal_reason=reason, amount=told
    ):
        check_reversal(loan, movement, on, reason)
        kind = MovementKind.REJECTION if reason in REJECTIONS else MovementKind.REVERSAL
        undoing = add_movement(
            loan,
            kind,
            on=on,
            amount=movement.amount,
            number=movement.instalment_number,
            source=source,
            reverses=movement,
            reason=reason,
        )
        renew_position(loan, on)
    return undoing


def check_reversal(loan: Loan, movement: Movement, on: date, reason: str) -> None:
    """A movement of this loan, that stands, is undone once, on its day or after."""
    if movement.loan_id != loan.pk or movement.kind == MovementKind.REVERSAL:
        raise ValidationError("Ce mouvement ne s’annule pas : choisissez celui qui est faux.")
    if any(stands(undoing) for undoing in movement.undone_by.all()):
        raise ValidationError("Ce mouvement a déjà été annulé.")
    if on < movement.on:
        raise ValidationError({"on": f"Ce mouvement date du {day(movement.on)} : l’annulation vient après."})
    if reason in REJECTIONS and movement.kind != MovementKind.PAYMENT:
        raise ValidationError({"reason": "Seul un paiement peut être rejeté."})


def stands(movement: Movement) -> bool:
    """Whether a movement still counts: nothing that undoes it stands."""
    return not any(stands(undoing) for undoing in movement.undone_by.all())


def repay_early(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    number: int,
    amount: Decimal | None = None,
    mode: EarlyMode = EarlyMode.SHORTEN,
    source: Source,
    revision: int | None = None,
) -> Movement:
    """Record an early repayment made on the due date of line `number`; without amount, all that is left."""
    lock(loan)
    schedule = schedule_in_force(loan)
    after = version_after(schedule, EarlyRepayment(number, amount, mode))
    paid = after.lines[number - 1].amount - schedule.lines[number - 1].amount
    with acting(loan, Act.REPAY_EARLY, by=by, on=on, revision=revision, amount=paid):
        keep_version(loan, after, on=on, cause="early_repayment")
        movement = add_movement(loan, MovementKind.PAYMENT, on=on, amount=paid, number=number, source=source)
        renew_position(loan, on, plan_of(after))
    return movement


def add_movement(
    loan: Loan,
    kind: MovementKind,
    *,
    on: date,
    amount: Decimal,
    source: Source,
    number: int | None = None,
    reverses: Movement | None = None,
    reason: str = "",
    report: BankReport | None = None,
) -> Movement:
    """Add one fact to a loan's account."""
    return add(
        Movement(
            organisation_id=loan.organisation_id,
            loan=loan,
            file_id=loan.file_id,
            kind=kind,
            on=on,
            amount=amount,
            instalment_number=number,
            reverses=reverses,
            reason=reason,
            report=report,
            channel=source.channel,
            document=source.document,
        )
    )
