"""Live requests, made through the acts, at the stage asked for. No town, bank or product is named."""

from datetime import date
from decimal import Decimal
from typing import Any

from etrier.applications import actions
from etrier.applications.models import Application
from etrier.domain.household import Explained, Relation
from etrier.people.actions import CONTACT_RULES, IDENTITY
from etrier.people.models import Person
from etrier.people.tests.factories import told

OF_THE_PERSON = frozenset((*IDENTITY, *CONTACT_RULES))
CONTACT_ON = date(2026, 11, 2)
STUDY_ON = date(2026, 11, 9)


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
