"""The refund of one file: where it stands, and each of its acts."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications.reading import application_of
from etrier.database.reading import row_where
from etrier.decisions.asking import ConfirmForm, act_page, offered, require
from etrier.decisions.models import Session
from etrier.domain.access import Reading
from etrier.domain.lifecycle import LIFECYCLES, Act
from etrier.files.models import File
from etrier.files.reading import found_in, open_file_page, seen_in
from etrier.journal.submit import typed
from etrier.loans.models import Loan
from etrier.outcomes import forms, wording
from etrier.outcomes.actions import committee, orders, refunds
from etrier.outcomes.holders import choices
from etrier.outcomes.judging import reasons_to_refuse, refunds_interest
from etrier.outcomes.models import Refund
from etrier.outcomes.possible import hidden, order_of
from etrier.ui.formats import day, euros, iban


def file_of(request: Asked, uid: uuid.UUID) -> File:
    """The file behind the page, its reading written."""
    return open_file_page(request, uid, Reading.SEE_REFUNDS)


def found(request: Asked, uid: uuid.UUID) -> Refund:
    """The refund of a file; 404 when none was opened."""
    return found_in(file_of(request, uid), Refund, "loan", "item")


def page_of(file: File) -> str:
    """Where a refund is followed."""
    return reverse("outcomes:refund", args=[file.uid])


def around(request: Asked, file: File) -> dict[str, Any]:
    """What the crumbs need: finance has no page of the whole file."""
    whole = request.actor.may_read(Reading.SEE_FILE)
    return {"file": file, "file_url": reverse("desk:file", args=[file.uid]) if whole else ""}


@login_required
def show_refund(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Where it stands, why, to which account, and what comes next; or that it may be opened."""
    opened = file_of(request, file)
    one = seen_in(opened, Refund, "loan", "item")
    context = around(request, opened) | {"title": "Remboursement des intérêts"}
    if one is None:
        return render(request, "outcomes/no_refund.html", context | unopened(request, opened))
    acts = LIFECYCLES[one.SUBJECT].acts_from(one.state)
    addresses = {act: reverse(f"outcomes:{act}", args=[opened.uid]) for act in acts if act not in hidden(one)}
    buttons = offered(one, request.actor, addresses)
    first = prominent(one, addresses, buttons)
    return render(
        request,
        "outcomes/refund.html",
        context
        | {
            "refund": one,
            "state": wording.standing(one),
            "tone": wording.tone(one),
            "next_act": first,
            "other_acts": [button for button in buttons if button is not first],
            "figures": figures(one),
            "account": account(one),
            "lines": one.order_lines.select_related("order").order_by("pk"),
        },
    )


def unopened(request: Asked, file: File) -> dict[str, Any]:
    """Why there is no refund, and whether one may be opened."""
    loan = row_where(Loan, file=file)
    may = loan is not None and loan.state == "paid_off" and request.actor.may(Act.OPEN_REFUND)
    if loan is None:
        why = "Ce dossier n’a pas de prêt."
    elif not refunds_interest(application_of(loan.file_id).dispositif):
        may, why = False, refunds.NO_REFUND
    elif loan.state == "paid_off":
        why = "La banque a attesté le remboursement du prêt : le remboursement des intérêts peut s’ouvrir."
    else:
        why = refunds.NOT_REPAID
    return {"state": why, "open_url": reverse("outcomes:open_refund", args=[file.uid]) if may else ""}


def prominent(one: Refund, addresses: dict[Act, str], buttons: list[dict[str, str]]) -> Any:
    """The button of what comes next."""
    urls = [addresses[act] for act in order_of(one) if act in addresses]
    return next((button for url in urls for button in buttons if button["url"] == url), None)


def figures(one: Refund) -> list[tuple[str, str]]:
    """What the verdict rests on."""
    loan = one.loan
    lines = [
        ("Prêt", f"{euros(loan.principal)}, {loan.partner}"),
        ("Remboursé, selon la banque, le", day(loan.ended_on) if loan.ended_on else "pas encore attesté"),
        ("Intérêts payés", euros(one.interest)),
    ]
    if one.certificate is not None:
        lines.append(("Intérêts selon la banque", euros(one.certificate)))
    lines.append(("À rembourser", euros(one.amount)))
    lines.append(("Calculé le", day(one.judged_on)))
    return lines


def account(one: Refund) -> list[tuple[str, str]]:
    """The account, once it is known."""
    if one.details_on is None:
        return []
    lines = [("Titulaire", one.holder_name), ("IBAN", iban(one.iban))]
    if one.bic:
        lines.append(("BIC", one.bic))
    return [*lines, ("Reçu le", day(one.details_on))]


def page(
    request: Asked,
    act: Act,
    one: Refund,
    form: Any,
    run: Callable[[dict[str, Any]], Any],
    **words: Any,
) -> HttpResponse:
    """One act of a refund on one page."""
    context = around(request, one.file) | {"state": wording.standing(one)} | words
    context.setdefault("template", "outcomes/refund_form.html")
    return act_page(request, act, one, form, run, back=page_of(one.file), **context)


