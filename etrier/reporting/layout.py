"""How the page of a year lays its figures out: alone with their definition, or side by side as bars."""

from dataclasses import dataclass, field
from itertools import groupby

from etrier.domain.indicators import Figure
from etrier.reporting.sheet import DELAYS, Sheet, Theme

DELAYS_MEANING = "Délais médians, sur les étapes achevées dans l’année."
WHOLE = "delay_whole"


@dataclass(frozen=True, slots=True)
class Group:
    """One figure for several things (banks, products, outcomes): its definition is said once."""

    title: str
    definition: str
    figures: list[Figure]
    labels: list[str]

    @property
    def full(self) -> int | None:
        """What fills the width of a bar: a hundred for percentages."""
        return 100 if self.figures[0].unit == "%" else None

    @property
    def rows(self) -> list[tuple[str, object, str]]:
        """Label, value and text of each bar."""
        return [(label, one.value, one.text) for label, one in zip(self.labels, self.figures, strict=True)]


@dataclass(frozen=True, slots=True)
class Block:
    """A panel of the page: figures alone, then groups."""

    title: str
    alone: list[Figure] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def blocks_of(sheet: Sheet) -> list[Block]:
    """The panels of the page, in the order of the sheet."""
    return [_delays(theme) if theme.title == DELAYS else _block(theme) for theme in sheet.themes]


def _block(theme: Theme) -> Block:
    block = Block(theme.title)
    for _, found in groupby(theme.figures, key=lambda one: one.code):
        figures = list(found)
        first = figures[0]
        if not first.of:
            block.alone.extend(figures)
            continue
        labels = [one.of[:1].upper() + one.of[1:] for one in figures]
        title = "" if first.label == theme.title else first.label
        block.groups.append(Group(title, first.definition, figures, labels))
    return block


def _delays(theme: Theme) -> Block:
    """Each stage is a figure of its own, but they are read as one series."""
    labels = ["Au total" if one.code == WHOLE else one.label for one in theme.figures]
    return Block(theme.title, groups=[Group("", DELAYS_MEANING, theme.figures, labels)])
