"""What may be done to a person's sheet: register, correct, protect, join with its double.

`file` is the one from whose page the act is done: its timeline tells it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.journal.door import acting, opening
from etrier.people.doubles import index_person
from etrier.people.models import Person

IDENTITY = (
    "first_name", "last_name", "birth_name", "birth_date",
    "phone", "email", "address", "postcode", "town",
)  # fmt: skip
PERMISSIONS = ("letters_allowed", "calls_allowed", "texts_allowed", "emails_allowed")
CONTACT_RULES = (*PERMISSIONS, "avoid", "contact_advice")
PROTECTION = ("protection", "protector_name", "protector_contact")
AVOID_LIMIT = 400


def check_birth(birth_date: date | None, on: date) -> None:
    """Refuse a birth after the day of the act."""
    if birth_date is not None and birth_date > on:
        raise ValidationError({"birth_date": "Une date de naissance ne peut pas être à venir."})


def register_person(*, by: Actor, on: date, file: File | None = None, **facts: Any) -> Person:
    """Make a person's sheet; `facts` are its fields."""
    check_birth(facts.get("birth_date"), on)
    person = Person(organisation=by.organisation, **facts)
    person.file_id = file.pk if file else None
    with opening(person, Act.REGISTER_PERSON, by=by, on=on):
        index_person(person, new=True)
    return person


def update_identity(
    person: Person, *, by: Actor, on: date, file: File, revision: int | None = None, **facts: Any
) -> Person:
    """Correct who the person is and where she is found."""
    check_birth(facts.get("birth_date"), on)
    person.file_id = file.pk
    with acting(person, Act.UPDATE_IDENTITY, by=by, on=on, revision=revision):
        _give(person, facts, IDENTITY)
    index_person(person)
    return person


def update_contact_rules(
    person: Person, *, by: Actor, on: date, file: File, revision: int | None = None, **facts: Any
) -> Person:
    """Record how the person may be reached, and whom to avoid."""
    person.file_id = file.pk
    with acting(person, Act.UPDATE_CONTACT_RULES, by=by, on=on, revision=revision):
        _give(person, facts, CONTACT_RULES)
    return person


def update_protection(
    person: Person, *, by: Actor, on: date, file: File, revision: int | None = None, **facts: Any
) -> Person:
    """Record an adult-protection measure (curatelle, tutelle…) and who exercises it."""
    person.file_id = file.pk
    with acting(person, Act.UPDATE_PROTECTION, by=by, on=on, revision=revision):
        _give(person, facts, PROTECTION)
    return person


def note_death(person: Person, *, by: Actor, on: date, file: File, died_on: date) -> Person:
    """From a death on, nothing is sent to the person any more."""
    person.file_id = file.pk
    with acting(person, Act.UPDATE_IDENTITY, by=by, on=on):
        person.deceased_on = died_on
    return person


def bring_up_to_date(person: Person, *, by: Actor, on: date, file: File, told: Mapping[str, Any]) -> Person:
    """What a known person tells anew replaces what was known; what she forbade stays forbidden.

    Empty answers change nothing, and no rule of contact is loosened without an act of its own.
    """
    told_identity = {name: told[name] for name in IDENTITY if told.get(name)}
    if any(getattr(person, name) != value for name, value in told_identity.items()):
        update_identity(person, by=by, on=on, file=file, **told_identity)
    rules: dict[str, Any] = {
        name: getattr(person, name) and told[name] for name in PERMISSIONS if name in told
    }
    avoid = told.get("avoid", "")
    if avoid and avoid not in person.avoid:
        rules["avoid"] = " ; ".join(filter(None, (person.avoid, avoid)))[:AVOID_LIMIT]
    if told.get("contact_advice"):
        rules["contact_advice"] = told["contact_advice"]
    if any(getattr(person, name) != value for name, value in rules.items()):
        update_contact_rules(person, by=by, on=on, file=file, **rules)
    return person


def merge_person(double: Person, *, into: Person, by: Actor, on: date, file: File) -> Person:
    """Join a double's sheet to the one that is kept: its facts fill what the other does not know.

    The requests of the double are handed over by `applications.actions.merge_persons`, which calls this.
    """
    bring_up_to_date(into, by=by, on=on, file=file, told=_missing_from(into, double))
    double.file_id = file.pk
    with acting(double, Act.MERGE_PERSON, by=by, on=on):
        double.merged_into = into
    index_person(double)
    return into


def _missing_from(kept: Person, double: Person) -> dict[str, Any]:
    told = {name: getattr(double, name) for name in IDENTITY if not getattr(kept, name)}
    return told | {name: getattr(double, name) for name in (*PERMISSIONS, "avoid")}


def _give(person: Person, facts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if name in facts:
            setattr(person, name, facts[name])
