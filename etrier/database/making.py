"""Where a new row takes its public key and the instant at which it was recorded.

The machine gives both. The demonstration gives its own, drawn from its day: the same day makes the same rows.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Protocol

import uuid_utils.compat
from django.utils import timezone


class Maker(Protocol):
    """What gives keys and instants."""

    def uid(self) -> uuid.UUID:
        """A key never given before; later ones sort after."""

    def now(self) -> datetime:
        """The instant it is."""


class Machine:
    """The machine's own clock and chance: keys are time-ordered, and never guessed from another."""

    def uid(self) -> uuid.UUID:
        return uuid_utils.compat.uuid7()

    def now(self) -> datetime:
        return timezone.now()


_maker: ContextVar[Maker] = ContextVar("etrier_maker", default=Machine())  # noqa: B039 -- it has no state


def new_uid() -> uuid.UUID:
    """A new public key."""
    return _maker.get().uid()


def recorded_now() -> datetime:
    """When what is being written is recorded."""
    return _maker.get().now()


@contextmanager
def made_by(maker: Maker) -> Iterator[None]:
    """Inside the block, keys and instants come from this maker."""
    token = _maker.set(maker)
    try:
        yield
    finally:
        _maker.reset(token)
