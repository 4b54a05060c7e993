"""Filling the demonstration from a terminal: progress while it plays, then the accounts."""

from datetime import date

from django.utils import timezone

from etrier.demonstration.cast import PLACES, WORD, Place, address
from etrier.demonstration.seed import empty, seed


def fill(on: date | None, files: int) -> None:
    """Play the demonstration if nobody works here yet; say who may sign in."""
    if empty():
        seed(
            on or timezone.localdate(),
            files=files,
            told=lambda sentence: print(f"    {sentence}", flush=True),
        )
    else:
        print("    Déjà remplie : rien n’est changé.")
    print(accounts())


def accounts() -> str:
    """The accounts of the demonstration, one per role in each town, and what each is for."""
    lines = [f"\nComptes de la démonstration (mot de passe de tous : {WORD})"]
    for place in PLACES:
        lines += ["", place.name]
        lines += [f"  {email:<34} {what}" for email, what in rows(place)]
    return "\n".join(lines)


def rows(place: Place) -> list[tuple[str, str]]:
    """Address and use of each account worth trying."""
    members = [(one.email, f"{one.role.label} : {one.shown}") for one in place.members if one.shown]
    advisers = [
        (address(*name), "conseiller bancaire : les dossiers reçus du CCAS, sa réponse")
        for name in place.advisers.values()
    ]
    return members + advisers[:1]
