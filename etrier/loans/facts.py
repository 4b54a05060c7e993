"""How a fact of the bank became known, kept beside the act it belongs to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from etrier.database.writing import add
from etrier.documents.models import Document
from etrier.domain.lifecycle import Act
from etrier.loans.models import BankFact


@dataclass(frozen=True, slots=True)
class Source:
    """By which way the bank said something, and the paper that proves it, when there is one."""

    channel: str
    document: Document | None = None


SCREEN = Source("screen")


def keep_fact(thing: Any, act: Act, on: date, source: Source) -> BankFact:
    """Keep the source of an act done on a thing of a file."""
    return add(
        BankFact(
            organisation_id=thing.organisation_id,
            file_id=thing.file_id,
            act=act,
            subject=thing.SUBJECT,
            subject_id=thing.pk,
            on=on,
            channel=source.channel,
            document=source.document,
        )
    )
