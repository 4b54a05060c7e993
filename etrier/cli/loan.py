"""`etrier loan schedule` and `etrier loan apr`: lending arithmetic on JSON Lines, without Django."""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import add
from typing import Any, TypeVar

from etrier.cli.jsonlines import Answer, answer_lines
from etrier.domain.apr import apr_of_flows, apr_of_repayments, parse_years, shown
from etrier.domain.dates import parse_day, years_since
from etrier.domain.labelled import Labelled
from etrier.domain.measures import (
    EarlyMode,
    EarlyRepayment,
    Extension,
    Measure,
    Postponement,
    Revision,
    apply_measures,
)
from etrier.domain.money import ZERO, parse_amount, parse_cents, parse_rate, text, texts
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule, Terms, Treatment, schedule_of

Choice = TypeVar("Choice", bound=Labelled)
Value = TypeVar("Value", int, float, date)

MOST_MEASURES = 120
MOST_FLOWS = 1200
MOST_REMEMBERED = 20_000
HELP = """Usage : etrier loan schedule|apr < demandes.jsonl > réponses.jsonl

schedule   l’échéancier d’un prêt, mesures comprises
apr        le TAEG d’un flux de versements et de remboursements

Un objet JSON par ligne, une réponse par ligne, dans le même ordre ; une mauvaise ligne reçoit
{"error": "…"}. Montants et taux en texte ("3000.00", "4.0" pour cent), dates AAAA-MM-JJ.
Code de sortie : 0 si toutes les lignes sont bonnes, 2 sinon."""


def main(arguments: Sequence[str]) -> int:
    """Answer standard input on standard output; 0 when every line was good, 2 otherwise."""
    if any(argument in ("--help", "-h") for argument in arguments):
        print(HELP)
        return 0
    answer = ANSWERS.get(arguments[0]) if len(arguments) == 1 else None
    if answer is None:
        print("etrier loan : attendu « schedule » ou « apr » (voir etrier loan --help).", file=sys.stderr)
        return 2
    return 0 if answer_lines(sys.stdin.buffer, sys.stdout.buffer, answer) else 2


def apr_answer(request: dict[str, Any]) -> str:
    """TAEG of `advances` and `repayments`, dated by `years` or `on` (the first advance is the origin)."""
    advances, repayments = _items(request, "advances"), _items(request, "repayments")
    if not advances:
        raise Refused("no_advance", "« advances » : il faut au moins un versement.")
    dated = isinstance(advances[0], dict) and "on" in advances[0]
    origin = min(_days(advances, "advances")) if dated else None
    lent, repaid = _flows(advances, "advances", origin), _flows(repayments, "repayments", origin)
    if lent[0] == [0]:
        apr = apr_of_repayments(lent[1][0], *repaid)
    else:
        apr = apr_of_flows(
            [*zip(*lent, strict=True), *((at, -paid) for at, paid in zip(*repaid, strict=True))]
        )
    return f'{{"apr": "{apr}", "display": "{shown(apr)}"}}'


def _items(request: dict[str, Any], name: str) -> list[Any]:
    items = request.get(name)
    if not isinstance(items, list):
        raise Refused("not_a_list", f"« {name} » : une liste de flux est attendue.")
    if len(items) > MOST_FLOWS:
        raise Refused("too_many", f"« {name} » : au plus {MOST_FLOWS} flux.")
    return items


class _Read(dict[str, Value]):
    """What was read of the last texts met: requests repeat the same amounts, days and durations."""

    def __init__(self, parse: Callable[[str], Value]) -> None:
        self.parse: Callable[[str], Value] = parse

    def __missing__(self, text: str) -> Value:
        found = self.parse(text)
        if isinstance(text, str):
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[text] = found
        return found


_CENTS: _Read[int] = _Read(lambda text: parse_cents(text, "amount"))
_DAYS: _Read[date] = _Read(lambda text: parse_day(text, "on"))
_YEARS: _Read[float] = _Read(parse_years)


def _read(column: _Read[Value], items: list[Any], field: str, name: str) -> list[Value]:
    """One field of every flow; a message names the faulty list."""
    try:
        return [column[item[field]] for item in items]
    except (KeyError, TypeError, AttributeError):
        raise Refused(
            "incomplete_flow", f"« {name} » : chaque flux porte « amount », et « years » ou « on », en texte."
        ) from None


def _days(items: list[Any], name: str) -> list[date]:
    return _read(_DAYS, items, "on", name)


