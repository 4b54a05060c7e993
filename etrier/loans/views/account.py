"""The account on screen: every instalment and what is known of it, and what the bank reports."""

import uuid
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from etrier.decisions.asking import Asked, offered
from etrier.domain.account import Account, State
from etrier.domain.lifecycle import CODE_LABELS, Act
from etrier.journal.submit import typed
from etrier.loans.accounts import account_of, strip_of
from etrier.loans.actions import payments
from etrier.loans.actions.imports import import_schedule as keep_schedule
from etrier.loans.forms import facts as forms
from etrier.loans.forms.reports import ReportForm, ScheduleForm
from etrier.loans.models import Loan, Movement
from etrier.loans.schedules import versions_of
from etrier.loans.views.asking import account_page, fact_page, opened_loan
from etrier.loans.wording import (
    KINDS,
    cause,
    guarantee_of,
    loan_standing,
    measure_standing,
    reporting_of,
    terms_of,
)
from etrier.ui.components import read
from etrier.ui.formats import capitalised, day, euros, months, numeric_day, percent

ACTS = (
    Act.REPORT_PAID, Act.REPORT_UNPAID, Act.RECORD_REPORT, Act.SIMULATE_MEASURE, Act.REPAY_EARLY,
    Act.CONFIRM_REPAID, Act.CANCEL_CONFIRMATION, Act.REVERSE_MOVEMENT, Act.RETURN_CAPITAL, Act.WARN_FICP,
    Act.RECORD_OVERINDEBTEDNESS, Act.IMPORT_SCHEDULE, Act.ACCELERATE, Act.REINSTATE, Act.CALL_GUARANTEE,
    Act.CLOSE_WITH_LOSS,
)  # fmt: skip
TONES = {State.UNPAID: "bad", State.TO_CONFIRM: "waiting"}


