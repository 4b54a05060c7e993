"""What components show, reduced to plain values: their counts, their labels, their words for who cannot see.

Callers pass objects or mappings; what they leave out takes its default here, so templates never meet a gap.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from etrier.ui import formats

INSTALMENT_STATES = {
    "paid": ("payée", "payées"),
    "presumed": ("présumée payée", "présumées payées"),
    "held": ("suspendue", "suspendues"),
    "unpaid": ("impayée", "impayées"),
    "to_confirm": ("à confirmer", "à confirmer"),
    "to_come": ("à venir", "à venir"),
}
NOTABLE = ("held", "unpaid", "to_confirm")
STEP_STATES = {"done": "fait", "current": "en cours", "to_come": "à venir", "skipped": "sans objet"}
TONES = ("", "waiting", "bad", "good", "neutral")
COLUMN_KINDS = {"text": "", "figure": "is-figure", "day": "is-day"}
STACKED_FROM = 4
"""Columns from which a table is read row by row on a phone."""
BUDGET_KINDS = ("fixed", "living", "loan", "left", "short")


def read(thing: Any, name: str, default: Any = None) -> Any:
    """A named value of an object or of a mapping, or its default."""
    found = thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
    return default if found is None else found


def css(state: str) -> str:
    return f"is-{state.replace('_', '-')}" if state else ""


def tone(name: str) -> str:
    if name not in TONES:
        raise ValueError(f"ton inconnu : {name}")
    return css(name)


@dataclass(frozen=True, slots=True)
class Cell:
    css: str
    hint: str


@dataclass(frozen=True, slots=True)
class Key:
    css: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A loan drawn instalment by instalment, and the same said in words."""

    cells: tuple[Cell, ...]
    legend: tuple[Key, ...]
    sentence: str


def _instalment_words(instalment: Any) -> str:
    said = INSTALMENT_STATES[read(instalment, "state")][0]
    hint = f"n°{formats.NBSP}{read(instalment, 'number')}, {formats.day(read(instalment, 'due_on'))}"
    hint = f"{hint}{formats.NBSP}: {said}"
    label = read(instalment, "label", "")
    return f"{hint}, {label}" if label else hint


def _notable(instalments: list[Any], state: str) -> str:
    places = [
        f"n°{formats.NBSP}{read(i, 'number')} du {formats.day(read(i, 'due_on'))}"
        for i in instalments
        if read(i, "state") == state
    ]
    shown = places[:3] if len(places) <= 4 else [*places[:2], f"{len(places) - 2} autres"]
    return f" ({formats.listed(shown if len(places) != 4 else places)})"


def strip(instalments: Iterable[Any]) -> Strip:
    """Cells, legend and text equivalent of a loan's instalments (number, due_on, state, current, label)."""
    lines = list(instalments)
    counts = Counter(read(line, "state") for line in lines)
    cells = tuple(
        Cell(
            css(read(line, "state")) + (" is-current" if read(line, "current", False) else ""),
            _instalment_words(line),
        )
        for line in lines
    )
    legend = tuple(
        Key(css(state), formats.counted(counts[state], *words))
        for state, words in INSTALMENT_STATES.items()
        if counts[state]
    )
    said = [
        formats.counted(counts[state], *words) + (_notable(lines, state) if state in NOTABLE else "")
        for state, words in INSTALMENT_STATES.items()
        if counts[state]
    ]
    sentence = (
        f"{formats.counted(len(lines), 'échéance', 'échéances')}{formats.NBSP}: {formats.listed(said)}."
    )
    current = next((line for line in lines if read(line, "current", False)), None)
    if current is not None:
        sentence += f" Échéance en cours{formats.NBSP}: {_instalment_words(current)}."
    return Strip(cells, legend, sentence)


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    detail: str
    css: str
    state: str
    current: bool


def life_line(steps: Iterable[Any]) -> tuple[Step, ...]:
    return tuple(
        Step(
            read(step, "label"),
            read(step, "detail", ""),
            css(read(step, "state")),
            STEP_STATES[read(step, "state")],
            read(step, "state") == "current",
        )
        for step in steps
    )


