"""Keys and instants of the demonstration: drawn from its day, so that the same day makes the same rows."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from random import Random

OPENS = time(7, 30, tzinfo=UTC)
"""The instant of a story's day from which what it does is recorded."""
STEP = timedelta(milliseconds=20)


class Scribe:
    """Writes on the day of the story: each thing is recorded a little after the one before."""

    def __init__(self, seed: str) -> None:
        self._rng = Random(seed)  # noqa: S311 -- a demonstration, not a secret
        self._next = datetime.min.replace(tzinfo=UTC)

    def turn_to(self, day: date) -> None:
        """It is that day from now on; days never go back."""
        self._next = max(self._next, datetime.combine(day, OPENS))

    def now(self) -> datetime:
        """The instant it is; time goes by."""
        self._next += STEP
        return self._next

    def uid(self) -> uuid.UUID:
        """A key as the machine would give that day: the instant in milliseconds (UUIDv7), then chance."""
        instant = int(self._next.timestamp() * 1000)
        drawn = self._rng.getrandbits(74)
        high, low = drawn >> 62, drawn & (1 << 62) - 1
        return uuid.UUID(int=instant << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
