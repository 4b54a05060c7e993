"""A dispositif as a list of values a person can read, and the differences of two as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from etrier.domain.french import typeset
from etrier.domain.labelled import Labelled
from etrier.domain.scheme.fields import EUROS, MONTHS, PERCENT
from etrier.domain.scheme.schema import Provenance, Scheme
from etrier.domain.scheme.structure import Part, parts, single_leaf
from etrier.domain.wording import day, euros, listed, number, percent, plural, quoted

SECTIONS = {
    "": "Dispositif",
    "organisation": "Organisation",
    "appointments": "Rendez-vous",
    "products": "Produit",
    "agreements": "Banque",
    "transmission": "Transmission aux banques",
    "committee": "Commission",
    "charter": "Charte",
    "support": "Plan d’accompagnement",
    "protocol": "Protocole d’impayé",
    "refund": "Remboursement des intérêts",
    "envelope": "Enveloppe de garantie",
    "budget": "Étude budgétaire",
    "eligibility": "Éligibilité",
    "checklist": "Pièce justificative",
    "aids": "Aide du CCAS",
    "reorientations": "Réorientation",
    "retention": "Conservation des données",
}
_LEVELS = {"light": "léger", "regular": "régulier", "reinforced": "renforcé"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a dispositif, ready to be read: its section, its label, its text, where it comes from."""

    path: str
    section: str
    item: str
    """The product, bank or document it belongs to, by its label; empty elsewhere."""
    label: str
    value: Any
    text: str
    provenance: Provenance | None

    @property
    def heading(self) -> str:
        return f"{self.section} {quoted(self.item)}" if self.item else self.section


@dataclass(frozen=True, slots=True)
class Difference:
    """What two dispositifs say otherwise, as a sentence; texts are None when one says nothing."""

    path: str
    label: str
    sentence: str
    left: str | None
    right: str | None


def entries(scheme: Scheme) -> tuple[Entry, ...]:
    """Every value of the dispositif, in the order of its file."""
    return tuple(_Walk(scheme).table(scheme))


def sides(left: Scheme, right: Scheme) -> tuple[str, str]:
    """How two dispositifs are called when compared: by their organisations, or before and after."""
    ours, theirs = left.organisation.name, right.organisation.name
    return (ours, theirs) if ours != theirs else (f"{ours}, avant", f"{theirs}, après")


def diff(left: Scheme, right: Scheme) -> tuple[Difference, ...]:
    """The differences of two dispositifs, in French sentences; identical ones give none."""
    ours = {entry.path: entry for entry in entries(left)}
    theirs = {entry.path: entry for entry in entries(right)}
    names = sides(left, right)
    lone = {**_lone_items(left, right), **_lone_items(right, left)}
    told: set[str] = set()
    found: list[Difference] = []
    for path in dict.fromkeys([*ours, *theirs]):
        owner = next((own for own in lone if path.startswith(own + ".") or path == own), None)
        if owner:
            if owner not in told:
                told.add(owner)
                found.append(_lone(owner, lone[owner], ours.get(path) or theirs[path], names, path in ours))
            continue
        one, other = ours.get(path), theirs.get(path)
        if one is None or other is None or one.value != other.value:
            found.append(_difference(one, other, names))
    return tuple(found)


def _difference(one: Entry | None, other: Entry | None, names: tuple[str, str]) -> Difference:
    entry = one or other
    assert entry is not None
    left, right = (one.text if one else None), (other.text if other else None)
    said = [
        f"{(text or 'non prévu').removesuffix('.')} ({name})"
        for text, name in zip((left, right), names, strict=True)
    ]
    label = f"{entry.heading}, {entry.label}"
    return Difference(entry.path, typeset(label), typeset(f"{label} : {said[0]} ; {said[1]}."), left, right)


def _lone(owner: str, label: str, entry: Entry, names: tuple[str, str], in_left: bool) -> Difference:
    here, there = names if in_left else names[::-1]
    sentence = f"{entry.section} « {label} » : {here} seulement, sans équivalent ({there})."
    found = (label, None) if in_left else (None, label)
    return Difference(owner, typeset(entry.section), typeset(sentence), *found)


def _lone_items(one: Scheme, other: Scheme) -> dict[str, str]:
    """Products, banks, documents… of `one` whose code `other` does not know: path → label."""
    lone = {}
    for part in parts(Scheme):
        if part.shape == "tables":
            known = {row.code for row in getattr(other, part.name)}
            for row in getattr(one, part.name):
                if row.code not in known:
                    lone[f"{part.name}.{row.code}"] = _name(row)
    return lone


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes over a dispositif, table by table."""

    scheme: Scheme

    def table(self, thing: Any, path: str = "", item: str = "", within: str = "") -> Iterator[Entry]:
        for part in parts(type(thing)):
            own = f"{path}.{part.name}" if path else part.name
            value = getattr(thing, part.name)
            if part.shape in ("leaf", "list"):
                yield self.entry(own, item, within + part.label, value, part)
            elif part.shape == "table" and value is not None:
                level = f"niveau {_LEVELS[part.name]}, " if path == "support" else ""
                yield from self.table(value, own, item, within + level)
            elif part.shape == "tables":
                yield from self.rows(value, part, own, item)

    def rows(self, rows: Any, part: Part, path: str, item: str) -> Iterator[Entry]:
        single = single_leaf(part.kind)
        for row in rows:
            own = f"{path}.{row.code}"
            if single is None:
                yield from self.table(row, own, _name(row))
            else:
                yield self.entry(own, item, single.label, getattr(row, single.name), single)

    def entry(self, path: str, item: str, label: str, value: Any, part: Part) -> Entry:
        section = SECTIONS[path.partition(".")[0]] if "." in path else SECTIONS[""]
        return Entry(
            path, section, item, label, value, text_of(value, part.unit), self.scheme.provenance(path)
        )


def _name(row: Any) -> str:
    return str(getattr(row, "label", None) or getattr(row, "name", None) or row.code)


def text_of(value: Any, unit: str = "") -> str:
    """A value as French text: « 3 000 € », « 36 mois », « oui », « aucun »."""
    if value is None or value == ():
        return "aucun"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return listed(text_of(item) for item in value)
    if isinstance(value, int | Decimal):
        return _figure(value, unit)
    return _words(value)


def _words(value: Any) -> str:
    if isinstance(value, Labelled):
        return value.label
    return day(value) if isinstance(value, date) else str(value)


def _figure(value: int | Decimal, unit: str) -> str:
    if unit in (EUROS, PERCENT):
        return euros(value) if unit == EUROS else percent(value)
    if not unit or unit == MONTHS:
        return f"{number(value)} {unit}".strip()
    return plural(value, unit.removesuffix("s"))
