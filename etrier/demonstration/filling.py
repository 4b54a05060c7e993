"""Filling the demonstration from a terminal: progress while it plays, then the accounts."""

from collections.abc import Sequence
from datetime import date

from django.db import ProgrammingError, transaction
from django.utils import timezone

from etrier.accounts.models import Organisation, User
from etrier.demonstration.cast import ADVISER_SHOWN, OPERATOR, PLACES, WORD, Place, address
from etrier.demonstration.jobs import jobs_held_back
from etrier.demonstration.seed import seed
from etrier.demonstration.towns import seat_operator
from etrier.domain.access import Role

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


def accounts() -> str:
    """The accounts of the demonstration, one per role, and what each is for."""
    lines = [
        "",
        "  Comptes de la démonstration (personnes, banques et dossiers fictifs)",
        f"  Mot de passe de tous : {WORD}",
    ]
    for place in PLACES:
        found = rows(place)
        wide, widest = max(len(row[0]) for row in found), max(len(row[1]) for row in found)
        lines += ["", f"  {place.name}"]
        lines += [f"    {role:<{wide}}  {email:<{widest}}  {what}" for role, email, what in found]
    lines += ["", "  L’instance", f"    {OPERATOR.role.label}  {OPERATOR.email}  {OPERATOR.shown}"]
    return "\n".join(lines)


def tell_accounts() -> int:
    """Print them; returns the exit status."""
    print(accounts(), flush=True)
    return 0


def rows(place: Place) -> list[tuple[str, str, str]]:
    """Role, address and use of each account worth trying."""
    members = [(one.role.label, one.email, one.shown) for one in place.members if one.shown]
    first = next(iter(place.advisers.values()))
    return [*members, (Role.BANK_ADVISER.label, address(*first), ADVISER_SHOWN)]
