"""What a database says of a town, byte for byte: every row in order, keys told by their place.

Left out: the keys that close papers, which must never be guessed.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from etrier.accounts.rows import Staged
from etrier.files.models import File

SECRET = frozenset({"wrapped_key"})
WITHIN = re.compile(r":\d+:")
"""The key of a row inside a text: an automatic task names what calls for it."""


def told(value: Any) -> Any:
    """A value as JSON keeps it; keys inside a JSON are left out."""
    if isinstance(value, dict):
        return {name: told(one) for name, one in sorted(value.items()) if not name.endswith("_id")}
    if isinstance(value, list | tuple):
        return [told(one) for one in value]
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    return str(value) if isinstance(value, Decimal | date | datetime | time | uuid.UUID) else value


def stages() -> list[type[models.Model]]:
    """Our own models, those of an organisation."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("etrier.")
        and any(field.name == "organisation" for field in model._meta.concrete_fields)
    ]


class Places:
    """Where each row stands among those of its kind: what its key is told as."""

    def __init__(self, organisation: Any) -> None:
        self._places = {
            model: {key: place for place, key in enumerate(keys(model, organisation))} for model in stages()
        }
        self._subjects = {
            model.SUBJECT: model for model in stages() if issubclass(model, Staged) and model.SUBJECT
        }

    def of(self, model: Any, key: Any) -> Any:
        """The place of a row; people and banks, whom towns share, are told by their public key."""
        if key is None or model in self._places:
            return self._places[model][key] if key is not None else None
        return str(model._base_manager.values_list("uid", flat=True).get(pk=key))

    def row(self, row: models.Model) -> Iterator[Any]:
        """All that a row says; of an act on what towns share (an organisation), not its key."""
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if field.primary_key or field.name in SECRET:
                continue
            if field.is_relation:
                yield self.of(field.related_model, value)
            elif field.name == "file_id":
                yield self.of(File, value)
            elif field.name == "subject_id":
                yield self.of(self._subjects[row.subject], value) if row.subject in self._subjects else None
            elif field.name == "key" and isinstance(value, str):
                yield WITHIN.sub(":", value)
            else:
                yield told(value)


def keys(model: Any, organisation: Any) -> list[int]:
    """The keys of a model's rows, in order."""
    return list(
        model._base_manager.filter(organisation=organisation).order_by("pk").values_list("pk", flat=True)
    )


def digest(organisation: Any) -> dict[str, str]:
    """One digest by model, so that a difference says where it is."""
    places, found = Places(organisation), {}
    for model in stages():
        rows = model._base_manager.filter(organisation=organisation).order_by("pk")
        lines = [json.dumps(list(places.row(row)), ensure_ascii=False) for row in rows]
        found[model._meta.label] = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    return found
