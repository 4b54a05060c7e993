"""Who asks: fictitious names, dates, addresses and telephones, drawn alike for the same day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from etrier.demonstration.cast import Place, address
from etrier.domain.household import Family, Relation
from etrier.domain.scheme.choices import Employment, Housing

WOMEN = (
    "Amandine", "Awa", "Béatrice", "Brigitte", "Cécile", "Chantal", "Dounia", "Élise", "Fatoumata",
    "Florence", "Ghislaine", "Imane", "Jocelyne", "Karine", "Latifa", "Maëlle", "Magali", "Malika",
    "Nadège", "Océane", "Patricia", "Rachida", "Sabrina", "Solange", "Stéphanie", "Valérie", "Yamina",
)  # fmt: skip
MEN = (
    "Abdel", "Alain", "Anthony", "Bakary", "Cédric", "Christophe", "Denis", "Fabrice", "Florian", "Gérard",
    "Guillaume", "Hakim", "Ibrahima", "Jérôme", "Julien", "Kévin", "Laurent", "Loïc", "Mamadou", "Mickaël",
    "Mourad", "Olivier", "Quentin", "Rachid", "Sébastien", "Tomasz", "Xavier",
)  # fmt: skip
LAST = (
    "Allard", "Amrani", "Aubert", "Bailleul", "Barbier", "Benali", "Berthelot", "Besnier", "Blanchet",
    "Bouvet", "Camara", "Chaumet", "Chevreul", "Cissé", "Coulon", "Da Silva", "Delaunay", "Derrien",
    "Diallo", "Duchemin", "Fadel", "Ferreira", "Fontaine", "Fouquet", "Garreau", "Gomes", "Gougeon",
    "Guillou", "Haddad", "Hubert", "Jamin", "Jouanneau", "Kaddour", "Lambert", "Lecomte", "Lemoine",
    "Letourneur", "Louvet", "Mahé", "Mercier", "Morin", "Moussaoui", "Nowak", "Ory", "Pasquier", "Pichon",
    "Poulain", "Rahmani", "Renou", "Rousseau", "Sauvage", "Sylla", "Tanguy", "Thibault", "Touré", "Vallée",
    "Verdier", "Weber", "Yilmaz", "Zitouni",
)  # fmt: skip
CHILDREN = (
    "Adam", "Ambre", "Anaïs", "Chloé", "Élias", "Enzo", "Inaya", "Jade", "Léa", "Lina", "Louise", "Malo",
    "Mila", "Nathan", "Noé", "Rayan", "Sacha", "Tiago", "Yanis", "Zoé",
)  # fmt: skip
JOBS = {
    Employment.PERMANENT: ("agente de service hospitalier", "préparateur de commandes", "aide à domicile",
                           "employé de rayon", "chauffeur-livreur", "agent d’entretien à temps partiel"),
    Employment.TEMPORARY: ("intérimaire en agroalimentaire", "saisonnier", "aide-soignante en CDD",
                           "manutentionnaire en CDD", "surveillante de cantine"),
    Employment.SUBSIDISED: ("chantier d’insertion, espaces verts", "contrat aidé dans une école"),
    Employment.SELF_EMPLOYED: ("coiffeuse à domicile", "micro-entrepreneur, petits travaux"),
    Employment.UNEMPLOYED: ("fin de contrat dans le bâtiment", "en recherche, secrétariat"),
    Employment.RETIRED: ("ancienne employée de maison", "ancien ouvrier"),
    Employment.STUDENT: ("formation d’aide-soignante", "apprentie en boulangerie"),
}  # fmt: skip
WORKS = (
    (Employment.PERMANENT, 26), (Employment.TEMPORARY, 22), (Employment.UNEMPLOYED, 18),
    (Employment.SUBSIDISED, 8), (Employment.DISABLED, 8), (Employment.RETIRED, 8),
    (Employment.INACTIVE, 4), (Employment.SELF_EMPLOYED, 3), (Employment.STUDENT, 3),
)  # fmt: skip
FAMILIES = ((Family.SINGLE, 38), (Family.SEPARATED, 34), (Family.COUPLE, 22), (Family.WIDOWED, 6))
HOUSINGS = (
    (Housing.TENANT, 84), (Housing.HOSTED, 9), (Housing.OWNER, 4), (Housing.TEMPORARY_HOUSING, 3)
)  # fmt: skip
OLD_ENOUGH_FOR_CHILDREN = 22


def drawn(rng: Random, weighted: tuple[tuple[Any, int], ...]) -> Any:
    """One of these, by its weight."""
    return rng.choices([each for each, _ in weighted], [weight for _, weight in weighted])[0]


@dataclass
class Person:
    """Someone and her household, as she tells them at the desk."""

    first: str
    last: str
    born: date
    told: dict[str, Any]
    family: Family
    housing: Housing
    employment: Employment
    job: str = ""
    members: list[dict[str, Any]] = field(default_factory=list)

    @property
    def children(self) -> list[date]:
        """Birth dates of the children at home."""
        return [one["birth_date"] for one in self.members if one["relation"] == Relation.CHILD]

    @property
    def adults(self) -> int:
        """How many live there and are not children."""
        return 1 + sum(one["relation"] == Relation.PARTNER for one in self.members)


def names(rng: Random) -> Iterator[tuple[str, str]]:
    """First and last names, none twice."""
    pairs = [(first, last) for first in (*WOMEN, *MEN) for last in LAST]
    rng.shuffle(pairs)
    yield from pairs


def person(place: Place, rng: Random, name: tuple[str, str], number: int, on: date, **facts: Any) -> Person:
    """Someone of that town; `number` makes her telephone her own, `facts` settle what is not drawn."""
    first, last = name
    employment = facts.pop("employment", None) or drawn(rng, WORKS)
    age = facts.pop("age", None) or (rng.randint(63, 76) if employment is Employment.RETIRED
                                     else rng.randint(20, 58))  # fmt: skip
    born = on - timedelta(int(age * 365.25) + rng.randint(1, 360))
    family = facts.pop("family", None) or drawn(rng, FAMILIES)
    housing = facts.pop("housing", None) or drawn(rng, HOUSINGS)
    children = facts.pop("children", None)
    if children is None:
        parent = OLD_ENOUGH_FOR_CHILDREN < age < 55 and family is not Family.WIDOWED
        children = rng.choice((0, 0, 1, 1, 2, 3)) if parent else 0
    return Person(
        first=first,
        last=last,
        born=born,
        told=sheet(place, rng, first, last, number) | {"birth_date": born} | facts,
        family=family,
        housing=housing,
        employment=employment,
        job=rng.choice(JOBS.get(employment, ("",))),
        members=household(rng, family, children, born, on),
    )


def sheet(place: Place, rng: Random, first: str, last: str, number: int) -> dict[str, Any]:
    """What a person's sheet holds beside her birth; numbers are in the ranges kept for fiction."""
    mobile = rng.random() < 0.9
    phone = f"063998{number % 10_000:04d}" if mobile else f"{place.landline}{number % 10_000:04d}"
    return {
        "first_name": first,
        "last_name": last,
        "phone": phone,
        "email": address(first, last) if rng.random() < 0.6 else "",
        "address": f"{rng.randint(1, 98)} {rng.choice(place.streets)}",
        "postcode": place.postcode,
        "town": place.town,
    }


def household(rng: Random, family: Family, children: int, born: date, on: date) -> list[dict[str, Any]]:
    """The others who live there."""
    members: list[dict[str, Any]] = []
    if family is Family.COUPLE:
        members.append(
            {
                "relation": Relation.PARTNER,
                "first_name": rng.choice(rng.choice((WOMEN, MEN))),
                "birth_date": born + timedelta(rng.randint(-1500, 1500)),
            }
        )
    eldest = min(17, max(1, (on - born).days // 365 - 20))
    members += [
        {
            "relation": Relation.CHILD,
            "first_name": first,
            "birth_date": on - timedelta(rng.randint(200, eldest * 365)),
            "dependant": True,
        }
        for first in rng.sample(CHILDREN, children)
    ]
    return members
