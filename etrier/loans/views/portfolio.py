"""The list of loans, and the usury thresholds they are compared with."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from etrier.database.pages import Page, page
from etrier.database.reading import attach
from etrier.decisions.asking import Asked, act_page
from etrier.domain.access import Reading
from etrier.domain.lifecycle import Act
from etrier.journal.door import NotAllowed
from etrier.journal.submit import typed
from etrier.loans.accounts import accounts_of, strip_of
from etrier.loans.actions.usury import correct_usury_threshold, record_usury_threshold
from etrier.loans.forms.offers import CorrectUsuryForm, UsuryForm
from etrier.loans.models import Loan, UsuryThreshold
from etrier.loans.models.loans import LIVE, Loans
from etrier.loans.wording import loan_standing
from etrier.ui.formats import NARROW, NBSP, counted, day, euros, percent, plural

DRAWN = 20
"""Loans of a page: fewer than lines of other lists, since each is drawn instalment by instalment."""
FILTERS = {"en-cours": "En cours", "en-retard": "En retard", "soldes": "Soldés", "tous": "Tous"}
NO_LOANS = {
    "en-cours": "Aucun prêt n’est en cours de remboursement.",
    "en-retard": "Aucun prêt n’a d’impayé connu aujourd’hui.",
    "soldes": "Aucun prêt n’est encore soldé.",
    "tous": "Un prêt apparaît ici dès que la banque l’a débloqué.",
}


@login_required
def list_loans(request: Asked) -> HttpResponse:
    """Loans, newest first, each with its strip and where it stands."""
    if not request.actor.may_read(Reading.SEE_LOANS):
        raise NotAllowed("Votre rôle ne permet pas de voir les prêts.")
    wanted = request.GET.get("voir", "en-cours")
    wanted = wanted if wanted in FILTERS else "en-cours"
    loans = Loan.objects.visible_to(request.actor)
    rows = chosen(loans, wanted)
    found = page(rows, ("-disbursed_on",), request.GET.get("suite", ""), DRAWN)
    attach(found.rows, "file")
    attach(found.rows, "partner")
    accounts = accounts_of(found.rows, request.on)
    return render(
        request,
        "loans/loans.html",
        {
            "title": "Prêts",
            "state": sentence(wanted, found, loans),
            "filters": [(code, label, code == wanted) for code, label in FILTERS.items()],
            "rows": [row(loan, accounts[loan.pk]) for loan in found],
            "next_url": f"?voir={wanted}&suite={found.next}" if found.next else "",
            "first_url": f"?voir={wanted}" if request.GET.get("suite") else "",
            "nothing": NO_LOANS[wanted],
        },
    )


def sentence(wanted: str, found: Page, loans: Loans) -> str:
    """« 10 prêts en cours, dont 2 en retard. »: what the filter holds."""
    if wanted == "en-retard":
        known = loans.in_arrears().aggregate(count=Count("pk"), owed=Sum("arrears"))
        unpaid = f"{NBSP}: {euros(known['owed'])} d’impayé" if known["count"] else ""
        return f"{counted(known['count'], 'prêt en retard', 'prêts en retard')}{unpaid}."
    words = {
        "en-cours": ("prêt en cours", "prêts en cours"),
        "soldes": ("prêt soldé", "prêts soldés"),
        "tous": ("prêt depuis le début", "prêts depuis le début"),
    }[wanted]
    among = ""
    if wanted == "en-cours" and (late := loans.live().in_arrears().count()):
        among = f", dont {late} en retard"
    return f"{found.count_text}{NBSP}{plural(found.count, *words)}{among}."


def chosen(loans: Loans, wanted: str) -> Loans:
    """The loans of one filter."""
    if wanted == "en-cours":
        return loans.filter(state__in=LIVE)
    if wanted == "soldes":
        return loans.filter(state="paid_off")
    if wanted == "en-retard":
        return loans.in_arrears()
    return loans


def row(loan: Loan, account: Any) -> dict[str, Any]:
    """One loan as the list shows it."""
    return {
        "loan": loan,
        "url": reverse("loans:account", args=[loan.file.uid]),
        "strip": strip_of(account),
        "standing": loan_standing(loan, account),
        "tone": "bad" if account.arrears else "",
    }


@login_required
def usury(request: Asked) -> HttpResponse:
    """The thresholds known, the newest first."""
    if not (request.actor.may_read(Reading.SEE_SCHEME) or request.actor.may(Act.RECORD_USURY_THRESHOLD)):
        raise NotAllowed("Votre rôle ne permet pas de voir les seuils de l’usure.")
    entered = UsuryThreshold.objects.visible_to(request.actor)
    known = entered.parameter().history
    may_record = request.actor.may(Act.RECORD_USURY_THRESHOLD)
    return render(
        request,
        "loans/usury.html",
        {
            "title": "Seuils de l’usure",
            "state": f"Derniers seuils connus : depuis le {day(known[-1].since)}.",
            "may_record": may_record,
            "entered": entered if may_record else [],
            "columns": [
                ("Depuis le", "day"), (f"Jusqu’à 3{NARROW}000{NARROW}€", "figure"),
                (f"De 3{NARROW}000 à 6{NARROW}000{NARROW}€", "figure"),
                ("Au-delà", "figure"), "Source",
            ],
            "rows": [
                [day(one.since), *(percent(band.rate) for band in one.value), one.source]
                for one in reversed(known)
            ],
        },
    )  # fmt: skip


@login_required
def record_usury(request: Asked) -> HttpResponse:
    """Enter the thresholds of one more quarter."""
    form = UsuryForm(typed(request), today=request.on)
    back = reverse("loans:usury")

    def run(data: dict[str, Any]) -> UsuryThreshold:
        return record_usury_threshold(by=request.actor, on=request.on, **data)

    return act_page(
        request,
        Act.RECORD_USURY_THRESHOLD,
        None,
        form,
        run,
        back=back,
        state="Ils servent à repérer une erreur de saisie dans une offre ; ils changent chaque trimestre.",
    )


@login_required
def correct_usury(request: Asked, threshold: uuid.UUID) -> HttpResponse:
    """Mend the thresholds of a quarter entered here."""
    found = get_object_or_404(UsuryThreshold.objects.visible_to(request.actor), uid=threshold)
    form = CorrectUsuryForm(typed(request), initial=written(found), revision=found.revision)

    def run(data: dict[str, Any]) -> UsuryThreshold:
        return correct_usury_threshold(found, by=request.actor, on=request.on, **data)

    return act_page(
        request,
        Act.CORRECT_USURY_THRESHOLD,
        found,
        form,
        run,
        back=reverse("loans:usury"),
        current=written,
        state=f"Applicables à partir du {day(found.since)}. Les offres enregistrées gardent leurs chiffres.",
    )


def written(threshold: UsuryThreshold) -> dict[str, Any]:
    """The figures of a quarter, as the form shows them."""
    return {name: getattr(threshold, name) for name in ("small", "middle", "large", "source")}
