"""Fictitious persons, made through the acts."""

from datetime import date
from itertools import count
from typing import Any

from etrier.people.actions import register_person
from etrier.people.models import Person

FIRST = ("Nassim", "Lucie", "Awa", "Gérard", "Maëlle", "Tomasz", "Irène", "Karim")
LAST = ("Belkacem", "Garnier", "Diallo", "Pichon", "Le Bihan", "Nowak", "Ferreira", "Haddad", "Morel")
numbers = count()


def told(**facts: Any) -> dict[str, Any]:
    """What a person says of herself: another one at each call, phone in the ranges kept for fiction."""
    number = next(numbers)
    return {
        "first_name": FIRST[number % len(FIRST)],
        "last_name": LAST[number % len(LAST)],
        "birth_date": date(1970 + number % 30, 1 + number % 12, 1 + number % 28),
        "phone": f"063998{number % 10_000:04d}",
        "email": f"personne{number}@example.org",
        "address": f"{1 + number} rue des Tisserands",
        "postcode": "53000",
        "town": "Laval",
    } | facts


def person(town: Any, *, on: date = date(2026, 11, 2), **facts: Any) -> Person:
    """A person whose sheet the reception has made."""
    return register_person(by=town.actor("reception"), on=on, **told(**facts))
