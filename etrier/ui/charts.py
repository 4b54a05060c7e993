"""Geometry of the two hand-made charts: SVG coordinates from values, without style nor script."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

from etrier.ui import formats
from etrier.ui.components import read

WIDTH, HEIGHT = 400, 220
LEFT, RIGHT, TOP, BOTTOM = 60, 26, 30, 30
MAX_SERIES = 3
WIDEST_BAR = 40
LETTER, GAP = 8.5, 10
"""Room of a letter of a label, at the size it has on a phone, and between two labels."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A graduation: where, and what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point, or a bar from its top left corner."""

    x: float
    y: float
    width: float
    height: float
    hint: str


@dataclass(frozen=True, slots=True)
class Series:
    rank: int
    label: str
    key_x: float
    paths: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    caption: str
    unit: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    zero: float
    series: tuple[Series, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right_end: int = WIDTH - RIGHT
    baseline: int = HEIGHT - BOTTOM


def _written(value: Any, unit: str) -> str:
    if value is None:
        return "—"
    exact = Decimal(str(value))
    text = formats.number(exact.to_integral_value() if exact == exact.to_integral_value() else exact, None)
    return f"{text}{formats.NARROW}{unit}" if unit else text


def _scale(values: list[float]) -> list[float]:
    """Four or five round graduations that hold every value and zero."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    rough = (high - low) / 4
    magnitude = 10.0 ** floor(log10(rough))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


class _Frame:
    """Where a rank and a value fall on the drawing."""

    def __init__(self, labels: Sequence[str], series: Sequence[Any], *, banded: bool) -> None:
        if not 1 <= len(series) <= MAX_SERIES:
            raise ValueError("un graphique montre d’une à trois séries")
        if any(len(read(one, "values")) != len(labels) for one in series):
            raise ValueError("chaque série a autant de valeurs que le graphique a de libellés")
        values = [float(v) for one in series for v in read(one, "values") if v is not None]
        self.steps = _scale(values)
        self.count = max(len(labels), 1)
        self.banded = banded

    @property
    def band(self) -> float:
        return (WIDTH - LEFT - RIGHT) / self.count

    def x(self, rank: int) -> float:
        if self.banded:
            return LEFT + (rank + 0.5) * self.band
        return LEFT + 8 + rank * (WIDTH - LEFT - RIGHT - 16) / max(self.count - 1, 1)

    def y(self, value: float) -> float:
        low, high = self.steps[0], self.steps[-1]
        return HEIGHT - BOTTOM - (value - low) * (HEIGHT - TOP - BOTTOM) / (high - low)

    def x_ticks(self, labels: Sequence[str]) -> tuple[Tick, ...]:
        room = LETTER * max((len(text) for text in labels), default=1) + GAP
        every = ceil(room * len(labels) / (WIDTH - LEFT - RIGHT)) or 1
        return tuple(Tick(self.x(rank), text) for rank, text in enumerate(labels) if rank % every == 0)

    def y_ticks(self, unit: str) -> tuple[Tick, ...]:
        return tuple(Tick(self.y(step), _written(step, unit)) for step in self.steps)


def _assemble(  # noqa: PLR0917 -- everything the drawing holds, from two callers just below
    caption: str,
    labels: Sequence[str],
    given: Sequence[Any],
    unit: str,
    frame: _Frame,
    drawn: tuple[Series, ...],
) -> Chart:
    rows = tuple(
        (label, tuple(_written(read(one, "values")[rank], unit) for one in given))
        for rank, label in enumerate(labels)
    )
    return Chart(caption, unit, frame.y_ticks(unit), frame.x_ticks(labels), frame.y(0), drawn, rows)


def _key_x(rank: int, count: int) -> float:
    return LEFT + rank * (WIDTH - LEFT - RIGHT) / count


def lines(caption: str, labels: Sequence[str], series: Sequence[Any], unit: str = "") -> Chart:
    """Up to three curves over common labels; a missing value (None) breaks the curve."""
    frame = _Frame(labels, series, banded=False)
    drawn = []
    for rank, one in enumerate(series):
        paths: list[str] = []
        marks, pen = [], "M"
        for place, value in enumerate(read(one, "values")):
            if value is None:
                pen = "M"
                continue
            x, y = frame.x(place), frame.y(float(value))
            if pen == "M":
                paths.append("")
            paths[-1] += f"{pen}{x:.1f} {y:.1f}"
            pen = "L"
            marks.append(Mark(x, y, 0, 0, f"{labels[place]}{formats.NBSP}: {_written(value, unit)}"))
        drawn.append(
            Series(rank + 1, read(one, "label", ""), _key_x(rank, len(series)), tuple(paths), tuple(marks))
        )
    return _assemble(caption, labels, series, unit, frame, tuple(drawn))


def bars(caption: str, labels: Sequence[str], series: Sequence[Any], unit: str = "") -> Chart:
    """Up to three series of bars side by side; zero is always on the axis."""
    frame = _Frame(labels, series, banded=True)
    width = min(frame.band * 0.72 / len(series), WIDEST_BAR)
    drawn = []
    for rank, one in enumerate(series):
        marks = []
        for place, value in enumerate(read(one, "values")):
            if value is None:
                continue
            x = frame.x(place) + (rank - len(series) / 2) * width
            top, bottom = sorted((frame.y(float(value)), frame.y(0)))
            hint = f"{labels[place]}{formats.NBSP}: {_written(value, unit)}"
            marks.append(Mark(x, top, width - 2, bottom - top, hint))
        drawn.append(Series(rank + 1, read(one, "label", ""), _key_x(rank, len(series)), (), tuple(marks)))
    return _assemble(caption, labels, series, unit, frame, tuple(drawn))
