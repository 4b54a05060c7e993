"""Filling the demonstration from a terminal: progress while it plays."""

from collections.abc import Sequence
from datetime import date

from django.db import ProgrammingError, transaction
from django.utils import timezone

from etrier.accounts.models import Organisation, User
from etrier.demonstration.cast import OPERATOR, PLACES
from etrier.demonstration.jobs import jobs_held_back
from etrier.demonstration.seed import seed
from etrier.demonstration.towns import seat_operator

FICTION = "@example.org"
"""How the address of every account of the demonstration ends."""


def fill(on: date | None, files: int, towns: Sequence[str] | None = None) -> int:
    """Play these towns, those that are there already left as they are; returns the exit status."""
    known = set(Organisation.objects.values_list("code", flat=True))
    if strangers := known - {place.code for place in PLACES}:
        print(f"    Cette base sert déjà à autre chose ({', '.join(sorted(strangers))}) : rien n’est ajouté.")
        return 0
    wanted = [place for place in PLACES if towns is None or place.code in towns]
    for place in wanted:
        if place.code in known:
            print(f"    {place.town} est déjà là : rien n’est changé.", flush=True)
    seed(
        on or timezone.localdate(),
        files=files,
        places=[place for place in wanted if place.code not in known],
        told=lambda sentence: print(f"    {sentence}", flush=True),
    )
    return 0


def found() -> int:
    """Someone to run the instance, once; returns the exit status."""
    if not User.objects.filter(email=OPERATOR.email).exists():
        with transaction.atomic(), jobs_held_back():
            seat_operator(timezone.localdate())
    return 0


def disposable() -> bool:
    """Whether nothing here would be missed: no schema yet, or no account but the demonstration's."""
    try:
        return not User.objects.exclude(email__endswith=FICTION).exists()
    except ProgrammingError:
        return True
