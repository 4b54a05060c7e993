"""The manual of the dispositif file, printed from the schema itself: every key, its meaning, its choices."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from etrier.domain.french import typeset
from etrier.domain.labelled import Labelled
from etrier.domain.scheme.comparing import SECTIONS
from etrier.domain.scheme.reading import NOTHING
from etrier.domain.scheme.schema import Scheme
from etrier.domain.scheme.structure import Part, parts, single_leaf

_KINDS = {"str": "texte", "bool": "true ou false", "int": "nombre entier", "date": "date AAAA-MM-JJ"}
_OPENING = f"""# Le fichier d’un dispositif

Imprimé depuis le code par `make docs` ; ne pas modifier à la main.

Un dispositif tient dans un fichier TOML : une ligne par valeur, une table par sujet. Une valeur s’écrit
seule (`max = 3000`) ou avec sa provenance : `max = {{ value = 3000, source = "délibération du 12 mars" }}`,
`assumption = "…"` quand elle est supposée. Une table qui porte `source` ou `assumption` parle pour toutes
ses valeurs. `"{NOTHING}"` dit qu’il n’y en a pas, là où c’est permis. `etrier scheme validate FICHIER` dit
tout ce qui est à corriger, ligne par ligne ; `schemes/` contient deux modèles dont partir.
"""


def manual_document() -> str:
    """`docs/dispositif.md`: a section per table, a row per key."""
    lines = [_OPENING, f"## {SECTIONS['']}", "", *_HEAD, *_rows(Scheme, "")]
    for part in parts(Scheme):
        if part.shape in ("table", "tables"):
            path = f"{part.name}.CODE" if part.shape == "tables" else part.name
            absent = " (facultatif)" if part.optional else ""
            lines += ["", f"## {SECTIONS[part.name]} — `[{path}]`{absent}", "", *_HEAD]
            single = single_leaf(part.kind) if part.shape == "tables" else None
            lines += [_row("CODE", single)] if single else _rows(part.kind, "", tables=True)
    return typeset("\n".join(lines)) + "\n"


_HEAD = ("| clé | sens | valeur |", "| --- | --- | --- |")


def _rows(model: type[Any], prefix: str, tables: bool = False) -> Iterator[str]:
    """The rows of a table's own values, then, with `tables`, of the tables inside it."""
    for part in parts(model):
        if part.shape in ("leaf", "list"):
            yield _row(prefix + part.name, part)
    if not tables:
        return
    for part in parts(model):
        single = single_leaf(part.kind) if part.shape == "tables" else None
        if single:
            yield _row(f"{prefix}{part.name}.CODE", single)
        elif part.shape == "table":
            yield from _rows(part.kind, f"{prefix}{part.name}.", tables=True)


def _row(key: str, part: Part) -> str:
    optional = " ; facultatif" if part.optional else ""
    return f"| `{key}` | {part.label} | {_value(part)}{optional} |"


def _value(part: Part) -> str:
    if issubclass(part.kind, Labelled):
        words = ", ".join(f"`{choice.value}` ({choice.label})" for choice in part.kind)
    elif part.kind is Decimal:
        words = "nombre"
    else:
        words = _KINDS[part.kind.__name__]
    if part.least is not None:
        words = f"{words} de {part.least} à {part.most} {part.unit}".rstrip()
    words = f"liste : {words}" if part.shape == "list" else words
    return f'{words}, ou `"{NOTHING}"`' if part.nullable else words
