"""Live requests, made through the acts, at the stage asked for. No town, bank or product is named."""

from datetime import date
from decimal import Decimal
from typing import Any

from etrier.accounts.actor import house
from etrier.applications import actions
from etrier.applications.actions.checklist import Brought, bring_documents
from etrier.applications.checklist import checklist_of
from etrier.applications.models import Application
from etrier.documents.actions import accept_documents, check_documents
from etrier.domain.checklist import Status
from etrier.domain.household import Explained, Relation
from etrier.people.actions import CONTACT_RULES, IDENTITY
from etrier.people.models import Person
from etrier.people.tests.factories import told

OF_THE_PERSON = frozenset((*IDENTITY, *CONTACT_RULES))
CONTACT_ON = date(2026, 11, 2)
STUDY_ON = date(2026, 11, 9)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


def wish(town: Any, **facts: Any) -> dict[str, Any]:
    """An ordinary wish: the first product of the dispositif, its first purpose, within its limits."""
    code = facts.get("product_code")
    scheme = town.dispositif.parsed
    product = scheme.product(code) if code else scheme.products[0]
    return {
        "wish": "Réparer la voiture pour reprendre le travail.",
        "product_code": product.code,
        "purpose_code": product.purposes[0].code,
        "amount": min(product.amount.max, Decimal(2000)),
        "months": min(product.months.max, 24),
        "channel": "phone",
    } | facts


def contact(
    town: Any,
    *,
    role: str = "social_worker",
    on: date = CONTACT_ON,
    known: Person | None = None,
    origin: str = "phone",
    **facts: Any,
) -> Application:
    """A request at its first contact; `facts` are those of the person or of the wish."""
    identity = {name: value for name, value in facts.items() if name in OF_THE_PERSON}
    asked = {name: value for name, value in facts.items() if name not in OF_THE_PERSON}
    holder = asked.pop("holder", town.user())
    points = asked.pop("explained_points", tuple(Explained))
    return actions.record_contact(
        by=town.actor(role),
        on=on,
        told=told(**identity) if known is None else identity,
        known=known,
        origin=origin,
        holder=holder,
        explained_points=points,
        **wish(town, **asked),
    )


def under_study(
    town: Any, *, on: date = STUDY_ON, contact_on: date = CONTACT_ON, **facts: Any
) -> Application:
    """A request under study: household, situation and support described, nothing of the budget yet."""
    application = contact(town, on=contact_on, **facts)
    by = town.actor()
    actions.open_study(application, by=by, on=on, holder=town.user())
    actions.record_household(
        application,
        by=by,
        on=on,
        family="separated",
        housing="tenant",
        members=[
            {
                "relation": Relation.CHILD,
                "first_name": "Lina",
                "birth_date": date(2017, 5, 4),
                "dependant": True,
            }
        ],
    )
    actions.update_situation(
        application,
        by=by,
        on=on,
        resident=True,
        resident_since=date(2012, 9, 1),
        employment="temporary",
        employment_detail="Aide à domicile",
        running_loans=0,
        over_indebtedness="none",
        circumstances=["benefits"],
    )
    actions.assess_support(application, by=by, on=on, kinds=["budget"], level="regular")
    return application


def studied(town: Any, *, on: date = STUDY_ON, papers: bool = True, **facts: Any) -> Application:
    """A study that lacks nothing but its recommendation: budget, balanced project, papers accepted."""
    application = under_study(town, on=on, **facts)
    by = town.actor()
    actions.update_budget(application, by=by, on=on, **plausible_budget(application))
    actions.update_project(application, by=by, on=on, **plausible_project(application, on))
    if papers:
        bring_papers(application, town, on=on)
    return application


def plausible_budget(application: Application) -> dict[str, Any]:
    """A month that bears a small loan: a wage, benefits, ordinary charges, one credit."""
    applicant = application.file.household.members.get(relation=Relation.APPLICANT)

    def lines(**amounts: int) -> list[dict[str, Any]]:
        return [{"kind": kind, "monthly": Decimal(monthly)} for kind, monthly in amounts.items()]

    wage = {"kind": "wage", "monthly": Decimal(1150), "member": applicant}
    return {
        "income": [wage, *lines(housing_benefit=180, minimum_income=160)],
        "charges": lines(rent=480, energy=75, insurance=40, phone=35, transport=60, food=300, clothing=40),
        "debts": [
            {
                "kind": "credit",
                "creditor": "Crédit Soleil",
                "balance": Decimal(450),
                "instalment": Decimal(45),
                "arrears": Decimal(0),
            }
        ],
        "yearly_income": Decimal(13200),
    }


def plausible_project(application: Application, quoted_on: date = STUDY_ON) -> dict[str, Any]:
    """What is asked for, of which the person pays 300 € herself: a vehicle, where the product allows one."""
    product, amount = application.product, application.amount
    assert product is not None
    assert amount is not None
    purpose = product.purpose("vehicle") or product.purposes[0]
    ceiling = product.ceiling(purpose.code)
    own = Decimal(300) if ceiling is None else Decimal(0)
    asked = amount if ceiling is None else min(amount, ceiling)
    item = {"purpose_code": purpose.code, "detail": "Voiture d’occasion", "seller": "Garage des Remparts"}
    return {
        "product_code": product.code,
        "amount": asked,
        "months": application.months,
        "items": [item | {"quoted_on": quoted_on, "cost": asked + own}],
        "fundings": [{"kind": "own_funds", "amount": own, "certain": True}] if own else [],
        "description": "Reprendre un emploi à vingt kilomètres, sans transport en commun.",
    }


def bring_papers(application: Application, town: Any, *, on: date) -> None:
    """Every paper asked for is brought, and accepted as the job that checks it does."""
    missing = [line for line in checklist_of(application, on) if line.status is Status.MISSING]
    brought = [Brought(line, PDF, on) for line in missing]
    received = bring_documents(application, by=town.actor(), on=on, brought=brought)
    papers, by = [document.pk for document in received], house(town.organisation)
    check_documents(papers, by=by, on=on)
    accept_documents(papers, by=by, on=on)


def ready(town: Any, *, on: date = STUDY_ON, recommendation: str = "favourable", **facts: Any) -> Application:
    """A request whose study has ended with a recommendation."""
    application = studied(town, on=on, **facts)
    actions.complete_study(
        application,
        by=town.actor(),
        on=on,
        recommendation=recommendation,
        reasons="Le budget supporte la mensualité, le projet rend un emploi accessible.",
    )
    return application
