"""A file in frozen facts: sections of terms and values in French, as the bank or the members read them.

Health never leaves the file but as a category: a disability is not told, invalidity is told as
« prestations », the purpose alone says care, equipment or adaptation.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from etrier.applications.models import (
    Application,
    BudgetVersion,
    Conclusion,
    HouseholdMember,
    Situation,
)
from etrier.applications.project import plan_of
from etrier.applications.rows import StudyRows
from etrier.database.reading import latest, rows_where
from etrier.domain.budget import kind_label
from etrier.domain.eligibility import Protection
from etrier.domain.household import ADULT_AGE, Relation
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.scheme.choices import Employment
from etrier.domain.wording import day, euros, listed, percent, plural
from etrier.people.models import Person
from etrier.ui.formats import phone

Section = dict[str, Any]
HEALTHY_WORDS = {Employment.DISABLED: "sans activité, perçoit des prestations"}
"""Words that say a health condition, and what is told instead."""


def section(title: str, facts: Iterable[tuple[str, str]]) -> Section:
    """A titled list of facts; those that say nothing are left out."""
    return {"title": title, "facts": [[label, value] for label, value in facts if value]}


def request(application: Application) -> Section:
    """What is asked for."""
    return section(
        "Demande",
        (
            ("Produit", application.product_label),
            ("Objet", application.purpose_label),
            ("Montant demandé", euros(application.amount) if application.amount else ""),
            ("Durée demandée", plural(application.months, "mois", "mois") if application.months else ""),
            ("Garantie", guarantee(application)),
        ),
    )


def guarantee(application: Application) -> str:
    """Who answers for the loan, and for which share."""
    product = application.product
    if product is None:
        return ""
    terms = product.guarantee
    return f"{terms.guarantor.label}, {percent(terms.share)}" if terms.share else terms.guarantor.label


def identity(person: Person, title: str, on: date) -> Section:
    """Who borrows, for the bank alone."""
    return section(
        title,
        (
            ("Nom", person.last_name),
            ("Nom de naissance", person.birth_name),
            ("Prénom", person.first_name),
            ("Date de naissance", day(person.birth_date) if person.birth_date else ""),
            ("Adresse", _address(person)),
            ("Téléphone", phone(person.phone) if person.calls_allowed else ""),
            ("Courriel", person.email if person.emails_allowed else ""),
            ("Protection juridique", _protection(person)),
        ),
    )


def _address(person: Person) -> str:
    place = f"{person.postcode} {person.town}".strip()
    return ", ".join(part for part in (*person.address.splitlines(), place) if part)


def _protection(person: Person) -> str:
    return Protection(person.protection).label if person.protected else ""


def household(application: Application, on: date, rows: StudyRows | None = None) -> Section:
    """How many live there and where, without a name or a date."""
    rows = rows or StudyRows(application)
    described = rows.household
    if described is None:
        return section("Foyer", [("Emprunteurs", plural(len(application.borrowers), "personne"))])
    return section(
        "Foyer",
        (
            ("Composition", composition(rows.members, on)),
            ("Situation de famille", described.family_label),
            ("Logement", described.housing_label),
        ),
    )


def composition(members: Iterable[HouseholdMember], on: date) -> str:
    """« 2 adultes et 1 enfant »"""
    adults = children = 0
    for member in members:
        age = member.age_on(on)
        child = age < ADULT_AGE if age is not None else member.relation == Relation.CHILD
        children += child
        adults += not child
    parts = [plural(adults, "adulte")] + ([plural(children, "enfant")] if children else [])
    return listed(parts)


def situation(application: Application, *, detail: bool) -> Section:
    """Work and obligations; `detail` adds what would name an employer, for the bank alone."""
    row: Situation = application.situation
    return section(
        "Situation",
        (
            (
                "Situation professionnelle",
                employment(row.employment, row.employment_detail if detail else ""),
            ),
            ("Co-emprunteur", employment(row.co_employment, row.co_employment_detail if detail else "")),
            ("Surendettement", row.over_indebtedness_label),
            ("Microcrédits en cours", str(row.running_loans) if row.running_loans is not None else ""),
        ),
    )


def employment(code: str, detail: str) -> str:
    """A work situation; invalidity and handicap are told as benefits, without detail."""
    if not code:
        return ""
    kind = Employment(code)
    if kind in HEALTHY_WORDS:
        return HEALTHY_WORDS[kind]
    return f"{kind.label} ({detail})" if detail else kind.label


def support(application: Application) -> Section:
    """The support foreseen beside the loan."""
    kinds = [CODE_LABELS["support_kind"][code] for code in application.support_kinds]
    level = CODE_LABELS["support_level"].get(application.support_level, "")
    return section("Accompagnement", (("Prévu", listed(kinds) if kinds else ""), ("Niveau", level)))


def project(application: Application, rows: StudyRows | None = None) -> Section:
    """What the loan pays for, in the person's words; of a product that admits medical papers, the category
    alone."""
    rows = rows or StudyRows(application)
    described = rows.project
    if described is None:
        return section("Projet", [])
    product = application.product
    private = product is not None and product.medical_papers
    lines: list[tuple[str, str]] = [] if private else [("Projet", described.description)]
    for item in rows.project_items:
        purpose = product.purpose(item.purpose_code) if product else None
        label = purpose.label if purpose else item.purpose_code
        cost = euros(item.cost) if item.cost is not None else "coût à préciser"
        lines.append((label, cost if private or not item.detail else f"{item.detail}, {cost}"))
    for part in rows.fundings:
        certain = "" if part.certain else ", à confirmer"
        lines.append((part.kind_label, f"{euros(part.amount)}{certain}"))
    plan = plan_of(application, rows)
    if plan.cost is not None and plan.loan is not None:
        lines.append(("Reste financé par le prêt", euros(plan.loan)))
    return section("Projet", lines)


FIGURES = (
    ("income", "Ressources"),
    ("fixed_charges", "Charges fixes"),
    ("debt_service", "Mensualités de dettes"),
    ("residual_income", "Reste à vivre"),
    ("debt_ratio", "Taux d’endettement"),
    ("repayment_capacity", "Capacité de remboursement"),
    ("family_quotient", "Quotient familial"),
)


def conclusion_of(application: Application) -> Conclusion | None:
    """The worker's last recommendation, and the budget it stands on."""
    return latest(rows_where(Conclusion, application=application), "budget_version")


