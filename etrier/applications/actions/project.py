"""The project described: what is asked for, what it pays for, what else pays for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.actions.contact import check_amount
from etrier.applications.models import Application, Funding, Project, ProjectItem
from etrier.applications.project import Plan
from etrier.database.reading import row_where
from etrier.database.writing import add_all, keep, take_away
from etrier.domain.assessment import FundingKind
from etrier.domain.lifecycle import Act
from etrier.domain.scheme.products import Product
from etrier.domain.wording import quoted
from etrier.journal.door import acting


def update_project(
    application: Application,
    *,
    by: Actor,
    on: date,
    product_code: str,
    amount: Decimal | None,
    months: int | None,
    items: Sequence[Mapping[str, Any]] = (),
    fundings: Iterable[Mapping[str, Any]] = (),
    description: str = "",
    wanted_on: date | None = None,
    exception_motive: str = "",
    revision: int | None = None,
) -> Project:
    """Describe the whole project; the first item's purpose is the request's.

    `items`: purpose_code, cost (None: not known yet), and if need be detail, seller, quoted_on.
    `fundings`: kind, amount, and if need be detail, certain. Once every cost is known, the loan and the
    fundings must equal it.
    """
    paid = list(fundings)
    product = _product(application, product_code)
    check_amount(amount, months)
    _check_items(product, items, on)
    if exception_motive and not product.exception.allowed:
        raise ValidationError(
            {"exception_motive": "Ce produit ne permet pas d’exception : effacez le motif."}
        )
    _check_plan(amount, items, paid)
    with acting(application, Act.UPDATE_PROJECT, by=by, on=on, revision=revision) as step:
        application.product_code, application.amount, application.months = product.code, amount, months
        application.exception_motive = exception_motive
        if items:
            application.purpose_code = items[0]["purpose_code"]
        elif product.purpose(application.purpose_code) is None:
            application.purpose_code = ""
        project = row_where(Project, application=application) or Project(
            organisation_id=application.organisation_id, file_id=application.file_id, application=application
        )
        project.description, project.wanted_on = description, wanted_on
        if not keep(project):
            take_away(ProjectItem, project=project)
            take_away(Funding, project=project)
        add_all(_item(project, rank, item) for rank, item in enumerate(items))
        add_all(_funding(project, rank, part) for rank, part in enumerate(paid))
        step.tell(amount=amount, months=months)
    return project


def _product(application: Application, code: str) -> Product:
    product = application.dispositif.parsed.product(code)
    if product is None:
        raise ValidationError({"product_code": "Choisissez un produit du dispositif de la demande."})
    return product


def _check_items(product: Product, items: Sequence[Mapping[str, Any]], on: date) -> None:
    for item in items:
        if product.purpose(item["purpose_code"]) is None:
            raise ValidationError(
                f"Une dépense du projet n’est pas de celles que finance {quoted(product.label)} : changez son"
                " objet ou le produit."
            )
        quoted_on = item.get("quoted_on")
        if quoted_on is not None and quoted_on > on:
            raise ValidationError("La date d’un devis est à venir : vérifiez-la.")


def _check_plan(
    amount: Decimal | None, items: Sequence[Mapping[str, Any]], fundings: Sequence[Mapping[str, Any]]
) -> None:
    costs = [item.get("cost") for item in items]
    known = [cost for cost in costs if cost is not None]
    cost = sum(known, Decimal(0)) if known and len(known) == len(costs) else None
    plan = Plan(cost, amount, sum((part["amount"] for part in fundings), Decimal(0)))
    if plan.gap is not None and not plan.balanced:
        raise ValidationError(plan.sentence)


def _item(project: Project, rank: int, item: Mapping[str, Any]) -> ProjectItem:
    return ProjectItem(
        organisation_id=project.organisation_id,
        file_id=project.file_id,
        project=project,
        purpose_code=item["purpose_code"],
        detail=item.get("detail", ""),
        seller=item.get("seller", ""),
        quoted_on=item.get("quoted_on"),
        cost=item.get("cost"),
        rank=rank,
    )


def _funding(project: Project, rank: int, part: Mapping[str, Any]) -> Funding:
    return Funding(
        organisation_id=project.organisation_id,
        file_id=project.file_id,
        project=project,
        kind=FundingKind(part["kind"]),
        detail=part.get("detail", ""),
        amount=part["amount"],
        certain=part.get("certain", False),
        rank=rank,
    )
