"""The frozen facts of the letters that this stage writes."""

from typing import Any

from etrier.applications.models import Application
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.scheme.choices import Charter as Parties
from etrier.loans.models import SIGNATORIES, Offer


def charter_facts(application: Application, offer: Offer | None, parties: Parties) -> dict[str, Any]:
    """Who commits to what: amounts as text in euros, names as they are signed, nothing about the budget."""
    organisation = application.organisation
    level = CODE_LABELS["support_level"].get(application.support_level, "")
    return {
        "organisation": organisation.name,
        "organisation_address": organisation.address,
        "number": application.file.number,
        "borrowers": [person.full_name for person in application.borrowers],
        "product": application.product_label,
        "purpose": application.purpose_label,
        "bank": offer.agreement.partner.name if offer else "",
        "amount": str(offer.principal if offer else application.amount or ""),
        "months": offer.months if offer else application.months,
        "support_level": level,
        "support_kinds": [CODE_LABELS["support_kind"].get(kind, kind) for kind in application.support_kinds],
        "parties": [CODE_LABELS["party"][party] for party in SIGNATORIES[parties]],
    }
