"""The year as the source counts it, its table and charts, its file, and what is typed by hand."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.models import Organisation
from etrier.accounts.request import Asked
from etrier.database.reading import row_where
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, Act
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, typed
from etrier.reporting import actions, forms
from etrier.reporting.counted import figures_of, is_large, keep
from etrier.reporting.counts import Compared, first_year
from etrier.reporting.layout import blocks_of
from etrier.reporting.models import YearTotals
from etrier.reporting.sheet import Sheet, sheet_file
from etrier.ui.formats import counted

OLDEST = 1990


def reader(request: Asked) -> Organisation:
    """The organisation whose figures are read, for a role that reads them."""
    actor = request.actor
    if actor.organisation is None or not actor.may_read(Reading.SEE_FIGURES):
        raise NotAllowed("Votre rôle ne permet pas de lire le pilotage.")
    return actor.organisation


def check_year(request: Asked, year: int) -> int:
    """A year that began. Raises `Http404`."""
    if not OLDEST <= year <= request.on.year:
        raise Http404("Cette année n’a pas de chiffres.")
    return year


@login_required
def year(request: Asked, year: int | None = None) -> HttpResponse:
    """The figures of a year, this one by default; sent, the page counts again what is counted at night."""
    organisation = reader(request)
    chosen = check_year(request, year if year is not None else request.on.year)
    if request.method == "POST":
        if is_large(organisation):
            keep(organisation, chosen, request.now)
        return redirect("reporting:year_of", chosen)
    counted_then = figures_of(organisation, chosen, request.now)
    sheet = counted_then.sheet
    years = range(request.on.year, min(first_year(organisation, request.on.year), chosen) - 1, -1)
    may_type = request.actor.may(Act.RECORD_YEAR_TOTALS)
    return render(
        request,
        "reporting/year.html",
        {
            "title": f"Pilotage {chosen}",
            "state": summary(sheet, current=chosen == request.on.year),
            "year": chosen,
            "years": [(one, one == chosen) for one in years],
            "sheet": sheet,
            "blocks": blocks_of(sheet),
            "totals_url": reverse("reporting:record_year_totals", args=[chosen]) if may_type else "",
            "charts": charts(counted_then.compared),
            "counted_at": counted_then.counted_at,
        },
    )


def summary(sheet: Sheet, *, current: bool) -> str:
    """« 24 prêts octroyés pour 70 dossiers étudiés, soit 34 %. »"""
    studied, granted = sheet.figure("files_studied"), sheet.figure("loans_granted")
    rate = sheet.figure("conversion_rate")
    so_far = " à ce jour" if current else ""
    if granted.value is None or studied.value is None:
        unread = ", ".join(one.label.lower() for one in (granted, studied) if one.value is None)
        return f"Chiffre illisible dans les archives de l’année : {unread}."
    loans = counted(granted.value, "prêt octroyé", "prêts octroyés")
    files = counted(studied.value, "dossier étudié", "dossiers étudiés")
    share = f", soit {rate.text}" if rate.value is not None else ""
    return f"{loans}{so_far} pour {files}{share}."


def charts(compared: Compared) -> dict[str, Any]:
    """What the page draws; a figure that cannot be read leaves a gap, years without any draw nothing."""
    return {
        "years": [str(one) for one in compared.years],
        "requests": [
            {"label": "Dossiers étudiés", "values": compared.studied},
            {"label": "Prêts octroyés", "values": compared.granted},
        ],
        "refunds": [{"label": "", "values": compared.refunded}] if any(compared.refunded) else [],
    }


@login_required
def year_file(request: Asked, year: int) -> HttpResponse:
    """The figures of a year for a spreadsheet."""
    organisation = reader(request)
    check_year(request, year)
    sheet = figures_of(organisation, year, request.now).sheet
    response = HttpResponse(sheet_file(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pilotage-{organisation.code}-{year}.csv"'
    return response


@login_required
def year_totals(request: Asked, year: int) -> HttpResponse:
    """Type, or correct, what no file holds of a year."""
    organisation = reader(request)
    check_year(request, year)
    totals = row_where(YearTotals, organisation=organisation, year=year)
    act = Act.RECORD_YEAR_TOTALS if totals is None else Act.CORRECT_YEAR_TOTALS
    if not request.actor.may(act):
        raise NotAllowed(f"Votre rôle ne permet pas de faire ceci : {ACTS[act].label}.")
    form: forms.TotalsForm
    if totals is None:
        form = forms.TotalsForm(typed(request))
    else:
        known = {"optional_aids": totals.optional_aids, "illegible": totals.illegible}
        form = forms.CorrectTotalsForm(typed(request), initial=known, revision=totals.revision)

    def run(data: dict[str, Any]) -> YearTotals:
        if totals is None:
            typed_now = actions.record_year_totals(by=request.actor, on=request.on, year=year, **data)
        else:
            typed_now = actions.correct_year_totals(totals, by=request.actor, on=request.on, **data)
        if is_large(organisation):
            keep(organisation, year, request.now)
        return typed_now

    def now(thing: YearTotals) -> dict[str, Any]:
        return {"optional_aids": thing.optional_aids, "illegible": thing.illegible}

    if submitted(request, form, run, current=now):
        return redirect("reporting:year_of", year)
    return shown(
        request,
        "reporting/totals.html",
        form=form,
        title=f"Totaux de l’année {year}",
        state="Ce qu’aucun dossier ne dit, et dont les chiffres de l’année ont besoin.",
        act_label="Enregistrer",
        cancel_url=reverse("reporting:year_of", args=[year]),
        year=year,
    )
