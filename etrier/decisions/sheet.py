"""What the commission reads of a request: a situation without a name, frozen when it is put on the agenda."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from etrier.applications.models import Application
from etrier.decisions import facts
from etrier.decisions.banks import banks_for
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import euros, percent
from etrier.files.search import words

Sheet = dict[str, Any]
SHORTEST_NAME = 3


def committee_sheet(application: Application, on: date) -> Sheet:
    """Situation, budget, project, amount and the worker's recommendation with her reasons.

    Keys beside `sections` bound the opinion: amount and instalment are texts in euros.
    """
    choices = [c for c in banks_for(application, on) if c.instalment is not None]
    highest = max((c.instalment for c in choices if c.instalment is not None), default=None)
    product, conclusion = application.product, facts.conclusion_of(application)
    recommendation = conclusion.recommendation if conclusion else ""
    sections = [
        facts.request(application),
        facts.household(application, on),
        facts.situation(application, detail=False),
        facts.project(application),
        facts.indicators(conclusion.budget_version) if conclusion else facts.section("Budget", []),
        _instalment(highest, max((c.rate for c in choices), default=None)),
        facts.support(application),
        facts.section(
            "Préconisation du travailleur social",
            (
                ("Avis", CODE_LABELS["recommendation"].get(recommendation, "")),
                ("Raisons", conclusion.reasons if conclusion else ""),
            ),
        ),
    ]
    return {
        "on": on.isoformat(),
        "product": application.product_code,
        "amount": str(application.amount) if application.amount else "",
        "months": application.months,
        "months_limit": max(application.months or 0, product.months.max) if product else application.months,
        "instalment": str(highest) if highest is not None else "",
        "recommendation": recommendation,
        "sections": [part for part in sections if part["facts"]],
    }


def _instalment(instalment: Decimal | None, rate: Decimal | None) -> facts.Section:
    known = instalment is not None and rate is not None
    return facts.section(
        "Mensualité", [("La plus haute des banques partenaires", f"{euros(instalment)} à {percent(rate)}")]
        if known and instalment is not None and rate is not None
        else [],
    )  # fmt: skip


def named_in(sheet: Sheet, application: Application) -> str:
    """The first name of a borrower that the sheet lets through, empty when it is anonymous."""
    said = set(words(json.dumps(sheet["sections"], ensure_ascii=False)))
    for person in application.borrowers:
        for name in (person.last_name, person.birth_name, person.first_name):
            parts = [part for part in words(name) if len(part) >= SHORTEST_NAME]
            if parts and said.issuperset(parts):
                return name
    return ""
