"""The cast: two towns, their people by name, the bank's adviser. Tests say who acts, not which fixture."""

from dataclasses import dataclass, field

from django.test import Client

from etrier.accounts.actor import Actor, member
from etrier.accounts.models import Membership, Organisation, Partner, User
from etrier.database.isolation import Scope, enter
from etrier.domain.access import Role

PEOPLE = {
    "laval": {
        Role.SOCIAL_WORKER: ("Camille", "Rouault"),
        Role.MANAGER: ("Hélène", "Le Goff"),
        Role.RECEPTION: ("Yanis", "Bricard"),
        Role.COMMITTEE_MEMBER: ("Odile", "Chauvin"),
        Role.FINANCE: ("Marc", "Guérin"),
        Role.DATA_PROTECTION_OFFICER: ("Inès", "Pottier"),
        Role.ADMINISTRATOR: ("Paul", "Hamelin"),
        Role.OBSERVER: ("Rose", "Baudry"),
        Role.REFERRER: ("Luc", "Tessier"),
    },
    "tarbes": {
        Role.SOCIAL_WORKER: ("Maylis", "Cazenave"),
        Role.MANAGER: ("Régis", "Lafforgue"),
        Role.RECEPTION: ("Nadia", "Pujol"),
        Role.COMMITTEE_MEMBER: ("Simone", "Abadie"),
        Role.FINANCE: ("Alain", "Dupuy"),
        Role.DATA_PROTECTION_OFFICER: ("Zoé", "Fourcade"),
        Role.ADMINISTRATOR: ("Jean", "Soulé"),
        Role.OBSERVER: ("Léa", "Barrère"),
        Role.REFERRER: ("Noé", "Vergès"),
    },
}


@dataclass
class Town:
    """One organisation and its people."""

    organisation: Organisation
    members: dict[Role, Membership] = field(default_factory=dict)

    def enter(self) -> "Town":
        """Let the code of the test itself see this town's rows."""
        enter(Scope(organisation=self.organisation.pk))
        return self

    def actor(self, role: Role = Role.SOCIAL_WORKER) -> Actor:
        """The author of an act done by the person who has this role."""
        return member(self.members[Role(role)])

    def user(self, role: Role = Role.SOCIAL_WORKER) -> User:
        """The user who has this role."""
        return self.members[Role(role)].user

    def client(self, role: Role = Role.SOCIAL_WORKER) -> Client:
        """A browser in which this person has signed in."""
        client = Client()
        client.force_login(self.user(role))
        return client


def join(organisation: Organisation | None, role: Role, first: str, last: str, partner: Partner | None = None) -> Membership:
    """A user with one role; the address tells who they are."""
    email = f"{first}.{last}@example.org".lower().replace(" ", "")
    user, _ = User.objects.get_or_create(email=email, defaults={"first_name": first, "last_name": last})
    enter(Scope(organisation=organisation.pk if organisation else None, user=user.pk))
    return Membership.objects.create(
        organisation=organisation, partner=partner, user=user, roles=[role], state="active"
    )


def raise_town(code: str) -> Town:
    """A town with its people, its dispositif and its agreements; the test then sees its rows."""
    organisation = Organisation.objects.create(name=f"CCAS de {code.capitalize()}", code=code)
    town = Town(organisation)
    for role, (first, last) in PEOPLE[code].items():
        town.members[role] = join(organisation, role, first, last)
    return town.enter()
