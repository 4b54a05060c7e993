"""The JSON of a study, as other programs write it: read into the rules' own types, answered, described.

Amounts are decimal strings; `null`, or nothing, is unknown. `Refused` names the faulty field.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from etrier.domain.budget import DEFAULT_FORMULAS, Budget, Debt, Indicators, Line, Member, Study
from etrier.domain.dates import parse_day
from etrier.domain.eligibility import Finding, OverIndebtedness, Protection, Request
from etrier.domain.labelled import Labelled
from etrier.domain.money import parse_amount
from etrier.domain.refusal import Refused
from etrier.domain.scheme.applications import BudgetFormulas
from etrier.domain.scheme.reading import formulas_over

MOST_MEMBERS = 50
MOST_LINES = 500
OLDEST = 150
Row = TypeVar("Row")
Choice = TypeVar("Choice", bound=Labelled)


def budget_of(given: Mapping[str, Any]) -> Budget:
    """A household's budget from its members, income, charges and debts."""
    return Budget(
        members=_rows(given, "members", _member, MOST_MEMBERS),
        income=_rows(given, "income", _line),
        charges=_rows(given, "charges", _line),
        debts=_rows(given, "debts", _debt),
        yearly_income=_amount(given, "yearly_income", "yearly_income"),
    )


def formulas_of(given: Mapping[str, Any]) -> BudgetFormulas:
    """The dispositif's budget table under `policy`; what it does not say is the default."""
    policy = given.get("policy")
    if policy is None:
        return DEFAULT_FORMULAS
    if not isinstance(policy, dict):
        raise Refused("not_a_table", "« policy » : la table budget d’un dispositif est attendue.")
    return formulas_over(DEFAULT_FORMULAS, policy)


def instalment_of(given: Mapping[str, Any]) -> Decimal | None:
    """The loan's monthly instalment, None when unknown."""
    return _amount(given, "instalment", "instalment")


def request_of(given: Mapping[str, Any], product: object) -> Request:
    """A request from its `application` object."""
    if not isinstance(product, str):
        raise Refused("unknown_product", "« product » : le code d’un produit est attendu.")
    return Request(
        product=product,
        amount=parse_amount(given.get("amount"), "amount"),
        months=_required_whole(given, "months"),
        purposes=_purposes(given),
        motive=_text(given, "motive"),
        resident=_flag(given, "resident"),
        age=_whole(given, "age", OLDEST),
        protection=_choice(given, "protection", Protection),
        protector_agrees=_flag(given, "protector_agrees"),
        running_loans=_whole(given, "running_loans", 1000),
        over_indebtedness=_choice(given, "over_indebtedness", OverIndebtedness),
        over_indebtedness_agreed=bool(_flag(given, "over_indebtedness_agreed")),
        support_committed=bool(_flag(given, "support_committed")),
        first_contact_planned=bool(_flag(given, "first_contact_planned")),
        bank=_text(given, "bank"),
        instalment=instalment_of(given),
    )


def table(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object inside a line. Raises `Refused` when it is missing or is something else."""
    value = given.get(name)
    if not isinstance(value, dict):
        raise Refused("not_a_table", f"« {name} » : un objet entre accolades est attendu.")
    return value


def day_of(given: Mapping[str, Any], name: str) -> date:
    return parse_day(given.get(name), name)


def study_answer(study: Study) -> dict[str, Any]:
    """Each indicator without the loan, then with its instalment."""
    return {"without": _indicators(study.without_loan), "with": _indicators(study.with_loan)}


def finding_answer(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sentence": finding.sentence,
        "figure": finding.figure,
        "limit": finding.limit,
        "source": finding.source,
    }


def _indicators(indicators: Indicators) -> dict[str, Any]:
    return {
        indicator.code: {"incomplete": list(indicator.incomplete)}
        if indicator.value is None
        else {"value": str(indicator.value), "unit": indicator.unit}
        for indicator in indicators
    }


def _rows(
    given: Mapping[str, Any], name: str, read: Callable[[dict[str, Any], str], Row], most: int = MOST_LINES
) -> tuple[Row, ...]:
    rows = given.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused("not_a_list", f"« {name} » : une liste d’objets est attendue.")
    if len(rows) > most:
        raise Refused("too_many", f"« {name} » : {most} lignes au plus.")
    return tuple(read(row, f"{name}[{index}]") for index, row in enumerate(rows))


def _member(row: dict[str, Any], where: str) -> Member:
    return Member(
        age=_whole(row, "age", OLDEST, where),
        disabled=bool(_flag(row, "disabled", where)),
        dependant=_flag(row, "dependant", where),
    )


def _line(row: dict[str, Any], where: str) -> Line:
    kind = row.get("kind")
    if not isinstance(kind, str) or not kind.strip():
        raise Refused("no_kind", f"« {where}.kind » : un code est attendu, par exemple wage ou rent.")
    return Line(
        kind.strip()[:40], _amount(row, "monthly", f"{where}.monthly"), _whole(row, "member", 50, where)
    )


def _debt(row: dict[str, Any], where: str) -> Debt:
    return Debt(
        creditor=_text(row, "creditor", where) or "créancier",
        balance=_amount(row, "balance", f"{where}.balance"),
        instalment=_amount(row, "instalment", f"{where}.instalment"),
        arrears=_amount(row, "arrears", f"{where}.arrears"),
        settled=bool(_flag(row, "settled", where)),
    )


def _purposes(given: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """`purposes` with the project's total of each (or null), or a single `purpose`."""
    sole = given.get("purpose")
    purposes = given.get("purposes", {} if sole is None else {sole: None} if isinstance(sole, str) else None)
    if not isinstance(purposes, dict) or len(purposes) > MOST_LINES:
        raise Refused("not_a_table", "« purposes » : un objet {objet: montant} est attendu.")
    return {code[:40]: _amount(purposes, code, f"purposes.{code[:40]}") for code in purposes}


def _amount(given: Mapping[str, Any], name: str, where: str) -> Decimal | None:
    value = given.get(name)
    return None if value is None else parse_amount(value, where)


def _whole(given: Mapping[str, Any], name: str, most: int, where: str = "") -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Refused("not_whole", f"« {_path(where, name)} » : un nombre entier de 0 à {most} est attendu.")
    return value


def _required_whole(given: Mapping[str, Any], name: str) -> int:
    value = _whole(given, name, 1200)
    if value is None:
        raise Refused("not_whole", f"« {name} » : un nombre entier est attendu.")
    return value


def _flag(given: Mapping[str, Any], name: str, where: str = "") -> bool | None:
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise Refused("not_a_flag", f"« {_path(where, name)} » : true ou false est attendu.")
    return value


def _text(given: Mapping[str, Any], name: str, where: str = "") -> str:
    value = given.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 4000:
        raise Refused(
            "not_text", f"« {_path(where, name)} » : un texte de 4 000 caractères au plus est attendu."
        )
    return value


def _choice(given: Mapping[str, Any], name: str, choices: type[Choice]) -> Choice | None:
    value = given.get(name)
    if value is None:
        return None
    for choice in choices:
        if choice.value == value:
            return choice
    raise Refused("unknown_choice", f"« {name} » : attendu {', '.join(choices)}.")


def _path(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
