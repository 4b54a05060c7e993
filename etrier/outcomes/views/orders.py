"""All the refunds, by what they wait for; the payment orders and their files."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.accounts.request import Asked
from etrier.database.pages import page
from etrier.database.reading import attach
from etrier.database.writing import add_all
from etrier.decisions.asking import act_page, require
from etrier.domain.access import Reading as Page
from etrier.domain.lifecycle import Act
from etrier.journal.door import NotAllowed
from etrier.journal.models import Reading
from etrier.journal.submit import typed
from etrier.outcomes import forms, wording
from etrier.outcomes.actions.orders import confirm_refund_paid, order_refunds
from etrier.outcomes.export import order_file
from etrier.outcomes.models import PaymentOrder, PaymentOrderLine, Refund
from etrier.outcomes.models.refunds import Refunds
from etrier.ui.formats import counted, euros

STAGES: dict[str, tuple[str, str, str]] = {
    "a-demander": ("À demander", "to_ask", "Personne n’attend qu’on lui écrive."),
    "rib": ("RIB attendu", "awaiting_details", "Toutes les personnes ont donné leur RIB."),
    "commission": ("Commission", "with_committee", "La commission n’a rien à examiner."),
    "a-mandater": ("À mandater", "to_order", "Rien n’attend d’être mandaté."),
    "mandates": ("Mandatés", "ordered", "Aucun mandat n’attend son paiement."),
    "revenus": ("Revenus", "returned", "Aucun virement n’est revenu."),
    "payes": ("Payés", "paid", "Aucun remboursement n’a encore été payé."),
    "sans-suite": ("Refusés ou clos", "ended", "Aucun remboursement n’a été refusé."),
}
COUNTED = ("a-demander", "rib", "commission", "a-mandater", "mandates", "revenus")
AWAITED = {
    "a-demander": Act.ASK_BANK_DETAILS,
    "a-mandater": Act.ORDER_REFUND,
    "mandates": Act.CONFIRM_REFUND_PAID,
}
"""What these wait for from us; the others wait for the person, or for the commission."""


def reader(request: Asked) -> Refunds:
    """The refunds of the organisation, for a role that reads them."""
    if not request.actor.may_read(Page.SEE_REFUNDS):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir cette page.")
    return Refund.objects.visible_to(request.actor)


@login_required
def refunds(request: Asked) -> HttpResponse:
    """The refunds that wait for the same thing, the oldest first."""
    rows = reader(request)
    chosen = request.GET.get("etape", "")
    totals = rows.count_by_stage(tuple(STAGES[code][1] for code in COUNTED))
    if chosen not in STAGES:
        chosen = first_stage(totals, request.actor)
    label, stage, nothing = STAGES[chosen]
    latest = "-" if stage in {"paid", "ended"} else ""
    shown = page(rows.at_stage(stage), (f"{latest}opened_on",), request.GET.get("suite", ""))
    attach(shown.rows, "file")
    attach(shown.rows, "item")
    attach([one.item for one in shown if one.item], "session")
    return render(
        request,
        "outcomes/refunds.html",
        {
            "title": "Remboursements des intérêts",
            "state": summary(totals),
            "filters": [
                (code, _with_count(words, totals.get(name)), code == chosen)
                for code, (words, name, _) in STAGES.items()
            ],
            "label": label,
            "rows": [
                {"refund": one, "standing": wording.standing(one), "tone": wording.tone(one)} for one in shown
            ],
            "nothing": nothing,
            "next_url": f"?etape={chosen}&suite={shown.next}" if shown.next else "",
            "first_url": f"?etape={chosen}" if request.GET.get("suite") else "",
            "order_url": reverse("outcomes:order_refunds")
            if totals["to_order"] and request.actor.may(Act.ORDER_REFUND)
            else "",
        },
    )


def first_stage(totals: dict[str, int], actor: Actor) -> str:
    """Where the page opens: on what waits for an act of the reader, else on what waits at all."""
    waiting = [code for code in COUNTED if totals[STAGES[code][1]]]
    mine = [code for code in waiting if code in AWAITED and actor.may(AWAITED[code])]
    return next(iter([*mine, *waiting]), "a-demander")


def _with_count(label: str, count: int | None) -> str:
    return f"{label} ({count})" if count else label


def summary(totals: dict[str, int]) -> str:
    """What waits, in a sentence."""
    if not any(totals.values()):
        return "Rien n’attend : un remboursement s’ouvre quand la banque atteste qu’un prêt est remboursé."
    waiting = (
        (totals["to_ask"], "RIB à demander", "RIB à demander"),
        (totals["to_order"], "remboursement à mandater", "remboursements à mandater"),
        (totals["ordered"], "mandat à payer", "mandats à payer"),
    )
    said = ", ".join(counted(*one) for one in waiting if one[0])
    return f"{said}." if said else "Les remboursements en cours attendent la personne ou la commission."


@login_required
def order_several(request: Asked) -> HttpResponse:
    """Order together all that is ready, or some of it."""
    rows = reader(request)
    require(request, Act.ORDER_REFUND)
    ready = list(
        rows.to_order().select_related("file", "loan").order_by("opened_on", "pk")[: forms.MOST_AT_ONCE]
    )
    form = forms.OrderForm(typed(request), ready=ready)

    def run(data: dict[str, Any]) -> PaymentOrder:
        return order_refunds(data["refunds"], by=request.actor, on=request.on)

    return act_page(
        request,
        Act.ORDER_REFUND,
        None,
        form,
        run,
        back=reverse("outcomes:refunds"),
        done=reverse("outcomes:orders"),
        template="outcomes/order_refunds.html",
        title="Mandater les remboursements",
        act_label="Préparer le mandat",
        state=f"{counted(len(ready), 'remboursement prêt', 'remboursements prêts')}, "
        f"{euros(sum(one.amount for one in ready))}.",
        ready=ready,
    )


@login_required
def orders(request: Asked) -> HttpResponse:
    """The payment orders, the last one first."""
    reader(request)
    rows = PaymentOrder.objects.visible_to(request.actor)
    shown = page(rows, ("-year", "-sequence"), request.GET.get("suite", ""))
    return render(
        request,
        "outcomes/orders.html",
        {
            "title": "Mandats",
            "rows": shown.rows,
            "next_url": f"?suite={shown.next}" if shown.next else "",
            "first_url": "?" if request.GET.get("suite") else "",
        },
    )


def order_of(request: Asked, uid: uuid.UUID) -> tuple[PaymentOrder, list[PaymentOrderLine]]:
    """One order and its lines, the reading of each file written."""
    reader(request)
    order = get_object_or_404(PaymentOrder.objects.visible_to(request.actor), uid=uid)
    lines = list(order.lines.select_related("refund", "file").order_by("rank"))
    user = request.actor.user_id
    if user is None:
        raise NotAllowed("Un mandat se lit à l’écran, par une personne.")
    add_all(
        Reading(
            organisation_id=line.organisation_id,
            file_id=line.file_id,
            user_id=user,
            page=Page.SEE_REFUNDS,
            outside_caseload=line.file.holder_id != user,
            motive="payment",
        )
        for line in lines
    )
    return order, lines


@login_required
def payment_order(request: Asked, payment_order: uuid.UUID) -> HttpResponse:
    """One order: its lines, and its file."""
    order, lines = order_of(request, payment_order)
    unpaid = sum(1 for line in lines if line.refund.state == "ordered")
    left = f"{counted(unpaid, 'paiement attendu', 'paiements attendus')}." if unpaid else "Rien à payer."
    held = counted(order.count, "remboursement", "remboursements")
    return render(
        request,
        "outcomes/payment_order.html",
        {
            "title": f"Mandat {order.number}",
            "state": f"{held}, {euros(order.total)}. {left}",
            "order": order,
            "lines": lines,
            "paid_url": reverse("outcomes:confirm_order_paid", args=[order.uid])
            if unpaid and request.actor.may(Act.CONFIRM_REFUND_PAID)
            else "",
        },
    )


@login_required
def payment_order_file(request: Asked, payment_order: uuid.UUID) -> HttpResponse:
    """The order for finance software; asked twice, it is the same file."""
    order, lines = order_of(request, payment_order)
    response = HttpResponse(order_file(order, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mandat-{order.number}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def confirm_order_paid(request: Asked, payment_order: uuid.UUID) -> HttpResponse:
    """The accountant paid a whole order: every line still waiting is confirmed."""
    require(request, Act.CONFIRM_REFUND_PAID)
    order, lines = order_of(request, payment_order)
    waiting = [line.refund for line in lines if line.refund.state == "ordered"]
    form = forms.OrderPaidForm(typed(request), initial={"paid_on": request.on})

    def run(data: dict[str, Any]) -> PaymentOrder:
        for one in waiting:
            confirm_refund_paid(one, by=request.actor, on=request.on, **data)
        return order

    return act_page(
        request,
        Act.CONFIRM_REFUND_PAID,
        None,
        form,
        run,
        back=reverse("outcomes:payment_order", args=[order.uid]),
        template="outcomes/order_paid.html",
        title=f"Confirmer le paiement du mandat {order.number}",
        state=f"{counted(len(waiting), 'paiement attendu', 'paiements attendus')}.",
        order=order,
    )
