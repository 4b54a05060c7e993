"""The budget read for the rules: the household and its lines as the study counts them, and their freezing."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application, Budget, BudgetVersion
from etrier.applications.models.budget import CHARGE, INCOME
from etrier.applications.project import purposes_of
from etrier.applications.rows import StudyRows
from etrier.database.writing import add
from etrier.domain import budget as rules
from etrier.domain.assessment import BudgetMoment
from etrier.domain.eligibility import Case, OverIndebtedness, Protection, Request
from etrier.domain.scheme.schema import Scheme
from etrier.domain.study_json import study_answer
from etrier.domain.wording import listed
from etrier.schemes.models import Dispositif


@dataclass(frozen=True, slots=True)
class Described:
    """The rows of a budget beside what the rules read of them, line by line in the same order."""

    row: Budget
    rules: rules.Budget


def described(application: Application, on: date, rows: StudyRows | None = None) -> Described | None:
    """The budget of a request, None before it is described; ages are those of that day."""
    rows = rows or StudyRows(application)
    row = rows.budget
    if row is None:
        return None
    places = {member.pk: place for place, member in enumerate(rows.members)}
    lines: dict[str, list[rules.Line]] = {INCOME: [], CHARGE: []}
    for line in rows.budget_lines:
        place = places.get(line.member_id) if line.member_id is not None else None
        lines[line.category].append(rules.Line(line.kind, line.monthly, place))
    return Described(
        row,
        rules.Budget(
            members=tuple(member.for_budget(on) for member in rows.members),
            income=tuple(lines[INCOME]),
            charges=tuple(lines[CHARGE]),
            debts=tuple(
                rules.Debt(debt.creditor, debt.balance, debt.instalment, debt.arrears, debt.settled)
                for debt in rows.debts
            ),
            yearly_income=row.yearly_income,
        ),
    )


def budget_of(application: Application, on: date, rows: StudyRows | None = None) -> rules.Budget | None:
    """The budget as the rules read it, None before it is described."""
    found = described(application, on, rows)
    return found.rules if found else None


def scheme_of(dispositif: Dispositif) -> Scheme:
    """The model of a dispositif, in force from and to the days that were voted."""
    return replace(dispositif.parsed, valid_from=dispositif.valid_from, valid_to=dispositif.valid_to)


def case_of(
    application: Application,
    on: date,
    *,
    bank: str = "",
    support_committed: bool = False,
    first_contact_planned: bool = False,
    rows: StudyRows | None = None,
) -> Case | None:
    """The request as the rules judge it that day; None while product, amount or months are not known.

    The dispositif is the one of the day the request was made. `bank`: the code of the chosen one.
    """
    product = application.product
    if product is None or application.amount is None or application.months is None:
        return None
    rows = rows or StudyRows(application)
    situation = application.situation
    ages = [person.age(on) for person in application.borrowers]
    request = Request(
        product=product.code,
        amount=application.amount,
        months=application.months,
        purposes=purposes_of(application, rows),
        motive=application.exception_motive,
        resident=situation.resident,
        age=None if None in ages else min(age for age in ages if age is not None),
        protection=_protection(application),
        protector_agrees=situation.protector_agrees,
        running_loans=situation.running_loans,
        over_indebtedness=OverIndebtedness(situation.over_indebtedness)
        if situation.over_indebtedness
        else None,
        over_indebtedness_agreed=situation.over_indebtedness_agreed,
        support_committed=support_committed,
        first_contact_planned=first_contact_planned,
        bank=bank,
    )
    scheme = scheme_of(application.dispositif)
    return Case(scheme, product, request, budget_of(application, on, rows), application.requested_on)


def _protection(application: Application) -> Protection | None:
    """The measure of whichever borrower is under one; None while it was not asked of all."""
    told = [person.protection for person in application.borrowers]
    measures = [Protection(code) for code in told if code not in ("", Protection.NONE)]
    if measures:
        return max(measures, key=list(Protection).index)
    return Protection.NONE if all(told) else None


def instalment_of(application: Application) -> Decimal | None:
    """The loan's instalment at the highest rate of the banks that lend it; None while it cannot be told."""
    product = application.product
    if product is None or application.amount is None or application.months is None:
        return None
    asked = Request(product=product.code, amount=application.amount, months=application.months)
    scheme = scheme_of(application.dispositif)
    return Case(scheme, product, asked, None, application.requested_on).instalment


def study_of(application: Application, on: date) -> rules.Study | None:
    """The indicators without and with the loan, None before the budget is described."""
    budget = budget_of(application, on)
    if budget is None:
        return None
    return rules.study(budget, application.dispositif.parsed.budget, instalment_of(application))


def freeze_budget(
    application: Application,
    *,
    by: Actor,
    on: date,
    reason: BudgetMoment | str,
    rows: StudyRows | None = None,
) -> BudgetVersion:
    """Keep the budget as it is, for what is judged on it. For a study or a decision it must be complete.

    Raises `ValidationError` naming the lines that are still unknown.
    """
    moment = BudgetMoment(reason)
    found = described(application, on, rows)
    if found is None:
        raise ValidationError("Le budget n’est pas décrit : il ne peut pas être figé.")
    formulas = application.dispositif.parsed.budget
    instalment = instalment_of(application)
    study = rules.study(found.rules, formulas, instalment)
    missing = study.without_loan.incomplete + study.with_loan.incomplete
    if missing and moment in (BudgetMoment.STUDY, BudgetMoment.DECISION):
        causes = listed([rules.describe(found.rules, cause) for cause in dict.fromkeys(missing)])
        raise ValidationError(f"Le budget est incomplet : restent à préciser : {causes}.")
    answer = study_answer(study)
    return add(
        BudgetVersion(
            organisation_id=application.organisation_id,
            file_id=application.file_id,
            application=application,
            moment=moment,
            frozen_on=on,
            frozen_by_id=by.user_id,
            data=budget_data(found.rules) | {"instalment": _text(instalment)},
            indicators=answer | {"formula": rules.formula_sentence(formulas)},
        )
    )


def budget_data(budget: rules.Budget) -> dict[str, Any]:
    """The budget in the JSON that `etrier study budget` reads; `null` is unknown."""
    return {
        "members": [
            {"age": member.age, "disabled": member.disabled, "dependant": member.dependant}
            for member in budget.members
        ],
        "income": [_line(line) for line in budget.income],
        "charges": [_line(line) for line in budget.charges],
        "debts": [
            {
                "creditor": debt.creditor,
                "balance": _text(debt.balance),
                "instalment": _text(debt.instalment),
                "arrears": _text(debt.arrears),
                "settled": debt.settled,
            }
            for debt in budget.debts
        ],
        "yearly_income": _text(budget.yearly_income),
    }


def _line(line: rules.Line) -> dict[str, Any]:
    return {"kind": line.kind, "monthly": _text(line.monthly), "member": line.member}


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
