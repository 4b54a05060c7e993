"""One file in the making: who asks, for what, on which days; then what the acts have made of it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.decisions.models import AgendaItem, Transmission
from etrier.demonstration.days import working_day, working_day_before
from etrier.demonstration.people import Person
from etrier.demonstration.towns import Town, Worker
from etrier.demonstration.wishes import Wish
from etrier.files.models import File
from etrier.followup.models import Difficulty
from etrier.loans.models import Loan, MeasureRequest, Offer

STAGES = (
    "contact", "study", "papers", "studied", "session", "sent", "answered", "offered", "signed", "disbursed"
)  # fmt: skip
LAGS = {
    "study": (3, 9), "papers": (6, 14), "studied": (2, 6), "session": (4, 25), "sent": (1, 4),
    "answered": (2, 12), "offered": (1, 4), "signed": (3, 7), "disbursed": (9, 12),
}  # fmt: skip
"""Days between a stage and the one before, at least and at most."""
PRESENTED = 12
"""Days before a session from which files are put on its agenda."""


@dataclass(frozen=True)
class Days:
    """When each stage is reached, if the story goes that far. `session` is None where no commission sits."""

    contact: date
    study: date
    papers: date
    studied: date
    sent: date
    answered: date
    offered: date
    signed: date
    disbursed: date
    session: date | None = None

    def later(self, **stages: date) -> "Days":
        """The same with other days for some stages."""
        return replace(self, **stages)


def days(rng: Random, sessions: list[date], stage: str, on: date) -> Days:
    """The days of a file that reaches `stage` on `on`: back to its first contact, and on to its loan."""
    stages = [each for each in STAGES if each != "session" or sessions]
    found = {stage: on}
    rank = stages.index(stage)
    for before, after in reversed([*pairwise(stages[: rank + 1])]):
        found[before] = _before(before, after, found[after], rng, sessions)
    for before, after in pairwise(stages[rank:]):
        found[after] = _after(after, found[before], rng, sessions)
    return Days(**found)


def _before(stage: str, following: str, day: date, rng: Random, sessions: list[date]) -> date:
    if stage == "session":
        return max((each for each in sessions if each < day), default=day - timedelta(7))
    least, most = LAGS[following]
    if following == "session":
        most = min(most, 10)
    return working_day_before(day - timedelta(rng.randint(least, most)))


def _after(stage: str, day: date, rng: Random, sessions: list[date]) -> date:
    least, most = LAGS[stage]
    if stage == "session":
        return min((each for each in sessions if each >= day + timedelta(least)), default=sessions[-1])
    return working_day(day + timedelta(rng.randint(least, most)))


@dataclass
class Tale:
    """What a story needs to go on, and what it has done so far."""

    town: Town
    rng: Random
    worker: Worker
    person: Person
    wish: Wish
    days: Days
    bank: str
    origin: str = "self"
    margin: int = 120
    level: str = ""
    application: Application = field(init=False)
    item: AgendaItem = field(init=False)
    transmission: Transmission = field(init=False)
    offer: Offer = field(init=False)
    loan: Loan = field(init=False)
    difficulty: Difficulty = field(init=False)
    measure: MeasureRequest = field(init=False)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        """The worker who follows the file."""
        return self.worker.actor

    @property
    def file(self) -> File:
        return self.application.file

    def in_days(self, day: date, least: int, most: int) -> date:
        """A working day some time after another."""
        return working_day(day + timedelta(self.rng.randint(least, most)))
