"""Writes a dispositif back as the TOML a jurist reads: one line per value, with where it comes from."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from etrier.domain.scheme.reading import NOTHING
from etrier.domain.scheme.schema import Provenance, Scheme
from etrier.domain.scheme.structure import Part, parts, single_leaf


def to_toml(scheme: Scheme) -> str:
    """The text of the dispositif; reading it gives the same dispositif, provenances included."""
    provenances = {provenance.path: provenance for provenance in scheme.provenances}
    lines = [f"# {_one_line(scheme.name)}", *_table(scheme, "", provenances)]
    return "\n".join(lines) + "\n"


def _table(thing: Any, path: str, provenances: dict[str, Provenance]) -> Iterator[str]:
    """A table's own values first, then the tables inside it, as TOML asks."""
    inner: list[tuple[str, Any, Part]] = []
    for part in parts(type(thing)):
        own = f"{path}.{part.name}" if path else part.name
        value = getattr(thing, part.name)
        if part.shape in ("leaf", "list"):
            if own in provenances or value != part.default:
                yield from _leaf(part.name, value, provenances.get(own))
        elif value is not None and (
            part.shape == "table" or value or own in provenances or not part.optional
        ):
            inner.append((own, value, part))
    for own, value, part in inner:
        if part.shape == "table":
            yield from _heading(own, provenances)
            yield from _table(value, own, provenances)
        else:
            yield from _tables(own, value, part, provenances)


def _tables(path: str, rows: Any, part: Part, provenances: dict[str, Provenance]) -> Iterator[str]:
    single = single_leaf(part.kind)
    if single or not rows or path in provenances:
        yield from _heading(path, provenances)
    for row in rows:
        own = f"{path}.{row.code}"
        if single:
            yield from _leaf(row.code, getattr(row, single.name), provenances.get(own))
        else:
            yield from _heading(own, provenances)
            yield from _table(row, own, provenances)


def _heading(path: str, provenances: dict[str, Provenance]) -> Iterator[str]:
    yield from ("", f"[{path}]")
    if path in provenances:
        kind, words = _said(provenances[path])
        yield f"{kind} = {_literal(words)}"


def _said(provenance: Provenance) -> tuple[str, str]:
    return ("source", provenance.source) if provenance.source else ("assumption", provenance.assumption)


def _leaf(name: str, value: Any, provenance: Provenance | None) -> Iterator[str]:
    if provenance is None:
        if value is not None:
            yield f"{name} = {_literal(value)}"
        return
    kind, words = _said(provenance)
    yield f"{name} = {{ value = {_literal(value)}, {kind} = {_literal(words)} }}"


def _literal(value: Any) -> str:
    match value:
        case None:
            return _literal(NOTHING)
        case bool():
            return "true" if value else "false"
        case int() | date():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case tuple():
            return f"[{', '.join(_literal(item) for item in value)}]"
        case _:
            return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
