"""The risk of the guarantee on screen: a sentence first, then figures, bars, and what is assumed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from etrier.accounts.request import Asked
from etrier.domain.access import Reading
from etrier.domain.refusal import Refused
from etrier.domain.risk import Assumptions, Loans, loans_of, simulate
from etrier.domain.schedule import Terms
from etrier.domain.scheme.choices import CallBase
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown
from etrier.reporting.risk.forms import MOMENTS, RUNNING, RiskForm
from etrier.reporting.risk.known import Known, known, running_loans
from etrier.reporting.risk.wording import answer, assumed, bars, columns, envelope_sentence, rows, what

SCENARIOS = 20_000


@login_required
def risk(request: Asked) -> HttpResponse:
    """Form and answer on one page; its address holds what was typed, and gives the same answer again."""
    actor = request.actor
    if actor.organisation is None or not actor.may_read(Reading.SEE_ENVELOPE):
        raise NotAllowed("Votre rôle ne permet pas de voir l’enveloppe de garantie.")
    found = known(actor, actor.organisation, request.on)
    form = RiskForm(request.GET or found.beginning, running=found.choice)
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            context = answered(request, form, found)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return shown(
        request,
        "reporting/risk.html",
        form=form,
        title="Ce que la garantie pourrait coûter",
        state="Rien n’est enregistré : changez les hypothèses, l’adresse de la page garde la réponse.",
        **context,
    )


def answered(request: Asked, form: RiskForm, found: Known) -> dict[str, Any]:
    """The answer to a valid form. Raises `Refused` when its figures make no sense together."""
    data = form.cleaned_data
    assumptions = Assumptions(data["default_rate"], data["recovery_rate"], MOMENTS[data["when"]][1])
    loans = loans_asked(request, form, found)
    worse = replace(assumptions, default_rate=min(assumptions.default_rate * 2, Decimal(100)))
    drawn = simulate(loans, assumptions, scenarios=SCENARIOS)
    doubled = simulate(loans, worse, scenarios=SCENARIOS)
    labels, values = bars(drawn)
    return {
        "answer": answer(drawn, what(form, drawn.loans)),
        "envelope": envelope_sentence(drawn, doubled, data["envelope"]),
        "columns": columns(drawn, doubled),
        "rows": rows(drawn, doubled),
        "labels": labels,
        "series": [{"label": "", "values": values}],
        "assumed": assumed(form, drawn),
    }


def loans_asked(request: Asked, form: RiskForm, found: Known) -> list[Loans]:
    """The loans of the form: those described, or those that run today."""
    data = form.cleaned_data
    if data["loans"] == RUNNING:
        return running_loans(found.running, request.on)
    return [
        loans_of(
            Terms(amount, data["rate"], data["months"], request.on.replace(day=1)),
            data["share"],
            count,
            CallBase(data["base"]),
        )
        for count, amount in form.groups
    ]
