"""What a bank is given of a file: frozen at each sending, printed as it was sent."""

from datetime import date
from typing import Any

from etrier.applications.models import Application
from etrier.applications.rows import StudyRows
from etrier.decisions import facts
from etrier.decisions.models import AgendaItem, ItemKind
from etrier.domain import scheme
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import day, euros, listed, plural
from etrier.ui.formats import capitalised

Pack = dict[str, Any]


def bank_pack(
    application: Application, terms: scheme.Agreement, on: date, rows: StudyRows | None = None
) -> Pack:
    """Identity, situation, budget, project and papers, as they are that day and as the convention wants them.

    Keys beside `sections` are what lists and other programs read; amounts are texts in euros.
    """
    file, organisation = application.file, application.organisation
    return {
        "number": file.number,
        "organisation": organisation.name,
        "name": file.cover,
        "on": on.isoformat(),
        "product": application.product_code,
        "product_label": application.product_label,
        "purpose": application.purpose_code,
        "purpose_label": application.purpose_label,
        "amount": str(application.amount),
        "months": application.months,
        "rate": str(terms.rate(application.product_code)),
        "seller_notice": terms.seller_notice,
        "wanted": list(terms.documents),
        "sections": [part for part in _sections(rows or StudyRows(application), on) if part["facts"]],
    }


def _sections(rows: StudyRows, on: date) -> list[facts.Section]:
    application = rows.application
    borrowers = [facts.identity(application.applicant, "Demandeur", on)]
    if application.co_borrower is not None:
        borrowers.append(facts.identity(application.co_borrower, "Co-emprunteur", on))
    return [
        facts.request(application),
        *borrowers,
        facts.household(application, on, rows),
        facts.situation(application, detail=True),
        facts.project(application, rows),
        *_budget(application),
        facts.support(application),
        opinion(application),
        papers(rows, on),
        worker(application),
    ]


def _budget(application: Application) -> list[facts.Section]:
    """The budget the worker concluded on: its figures, then its lines."""
    conclusion = facts.conclusion_of(application)
    if conclusion is None:
        return []
    version = conclusion.budget_version
    return [facts.indicators(version), *facts.budget_lines(version)]


def opinion(application: Application) -> facts.Section:
    """What the commission said, where it sits."""
    item = AgendaItem.objects.judged(application.file, ItemKind.APPLICATION, ItemKind.APPEAL)
    if item is None or item.opinion_on is None:
        return facts.section("Avis de la commission", [])
    limits = item.limits
    return facts.section(
        "Avis de la commission",
        (
            ("Avis", f"{item.state_label}, le {day(item.opinion_on)}"),
            ("Conditions", listed(item.condition_labels) if item.conditions else ""),
            ("Montant maximum", euros(limits.amount) if limits.amount else ""),
            ("Durée maximum", plural(limits.months, "mois", "mois") if limits.months else ""),
        ),
    )


def papers(rows: StudyRows, on: date) -> facts.Section:
    """The papers the CCAS holds; medical ones are not even named."""
    kinds: dict[str, str] = {}
    for document in sorted(rows.documents, key=lambda one: (one.provided_on, one.pk)):
        if document.medical or not document.holds_on(on):
            continue
        if document.kind_code in CODE_LABELS["document"]:
            kinds[document.kind_code] = f"reçue le {day(document.provided_on)}"
    return facts.section(
        "Pièces au dossier",
        [(capitalised(CODE_LABELS["document"][code]), received) for code, received in kinds.items()],
    )


def worker(application: Application) -> facts.Section:
    """Whom to call at the CCAS."""
    holder, organisation = application.file.holder, application.organisation
    return facts.section(
        "Travailleur social référent",
        (
            ("Nom", holder.full_name if holder else ""),
            ("Téléphone", organisation.phone),
            ("Courriel", organisation.email),
        ),
    )