def _flows(items: list[Any], name: str, origin: date | None) -> tuple[list[float], list[int]]:
    """Years and cents of the flows, as two columns."""
    cents = _read(_CENTS, items, "amount", name)
    if origin is None:
        return _read(_YEARS, items, "years", name), cents
    days = _days(items, name)
    if min(days, default=origin) < origin:
        raise Refused("before_origin", "Un remboursement précède le premier versement.")
    return years_since(origin, days), cents


def schedule_answer(request: dict[str, Any]) -> str:
    """The contract's instalment and TAEG, and the lines of the last version."""
    contract = schedule_of(terms_of(request))
    version = apply_measures(contract, measures_of(request))[-1]
    lines = ", ".join(_written_lines(version))
    return (
        f'{{"instalment": "{text(contract.instalment_cents)}", "apr": "{contract.apr}", '
        f'"interest": "{version.interest}", "total": "{version.total}", "lines": [{lines}]}}'
    )


_written_day = lru_cache(MOST_REMEMBERED)(date.isoformat)


def _written_lines(schedule: Schedule) -> list[str]:
    principal, interest = schedule.principal_cents, schedule.interest_cents
    insurance = text(schedule.insurance_cents(1))
    rows = zip(
        map(_written_day, schedule.due_on),
        texts(list(map(add, principal, interest))),
        texts(principal),
        texts(interest),
        texts(schedule.balance_cents),
        strict=True,
    )
    return [
        f'{{"number": {number}, "due_on": "{due_on}", "amount": "{amount}", "principal": "{part}", '
        f'"interest": "{charge}", "insurance": "{insurance}", "balance": "{balance}"}}'
        for number, (due_on, amount, part, charge, balance) in enumerate(rows, 1)
    ]


def terms_of(request: dict[str, Any]) -> Terms:
    """The terms of a line. Raises `Refused`, naming the field."""
    first_due_on = request.get("first_due_on")
    return Terms(
        principal=parse_amount(request.get("principal"), "principal"),
        yearly_rate=parse_rate(request.get("yearly_rate"), "yearly_rate"),
        months=_whole(request, "months"),
        disbursed_on=parse_day(request.get("disbursed_on"), "disbursed_on"),
        first_due_on=None if first_due_on is None else parse_day(first_due_on, "first_due_on"),
        fees=_optional_amount(request, "fees"),
        insurance_monthly=_optional_amount(request, "insurance_monthly"),
        insurance_compulsory=_flag(request, "insurance_compulsory"),
    )


def measures_of(request: dict[str, Any]) -> list[Measure]:
    """The measures of a line, in order. Raises `Refused`, saying which one is wrong."""
    measures = request.get("measures")
    if measures is None:
        return []
    if not isinstance(measures, list) or not all(isinstance(measure, dict) for measure in measures):
        raise Refused("not_a_list", "« measures » : une liste de mesures est attendue.")
    if len(measures) > MOST_MEASURES:
        raise Refused("too_many", f"« measures » : au plus {MOST_MEASURES} mesures.")
    return [_measure(measure) for measure in measures]


def _measure(given: dict[str, Any]) -> Measure:
    match given.get("kind"):
        case "postponement":
            return Postponement(
                start=_whole(given, "from"),
                months=_whole(given, "months"),
                treatment=_choice(given, "interest", Treatment),
                keep_end=_flag(given, "keep_end"),
            )
        case "extension":
            return Extension(start=_whole(given, "from"), months=_whole(given, "months"))
        case "revision":
            return Revision(
                start=_whole(given, "from"), instalment=parse_amount(given.get("instalment"), "instalment")
            )
        case "early_repayment":
            after = _whole(given, "after")
            if given.get("amount") is None:
                return EarlyRepayment(after)
            mode = _choice(given, "mode", EarlyMode)
            return EarlyRepayment(after, parse_amount(given["amount"], "amount"), mode)
    raise Refused(
        "unknown_measure",
        "« kind » : une mesure est postponement, extension, revision ou early_repayment.",
    )


def _whole(given: dict[str, Any], name: str) -> int:
    value = given.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused("not_whole", f"« {name} » : un nombre entier est attendu.")
    return value


def _flag(given: dict[str, Any], name: str) -> bool:
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise Refused("not_a_flag", f"« {name} » : true ou false est attendu.")
    return bool(value)


def _choice(given: dict[str, Any], name: str, choices: type[Choice]) -> Choice:
    value = given.get(name)
    for choice in choices:
        if choice.value == value:
            return choice
    raise Refused("unknown_choice", f"« {name} » : attendu {', '.join(choices)}.")


def _optional_amount(request: dict[str, Any], name: str) -> Decimal:
    value = request.get(name)
    return ZERO if value is None else parse_amount(value, name)


ANSWERS: dict[str, Answer] = {"schedule": schedule_answer, "apr": apr_answer}
