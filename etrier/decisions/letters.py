"""The letters of this stage, from facts frozen the day they are written."""

from datetime import date
from typing import Any

from etrier.accounts.actor import Actor
from etrier.decisions.models import AgendaItem, Appeal
from etrier.documents.actions import write_letter
from etrier.documents.models import Letter
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import day, euros, plural


def addressed(item: AgendaItem) -> dict[str, Any]:
    """Who writes to whom about what."""
    application = item.file.application
    applicant = application.applicant
    return {
        "organisation": item.organisation.name,
        "organisation_address": item.organisation.address,
        "number": item.file.number,
        "name": applicant.full_name,
        "address": applicant.address,
        "postcode": applicant.postcode,
        "town": applicant.town,
        "product": application.product_label,
        "amount": euros(application.amount) if application.amount else "",
        "months": plural(application.months, "mois", "mois") if application.months else "",
        "holder": item.file.holder.full_name if item.file.holder else "",
    }


def opinion_letter(item: AgendaItem, *, by: Actor, on: date) -> Letter:
    """Tell the opinion; a refusal gives its motives, the ways of appeal and their last day."""
    if item.opinion_on is None or item.notified_on is None:
        raise ValueError("an opinion is given, then notified")
    data = addressed(item) | {
        "opinion": item.state,
        "opinion_label": item.state_label,
        "opinion_on": day(item.opinion_on),
        "conditions": item.condition_labels,
        "condition_note": item.condition_note,
    }
    if item.state == "adjourned":
        data["reason"] = CODE_LABELS["adjournment_reason"][item.adjournment_reason]
    if item.state != "unfavourable":
        return write_letter(item.file, by=by, on=on, letter_code="opinion", data=data)
    data |= {
        "reason": CODE_LABELS["opinion_reason"][item.opinion_reason],
        "motives": item.motives,
        "appeal_until": day(until) if (until := item.appeal_until) else "",
    }
    return write_letter(item.file, by=by, on=on, letter_code="refusal", data=data)


def appeal_letter(appeal: Appeal, *, by: Actor, on: date) -> Letter:
    """Acknowledge an appeal."""
    data = addressed(appeal.item) | {"received_on": day(appeal.received_on)}
    return write_letter(appeal.file, by=by, on=on, letter_code="appeal_received", data=data)
