"""Codes that carry their French label: the database keeps the code, a person reads the label."""

from enum import StrEnum
from typing import Self

from etrier.domain.french import typeset


class Labelled(StrEnum):
    """Base of every closed list of codes: `CONTACT = "contact", "Premier contact"`."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = typeset(label)
        return member