@dataclass(frozen=True, slots=True)
class Entry:
    sentence: str
    detail: str
    css: str
    url: str


def timeline(entries: Iterable[Any]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            read(entry, "sentence"),
            read(entry, "detail", ""),
            tone(read(entry, "tone", "")),
            read(entry, "url", ""),
        )
        for entry in entries
    )


@dataclass(frozen=True, slots=True)
class Act:
    """A thing one may do here: a link, or a button that posts `fields` when `post` is set."""

    label: str
    url: str
    post: bool
    explain: str
    unavailable: str
    fields: tuple[tuple[str, str], ...]


def act(given: Any) -> Act:
    return Act(
        read(given, "label"),
        read(given, "url", ""),
        read(given, "post", False),
        read(given, "explain", ""),
        read(given, "unavailable", ""),
        tuple((name, str(value)) for name, value in dict(read(given, "fields", {})).items()),
    )


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    amount: Decimal
    css: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Budget:
    parts: tuple[Part, ...]
    sentence: str


def budget(parts: Iterable[Any]) -> Budget:
    """Proportions of the bar on a width of 1000, and the same in a sentence (label, amount, kind); a part
    of nothing is left out."""
    given = [(read(p, "label"), Decimal(read(p, "amount")), read(p, "kind")) for p in parts]
    for _, amount, kind in given:
        if amount < 0:
            raise ValueError("une part de budget ne peut être négative : employez la sorte « short »")
        if kind not in BUDGET_KINDS:
            raise ValueError(f"sorte de part inconnue : {kind}")
    given = [part for part in given if part[1]] or given
    total = sum((amount for _, amount, _ in given), Decimal(0))
    placed, start = [], Decimal(0)
    for label, amount, kind in given:
        width = amount * 1000 / total if total else Decimal(0)
        placed.append(Part(label, amount, f"part-{kind}", f"{start:.2f}", f"{width:.2f}"))
        start += width
    said = [f"{label} {formats.euros(amount)}" for label, amount, _ in given]
    return Budget(tuple(placed), f"{formats.capitalised(formats.listed(said))}.")


@dataclass(frozen=True, slots=True)
class Bar:
    """A label, its bar on a width of 1000 and its figure; no bar where there is no value."""

    label: str
    text: str
    width: str
    absent: bool


def bars(rows: Iterable[tuple[str, Any, str]], full: int | None = None) -> tuple[Bar, ...]:
    """Bars from (label, value, text); `full` fills the width, else the greatest value does; a value of None
    is absent."""
    given = [(label, None if value is None else Decimal(value), text) for label, value, text in rows]
    greatest = max((value for _, value, _ in given if value is not None), default=Decimal(0))
    whole = max(Decimal(full or 0), greatest)
    return tuple(
        Bar(label, text, f"{value * 1000 / whole if value and whole > 0 else 0:.0f}", value is None)
        for label, value, text in given
    )


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    url: str


def crumbs(*flat: str) -> tuple[Crumb, ...]:
    """From « label, url, label, url, …, last label »."""
    return tuple(Crumb(flat[i], flat[i + 1] if i + 1 < len(flat) else "") for i in range(0, len(flat), 2))


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    css: str


def columns(given: Iterable[Any]) -> tuple[Column, ...]:
    """Columns from labels or (label, kind) pairs, kind being text, figure or day."""
    return tuple(
        Column(column, "") if isinstance(column, str) else Column(column[0], COLUMN_KINDS[column[1]])
        for column in given
    )


@dataclass(frozen=True, slots=True)
class Clash:
    label: str
    theirs: str
    yours: str


def clashes(given: Iterable[Any]) -> tuple[Clash, ...]:
    return tuple(
        Clash(read(clash, "label"), str(read(clash, "theirs", "")), str(read(clash, "yours", "")))
        for clash in given
    )
