"""Paying: the order that leaves for the public accountant, its payment, its return."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max

from etrier.accounts.actor import Actor
from etrier.applications.reading import application_of
from etrier.database.making import new_uid
from etrier.database.writing import add, add_all
from etrier.documents import vault
from etrier.domain.lifecycle import Act
from etrier.domain.money import ZERO
from etrier.domain.wording import day
from etrier.journal.door import acting
from etrier.outcomes import letters
from etrier.outcomes.judging import check_due, check_unchanged, judge
from etrier.outcomes.models import PaymentOrder, PaymentOrderLine, Refund

ACCOUNT_AT_FAULT = ("wrong_account", "closed_account")


def order_refund(found: Refund, *, by: Actor, on: date, revision: int | None = None) -> PaymentOrder:
    """Order one refund alone."""
    return order_refunds([found], by=by, on=on, revisions={found.pk: revision})


def order_refunds(
    refunds: Sequence[Refund],
    *,
    by: Actor,
    on: date,
    revisions: dict[int, int | None] | None = None,
) -> PaymentOrder:
    """Order these refunds together: one numbered file of frozen lines, a letter to each person."""
    if not refunds:
        raise ValidationError("Choisissez au moins un remboursement à mandater.")
    known = revisions or {}
    ready = []
    for found in sorted(refunds, key=lambda one: one.pk):
        with acting(found, Act.ORDER_REFUND, by=by, on=on, revision=known.get(found.pk)) as step:
            check_payable(found, on)
            found.ordered_on, found.paid_on, found.returned_on = on, None, None
            found.return_reason = ""
            step.tell(amount=found.amount)
        ready.append(found)
    order = _keep_order(ready, on)
    for found in ready:
        letters.ordered(found, by=by, on=on)
    return order


def check_payable(found: Refund, on: date) -> None:
    """Everything that must stand before money leaves."""
    if found.loan.state != "paid_off":
        raise ValidationError("La banque n’atteste plus que ce prêt est remboursé : rien n’est dû.")
    if found.details_on is None:
        raise ValidationError("Enregistrez d’abord le RIB de la personne.")
    if found.by_committee and found.approved_on is None:
        raise ValidationError("La commission doit d’abord approuver ce remboursement.")
    dispositif = application_of(found.file_id).dispositif
    if found.state == "at_committee":
        check_unchanged(found, on, dispositif=dispositif)
    elif found.state == "bank_details_awaited":
        judge(found, on, dispositif=dispositif)
    check_due(found)


def _keep_order(refunds: Sequence[Refund], on: date) -> PaymentOrder:
    organisation = refunds[0].organisation_id
    last = PaymentOrder.objects.filter(organisation=organisation, year=on.year).aggregate(
        last=Max("sequence")
    )
    order = add(
        PaymentOrder(
            organisation_id=organisation,
            year=on.year,
            sequence=(last["last"] or 0) + 1,
            ordered_on=on,
            total=sum((found.amount for found in refunds), ZERO),
            count=len(refunds),
        )
    )
    add_all(_line(order, found, rank) for rank, found in enumerate(refunds, 1))
    return order


def _line(order: PaymentOrder, found: Refund, rank: int) -> PaymentOrderLine:
    key = new_uid()
    return PaymentOrderLine(
        organisation_id=order.organisation_id,
        uid=key,
        order=order,
        refund=found,
        file_id=found.file_id,
        rank=rank,
        file_number=found.file.number,
        holder_name=found.holder_name,
        sealed_iban=vault.seal(key, found.iban),
        bic=found.bic,
        amount=found.amount,
    )


def confirm_refund_paid(
    found: Refund, *, by: Actor, on: date, paid_on: date, revision: int | None = None
) -> Refund:
    """The accountant paid."""
    with acting(found, Act.CONFIRM_REFUND_PAID, by=by, on=on, revision=revision) as step:
        if found.ordered_on is None or not found.ordered_on <= paid_on <= on:
            said = day(found.ordered_on) if found.ordered_on else ""
            raise ValidationError(
                {"paid_on": f"Le paiement suit le mandat du {said}, et ne peut pas être dans l’avenir."}
            )
        found.paid_on = paid_on
        step.tell(amount=found.amount)
    return found


def return_refund(
    found: Refund,
    *,
    by: Actor,
    on: date,
    returned_on: date,
    reason: str,
    revision: int | None = None,
) -> Refund:
    """The transfer came back: it is ordered again, to another account when this one was at fault."""
    with acting(found, Act.RETURN_REFUND, by=by, on=on, revision=revision, return_reason=reason):
        if found.ordered_on is None or not found.ordered_on <= returned_on <= on:
            raise ValidationError(
                {"returned_on": "Le retour suit le mandat, et ne peut pas être dans l’avenir."}
            )
        found.returned_on, found.return_reason, found.paid_on = returned_on, reason, None
        if reason in ACCOUNT_AT_FAULT:
            found.details_on, found.sealed_iban, found.bic = None, b"", ""
            found.holder = found.holder_name = ""
    return found
