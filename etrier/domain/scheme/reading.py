"""Reads a dispositif from its TOML text; says everything that is wrong at once, by line, with the remedy."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from etrier.domain.french import typeset
from etrier.domain.labelled import Labelled
from etrier.domain.refusal import Refused
from etrier.domain.scheme import checks
from etrier.domain.scheme.applications import BudgetFormulas
from etrier.domain.scheme.lines import line_numbers, line_of
from etrier.domain.scheme.schema import Provenance, Scheme
from etrier.domain.scheme.structure import Part, parts, single_leaf

NOTHING = "aucun"
"""The word that says, in the file, that there is deliberately none."""

LONGEST_TEXT = 500_000
LONGEST_VALUE = 4000
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_RESERVED = {"value", "source", "assumption"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right in the text of a dispositif."""

    line: int | None
    path: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"Ligne {self.line}" if self.line else "Fichier"
        path = f" ({self.path})" if self.path else ""
        return typeset(f"{where}{path} : {self.problem} {self.remedy}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A dispositif, or the findings that prevent one; never both."""

    scheme: Scheme | None
    findings: tuple[Finding, ...]


class SchemeError(ValueError):
    """A text that is not a dispositif; its message lists every finding."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


def load(text: str) -> Scheme:
    """The dispositif of the text. Raises SchemeError with all findings."""
    reading = read(text)
    if reading.scheme is None:
        raise SchemeError(reading.findings)
    return reading.scheme


def read(text: str, *, provenance_required: bool = False) -> Reading:
    """The dispositif of the text, or all that must be put right.

    With `provenance_required` (the models that ship), each value must say its source or its assumption.
    """
    if len(text) > LONGEST_TEXT:
        return _only(
            "", f"Le texte compte {len(text)} caractères.", "Un dispositif tient en 500 000 au plus."
        )
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return Reading(None, (_syntax(str(error), text),))
    except (ValueError, ArithmeticError, RecursionError):
        return _only("", "Le texte contient un nombre ou une imbrication démesurés.", "Corrigez la valeur.")
    reader = _Reader(provenance_required)
    values = reader.table(Scheme, data, "")
    scheme = None
    found = reader.problems
    if values is not None and not found:
        scheme = Scheme(**values, provenances=tuple(reader.provenances))
        found = list(checks.inconsistencies(scheme))
    if not found:
        return Reading(scheme, ())
    lines = line_numbers(text)
    findings = [Finding(line_of(lines, path), path, *words) for path, *words in found]
    return Reading(None, tuple(sorted(findings, key=lambda finding: finding.line or 0)))


def formulas_over(default: BudgetFormulas, given: Mapping[str, Any]) -> BudgetFormulas:
    """Budget formulas from a « budget » table that may be partial, its figures as numbers or text.

    Raises `Refused` with everything that is wrong in it.
    """
    reader = _Reader(provenance_required=False)
    values = reader.table(BudgetFormulas, _laid_over(default, given), "policy")
    if reader.problems or values is None:
        raise Refused("bad_policy", " ".join(f"{what} {how} ({path})" for path, what, how in reader.problems))
    return BudgetFormulas(**values)


def _laid_over(default: Any, given: Any) -> Any:
    """A table completed by a default one; numbers written as text become numbers."""
    if not isinstance(given, Mapping):
        return given
    filled: dict[str, Any] = dict(given)
    for part in parts(type(default)):
        own, known = filled.get(part.name), getattr(default, part.name)
        if part.shape == "table":
            filled[part.name] = _laid_over(known, {} if own is None else own)
        elif own is None:
            filled[part.name] = known
        elif isinstance(own, str) and part.kind is Decimal and re.fullmatch(r"\d{1,15}(\.\d{1,15})?", own):
            filled[part.name] = Decimal(own)
    return filled


def _only(path: str, problem: str, remedy: str) -> Reading:
    return Reading(None, (Finding(None, path, problem, remedy),))


def _syntax(message: str, text: str) -> Finding:
    place = re.search(r"line (\d+), column (\d+)", message)
    line = int(place[1]) if place else len(text.splitlines())
    if "overwrite" in message or "twice" in message or "mutate" in message:
        return Finding(line, "", "Une clé ou une table est écrite deux fois.", "Gardez-en une seule.")
    column = f" à la colonne {place[2]}" if place else ""
    return Finding(
        line,
        "",
        f"Ce n’est pas du TOML valide{column}.",
        "Vérifiez les guillemets, les crochets, les accolades et le signe =.",
    )


@dataclass
class _Reader:
    """Walks the schema over the parsed text, noting problems as it goes."""

    provenance_required: bool
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    provenances: list[Provenance] = field(default_factory=list)

    def note(self, path: str, problem: str, remedy: str) -> None:
        self.problems.append((path, problem, remedy))

    def table(self, model: type, data: Any, path: str) -> dict[str, Any] | None:
        """The arguments of `model` read from a table, or None when it is not a table."""
        if not isinstance(data, dict):
            self.note(path, "Une table est attendue ici.", f"Écrivez [{path}] puis une ligne par valeur.")
            return None
        known = {part.name: part for part in parts(model)}
        data = self._inherited(data, path)
        for key in data:
            if key not in known:
                choices = ", ".join(known)
                self.note(_join(path, key), f"La clé « {key} » est inconnue.", f"Clés possibles : {choices}.")
        built: dict[str, Any] = {}
        for name, part in known.items():
            if name in data:
                built[name] = self.part(part, data[name], _join(path, name))
            elif not part.optional:
                shape = "la table" if part.shape in ("table", "tables") else f"« {part.label} »"
                self.note(_join(path, name), f"Il manque {shape}.", f"Ajoutez « {name} ».")
        return built

    def part(self, part: Part, data: Any, path: str) -> Any:
        if part.shape == "table":
            built = self.table(part.kind, data, path)
            return self._make(part.kind, built)
        if part.shape == "tables":
            return tuple(self.tables(part.kind, data, path))
        return self.leaf(part, data, path)

    def tables(self, model: type, data: Any, path: str) -> Iterator[Any]:
        if not isinstance(data, dict):
            self.note(path, "Une table est attendue ici.", f"Écrivez [{path}.code] pour chaque élément.")
            return
        single = single_leaf(model)
        for code, inner in self._inherited(data, path).items():
            own = _join(path, code)
            if not _CODE.fullmatch(code) or code in _RESERVED:
                self.note(
                    own,
                    f"Le code « {code[:40]} » ne convient pas.",
                    "Minuscules, chiffres, tirets ; 40 au plus.",
                )
                continue
            built = {single.name: self.leaf(single, inner, own)} if single else self.table(model, inner, own)
            if built is not None:
                yield self._make(model, {"code": code, **built})

    def _make(self, model: type, built: dict[str, Any] | None) -> Any:
        """The dataclass, or None when a problem already noted left it incomplete."""
        if built is None or any(part.name not in built for part in parts(model) if not part.optional):
            return None
        return model(**built)

    def leaf(self, part: Part, data: Any, path: str) -> Any:
        value, source, assumption = data, "", ""
        if isinstance(data, dict):
            value, source, assumption = self._provenance(data, path)
        elif self.provenance_required and not self._covered(path):
            self.note(path, "Rien ne dit d’où vient la valeur.", 'Ajoutez source = "…" ou assumption = "…".')
        if source or assumption:
            self.provenances.append(Provenance(path=path, source=source, assumption=assumption))
        if value is None:
            return None
        if value == NOTHING and part.nullable:
            return None
        if part.shape == "list":
            return self._list(part, value, path)
        return self._scalar(part, value, path)

    def _covered(self, path: str) -> bool:
        """Whether a table above the value says where all of its values come from."""
        return any(path.startswith(f"{known.path}.") for known in self.provenances)

    def _inherited(self, data: dict[str, Any], path: str) -> dict[str, Any]:
        """The table without the provenance it gives to all its values."""
        words = {key: data[key] for key in ("source", "assumption") if isinstance(data.get(key), str)}
        if not words or not path:
            return data
        if len(words) > 1:
            self.note(path, "La provenance est dite deux fois.", "Gardez « source » ou « assumption ».")
        self.provenances.append(Provenance(path=path, **words))
        return {key: value for key, value in data.items() if key not in words}

    def _provenance(self, data: dict[str, Any], path: str) -> tuple[Any, str, str]:
        words = {key: data[key] for key in ("source", "assumption") if key in data}
        texts = {key: word for key, word in words.items() if isinstance(word, str) and word.strip()}
        if "value" not in data:
            self.note(path, "La clé « value » manque.", 'Écrivez { value = …, source = "…" }.')
        if unknown := set(data) - _RESERVED:
            self.note(
                path,
                f"« {min(unknown)} » n’a pas sa place ici.",
                "Clés possibles : value, source, assumption.",
            )
        silent = self.provenance_required and not texts and not self._covered(path)
        if len(words) != len(texts) or len(texts) > 1 or silent:
            self.note(
                path, "La provenance est mal dite.", "Donnez « source » ou « assumption », en toutes lettres."
            )
        return data.get("value"), texts.get("source", ""), texts.get("assumption", "")

    def _list(self, part: Part, value: Any, path: str) -> tuple[Any, ...] | None:
        if not isinstance(value, list):
            self.note(path, "Une liste est attendue.", 'Écrivez ["…", "…"], ou [] s’il n’y en a pas.')
            return None
        if len(value) > LONGEST_VALUE:
            self.note(path, "La liste est trop longue.", f"{LONGEST_VALUE} éléments au plus.")
            return None
        return tuple(self._scalar(part, item, path) for item in value)

    def _scalar(self, part: Part, value: Any, path: str) -> Any:
        read = _READERS.get(part.kind, _choice if issubclass(part.kind, Labelled) else _text)
        result, problem, remedy = read(part, value)
        if problem:
            self.note(path, problem, remedy)
        return result


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_Read = tuple[Any, str, str]


def _text(_: Part, value: Any) -> _Read:
    if not isinstance(value, str) or not value.strip():
        return None, "Un texte est attendu.", "Écrivez-le entre guillemets."
    if len(value) > LONGEST_VALUE:
        return None, "Le texte est trop long.", f"{LONGEST_VALUE} caractères au plus."
    return value, "", ""


def _boolean(_: Part, value: Any) -> _Read:
    if not isinstance(value, bool):
        return None, "Oui ou non est attendu.", "Écrivez true (oui) ou false (non), sans guillemets."
    return value, "", ""


def _whole(part: Part, value: Any) -> _Read:
    if not isinstance(value, int) or isinstance(value, bool):
        return None, "Un nombre entier est attendu.", "Écrivez-le en chiffres, sans guillemets."
    return _bounded(part, value)


def _decimal(part: Part, value: Any) -> _Read:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None, "Un nombre est attendu.", "Écrivez-le sans guillemets, avec un point (3000 ou 4.50)."
    if isinstance(value, Decimal) and not value.is_finite():
        return None, "Un nombre fini est attendu.", "Écrivez par exemple 3000 ou 4.50."
    bounded, problem, remedy = _bounded(part, value)
    if problem:
        return bounded, problem, remedy
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        return None, "Ce nombre a trop de décimales.", "Quatre décimales au plus, deux pour des euros."
    if part.unit == "€" and number != round(number, 2):
        return None, "Un montant s’arrête au centime.", "Deux décimales au plus."
    return number, "", ""


def _bounded(part: Part, value: int | Decimal) -> _Read:
    if (part.least is not None and value < part.least) or (part.most is not None and value > part.most):
        unit = f" {part.unit}" if part.unit else ""
        shown = str(value)[:20]
        remedy = f"Écrivez un nombre de {part.least} à {part.most}{unit}."
        return None, f"{shown}{unit} sort des bornes.", remedy
    return value, "", ""


def _day(_: Part, value: Any) -> _Read:
    if not isinstance(value, date) or isinstance(value, datetime):
        return None, "Une date est attendue.", "Écrivez-la sans guillemets, comme 2026-01-31."
    return value, "", ""


def _choice(part: Part, value: Any) -> _Read:
    try:
        return part.kind(value), "", ""
    except (ValueError, TypeError):
        known = ", ".join(f"{choice.value} ({choice.label})" for choice in part.kind)
        return None, "Ce choix n’existe pas.", f"Écrivez l’un de : {known}."


_READERS = {str: _text, bool: _boolean, int: _whole, Decimal: _decimal, date: _day}
