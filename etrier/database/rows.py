"""What every model of ours is."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class Row(models.Model):
    """A row, made of what the database gives without asking each field: Django takes four times as long.

    So no model of ours may count on `__init__` or its signals when a row is read.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs are of a later Django, which gives a fetch mode
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """The row of these values; a field that is not named is read when it is asked for."""
        row = cls.__new__(cls)
        row._state = ModelState()
        row._state.adding, row._state.db = False, db
        row.__dict__.update(zip(field_names, values, strict=True))
        return row
