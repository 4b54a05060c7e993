"""The day it is, for a site run by a test: months go by between two pages."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.utils import timezone

from etrier.accounts import middleware
from etrier.documents import jobs

PARIS = ZoneInfo("Europe/Paris")


class Clock:
    """Tells the day; sessions and what only records « when it was typed » keep the machine's own clock."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today

    def now(self) -> datetime.datetime:
        """Late in the morning of that day."""
        return datetime.datetime.combine(self.today, datetime.time(11, 5), PARIS)

    def go_to(self, day: datetime.date) -> None:
        """Time only goes forward."""
        if day < self.today:
            raise ValueError(f"{day} is before {self.today}")
        self.today = day


@contextmanager
def turned_to(day: datetime.date) -> Iterator[Clock]:
    """The site answers as on this day, then as on those the clock is turned to."""
    clock = Clock(day)
    told = SimpleNamespace(
        now=clock.now,
        localdate=timezone.localdate,
        activate=timezone.activate,
        deactivate=timezone.deactivate,
    )
    with patch.object(middleware, "timezone", told), patch.object(jobs, "timezone", told):
        yield clock
