"""What a database says, without the keys and instants that differ from one to another."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

SECRET = (models.BinaryField, models.UUIDField, models.AutoField, models.BigAutoField)
INSTANTS = frozenset({"recorded_at", "joined_at", "expires_at"})
NUMBERS = frozenset({"subject_id", "file_id"})
"""Keys kept as plain numbers: the journal's."""


def told(value: Any) -> Any:
    """A value as JSON keeps it; keys inside a JSON are left out."""
    if isinstance(value, dict):
        return {name: told(one) for name, one in sorted(value.items()) if not name.endswith("_id")}
    if isinstance(value, list | tuple):
        return [told(one) for one in value]
    return str(value) if isinstance(value, Decimal | date | datetime) else value


def columns(model: type[models.Model]) -> list[str]:
    """The fields of a model that say something of the world."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not field.is_relation
        and not isinstance(field, SECRET)
        and field.name not in INSTANTS | NUMBERS | {"password", "last_login"}
    ]


def stages() -> list[type[models.Model]]:
    """Our own models, those of an organisation."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("etrier.")
        and any(field.name == "organisation" for field in model._meta.concrete_fields)
    ]


def rows(model: type[models.Model], organisation: Any) -> list[str]:
    """Each row of an organisation, as a line; sorted, since keys do not count."""
    found = model._base_manager.filter(organisation=organisation).values_list(*columns(model))
    return sorted(json.dumps([told(value) for value in row], ensure_ascii=False) for row in found)


def digest(organisation: Any) -> dict[str, str]:
    """One digest by model, so that a difference says where it is."""
    return {
        model._meta.label: hashlib.sha256("\n".join(rows(model, organisation)).encode()).hexdigest()[:16]
        for model in stages()
    }
