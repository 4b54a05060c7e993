"""Time told in order: each story says on which day it goes on, and the days of a town are played one by one.

So that acts of many files reach the journal in the order they happened, as they would have in three years.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count

from etrier.domain.business_days import is_business_day, next_business_day

Story = Iterator[date]
"""A story yields the day of its next act, and is resumed on that day."""


class Calendar:
    """The stories of a town, each waiting for its day.

    On one day, those that prepare the ground (`early`: a commission's session, the daily sweep) come first,
    the others in the order they were added: the same stories always unfold alike.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[date, bool, int, Story]] = []
        self._ranks = count()

    def add(self, story: Story, *, early: bool = False) -> None:
        """Let a story begin; it runs up to its first day at once."""
        self._wait(story, early, next(self._ranks))

    def _wait(self, story: Story, early: bool, rank: int) -> None:
        day = next(story, None)
        if day is not None:
            heapq.heappush(self._waiting, (day, not early, rank, story))

    def play(self, until: date, told: Callable[[date], None] = lambda day: None) -> None:
        """Unfold all the stories up to a day, that one included; what would come later does not happen."""
        while self._waiting and self._waiting[0][0] <= until:
            day, late, rank, story = heapq.heappop(self._waiting)
            told(day)
            self._wait(story, not late, rank)


def working_day(day: date) -> date:
    """The day itself when people work on it, else the next one when they do."""
    return next_business_day(day)


def working_day_before(day: date) -> date:
    """The day itself when people work on it, else the last one when they did."""
    while not is_business_day(day):
        day -= timedelta(1)
    return day


def week_of(day: date) -> list[date]:
    """The working days of that day's week, Monday first."""
    monday = day - timedelta(day.weekday())
    return [each for each in (monday + timedelta(n) for n in range(5)) if is_business_day(each)]
