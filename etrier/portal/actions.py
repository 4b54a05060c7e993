"""What a bank's adviser may do: answer, write. Her answer is her only write; its effects are the CCAS's.

The answer is written with the CCAS and her bank both in scope, so that the database itself refuses it on
another bank's request; what follows is done at once in the name of the CCAS, by her, « par la banque ».
"""

from dataclasses import replace
from datetime import date
from typing import Any

from etrier.accounts.actor import Actor, acting_for
from etrier.accounts.models import Organisation
from etrier.database.isolation import Scope, scoped
from etrier.database.writing import add
from etrier.decisions.actions import answers, messages
from etrier.decisions.models import AnswerKind, MessageSide, Transmission
from etrier.domain.access import Reading as Page
from etrier.journal.models import Reading


def for_the_town(by: Actor, organisation: Organisation) -> Actor:
    """The adviser as author of what follows in the CCAS from what she said."""
    return replace(by, organisation=organisation, partner=None, channel="bank")


def answer(
    transmission: Transmission, kind: AnswerKind, *, by: Actor, on: date, revision: int, **said: Any
) -> Transmission:
    """The bank says yes, no, otherwise, or asks."""
    organisation = transmission.organisation
    partner = by.partner.pk if by.partner else None
    with scoped(Scope(organisation=organisation.pk, partner=partner, user=by.user_id)):
        heard = answers.hear(transmission, kind, by=by, on=on, channel="bank_desk", **said)
    with acting_for(organisation, by=for_the_town(by, organisation)) as author:
        row = Transmission.objects.get(pk=transmission.pk)
        return answers.EFFECTS[kind](row, by=author, on=on, answer=heard, revision=revision)


def reassure_seller(
    transmission: Transmission, *, by: Actor, on: date, told_on: date, revision: int
) -> Transmission:
    """The bank told the seller that it agrees."""
    organisation = transmission.organisation
    with acting_for(organisation, by=for_the_town(by, organisation)) as author:
        row = Transmission.objects.get(pk=transmission.pk)
        return answers.reassure_seller(row, by=author, on=on, told_on=told_on, revision=revision)


def write(transmission: Transmission, *, by: Actor, on: date, text: str) -> object:
    """Write to the worker."""
    organisation = transmission.organisation
    with acting_for(organisation, by=for_the_town(by, organisation)) as author:
        return messages.send_message(transmission, by=author, on=on, side=MessageSide.BANK, text=text)


def read(transmission: Transmission, *, by: Actor, on: date) -> int:
    """Note that the worker's messages were read."""
    organisation = transmission.organisation
    with acting_for(organisation, by=for_the_town(by, organisation)) as author:
        return messages.read_thread(transmission, by=author, on=on, side=MessageSide.BANK)


def note_reading(transmission: Transmission, *, by: Actor) -> None:
    """Write down that the adviser opened what she was sent."""
    if by.user_id is None:
        raise ValueError("a reading has a reader")
    with acting_for(transmission.organisation, by=for_the_town(by, transmission.organisation)):
        add(
            Reading(
                organisation_id=transmission.organisation_id,
                file_id=transmission.file_id,
                user_id=by.user_id,
                page=Page.SEE_BANK_DESK,
            )
        )
