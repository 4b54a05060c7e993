"""What the schema's dataclasses are made of, so that reading, writing and comparing walk them alike."""

import types
import typing
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a dataclass of the schema."""

    name: str
    label: str
    unit: str
    least: int | None
    most: int | None
    optional: bool
    nullable: bool
    default: Any
    """Of an optional field; MISSING otherwise."""
    kind: Any
    """A leaf's type, or the dataclass of a table."""
    shape: str
    """« leaf », « list » (of leaves), « table » or « tables » (keyed by code)."""


_KNOWN: dict[str, tuple[Part, ...]] = {}


def parts(model: type[Any]) -> tuple[Part, ...]:
    """The fields of a schema dataclass, its code and provenances apart, in order."""
    if model.__name__ not in _KNOWN:
        hints = typing.get_type_hints(model)
        _KNOWN[model.__name__] = tuple(
            _part(item, hints[item.name])
            for item in fields(model)
            if item.name != "provenances" and not (item.name == "code" and not item.metadata)
        )
    return _KNOWN[model.__name__]


def single_leaf(model: type[Any]) -> Part | None:
    """The only leaf of a table keyed by code that is written on one line (as « classique = 4.00 »)."""
    own = parts(model)
    return own[0] if len(own) == 1 and own[0].shape == "leaf" else None


def _part(item: "Field[Any]", hint: Any) -> Part:
    nullable = isinstance(hint, types.UnionType) and types.NoneType in hint.__args__
    if nullable:
        hint = next(kind for kind in hint.__args__ if kind is not types.NoneType)
    shape = "leaf"
    if typing.get_origin(hint) is tuple:
        hint = typing.get_args(hint)[0]
        shape = "tables" if is_dataclass(hint) else "list"
    elif is_dataclass(hint):
        shape = "table"
    return Part(
        name=item.name,
        label=item.metadata.get("label", ""),
        unit=item.metadata.get("unit", ""),
        least=item.metadata.get("least"),
        most=item.metadata.get("most"),
        optional=item.default is not MISSING,
        nullable=nullable,
        default=item.default,
        kind=hint,
        shape=shape,
    )
