"""The thread of a sending: messages of both sides and the bank's questions, in the order they came."""

from dataclasses import dataclass
from datetime import date, datetime

from etrier.decisions.models import AnswerKind, MessageSide, Transmission


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One thing said: by whom, when, in which words."""

    side: MessageSide
    author: str
    on: date
    recorded_at: datetime
    text: str
    unread: bool = False


def thread(transmission: Transmission) -> list[ThreadLine]:
    """Everything said, the oldest first."""
    lines = [
        ThreadLine(
            MessageSide(message.side),
            message.author.full_name,
            message.sent_on,
            message.recorded_at,
            message.text,
            message.state == "sent",
        )
        for message in transmission.messages.select_related("author")
    ]
    lines += [
        ThreadLine(
            MessageSide.BANK,
            str(transmission.partner),
            question.received_on,
            question.recorded_at,
            question.text,
        )
        for question in transmission.answers.filter(kind=AnswerKind.QUESTION)
    ]
    return sorted(lines, key=lambda line: line.recorded_at)
