"""Measures on screen: compared with figures, kept, requested, decided by the bank."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.decisions.asking import Asked, ConfirmForm, act_page, offered, require
from etrier.domain.lifecycle import CODE_LABELS, Act
from etrier.domain.schedule import Schedule, Treatment
from etrier.domain.wording import day, euros, plural
from etrier.files.reading import found_in
from etrier.journal.submit import shown, submitted, typed
from etrier.loans.accounts import account_of
from etrier.loans.actions import measures
from etrier.loans.actions.measures import Way, ways_out
from etrier.loans.forms import measures as forms
from etrier.loans.models import Loan, MeasureRequest
from etrier.loans.schedules import schedule_in_force
from etrier.loans.views.asking import account_page, fact_page, opened_loan
from etrier.loans.wording import loan_standing, measure_standing, terms_of
from etrier.ui.formats import capitalised, numeric_day

ACTS = (
    Act.REQUEST_MEASURE, Act.GRANT_MEASURE, Act.GRANT_OTHERWISE, Act.REFUSE_MEASURE, Act.WITHDRAW_MEASURE,
)  # fmt: skip
WAYS = ("Ce qui change", ("Mensualité ensuite", "figure"), "Dernière échéance", ("Coût de plus", "figure"))
FIRST_OFFERED = {"hold_months": 1, "interest": "waived", "kind": "postponement"}


def measure_page(measure: MeasureRequest) -> str:
    """Where a measure is followed."""
    return reverse("loans:measure", args=[measure.loan.file.uid, measure.uid])


def lines_of(schedule: Schedule) -> list[tuple[str, str]]:
    """The lines a measure may start from, as choices."""
    return [
        (str(line.number), f"n° {line.number} du {numeric_day(line.due_on)}")
        for line in schedule.lines
        if 2 * line.number - 1 >= schedule.last_act and schedule.balance_before(line.number)
    ]


def ordinary_ways(start: int) -> list[tuple[str, dict[str, Any]]]:
    """The measures always shown side by side, so that one is not asked without seeing the others."""
    hold = {"start": start, "months": 1, "keep_end": False}
    return [
        *(("postponement", hold | {"interest": treatment.value}) for treatment in Treatment),
        ("postponement", hold | {"interest": Treatment.WAIVED.value, "keep_end": True}),
        ("postponement", hold | {"interest": Treatment.WAIVED.value, "months": 2}),
        ("extension", {"start": start, "months": 6}),
    ]


def side_by_side(loan: Loan, first: list[tuple[str, dict[str, Any]]], start: int) -> list[Way]:
    """These measures, then the ordinary ones from that line."""
    return ways_out(loan, [*first, *(way for way in ordinary_ways(start) if way not in first)])


def way_row(way: Way) -> list[str]:
    """One way out as a line of the comparison."""
    said = capitalised(terms_of(way.kind, way.terms))
    if way.schedule is None:
        return [said, "—", way.refusal, "—"]
    return [said, euros(way.instalment), f"{day(way.end_on)}{shift_of(way)}", euros(way.extra_cost)]


def shift_of(way: Way) -> str:
    """« , 2 mois plus tard »: how far the end moves."""
    if not way.shift_months:
        return ""
    return (
        f", {plural(abs(way.shift_months), 'mois', 'mois')} plus {'tard' if way.shift_months > 0 else 'tôt'}"
    )


@login_required
def simulate_measure(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Ways out side by side; « Comparer » shows one more, « Garder » keeps it."""
    loan = opened_loan(request, file)
    require(request, Act.SIMULATE_MEASURE)
    if loan.state != "running":
        return redirect(account_page(loan.file))
    schedule, account = schedule_in_force(loan), account_of(loan, request.on)
    lines = lines_of(schedule)
    unsettled = account.unpaid[0] if account.unpaid else account.next_due
    start = unsettled.number if unsettled else len(schedule)
    form = forms.SimulateForm(typed(request), lines=lines, initial=FIRST_OFFERED | {"start": start})
    tried: list[tuple[str, dict[str, Any]]] = []
    if request.method == "POST" and form.is_valid():
        tried = [form.asked]
        if "keep" in request.POST:
            kept = submitted(request, form, lambda data: keep(request, loan, form))
            if kept is not None:
                return redirect(measure_page(kept))
    ways = side_by_side(loan, tried, start)
    return shown(
        request,
        "loans/simulate_measure.html",
        form=form,
        file=loan.file,
        loan=loan,
        title="Simuler une mesure",
        state=loan_standing(loan, account),
        now=f"Aujourd’hui : {euros(schedule.instalment)} par mois jusqu’au {day(schedule.end_on)}.",
        columns=WAYS,
        rows=[way_row(way) for way in ways],
        tried=bool(tried) and ways[0].schedule is not None,
    )


def keep(request: Asked, loan: Loan, form: forms.SimulateForm) -> MeasureRequest:
    """Keep what was simulated, so that it may be asked of the bank."""
    kind, terms = form.asked
    return measures.simulate_measure(loan, by=request.actor, on=request.on, kind=kind, terms=terms)


def opened_measure(request: Asked, file: uuid.UUID, measure: uuid.UUID) -> MeasureRequest:
    """One measure of a file's loan, the reading of the file written."""
    loan = opened_loan(request, file)
    return found_in(loan.file, MeasureRequest, loan=loan, uid=measure)


