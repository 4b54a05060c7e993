"""How a loan ends: repaid, withdrawn from, its sale cancelled."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.applications.reading import application_of
from etrier.database.reading import row_where
from etrier.domain.lifecycle import Act
from etrier.domain.movements import MovementKind
from etrier.domain.wording import day, euros
from etrier.funds.actions import commit_guarantee, release_guarantee, reserve_guarantee
from etrier.funds.models import Commitment
from etrier.journal.door import acting
from etrier.loans.actions.offers import release_for
from etrier.loans.actions.payments import add_movement
from etrier.loans.facts import Source, keep_fact
from etrier.loans.models import Loan, Offer
from etrier.loans.position import renew_position
from etrier.loans.schedules import plan_of, schedule_in_force


def confirm_repaid(loan: Loan, *, by: Actor, on: date, source: Source, revision: int | None = None) -> Loan:
    """The bank says, by a statement of `on`, that nothing is due any more: only this pays a loan off."""
    with acting(loan, Act.CONFIRM_REPAID, by=by, on=on, revision=revision, confirmed_on=on):
        if on < loan.disbursed_on:
            raise ValidationError({"on": f"Le prêt a été débloqué le {day(loan.disbursed_on)}."})
        loan.ended_on = on
        keep_fact(loan, Act.CONFIRM_REPAID, on, source)
        if loan.commitment is not None and loan.commitment.state == "committed":
            release_guarantee(loan.commitment, by=by, on=on, reason="repaid")
    return loan


def cancel_confirmation(
    loan: Loan, *, by: Actor, on: date, source: Source, revision: int | None = None
) -> Loan:
    """The confirmation was wrong: the loan waits for the bank again, guaranteed anew."""
    with acting(loan, Act.CANCEL_CONFIRMATION, by=by, on=on, revision=revision):
        loan.ended_on = None
        keep_fact(loan, Act.CANCEL_CONFIRMATION, on, source)
        if loan.commitment is not None and loan.commitment.state == "released":
            loan.commitment = _guaranteed_again(loan, loan.commitment, by=by, on=on)
        renew_position(loan, on)
    return loan


def _guaranteed_again(loan: Loan, former: Commitment, *, by: Actor, on: date) -> Commitment:
    again = reserve_guarantee(loan.file, by=by, on=on, principal=loan.principal, share=former.share)
    plan = plan_of(schedule_in_force(loan))
    return commit_guarantee(again, by=by, on=on, principal=loan.principal, plan=plan)


def retract_loan(offer: Offer, *, by: Actor, on: date, source: Source, revision: int | None = None) -> Offer:
    """The borrower withdraws within 14 days: neither granted nor defaulted, the capital goes back."""
    until = offer.withdrawal_until
    if until is not None and on > until:
        raise ValidationError(
            {"on": f"Le délai de rétractation a pris fin le {day(until)}, quatorze jours après la signature."}
        )
    return _undone(offer, Act.RETRACT_LOAN, "retracted", by=by, on=on, source=source, revision=revision)


def cancel_sale(offer: Offer, *, by: Actor, on: date, source: Source, revision: int | None = None) -> Offer:
    """The sale that the loan was for is cancelled: the loan falls with it (crédit affecté)."""
    return _undone(offer, Act.CANCEL_SALE, "retracted", by=by, on=on, source=source, revision=revision)


def _undone(
    offer: Offer, act: Act, reason: str, *, by: Actor, on: date, source: Source, revision: int | None
) -> Offer:
    application = application_of(offer.file_id)
    loan = row_where(Loan, offer=offer)
    with (
        acting(application, act, by=by, on=on),
        acting(offer, act, by=by, on=on, revision=revision),
    ):
        _check_after(offer, on)
        _close(application, reason, on)
        offer.ended_on = on
        keep_fact(offer, act, on, source)
        if loan is not None:
            with acting(loan, act, by=by, on=on):
                loan.ended_on = on
        release_for(offer, by=by, on=on, reason="retracted")
    return offer


def _check_after(offer: Offer, on: date) -> None:
    if offer.signed_on is not None and on < offer.signed_on:
        raise ValidationError({"on": f"L’offre a été signée le {day(offer.signed_on)} : corrigez la date."})


def _close(application: Application, reason: str, on: date) -> None:
    application.closing_reason = reason
    application.closed_on = on


def return_capital(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    amount: Decimal,
    source: Source,
    revision: int | None = None,
) -> Loan:
    """After a withdrawal the borrower gives the capital back, within 30 days."""
    with acting(loan, Act.RETURN_CAPITAL, by=by, on=on, revision=revision, amount=amount):
        if amount > loan.principal:
            raise ValidationError({"amount": f"Le capital prêté est de {euros(loan.principal)}."})
        add_movement(loan, MovementKind.PAYMENT, on=on, amount=amount, source=source)
        renew_position(loan, on)
        keep_fact(loan, Act.RETURN_CAPITAL, on, source)
    return loan
