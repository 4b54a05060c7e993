"""The thread between the worker and the bank's adviser."""

from datetime import date

from etrier.accounts.actor import Actor
from etrier.decisions.models import Message, MessageSide, Transmission
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, opening


def send_message(transmission: Transmission, *, by: Actor, on: date, side: MessageSide, text: str) -> Message:
    """Add a message to the thread of a transmission."""
    if by.user_id is None:
        raise ValueError("a message has an author")
    message = Message(
        organisation_id=transmission.organisation_id,
        transmission=transmission,
        file_id=transmission.file_id,
        partner_id=transmission.partner_id,
        side=side,
        author_id=by.user_id,
        sent_on=on,
        text=text,
    )
    with opening(message, Act.SEND_MESSAGE, by=by, on=on):
        pass
    return message


def read_message(message: Message, *, by: Actor, on: date, revision: int | None = None) -> Message:
    """Note that a message of the other side was read."""
    with acting(message, Act.READ_MESSAGE, by=by, on=on, revision=revision):
        message.read_on = on
    return message


def read_thread(transmission: Transmission, *, by: Actor, on: date, side: MessageSide) -> int:
    """Note that every message from the other side was read; how many were."""
    waiting = list(transmission.messages.filter(state="sent").exclude(side=side).order_by("pk"))
    for message in waiting:
        read_message(message, by=by, on=on)
    return len(waiting)