def indicators(version: BudgetVersion) -> Section:
    """The frozen figures, without the loan then with it."""
    without, with_loan = version.indicators["without"], version.indicators["with"]
    lines = []
    for code, label in FIGURES:
        before, after = _figure(without.get(code)), _figure(with_loan.get(code))
        told = before if before == after or not after else f"{before} sans le prêt, {after} avec"
        lines.append((label, told))
    return section("Budget", [*lines, ("Calcul du reste à vivre", version.indicators.get("formula", ""))])


def _figure(indicator: dict[str, Any] | None) -> str:
    if not indicator or "value" not in indicator:
        return ""
    value = Decimal(indicator["value"])
    return percent(value) if indicator["unit"] == "%" else euros(value)


def budget_lines(version: BudgetVersion) -> list[Section]:
    """Each income, charge and debt of the frozen budget, for the bank alone."""
    data = version.data
    income = [(kind_label("income", line["kind"]), _monthly(line["monthly"])) for line in data["income"]]
    charges = [(kind_label("charges", line["kind"]), _monthly(line["monthly"])) for line in data["charges"]]
    debts = [(debt["creditor"], _debt(debt)) for debt in data["debts"]]
    return [section("Ressources", income), section("Charges", charges), section("Dettes et crédits", debts)]


def _monthly(amount: str | None) -> str:
    return f"{euros(Decimal(amount))} par mois" if amount is not None else ""


def _debt(debt: dict[str, Any]) -> str:
    parts = []
    if debt["balance"] is not None:
        parts.append(f"reste dû {euros(Decimal(debt['balance']))}")
    if debt["instalment"] is not None and Decimal(debt["instalment"]):
        parts.append(f"{euros(Decimal(debt['instalment']))} par mois")
    if debt.get("settled"):
        parts.append("soldé par ce prêt")
    return ", ".join(parts)
