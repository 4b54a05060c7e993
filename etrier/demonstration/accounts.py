"""The accounts of the demonstration, as the terminal says them."""

from etrier.demonstration.cast import ADVISER_SHOWN, OPERATOR, PLACES, WORD, Place, address
from etrier.domain.access import Role


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


def rows(place: Place) -> list[tuple[str, str, str]]:
    """Role, address and use of each account worth trying."""
    members = [(one.role.label, one.email, one.shown) for one in place.members if one.shown]
    first = next(iter(place.advisers.values()))
    return [*members, (Role.BANK_ADVISER.label, address(*first), ADVISER_SHOWN)]
