"""Who works in the demonstration: two towns, members by role, advisers of their banks. All invented.

Telephones are in the ranges reserved for fiction, addresses end in example.org.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from etrier.domain.access import Role

WORD = "tulipe-27-Brume-perron"
"""The password of every account of the demonstration: known to all, so good for nothing else."""


def address(first: str, last: str) -> str:
    """« Hélène », « Le Goff » → helene.legoff@example.org"""
    plain = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode().lower()
    return "".join(c for c in plain if c.isalnum() or c == ".") + "@example.org"


@dataclass(frozen=True, slots=True)
class Member:
    """Someone with an account: `shown` says what to see with it (empty: not in the printed table)."""

    first: str
    last: str
    role: Role
    title: str
    shown: str = ""

    @property
    def email(self) -> str:
        return address(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Place:
    """One town: its CCAS, its people, its streets. `code` is that of its dispositif's model."""

    code: str
    name: str
    address: str
    phone: str
    email: str
    postcode: str
    town: str
    landline: str
    """The first six digits of fictitious telephones there."""
    neighbours: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    members: tuple[Member, ...]
    advisers: dict[str, tuple[str, str]]
    """The adviser of each bank, by the bank's code in the model."""
    seats: tuple[str, ...] = ()
    """Who sits in the commission, in the order of the model's seats."""


LAVAL = Place(
    code="laval",
    name="CCAS de Laval",
    address="10 rue du Moulin-Rouge\n53000 Laval",
    phone="02 61 91 00 10",
    email="ccas.laval@example.org",
    postcode="53000",
    town="Laval",
    landline="026191",
    neighbours=(("53810", "Changé"), ("53940", "Saint-Berthevin"), ("53960", "Bonchamp")),
    streets=(
        "rue des Tisserands", "rue du Vieux-Lavoir", "allée des Charmes", "rue de la Filature",
        "quai des Bateliers", "impasse du Verger", "rue Hélène-Boucher", "place du Gué",
        "rue des Coutils", "avenue des Peupliers", "rue de la Closerie", "square des Iris",
    ),
    members=(
        Member("Camille", "Rouault", Role.SOCIAL_WORKER, "Référente microcrédit",
               "sa journée, ses dossiers du premier contact à la fin du prêt"),
        Member("Hélène", "Le Goff", Role.MANAGER, "Responsable de l’action sociale",
               "le pilotage, l’enveloppe de garantie, le dispositif"),
        Member("Yanis", "Bricard", Role.RECEPTION, "Agent d’accueil",
               "noter un premier contact, prendre un rendez-vous"),
        Member("Marc", "Guérin", Role.FINANCE, "Finances du CCAS",
               "les remboursements d’intérêts à mandater, l’enveloppe"),
        Member("Inès", "Pottier", Role.DATA_PROTECTION_OFFICER, "Déléguée à la protection des données",
               "qui a lu quel dossier"),
        Member("Paul", "Hamelin", Role.ADMINISTRATOR, "Administrateur",
               "les membres et leurs rôles, les réglages"),
        Member("Rose", "Baudry", Role.OBSERVER, "Observatrice, conseil d’administration",
               "les chiffres de l’année, sans les dossiers"),
        Member("Thomas", "Guyard", Role.SOCIAL_WORKER, "Travailleur social"),
    ),
    advisers={
        "banque-des-trois-rivieres": ("Anouk", "Fresnel"),
        "caisse-du-bocage": ("Léon", "Varenne"),
        "credit-fraternel": ("Inès", "Corval"),
    },
)  # fmt: skip

TARBES = Place(
    code="tarbes",
    name="CCAS de Tarbes",
    address="5 place du Foirail-Vieux\n65000 Tarbes",
    phone="05 36 49 00 20",
    email="ccas.tarbes@example.org",
    postcode="65000",
    town="Tarbes",
    landline="053649",
    neighbours=(("65600", "Séméac"), ("65420", "Ibos"), ("65310", "Odos")),
    streets=(
        "rue des Haras", "rue du Pic-du-Midi", "allée des Tilleuls", "rue de l’Adour", "rue des Forgerons",
        "chemin de la Prairie", "place du Marché-Couvert", "rue Bernadette-Ader", "impasse des Bergers",
        "avenue de la Plaine", "rue du Gave", "square des Platanes",
    ),
    members=(
        Member("Maylis", "Cazenave", Role.SOCIAL_WORKER, "Assistante sociale, référente microcrédit",
               "le même travail, avec une commission"),
        Member("Régis", "Lafforgue", Role.MANAGER, "Directeur du CCAS",
               "convoquer la commission, le pilotage"),
        Member("Simone", "Abadie", Role.COMMITTEE_MEMBER, "Vice-présidente du CCAS",
               "la commission : fiches anonymes, avis"),
        Member("Nadia", "Pujol", Role.RECEPTION, "Agente d’accueil"),
        Member("Alain", "Dupuy", Role.FINANCE, "Finances du CCAS"),
        Member("Zoé", "Fourcade", Role.DATA_PROTECTION_OFFICER, "Déléguée à la protection des données"),
        Member("Jean", "Soulé", Role.ADMINISTRATOR, "Administrateur"),
        Member("Léa", "Barrère", Role.OBSERVER, "Observatrice, conseil d’administration"),
        Member("Élodie", "Castéra", Role.SOCIAL_WORKER, "Conseillère en économie sociale et familiale"),
    ),
    advisers={"parcours-confiance": ("Bastien", "Lacaze")},
    seats=("Simone Abadie", "Régis Lafforgue", "Georges Bégué", "Mireille Duclos", "Fanny Estrade"),
)  # fmt: skip

PLACES = (LAVAL, TARBES)


def shares(files: int, places: Sequence[Place] = PLACES) -> list[int]:
    """How many of so many files each town has: all as many, the first ones one more when it does not fall
    right. They are played side by side, and end together."""
    share, rest = divmod(files, max(len(places), 1))
    return [share + (rank < rest) for rank, _ in enumerate(places)]


OPERATOR = Member(
    "Dominique",
    "Estève",
    Role.OPERATOR,
    "Service informatique",
    "ouvrir une organisation, enregistrer une banque, inviter ses conseillers",
)
ADVISER_SHOWN = "répondre aux dossiers qui lui sont envoyés"
