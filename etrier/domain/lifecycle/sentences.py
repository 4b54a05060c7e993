"""How each act is named on its button, and told in the journal.

A placeholder is the name of a figure of the entry; its name gives its type (see `placeholder_kind`).
Where a figure may be missing, `short` is the sentence without it.
"""

import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from etrier.domain.french import typeset
from etrier.domain.lifecycle.acts import Act
from etrier.domain.lifecycle.texts import TEXTS


class Kind(Enum):
    """What a figure of the journal is, which says how it is written."""

    AMOUNT = "amount"
    DATE = "date"
    INTEGER = "integer"
    CODE = "code"


INTEGERS = frozenset({"number", "count", "months", "days", "minutes", "year"})


def placeholder_kind(name: str) -> Kind:
    """`amount`, `*_amount` are euros; `*_on` days; `number`, `count`… integers; the rest codes."""
    if name == "amount" or name.endswith("_amount"):
        return Kind.AMOUNT
    if name.endswith("_on"):
        return Kind.DATE
    if name in INTEGERS or name.endswith(("_number", "_count", "_months", "_days")):
        return Kind.INTEGER
    return Kind.CODE


def placeholders(sentence: str) -> frozenset[str]:
    """The names of the figures a sentence asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


@dataclass(frozen=True, slots=True)
class ActText:
    """`label`: the button, imperative; `sentence`: the journal; `subject`: the thing the act is told of.

    An act that moves several things leaves an entry on each: a timeline shows the one of `subject`.
    """

    label: str
    sentence: str
    subject: str
    short: str = ""

    @property
    def required(self) -> frozenset[str]:
        """The figures an entry cannot do without."""
        return placeholders(self.short or self.sentence)

    def sentence_for(self, known: Collection[str]) -> str:
        """The fullest sentence these figures allow."""
        return self.sentence if placeholders(self.sentence) <= set(known) or not self.short else self.short


def _texts() -> Iterator[tuple[Act, ActText]]:
    for subject, rows in TEXTS.items():
        for act, (label, sentence, *short) in rows.items():
            yield act, ActText(typeset(label), typeset(sentence), subject, *map(typeset, short))


ACTS: Mapping[Act, ActText] = MappingProxyType(dict(_texts()))
