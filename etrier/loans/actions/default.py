"""Default: warning, over-indebtedness, acceleration, guarantee call, recoveries, loss."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.reading import application_of
from etrier.domain.arrears import DAYS_TO_REGULARISE
from etrier.domain.guarantee import Call, guarantee_call
from etrier.domain.lifecycle import Act
from etrier.domain.measures import Acceleration
from etrier.domain.money import ZERO, to_euros
from etrier.domain.movements import MovementKind
from etrier.domain.wording import euros
from etrier.funds import actions as funds
from etrier.journal.door import acting, lock
from etrier.loans.accounts import account_of
from etrier.loans.actions.payments import add_movement
from etrier.loans.facts import Source, keep_fact
from etrier.loans.models import Loan
from etrier.loans.position import renew_position
from etrier.loans.schedules import keep_version, plan_of, schedule_in_force, version_after, versions_of


def warn_ficp(loan: Loan, *, by: Actor, on: date, source: Source, revision: int | None = None) -> Loan:
    """The bank warns that the arrears will be registered: 30 days remain to regularise."""
    deadline = on + timedelta(DAYS_TO_REGULARISE)
    with acting(loan, Act.WARN_FICP, by=by, on=on, revision=revision, deadline_on=deadline):
        loan.ficp_deadline_on = deadline
        keep_fact(loan, Act.WARN_FICP, on, source)
    return loan


def record_overindebtedness(
    loan: Loan, *, by: Actor, on: date, stage: str, source: Source, revision: int | None = None
) -> Loan:
    """One step of an over-indebtedness procedure that reaches this loan."""
    with acting(loan, Act.RECORD_OVERINDEBTEDNESS, by=by, on=on, revision=revision, overindebtedness=stage):
        loan.overindebtedness, loan.overindebtedness_on = stage, on
        keep_fact(loan, Act.RECORD_OVERINDEBTEDNESS, on, source)
    return loan


def accelerate(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    accrued_interest: Decimal = ZERO,
    source: Source,
    revision: int | None = None,
) -> Loan:
    """The bank calls the whole loan in (déchéance du terme): the balance falls due on `on`."""
    lock(loan)
    former = schedule_in_force(loan)
    schedule = version_after(former, Acceleration(on, accrued_interest))
    claimed = to_euros(schedule.amount_cents(len(schedule)))
    with acting(loan, Act.ACCELERATE, by=by, on=on, revision=revision, amount=claimed):
        keep_version(loan, schedule, on=on, cause="acceleration")
        loan.accelerated_on = on
        renew_position(loan, on, plan_of(schedule))
        keep_fact(loan, Act.ACCELERATE, on, source)
    return loan


def reinstate(loan: Loan, *, by: Actor, on: date, source: Source, revision: int | None = None) -> Loan:
    """The bank takes the acceleration back: the schedule that stood before holds again."""
    with acting(loan, Act.REINSTATE, by=by, on=on, revision=revision):
        versions = versions_of([loan])[loan.pk]
        former = next(schedule for _, schedule in reversed(versions) if not schedule.accelerated)
        keep_version(loan, replace(former), on=on, cause="reinstatement")
        loan.accelerated_on = None
        renew_position(loan, on, plan_of(former))
        keep_fact(loan, Act.REINSTATE, on, source)
    return loan


def foreseen_call(loan: Loan, on: date) -> Call:
    """What the bank may call on a day, by the base of its convention."""
    account = account_of(loan, on)
    due_interest = sum(
        (one.interest - one.settled_interest for one in account.instalments if one.due_on <= on), ZERO
    )
    terms = loan.agreement.terms(application_of(loan.file_id).dispositif)
    return guarantee_call(
        account.outstanding_principal, due_interest, loan.guarantee_share, terms.guarantee_call.base
    )


def call_guarantee(
    loan: Loan, *, by: Actor, on: date, amount: Decimal, source: Source, revision: int | None = None
) -> Loan:
    """The bank calls the guarantee, the CCAS's or the Fonds de cohésion sociale's."""
    with acting(loan, Act.CALL_GUARANTEE, by=by, on=on, revision=revision, amount=amount):
        if loan.guarantor == "none":
            raise ValidationError("Ce prêt n’est pas garanti.")
        most = foreseen_call(loan, on)
        if amount > most.guarantor:
            raise ValidationError(
                {"amount": f"La garantie porte sur {euros(most.guarantor)} au plus : vérifiez le décompte."}
            )
        keep_fact(loan, Act.CALL_GUARANTEE, on, source)
        if loan.commitment is not None:
            funds.call_guarantee(loan.commitment, by=by, on=on, amount=amount)
    return loan


def pay_call(
    loan: Loan, *, by: Actor, on: date, amount: Decimal, source: Source, revision: int | None = None
) -> Loan:
    """The guarantor pays the bank."""
    with acting(loan, Act.PAY_CALL, by=by, on=on, revision=revision, amount=amount):
        if loan.commitment is not None:
            funds.pay_call(loan.commitment, by=by, on=on, amount=amount)
        add_movement(loan, MovementKind.GUARANTEE_PAYMENT, on=on, amount=amount, source=source)
        renew_position(loan, on)
        keep_fact(loan, Act.PAY_CALL, on, source)
    return loan


def refuse_call(
    loan: Loan, *, by: Actor, on: date, reason: str, source: Source, revision: int | None = None
) -> Loan:
    """The guarantor refuses the call, for a coded reason."""
    with acting(loan, Act.REFUSE_CALL, by=by, on=on, revision=revision, call_reason=reason):
        if loan.commitment is not None:
            funds.refuse_call(loan.commitment, by=by, on=on, reason=reason)
        keep_fact(loan, Act.REFUSE_CALL, on, source)
    return loan


def record_recovery(
    loan: Loan, *, by: Actor, on: date, amount: Decimal, source: Source, revision: int | None = None
) -> Loan:
    """Money got back from the borrower after the call, shared by the quotas."""
    with acting(loan, Act.RECORD_RECOVERY, by=by, on=on, revision=revision, amount=amount):
        if loan.commitment is not None:
            funds.record_recovery(loan.commitment, by=by, on=on, amount=amount)
        add_movement(loan, MovementKind.RECOVERY, on=on, amount=amount, source=source)
        renew_position(loan, on)
        keep_fact(loan, Act.RECORD_RECOVERY, on, source)
    return loan


def close_with_loss(
    loan: Loan, *, by: Actor, on: date, amount: Decimal, source: Source, revision: int | None = None
) -> Loan:
    """Nothing more is expected: what is left is a loss."""
    with acting(loan, Act.CLOSE_WITH_LOSS, by=by, on=on, revision=revision, amount=amount):
        loan.loss_amount, loan.ended_on = amount, on
        keep_fact(loan, Act.CLOSE_WITH_LOSS, on, source)
        if loan.commitment is not None and loan.commitment.state == "committed":
            funds.release_guarantee(loan.commitment, by=by, on=on, reason="not_called")
    return loan
