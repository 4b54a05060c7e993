"""Nouns of the decision: the commission's opinion, the person's consent, the bank's answer."""

from etrier.decisions.models.bank import (
    AnswerKind,
    BankAnswer,
    Consent,
    Message,
    MessageSide,
    SealedPack,
    Transmission,
)
from etrier.decisions.models.committee import (
    AgendaItem,
    Appeal,
    Attendance,
    ItemKind,
    Recusal,
    Session,
)

__all__ = [
    "AgendaItem",
    "AnswerKind",
    "Appeal",
    "Attendance",
    "BankAnswer",
    "Consent",
    "ItemKind",
    "Message",
    "MessageSide",
    "Recusal",
    "SealedPack",
    "Session",
    "Transmission",
]
