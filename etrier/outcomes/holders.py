"""Whose account a refund may go to: a borrower's, the one a guardian manages, or the estate."""

from etrier.applications.models import Application
from etrier.outcomes.models import HOLDERS
from etrier.people.models import Person
from etrier.ui.formats import capitalised

NAME_LIMIT = 140


def holders_of(application: Application) -> dict[str, str]:
    """The holders possible for this request, by code, each with the name the order will bear."""
    applicant, partner = application.applicant, application.co_borrower
    found = {}
    for code, person in (("applicant", applicant), ("co_borrower", partner)):
        if person is not None and person.deceased_on is None:
            found[code] = person.full_name
    if len(found) == len(application.borrowers) > 1:
        found["both"] = " et ".join(found.values())
    for person in application.borrowers:
        if person.deceased_on is not None:
            found.setdefault("estate", f"Succession {person.full_name}")
        elif person.protected:
            found.setdefault("guardian", _managed(person))
    return {code: found[code][:NAME_LIMIT] for code in HOLDERS if code in found}


def _managed(person: Person) -> str:
    return f"{person.full_name} s/c {person.protector_name}" if person.protector_name else person.full_name


def choices(application: Application) -> list[tuple[str, str]]:
    """The same as a form proposes them."""
    return [
        (code, f"{capitalised(HOLDERS[code])} : {name}") for code, name in holders_of(application).items()
    ]
