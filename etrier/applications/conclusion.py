"""What a study still lacks before it may end, said all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from etrier.applications.budget import described, instalment_of
from etrier.applications.findings import blocking
from etrier.applications.models import Application, Conclusion
from etrier.applications.project import plan_of
from etrier.applications.rows import StudyRows
from etrier.domain import budget as rules
from etrier.domain.french import typeset
from etrier.domain.wording import listed


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing, and the page where it is given (the name of its URL)."""

    sentence: str
    page: str


def lacks(
    application: Application, on: date, *, recommendation: str = "", rows: StudyRows | None = None
) -> tuple[Lack, ...]:
    """Everything that keeps the study from ending, in French; nothing when it may end.

    Findings that block do not keep an unfavourable recommendation from being given.
    """
    rows = rows or StudyRows(application)
    found = [*_household(rows), *_budget(rows, on), *_project(rows)]
    if not application.support_kinds:
        found.append(Lack("Le besoin d’accompagnement n’est pas évalué.", "assess_support"))
    if recommendation != "unfavourable" and not found:
        found += [
            Lack(f"Constat bloquant, à lever avec un motif ou à corriger : {one.sentence}", "findings")
            for one in blocking(application, on, rows=rows)
        ]
    return tuple(Lack(typeset(lack.sentence), lack.page) for lack in found)


def _household(rows: StudyRows) -> Iterator[Lack]:
    if rows.household is None:
        yield Lack("Le foyer n’est pas décrit.", "record_household")


def _budget(rows: StudyRows, on: date) -> Iterator[Lack]:
    application = rows.application
    found = described(application, on, rows)
    if found is None:
        yield Lack("Le budget n’est pas décrit.", "update_budget")
        return
    if not found.rules.income:
        yield Lack("Le budget ne dit aucune ressource : notez-les, ou une ressource de 0 €.", "update_budget")
    study = rules.study(found.rules, application.dispositif.parsed.budget, instalment_of(application))
    missing = dict.fromkeys(study.without_loan.incomplete + study.with_loan.incomplete)
    causes = [rules.describe(found.rules, cause) for cause in missing if cause != "instalment"]
    if causes:
        yield Lack(f"Le budget est incomplet ; restent à préciser : {listed(causes)}.", "update_budget")


def _project(rows: StudyRows) -> Iterator[Lack]:
    application = rows.application
    if rows.project is None:
        yield Lack("Le projet n’est pas décrit.", "update_project")
        return
    facts = (
        ("le produit", application.product),
        ("l’objet", application.purpose_label),
        ("le montant", application.amount),
        ("la durée", application.months),
    )
    missing = [words for words, value in facts if not value]
    if missing:
        yield Lack(f"Le projet n’est pas complet : précisez {listed(missing)}.", "update_project")
    plan = plan_of(application, rows)
    if not plan.balanced:
        yield Lack(plan.sentence, "update_project")


def conclusion_of(application: Application) -> Conclusion | None:
    """The latest recommendation of the worker, None before a study has ended."""
    return application.conclusions.select_related("concluded_by", "budget_version").last()