@login_required
def show_account(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The loan today: the strip, what remains due, each instalment, the movements, the measures."""
    loan = opened_loan(request, file)
    account = account_of(loan, request.on)
    buttons = buttons_of(loan, account, request)
    movements = list(loan.movements.order_by("-on", "-pk"))
    versions = versions_of([loan])[loan.pk]
    return render(
        request,
        "loans/account.html",
        {
            "file": loan.file,
            "loan": loan,
            "account": account,
            "title": f"Prêt de {loan.partner}",
            "state": loan_standing(loan, account),
            "strip": strip_of(account),
            "warning": account.ficp_warning(),
            "next_act": buttons[0] if buttons else None,
            "other_acts": buttons[1:],
            "figures": figures_of(account),
            "facts": facts_of(loan),
            "rows": [row_of(one) for one in account.instalments],
            "movements": [told(movement) for movement in movements],
            "versions": [
                (capitalised(cause(version.cause)), day(version.in_force_on), euros(schedule.instalment),
                 day(schedule.end_on), euros(schedule.interest))
                for version, schedule in versions
            ],
            "version_columns": [
                "Origine", ("Depuis le", "day"), ("Mensualité", "figure"), ("Fin", "day"),
                ("Intérêts", "figure"),
            ],
            "measures": [
                {
                    "uid": one.uid,
                    "words": terms_of(one.kind, one.terms),
                    "standing": measure_standing(one),
                }
                for one in loan.measures.all()
            ],
            "is_live": loan.state in ("running", "repaid_unconfirmed"),
        },
    )  # fmt: skip


def buttons_of(loan: Loan, account: Account, request: Asked) -> list[dict[str, str]]:
    """The acts of this loan, the one that its account calls for first."""
    addresses = {act: reverse(f"loans:{act}", args=[loan.file.uid]) for act in ACTS}
    if loan.state == "running" and request.actor.may(Act.SIMULATE_MEASURE):
        simulate = {"label": "Simuler une mesure", "url": addresses[Act.SIMULATE_MEASURE]}
    else:
        simulate = {}
    if not loan.movements.exists():
        del addresses[Act.REVERSE_MOVEMENT]
    if loan.guarantor == "none":
        del addresses[Act.CALL_GUARANTEE]
    found = offered(loan, request.actor, addresses)
    if simulate:
        found.append(simulate)
    wanted = addresses[wanted_act(loan, account)]
    return sorted(found, key=lambda button: button["url"] != wanted)


def wanted_act(loan: Loan, account: Account) -> Act:
    """What the account calls for now."""
    if loan.state == "repaid_unconfirmed":
        return Act.CONFIRM_REPAID
    if loan.state in ("accelerated", "guarantee_called"):
        return Act.CLOSE_WITH_LOSS if loan.guarantor == "none" else Act.CALL_GUARANTEE
    if account.arrears:
        return Act.SIMULATE_MEASURE
    return Act.RECORD_REPORT if account.to_confirm else Act.REPORT_PAID


def figures_of(account: Account) -> list[tuple[str, str]]:
    """What was paid and what remains."""
    found = [
        ("Capital restant dû", euros(account.outstanding_principal)),
        ("Payé, dit la banque", euros(account.paid)),
    ]
    if account.presumed:
        found.append(("Présumé payé", euros(account.presumed)))
    if account.arrears:
        found += [
            ("Impayé", euros(account.arrears)),
            ("Ancienneté", account.ageing.label),
        ]
    if account.paid_by_guarantee:
        found.append(("Payé par la garantie", euros(account.paid_by_guarantee)))
    if account.recovered:
        found.append(("Recouvré", euros(account.recovered)))
    if account.surplus:
        found.append(("Trop-perçu", euros(account.surplus)))
    return found


def facts_of(loan: Loan) -> list[tuple[str, str]]:
    """The contract, as terms and values."""
    found = [
        ("Montant", euros(loan.principal)),
        ("Durée", months(loan.months)),
        ("Taux débiteur", percent(loan.yearly_rate)),
        ("TAEG", percent(loan.apr)),
        ("Débloqué le", day(loan.disbursed_on)),
        ("Dernière échéance", day(loan.ends_on)),
        ("Garantie", guarantee_of(loan)),
        ("Suivi", reporting_of(loan)),
    ]
    if loan.ficp_deadline_on:
        found.append(("À régulariser avant le", day(loan.ficp_deadline_on)))
    if loan.overindebtedness and loan.overindebtedness_on:
        stage = CODE_LABELS["overindebtedness"][loan.overindebtedness]
        found.append(("Surendettement", f"{stage}, depuis le {day(loan.overindebtedness_on)}"))
    return found


def row_of(one: Any) -> dict[str, Any]:
    """One instalment as the page shows it."""
    said = one.state.label
    if one.settled_on and one.state is State.SETTLED and one.settled_on > one.due_on:
        said = f"{said} le {numeric_day(one.settled_on)}"
    if one.state is State.UNPAID and one.remaining != one.due:
        said = f"{said}, reste {euros(one.remaining)}"
    return {
        "number": one.number,
        "due_on": one.due_on,
        "due": one.due,
        "said": said,
        "tone": TONES.get(one.state, ""),
        "late": one.late,
    }


def told(movement: Movement) -> dict[str, str]:
    """One movement as a line of the timeline."""
    said = f"{KINDS[movement.kind]} de {euros(movement.amount)}" if movement.amount else KINDS[movement.kind]
    if movement.instalment_number:
        said += f", échéance {movement.instalment_number}"
    if movement.reason:
        said += f" : {CODE_LABELS['reversal_reason'].get(movement.reason, movement.reason)}"
    channel = CODE_LABELS["channel"].get(movement.channel, "")
    tone = "bad" if movement.kind in ("unpaid", "rejection") else ""
    return {"sentence": said, "detail": f"{day(movement.on)}, {channel}", "tone": tone}


@login_required
def print_schedule(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The schedule in force, on paper."""
    loan = opened_loan(request, file)
    schedule = versions_of([loan])[loan.pk][-1][1]
    return render(
        request,
        "loans/schedule_print.html",
        {
            "file": loan.file,
            "loan": loan,
            "lines": schedule.lines,
            "title": f"Échéancier du dossier {loan.file.number}",
            "facts": facts_of(loan)[:6],
        },
    )


def open_lines(account: Account, on: date) -> list[tuple[str, str]]:
    """The instalments due that something is still owed on, as choices."""
    return [
        (str(one.number), f"n° {one.number} du {numeric_day(one.due_on)} : {euros(one.remaining)}")
        for one in account.instalments
        if one.remaining and one.due_on <= on
    ]


@login_required
def report_paid(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record one payment that the bank received."""
    loan = opened_loan(request, file)
    account = account_of(loan, request.on)
    lines = open_lines(account, request.on)
    first = next((one for one in account.instalments if one.remaining), None)
    form = forms.PaidForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=loan.disbursed_on,
        lines=lines,
        initial={"number": read(first, "number"), "amount": read(first, "remaining")} if lines else {},
        revision=loan.revision,
    )
    return fact_page(
        request,
        Act.REPORT_PAID,
        loan,
        form,
        lambda data: payments.report_paid(loan, by=request.actor, **data),
        back=account_page(loan.file),
        state=loan_standing(loan, account),
    )


@login_required
def report_unpaid(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record an instalment that the bank says unpaid."""
    loan = opened_loan(request, file)
    account = account_of(loan, request.on)
    lines = [
        (str(one.number), f"n° {one.number} du {numeric_day(one.due_on)} : {euros(one.due)}")
        for one in reversed(account.instalments)
        if one.due and one.due_on <= request.on
    ]
    form = forms.UnpaidForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=loan.disbursed_on,
        lines=lines,
        revision=loan.revision,
    )
    return fact_page(
        request,
        Act.REPORT_UNPAID,
        loan,
        form,
        lambda data: payments.report_unpaid(loan, by=request.actor, **data),
        back=account_page(loan.file),
        state="La banque rappelle d’abord la personne ; au CCAS, rien n’est écrit avant son alerte.",
    )


@login_required
def record_report(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record what the bank says of a period, instalment by instalment."""
    loan = opened_loan(request, file)
    account = account_of(loan, request.on)
    lines = [
        one for one in account.instalments
        if one.due_on <= request.on and one.state in (State.TO_CONFIRM, State.UNPAID, State.DUE_TODAY)
    ]  # fmt: skip
    form = ReportForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=loan.disbursed_on,
        lines=lines,
        revision=loan.revision,
    )

    def run(data: dict[str, Any]) -> object:
        return payments.record_report(loan, by=request.actor, **form.reported(data))

    return fact_page(
        request,
        Act.RECORD_REPORT,
        loan,
        form,
        run,
        back=account_page(loan.file),
        paper_kind="bank-schedule",
        template="loans/record_report.html",
        file=loan.file,
        state="Ce que la banque dit des paiements sur une période.",
    )


@login_required
def repay_early(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record an early repayment, partial or total."""
    loan = opened_loan(request, file)
    schedule = versions_of([loan])[loan.pk][-1][1]
    lines = [
        (str(line.number), f"n° {line.number} du {numeric_day(line.due_on)} : reste {euros(line.balance)}")
        for line in schedule.lines
        if line.balance and line.number >= schedule.last_act // 2
    ]
    form = forms.EarlyForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=loan.disbursed_on,
        lines=lines,
        revision=loan.revision,
    )
    return fact_page(
        request,
        Act.REPAY_EARLY,
        loan,
        form,
        lambda data: payments.repay_early(loan, by=request.actor, **data),
        back=account_page(loan.file),
        state="La banque établit un nouvel échéancier ; l’ancien reste consultable.",
    )


@login_required
def import_schedule(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Keep the schedule that the bank wrote, when it differs from the one computed."""
    loan = opened_loan(request, file)
    form = ScheduleForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=loan.disbursed_on,
        revision=loan.revision,
    )
    return fact_page(
        request,
        Act.IMPORT_SCHEDULE,
        loan,
        form,
        lambda data: keep_schedule(loan, by=request.actor, **data),
        back=account_page(loan.file),
        paper_kind="bank-schedule",
        state="Utile quand la banque arrondit autrement : son échéancier fait foi.",
    )


@login_required
def reverse_movement(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Undo a movement that was wrong, or a payment that came back."""
    loan = opened_loan(request, file)
    rows = [one for one in loan.movements.order_by("-on", "-pk") if one.kind != "reversal"]
    standing = [one for one in rows if payments.stands(one)]
    form = forms.ReverseForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=loan.disbursed_on,
        revision=loan.revision,
    )
    form.fields["movement"] = django_forms.ChoiceField(
        label="Mouvement à annuler",
        choices=[(str(one.uid), f"{told(one)['sentence']}, le {day(one.on)}") for one in standing],
        widget=django_forms.RadioSelect,
        error_messages={"required": "Choisissez le mouvement.", "invalid_choice": "Choisissez le mouvement."},
    )
    form.order_fields(["movement", "reason", "on", "channel", "paper"])

    def run(data: dict[str, Any]) -> Movement:
        movement = get_object_or_404(loan.movements, uid=data.pop("movement"))
        return payments.reverse_movement(loan, movement, by=request.actor, **data)

    return fact_page(
        request,
        Act.REVERSE_MOVEMENT,
        loan,
        form,
        run,
        back=account_page(loan.file),
        state="Rien n’est effacé : un mouvement contraire est ajouté.",
    )
