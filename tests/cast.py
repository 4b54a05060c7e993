"""The cast: two towns, their people by name, the bank's adviser. Tests say who acts, not which fixture."""

from dataclasses import dataclass, field
from datetime import date

from django.test import Client

from etrier.accounts.actor import Actor, member
from etrier.accounts.models import Membership, Organisation, Partner, User
from etrier.database.isolation import Scope, enter
from etrier.domain.access import Role
from etrier.schemes.actions import draft_scheme, put_scheme_in_force, sign_agreement
from etrier.schemes.models import Agreement, Dispositif
from etrier.shipped import scheme_text

OPENED = date(2020, 1, 1)

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

    @property
    def dispositif(self) -> Dispositif:
        """The version in force."""
        return Dispositif.objects.get(organisation=self.organisation, state="in_force")

    @property
    def agreements(self) -> list[Agreement]:
        """The conventions with its banks, in the order of the model."""
        found = {
            a.code: a
            for a in Agreement.objects.filter(organisation=self.organisation).select_related("partner")
        }
        return [found[terms.code] for terms in self.dispositif.parsed.agreements]

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


def address(first: str, last: str) -> str:
    """« Hélène », « Le Goff » → hélène.legoff@example.org"""
    return f"{first}.{last}@example.org".lower().replace(" ", "")


def join(
    organisation: Organisation | None, role: Role, first: str, last: str, partner: Partner | None = None
) -> Membership:
    """A user with one role; the address tells who they are."""
    names = {"first_name": first, "last_name": last}
    user, _ = User.objects.get_or_create(email=address(first, last), defaults=names)
    enter(Scope(organisation.pk if organisation else None, user=user.pk, operator=organisation is None))
    return Membership.objects.get_or_create(
        organisation=organisation, partner=partner, user=user, roles=[role], state="active"
    )[0]


def operator_client() -> Client:
    """A browser in which someone who runs the instance has signed in."""
    client = Client()
    client.force_login(join(None, Role.OPERATOR, "Dominique", "Estève").user)
    return client


def raise_town(code: str) -> Town:
    """A town with its people, its dispositif and its agreements; the test then sees its rows."""
    organisation = Organisation.objects.create(name=f"CCAS de {code.capitalize()}", code=code)
    town = Town(organisation).enter()
    populate(town, PEOPLE[code])
    adopt(town, scheme_text(code))
    return town


def populate(town: Town, people: dict[Role, tuple[str, str]]) -> None:
    """All the people of a town at once: most tests begin here."""
    users = User.objects.bulk_create(
        User(email=address(first, last), first_name=first, last_name=last) for first, last in people.values()
    )
    memberships = Membership.objects.bulk_create(
        Membership(organisation=town.organisation, user=user, roles=[role], state="active")
        for role, user in zip(people, users, strict=True)
    )
    town.members = dict(zip(people, memberships, strict=True))


def adopt(town: Town, model: str) -> Dispositif:
    """The town votes a model and signs with each bank it names."""
    administrator = town.actor(Role.ADMINISTRATOR)
    dispositif = draft_scheme(by=administrator, on=OPENED, model=model)
    put_scheme_in_force(dispositif, by=administrator, on=OPENED, valid_from=OPENED, resolution="2019-12-04")
    for terms in dispositif.parsed.agreements:
        partner, _ = Partner.objects.get_or_create(code=terms.code, defaults={"name": terms.name})
        sign_agreement(by=administrator, on=OPENED, partner=partner, code=terms.code, valid_from=OPENED)
    return dispositif
