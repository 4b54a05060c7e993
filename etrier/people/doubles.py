"""Noticing that a person is already known, before a second sheet is made for her."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from etrier.accounts.models import Organisation
from etrier.database.reading import rows_where
from etrier.database.writing import add_all
from etrier.files.search import words
from etrier.people.models import Person, PersonWord

CLOSE = 0.8
"""Likeness of two names from which a typing error is as likely as two persons."""
MOST = 10
MOST_READ = 200


@dataclass(frozen=True, slots=True)
class Likeness:
    """A sheet that may be the same person's, and why one may think so."""

    person: Person
    reasons: tuple[str, ...]
    weight: int


def name_words(facts: Mapping[str, Any]) -> list[str]:
    """The words of the names, birth name included, without accents, case or order."""
    return words(" ".join(str(facts.get(name) or "") for name in ("first_name", "last_name", "birth_name")))


def exact_words(facts: Mapping[str, Any]) -> set[str]:
    """Words that point at one person, or nearly: birth date, telephone, e-mail."""
    born, phone, email = (facts.get(name) for name in ("birth_date", "phone", "email"))
    return {
        word
        for word in (
            f"{born:%d%m%Y}" if isinstance(born, date) else "",
            "".join(words(str(phone or ""))),
            "".join(words(str(email or "")))[:80],
        )
        if word
    }


def facts_of(person: Person) -> dict[str, Any]:
    """What is compared of a sheet."""
    names = ("first_name", "last_name", "birth_name", "birth_date", "phone", "email")
    return {name: getattr(person, name) for name in names}


def search_texts(person: Person) -> list[str]:
    """The texts by which a person's file is found."""
    return [*name_words(facts_of(person)), *sorted(exact_words(facts_of(person)))]


def index_person(person: Person, *, new: bool = False) -> None:
    """Make the words of a sheet those of its present facts; a `new` one has no others."""
    wanted = set(search_texts(person)) if person.state == "known" else set()
    known = set() if new else {one.word for one in rows_where(PersonWord, person=person)}
    if former := known - wanted:
        PersonWord.objects.filter(person=person, word__in=former).delete()
    add_all(
        PersonWord(organisation_id=person.organisation_id, person=person, word=word)
        for word in sorted(wanted - known)
    )


def likenesses(
    organisation: Organisation, facts: Mapping[str, Any], *, but: Iterable[Person] = ()
) -> list[Likeness]:
    """The known sheets that may be this person's, the likeliest first.

    `facts`: first_name, last_name, birth_name, birth_date, phone, email, as far as they are known.
    """
    names, exact = name_words(facts), exact_words(facts)
    found = PersonWord.objects.filter(organisation=organisation, word__in=exact | set(names))
    wanted = Person.objects.known().filter(organisation=organisation)
    wanted = wanted.exclude(pk__in=[person.pk for person in but])
    near = wanted.filter(pk__in=found.filter(word__in=exact).values("person_id"))
    same_names = wanted
    for word in words(f"{facts.get('first_name') or ''} {facts.get('last_name') or ''}"):
        same_names = same_names.filter(pk__in=found.filter(word=word).values("person_id"))
    read = {*near.order_by("pk")[:MOST_READ], *same_names.order_by("pk")[:MOST_READ]}
    judged = (_judged(person, facts, names) for person in sorted(read, key=lambda person: person.pk))
    alike = [likeness for likeness in judged if likeness is not None]
    return sorted(alike, key=lambda likeness: -likeness.weight)[:MOST]


def _judged(person: Person, facts: Mapping[str, Any], names: list[str]) -> Likeness | None:
    theirs = facts_of(person)
    reasons: list[str] = []
    alike = _alike(names, name_words(theirs))
    birth = _same_birth(facts.get("birth_date"), theirs["birth_date"])
    if alike and birth != DIFFERENT:
        reasons.append("même nom" if alike == 1 else "nom très proche")
    if birth == SAME:
        reasons.append("même date de naissance")
    if alike and birth == NEAR:
        reasons.append("date de naissance presque pareille")
    for name, label in (("phone", "même téléphone"), ("email", "même courriel")):
        if facts.get(name) and str(facts[name]).lower() == str(theirs[name]).lower():
            reasons.append(label)
    if not reasons or reasons == ["même date de naissance"]:
        return None
    return Likeness(person, tuple(reasons), len(reasons))


SAME, NEAR, DIFFERENT = "same", "near", "different"


def _same_birth(one: date | None, other: date | None) -> str:
    """How two birth dates agree; empty when one is unknown."""
    if one is None or other is None:
        return ""
    if one == other:
        return SAME
    return NEAR if _one_slip(one, other) else DIFFERENT


def _alike(mine: list[str], theirs: list[str]) -> float:
    """1 when one name's words are among the other's in any order; else how near, 0 when far."""
    if not mine or not theirs:
        return 0
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return 1
    ways = ((mine, theirs), (sorted(mine), sorted(theirs)))
    ratio = max(SequenceMatcher(None, "".join(one), "".join(other)).ratio() for one, other in ways)
    return ratio if ratio >= CLOSE else 0


def _one_slip(one: date, other: date) -> bool:
    """Whether two days differ by one of day, month and year, or have day and month exchanged."""
    same = [getattr(one, part) == getattr(other, part) for part in ("day", "month", "year")]
    exchanged = (one.day, one.month) == (other.month, other.day) and one.year == other.year
    return sum(same) == 2 or exchanged
