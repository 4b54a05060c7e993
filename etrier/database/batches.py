"""Rows and keys by so many: one statement carries at most 65 535 values."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

ROWS, KEYS = 1000, 20_000
"""How many rows, then how many keys, one statement carries."""
One = TypeVar("One")


def batches(values: Iterable[One], size: int) -> Iterator[list[One]]:
    """Values in order, so many at a time."""
    found = list(values)
    for start in range(0, len(found), size):
        yield found[start : start + size]
