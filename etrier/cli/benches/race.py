"""How a bench measures: everybody in one run, in turn, so that a noisy machine is unfair to nobody."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median, quantiles
from time import process_time


@dataclass(frozen=True, slots=True)
class Check:
    """A comparison made before any measure: the widest gap found, and the widest allowed."""

    name: str
    compared: int
    gap: float
    allowed: float
    unit: str

    @property
    def agrees(self) -> bool:
        return self.gap <= self.allowed


@dataclass(frozen=True, slots=True)
class Entrant:
    """One way to do a task: `run` treats `count` loans.

    Each task has one floor, the least that any way must do, and one way that is ours; all are compared
    with both.
    """

    task: str
    name: str
    run: Callable[[], object]
    count: int
    floor: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds per loan or page: median and quartiles; how many times the floor, and our time if any."""

    task: str
    name: str
    seconds: float
    low: float
    high: float
    to_floor: float
    to_ours: float | None

    @property
    def per_second(self) -> float:
        return 1 / self.seconds


@dataclass(frozen=True, slots=True)
class Report:
    """What a bench has to say; `missing` names the libraries that are not installed."""

    checks: tuple[Check, ...]
    figures: tuple[Figure, ...]
    missing: tuple[str, ...] = ()
    unit: str = "prêt"
    compared: str = "prêts"


def race(entrants: Sequence[Entrant], rounds: int) -> tuple[Figure, ...]:
    """Run everybody once per round, starting from another one each time; a first round warms up.

    Memory is swept between rounds, never during one, as `timeit` does.
    """
    spent: list[list[float]] = [[] for _ in entrants]
    for turn in range(rounds + 1):
        gc.collect()
        gc.disable()
        try:
            for place in range(len(entrants)):
                index = (place + turn) % len(entrants)
                spent[index].append(_seconds(entrants[index]))
        finally:
            gc.enable()
    return _figures(entrants, [times[1:] for times in spent])


def _seconds(entrant: Entrant) -> float:
    """Processor time of a run, per loan; what it made is let go only after."""
    started = process_time()
    made = entrant.run()
    ended = process_time()
    del made
    return (ended - started) / entrant.count


def _figures(entrants: Sequence[Entrant], spent: Sequence[Sequence[float]]) -> tuple[Figure, ...]:
    medians = [median(times) for times in spent]
    floors, ours = (
        {entrant.task: taken for entrant, taken in zip(entrants, medians, strict=True) if chosen(entrant)}
        for chosen in (attrgetter("floor"), attrgetter("ours"))
    )
    figures = []
    for entrant, taken, times in zip(entrants, medians, spent, strict=True):
        low, _, high = quantiles(times, n=4, method="inclusive")
        task = entrant.task
        figures.append(Figure(task, entrant.name, taken, low, high, taken / floors[task], taken / ours[task]))
    return tuple(figures)
