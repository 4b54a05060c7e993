"""The JSON Schema of `etrier study`: what its lines may say, and what it answers."""

import json
from typing import Any

from etrier.domain.budget import BENEFIT_KINDS, LIVING_KINDS, ChargeKind, IncomeKind
from etrier.domain.eligibility import OverIndebtedness, Protection, Severity
from etrier.domain.labelled import Labelled
from etrier.domain.scheme.choices import Divisor, Period

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _amount(description: str) -> dict[str, Any]:
    return {
        "type": ["string", "integer", "null"],
        "pattern": r"^[0-9]{1,9}([.,][0-9]{1,2})?$",
        "description": f"{description} ; euros, null : inconnu",
    }


def _flag(description: str) -> dict[str, Any]:
    return {"type": ["boolean", "null"], "description": description}


def _whole(description: str, most: int) -> dict[str, Any]:
    return {"type": ["integer", "null"], "minimum": 0, "maximum": most, "description": description}


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _choices(kinds: type[Labelled], description: str = "") -> dict[str, Any]:
    labels = " ; ".join(f"{kind.value} : {kind.label}" for kind in kinds)
    return {
        "enum": [*(kind.value for kind in kinds), None],
        "description": f"{description} {labels}".strip(),
    }


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def _list(items: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": most}


def _kind(kinds: type[Labelled], remark: str) -> dict[str, Any]:
    labels = " ; ".join(f"{kind.value} : {kind.label}" for kind in kinds)
    return _text(f"{labels}. Un autre code compte comme « other ». {remark}")


BUDGET = {
    "members": _list(
        _object(
            {
                "age": _whole("âge en années", 150),
                "disabled": _flag("enfant handicapé : une demi-part de plus"),
                "dependant": _flag("enfant à charge ; non dit, l’âge décide (moins de 20 ans)"),
            }
        ),
        50,
    ),
    "income": _list(
        _object(
            {
                "kind": _kind(IncomeKind, f"Prestations : {', '.join(sorted(BENEFIT_KINDS))}."),
                "member": _whole("rang de la personne dans members", 50),
                "monthly": _amount("montant mensuel"),
            },
            "kind",
        ),
        500,
    ),
    "charges": _list(
        _object(
            {
                "kind": _kind(
                    ChargeKind, f"Dépenses courantes, hors charges fixes : {', '.join(sorted(LIVING_KINDS))}."
                ),
                "member": _whole("rang de la personne dans members", 50),
                "monthly": _amount("montant mensuel"),
            },
            "kind",
        ),
        500,
    ),
    "debts": _list(
        _object(
            {
                "creditor": _text("créancier"),
                "balance": _amount("reste dû"),
                "instalment": _amount("mensualité"),
                "arrears": _amount("retard"),
                "settled": _flag("cette dette est réglée par le prêt"),
            }
        ),
        500,
    ),
    "yearly_income": _amount("revenu annuel de l’avis d’impôt, hors prestations"),
}

_RATIO = {"type": ["string", "number"], "description": "nombre décimal"}
POLICY = _object(
    {
        "residual_income": _object(
            {
                "deducts_debt_service": {"type": "boolean"},
                "divisor": _choices(Divisor),
                "period": _choices(Period),
                "floor": _RATIO,
            }
        ),
        "consumption_units": _object(
            {
                "first": _RATIO,
                "other": _RATIO,
                "child": _RATIO,
                "pivot_age": {"type": "integer", "minimum": 0, "maximum": 30},
            }
        ),
        "debt_ratio_with_rent": {"type": "boolean"},
    }
)

APPLICATION = _object(
    {
        "amount": _amount("montant demandé"),
        "months": {"type": "integer", "minimum": 0, "maximum": 1200, "description": "durée"},
        "purpose": _text("objet unique, de coût inconnu"),
        "purposes": {
            "type": "object",
            "additionalProperties": _amount("coût du projet pour cet objet"),
            "description": "objets du prêt, par leur code dans le dispositif",
        },
        "motive": _text("motif d’un plafond exceptionnel"),
        "resident": _flag("habite le territoire du CCAS"),
        "age": _whole("âge en années", 150),
        "protection": _choices(Protection, "protection juridique."),
        "protector_agrees": _flag("le curateur ou le tuteur (et le juge) ont donné leur accord"),
        "running_loans": _whole("microcrédits en cours", 1000),
        "over_indebtedness": _choices(OverIndebtedness, "surendettement."),
        "over_indebtedness_agreed": _flag("la commission ou le juge a donné son accord à ce prêt"),
        "support_committed": _flag("engagement d’accompagnement signé"),
        "first_contact_planned": _flag("premier contact de l’accompagnement programmé"),
        "bank": _text("code de la banque choisie"),
        "instalment": _amount("mensualité ; non dite, estimée au taux de la banque"),
    },
    "amount",
    "months",
)

_INDICATORS = {
    "type": "object",
    "additionalProperties": {
        "oneOf": [
            _object({"value": _text("nombre décimal"), "unit": _text("€, % ou UC")}, "value", "unit"),
            _object({"incomplete": _list(_text("ligne en cause, comme charges[2]"), 1000)}, "incomplete"),
        ]
    },
}
_FINDING = _object(
    {
        "code": _text("code du constat"),
        "severity": {"enum": [severity.value for severity in Severity]},
        "sentence": _text("phrase en français"),
        "figure": _text("valeur constatée"),
        "limit": _text("limite"),
        "source": _text("d’où vient la limite"),
    },
    "code",
    "severity",
    "sentence",
    "figure",
    "limit",
    "source",
)
_ERROR = _object({"error": _text("ce qui ne va pas, en une phrase")}, "error")

SCHEMAS = {
    "$schema": DIALECT,
    "title": "etrier study",
    "budget": {
        "request": _object(
            {**BUDGET, "instalment": _amount("mensualité du prêt demandé"), "policy": POLICY}, "members"
        ),
        "answer": {
            "oneOf": [_object({"without": _INDICATORS, "with": _INDICATORS}, "without", "with"), _ERROR]
        },
    },
    "eligibility": {
        "request": _object(
            {
                "scheme": _text("modèle de dispositif livré"),
                "product": _text("code du produit"),
                "on": {"type": "string", "format": "date", "description": "jour de la demande"},
                "application": APPLICATION,
                "budget": _object(BUDGET, "members"),
            },
            "scheme",
            "product",
            "on",
            "application",
        ),
        "answer": {"oneOf": [_object({"findings": _list(_FINDING, 100)}, "findings"), _ERROR]},
    },
}
"""Each half has a `request` and an `answer`, one per line."""


def schema_document() -> str:
    """The schemas as the text that is printed and kept in the documentation."""
    return json.dumps(SCHEMAS, ensure_ascii=False, indent=2) + "\n"
