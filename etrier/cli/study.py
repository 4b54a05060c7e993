"""`etrier study`: the budget study and eligibility on JSON Lines, without Django."""

import json
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any

from etrier.cli.jsonlines import Answer, answer_lines
from etrier.domain.budget import study
from etrier.domain.eligibility import assess
from etrier.domain.refusal import Refused
from etrier.domain.scheme import Scheme, load
from etrier.domain.study_json import (
    budget_of,
    day_of,
    finding_answer,
    formulas_of,
    instalment_of,
    request_of,
    study_answer,
    table,
)
from etrier.domain.study_schema import schema_document
from etrier.shipped import scheme_names, scheme_text

HELP = """Usage : etrier study budget|eligibility < demandes.jsonl > réponses.jsonl
        etrier study schema

budget        reste à vivre, endettement, capacité de remboursement, quotient familial
eligibility   tout ce que les critères d’un dispositif ont à dire d’une demande
schema        la forme des demandes et des réponses (JSON Schema)

Un objet JSON par ligne, une réponse par ligne, dans le même ordre ; une mauvaise ligne reçoit
{"error": "…"}. Montants en texte ("480.00"), null pour « inconnu », dates AAAA-MM-JJ.
Code de sortie : 0 si toutes les lignes sont bonnes, 2 sinon."""


def main(arguments: Sequence[str]) -> int:
    """Answer standard input on standard output; 0 when every line was good, 2 otherwise."""
    if any(argument in ("--help", "-h") for argument in arguments):
        print(HELP)
        return 0
    if list(arguments) == ["schema"]:
        print(schema_document(), end="")
        return 0
    answer = ANSWERS.get(arguments[0]) if len(arguments) == 1 else None
    if answer is None:
        print(
            "etrier study : attendu « budget », « eligibility » ou « schema » (voir etrier study --help).",
            file=sys.stderr,
        )
        return 2
    return 0 if answer_lines(sys.stdin.buffer, sys.stdout.buffer, answer) else 2


def budget_answer(request: dict[str, Any]) -> str:
    """Each indicator, without and with the instalment."""
    found = study(budget_of(request), formulas_of(request), instalment_of(request))
    return json.dumps(study_answer(found), ensure_ascii=False)


def eligibility_answer(request: dict[str, Any]) -> str:
    """Every finding of the dispositif's criteria."""
    scheme = _scheme(request.get("scheme"))
    asked = request_of(table(request, "application"), request.get("product"))
    budget = None if request.get("budget") is None else budget_of(table(request, "budget"))
    findings = assess(scheme, asked, budget, on=day_of(request, "on"))
    return json.dumps({"findings": [finding_answer(finding) for finding in findings]}, ensure_ascii=False)


def _scheme(name: object) -> Scheme:
    if not isinstance(name, str) or name not in scheme_names():
        raise Refused("unknown_scheme", f"« scheme » : modèles livrés : {', '.join(scheme_names())}.")
    return _loaded(name)


@cache
def _loaded(name: str) -> Scheme:
    return load(scheme_text(name))


ANSWERS: dict[str, Answer] = {"budget": budget_answer, "eligibility": eligibility_answer}
