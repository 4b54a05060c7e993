"""What happened in the instance, and to whom: the journal keeps keys, names are put back when it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etrier.accounts.models import Membership, Partner
from etrier.instance.models import InstanceInvitation
from etrier.journal.models import Entry
from etrier.journal.sentences import Told, told


@dataclass(frozen=True, slots=True)
class Line:
    """One act, and the bank or the person it was about."""

    told: Told
    about: str


def lines(entries: Iterable[Entry]) -> list[Line]:
    """The acts as lines, in a fixed number of queries."""
    said = told(entries)
    names = banks(said) | invitations(said) | memberships(said)
    return [Line(one, names.get((one.subject, one.subject_id), "")) for one in said]


def keys(said: Sequence[Told], subject: str) -> set[int]:
    """The things of one kind these lines are about."""
    return {one.subject_id for one in said if one.subject == subject}


def banks(said: Sequence[Told]) -> dict[tuple[str, int], str]:
    """The names of banks."""
    found = Partner.objects.in_bulk(keys(said, "bank"))
    return {("bank", pk): one.name for pk, one in found.items()}


def invitations(said: Sequence[Told]) -> dict[tuple[str, int], str]:
    """Who was invited, and for whom she will work."""
    found = InstanceInvitation.objects.select_related("partner").in_bulk(keys(said, "invitation"))
    return {("invitation", pk): f"{one.full_name}, pour {one.place}" for pk, one in found.items()}


def memberships(said: Sequence[Told]) -> dict[tuple[str, int], str]:
    """Whose access, and where."""
    rows = Membership.objects.select_related("user", "partner")
    found = rows.filter(organisation=None).in_bulk(keys(said, "membership"))
    return {("membership", pk): f"{one.user.full_name}, {one.place}" for pk, one in found.items()}