def requested_measure(request: Asked, file: uuid.UUID) -> MeasureRequest:
    """The measure the bank has been asked for; 404 when there is none."""
    loan = opened_loan(request, file)
    return found_in(loan.file, MeasureRequest, loan=loan, state="requested")


@login_required
def show_measure(request: Asked, file: uuid.UUID, measure: uuid.UUID) -> HttpResponse:
    """One measure: what was simulated, asked, decided."""
    found = opened_measure(request, file, measure)
    one = [Act.REQUEST_MEASURE, Act.WITHDRAW_MEASURE]
    addresses = {
        act: reverse(f"loans:{act}", args=[found.file.uid, *([found.uid] if act in one else [])])
        for act in ACTS
    }
    buttons = offered(found, request.actor, addresses)
    facts = [
        ("Mensualité ensuite", euros(found.instalment)),
        ("Dernière échéance", day(found.end_on)),
        ("Coût de plus pour la personne", euros(found.extra_cost)),
    ]
    if found.cause:
        facts.append(("Cause", CODE_LABELS["cause"][found.cause]))
    if found.wish:
        facts.append(("Souhait de la personne", found.wish))
    return render(
        request,
        "loans/measure.html",
        {
            "file": found.file,
            "measure": found,
            "title": capitalised(CODE_LABELS["measure"][found.kind]),
            "state": measure_standing(found),
            "terms": capitalised(terms_of(found.kind, found.terms)),
            "facts": facts,
            "columns": WAYS,
            "rows": others_of(found),
            "next_act": buttons[0] if buttons else None,
            "other_acts": buttons[1:],
        },
    )


def others_of(measure: MeasureRequest) -> list[list[str]]:
    """While nothing is decided: the measure, then what else could be asked from the same line."""
    if measure.state not in ("simulated", "requested"):
        return []
    asked = [(measure.kind, measure.terms)]
    return [way_row(way) for way in side_by_side(measure.loan, asked, measure.terms["start"])]


@login_required
def request_measure(request: Asked, file: uuid.UUID, measure: uuid.UUID) -> HttpResponse:
    """Ask the bank for a measure kept."""
    found = opened_measure(request, file, measure)
    form = forms.RequestForm(typed(request), request.FILES or None, today=request.on, revision=found.revision)
    return fact_page(
        request,
        Act.REQUEST_MEASURE,
        found,
        form,
        lambda data: measures.request_measure(found, by=request.actor, **data),
        back=measure_page(found),
        state=f"{capitalised(terms_of(found.kind, found.terms))}. La banque décide.",
    )


@login_required
def grant_measure(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The bank grants what was asked."""
    found = requested_measure(request, file)
    form = forms.GrantForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=found.requested_on,
        revision=found.revision,
    )
    return fact_page(
        request,
        Act.GRANT_MEASURE,
        found,
        form,
        lambda data: measures.grant_measure(found, by=request.actor, **data),
        back=measure_page(found),
        done=account_page(found.file),
        state=f"{capitalised(terms_of(found.kind, found.terms))}. Un nouvel échéancier est établi.",
    )


@login_required
def grant_otherwise(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The bank grants something else than what was asked."""
    found = requested_measure(request, file)
    form = forms.GrantOtherwiseForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=found.requested_on,
        lines=lines_of(schedule_in_force(found.loan)),
        initial=FIRST_OFFERED | {"start": found.terms["start"], "kind": found.kind},
        revision=found.revision,
    )

    def run(data: dict[str, Any]) -> MeasureRequest:
        kind, terms = forms.measure_typed(data)
        return measures.grant_otherwise(
            found,
            by=request.actor,
            on=data["on"],
            source=data["source"],
            revision=data["revision"],
            kind=kind,
            terms=terms,
        )

    return fact_page(
        request,
        Act.GRANT_OTHERWISE,
        found,
        form,
        run,
        back=measure_page(found),
        done=account_page(found.file),
        state=f"Demandé : {terms_of(found.kind, found.terms)}.",
    )


@login_required
def refuse_measure(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The bank refuses the measure asked."""
    found = requested_measure(request, file)
    form = forms.RefuseMeasureForm(
        typed(request),
        request.FILES or None,
        today=request.on,
        earliest=found.requested_on,
        revision=found.revision,
    )
    return fact_page(
        request,
        Act.REFUSE_MEASURE,
        found,
        form,
        lambda data: measures.refuse_measure(found, by=request.actor, **data),
        back=measure_page(found),
        state="L’échéancier reste celui d’aujourd’hui.",
    )


@login_required
def withdraw_measure(request: Asked, file: uuid.UUID, measure: uuid.UUID) -> HttpResponse:
    """Give up a measure that is not decided."""
    found = opened_measure(request, file, measure)
    return act_page(
        request,
        Act.WITHDRAW_MEASURE,
        found,
        ConfirmForm(typed(request), revision=found.revision),
        lambda data: measures.withdraw_measure(found, by=request.actor, on=request.on, **data),
        back=measure_page(found),
        template="ui/confirm.html",
        title="Renoncer à cette mesure ?",
        state="Elle reste au dossier, sans effet. Une autre peut être simulée.",
    )
