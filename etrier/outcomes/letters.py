"""The letters of the end, from facts frozen the day they are written.

Étrier writes them: the order may be finance's, the letter is the house's. Nothing is written to the dead,
nor sent to a home where letters are forbidden: such a letter bears no address and is handed over.
"""

from datetime import date
from typing import Any

from etrier.accounts.actor import Actor, house
from etrier.applications.models import Application
from etrier.applications.reading import application_of
from etrier.documents.actions import write_letter
from etrier.documents.models import Letter
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import day, euros
from etrier.outcomes.models import Refund
from etrier.people.models import Way


def addressed(application: Application) -> dict[str, Any]:
    """Who writes to whom about what; nobody when every borrower is dead."""
    living = [person for person in application.borrowers if person.deceased_on is None]
    if not living:
        return {}
    first, organisation = living[0], application.organisation
    posted = first.may_be_reached(Way.LETTER)
    holder = application.file.holder
    return {
        "organisation": organisation.name,
        "organisation_address": organisation.address,
        "number": application.file.number,
        "name": " et ".join(person.full_name for person in living),
        "address": first.address if posted else "",
        "postcode": first.postcode if posted else "",
        "town": first.town if posted else "",
        "product": application.product_label,
        "holder": holder.full_name if holder else "",
    }


def write(found: Refund, code: str, *, by: Actor, on: date, **facts: Any) -> Letter | None:
    """One letter of a refund, None when there is nobody to write to."""
    application = application_of(found.file_id)
    address = addressed(application)
    if not address:
        return None
    author = house(application.organisation, channel=by.channel)
    return write_letter(application.file, by=author, on=on, letter_code=code, data=address | facts)


def end_of_loan(found: Refund, *, by: Actor, on: date) -> Letter | None:
    """The loan is repaid: bring your bank details, and come and look back on it."""
    ended_on = found.loan.ended_on
    return write(
        found,
        "end_of_loan",
        by=by,
        on=on,
        confirmed_on=day(ended_on) if ended_on else "",
        refund_amount=euros(found.amount),
    )


def ordered(found: Refund, *, by: Actor, on: date) -> Letter | None:
    """The interest is on its way."""
    return write(found, "refund", by=by, on=on, amount=euros(found.amount), ordered_on=day(on))


def refused(found: Refund, *, by: Actor, on: date) -> Letter | None:
    """A decision against the person: its motives in law and in fact, the ways of appeal, their last day."""
    until = found.appeal_until
    return write(
        found,
        "refund_refusal",
        by=by,
        on=on,
        reason=motives(found),
        appeal_until=day(until) if until else "",
    )


def motives(found: Refund) -> str:
    """Why, in a sentence without its final stop: the policy's own words when the policy refuses."""
    resolution = application_of(found.file_id).dispositif.resolution
    said = [reason["sentence"] for reason in found.refusals] or [
        CODE_LABELS["refund_reason"][found.refusal_reason]
    ]
    parts = [one.rstrip(".") for one in (*said, found.refusal_text) if one]
    words = ". ".join(parts)
    law = f" (règlement du dispositif, délibération {resolution})" if resolution else ""
    return f"{words[:1].lower()}{words[1:]}{law}"
