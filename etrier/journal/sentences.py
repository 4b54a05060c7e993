"""The journal read aloud: an entry's codes and figures become a French sentence, at the time of reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from etrier.accounts.models import User
from etrier.domain.lifecycle import ACTS, CODE_LABELS, OPEN_CODES, Act, Kind, placeholder_kind
from etrier.journal.models import Entry
from etrier.ui.formats import day, euros, listed

CHANNELS = {
    "job": "par Étrier",
    "import": "par import",
    "bank": "par la banque",
    "instance": "par l’exploitant",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of « Ce qui s’est passé »."""

    sentence: str
    on: date
    recorded_at: datetime
    author: str
    act: str
    subject: str
    subject_id: int


def worded(name: str, value: Any) -> str:
    """A figure or a code as people read it; the key's name tells its kind."""
    kind = placeholder_kind(name)
    if kind is Kind.AMOUNT:
        return euros(Decimal(value))
    if kind is Kind.DATE:
        return day(date.fromisoformat(value))
    if isinstance(value, list):
        return listed([worded(name, one) for one in value])
    return str(CODE_LABELS.get(name, {}).get(str(value), value))


def sentence(entry: Entry) -> str:
    """The sentence of an entry; the short one when a figure of the full one is missing."""
    text = ACTS[Act(entry.act)]
    words = {
        name: worded(name, value)
        for name, value in entry.data.items()
        if name not in OPEN_CODES or value in CODE_LABELS[name]
    }
    return text.sentence_for(words).format_map(words)


def told_once(entries: Iterable[Entry]) -> list[Entry]:
    """Entries without the echoes: an act that moves several things is told of the one its text names."""
    found = list(entries)
    voices = {(e.act, e.file_id, e.on) for e in found if e.subject == ACTS[Act(e.act)].subject}
    return [
        e for e in found if e.subject == ACTS[Act(e.act)].subject or (e.act, e.file_id, e.on) not in voices
    ]


def told(entries: Iterable[Entry]) -> list[Told]:
    """Entries as lines, with their authors' names, in a fixed number of queries."""
    found = told_once(entries)
    users = User.objects.in_bulk({entry.user_id for entry in found if entry.user_id})
    lines = []
    for entry in found:
        author = users[entry.user_id].full_name if entry.user_id else ""
        way = CHANNELS.get(entry.channel, "")
        who = " · ".join(part for part in (author, way) if part)
        lines.append(
            Told(
                sentence(entry), entry.on, entry.recorded_at, who, entry.act, entry.subject, entry.subject_id
            )
        )
    return lines