@login_required
def open_refund(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Let the policy speak."""
    opened = file_of(request, file)
    require(request, Act.OPEN_REFUND)
    loan = found_in(opened, Loan)
    if request.method != "POST" and Refund.objects.filter(loan=loan).exists():
        return redirect(page_of(opened))
    return act_page(
        request,
        Act.OPEN_REFUND,
        None,
        forms.OpenForm(typed(request)),
        lambda data: refunds.open_refund(loan, by=request.actor, on=request.on, **data),
        back=page_of(opened),
        template="outcomes/refund_form.html",
        state="La règle du dispositif est appliquée au compte du prêt ; rien n’est encore envoyé.",
        **around(request, opened),
    )


@login_required
def ask_bank_details(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Write to the person."""
    one = found(request, file)
    return page(
        request,
        Act.ASK_BANK_DETAILS,
        one,
        forms.AskForm(typed(request), initial={"certificate": one.certificate}, revision=one.revision),
        lambda data: refunds.ask_bank_details(one, by=request.actor, on=request.on, **data),
        state="Un courrier annonce la fin du prêt et le montant remboursé, et demande le RIB.",
    )


@login_required
def record_bank_details(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Type the account from the RIB."""
    one = found(request, file)
    form = forms.DetailsForm(
        typed(request),
        holders=choices(application_of(one.file_id)),
        initial={"certificate": one.certificate},
        revision=one.revision,
    )
    return page(
        request,
        Act.RECORD_BANK_DETAILS,
        one,
        form,
        lambda data: refunds.record_bank_details(one, by=request.actor, on=request.on, **data),
    )


@login_required
def send_refund_to_committee(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Choose the session."""
    one = found(request, file)
    coming = Session.objects.filter(
        organisation=one.organisation_id, state="open", session_on__gte=request.on
    ).select_related("dispositif")
    sessions = list(coming.order_by("session_on", "pk"))
    return page(
        request,
        Act.SEND_REFUND_TO_COMMITTEE,
        one,
        forms.CommitteeForm(typed(request), sessions=sessions, revision=one.revision),
        lambda data: committee.send_refund_to_committee(one, by=request.actor, on=request.on, **data),
        no_session=not sessions,
        may_convene=request.actor.may(Act.CONVENE_SESSION),
    )


@login_required
def refuse_refund(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Refuse, by a letter with the ways of appeal."""
    one = found(request, file)
    fitting = reasons_to_refuse(one)
    form = forms.RefuseForm(
        typed(request),
        reasons=fitting,
        on=request.on,
        initial={"reason": fitting[0]},
        revision=one.revision,
    )
    return page(
        request,
        Act.REFUSE_REFUND,
        one,
        form,
        lambda data: refunds.refuse_refund(one, by=request.actor, on=request.on, **data),
    )


@login_required
def with_motive(request: Asked, file: uuid.UUID, *, act: Act) -> HttpResponse:
    """Set the rule aside, or go back on a refusal, for a motive written down."""
    one = found(request, file)
    run = {
        Act.GRANT_REFUND_BY_EXCEPTION: refunds.grant_refund_by_exception,
        Act.REVERSE_REFUSAL: committee.reverse_refusal,
    }[act]
    return page(
        request,
        act,
        one,
        forms.MotiveForm(typed(request), revision=one.revision),
        lambda data: run(one, by=request.actor, on=request.on, **data),
    )


@login_required
def lodge_appeal(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record the person's appeal."""
    one = found(request, file)
    return page(
        request,
        Act.LODGE_APPEAL,
        one,
        forms.AppealForm(typed(request), initial={"received_on": request.on}, revision=one.revision),
        lambda data: committee.lodge_appeal(one, by=request.actor, on=request.on, **data),
    )


@login_required
def confirm_refund_paid(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The accountant paid."""
    one = found(request, file)
    return page(
        request,
        Act.CONFIRM_REFUND_PAID,
        one,
        forms.PaidForm(typed(request), initial={"paid_on": request.on}, revision=one.revision),
        lambda data: orders.confirm_refund_paid(one, by=request.actor, on=request.on, **data),
    )


@login_required
def return_refund(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The transfer came back."""
    one = found(request, file)
    return page(
        request,
        Act.RETURN_REFUND,
        one,
        forms.ReturnForm(typed(request), initial={"returned_on": request.on}, revision=one.revision),
        lambda data: orders.return_refund(one, by=request.actor, on=request.on, **data),
    )


PLAIN = {
    Act.APPROVE_REFUND: committee.approve_refund,
    Act.ADJOURN_REFUND: committee.adjourn_refund,
    Act.UPHOLD_REFUSAL: committee.uphold_refusal,
    Act.LAPSE_REFUND: refunds.lapse_refund,
    Act.REOPEN_REFUND: refunds.reopen_refund,
    Act.ORDER_REFUND: orders.order_refund,
}


@login_required
def confirm(request: Asked, file: uuid.UUID, *, act: Act) -> HttpResponse:
    """An act with nothing to fill in."""
    one = found(request, file)
    question, consequence = wording.CONFIRMED[act]
    run: Callable[..., Any] = PLAIN[act]
    return page(
        request,
        act,
        one,
        ConfirmForm(typed(request), revision=one.revision),
        lambda data: run(one, by=request.actor, on=request.on, **data),
        template="outcomes/refund_confirm.html",
        title=question,
        state=consequence,
        consequences=[wording.standing(one)],
    )
