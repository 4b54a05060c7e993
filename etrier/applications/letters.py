"""What the letters of a request say of it: facts frozen the day they are written."""

from typing import Any

from etrier.applications.models import Application


def addressed(application: Application) -> dict[str, Any]:
    """Who writes to whom about what. The address is left out when the person forbids letters at home."""
    applicant, file = application.applicant, application.file
    home = applicant.letters_allowed
    return {
        "organisation": application.organisation.name,
        "organisation_address": application.organisation.address,
        "number": file.number,
        "name": applicant.full_name,
        "address": applicant.address if home else "",
        "postcode": applicant.postcode if home else "",
        "town": applicant.town if home else "",
        "product": application.product_label,
        "holder": file.holder.full_name if file.holder else "",
    }
