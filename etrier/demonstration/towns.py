"""A town set up for the demonstration: organisation, members, dispositif, banks, envelope."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from etrier.accounts.actor import Actor, doorkeeper, house, member
from etrier.accounts.models import Organisation, Partner, User
from etrier.database.isolation import scoped
from etrier.demonstration.cast import OPERATOR, WORD, Place, address
from etrier.demonstration.cast import Member as Person
from etrier.domain.access import Role
from etrier.funds.actions import vote_envelope
from etrier.instance.actions import accept, invite, register_bank, set_up_organisation
from etrier.partners.actions import add_contact, add_partner
from etrier.schemes.actions import draft_scheme, put_scheme_in_force, sign_agreement
from etrier.schemes.models import Agreement, Dispositif
from etrier.shipped import scheme_text
from etrier.team.actions import accept_invitation, invite_member

OPENING = time(9, 0)
ADVISER_TITLE = "Conseiller microcrédit"
NEIGHBOURS = (
    ("mdph", "Maison de l’autonomie"),
    ("clic", "CLIC"),
    ("france_travail", "Agence France Travail"),
    ("debt_advice", "Point conseil budget"),
    ("association", "Épicerie solidaire"),
)
"""Partners beside each CCAS, invented."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A social worker, as the author of acts and as the holder of files."""

    actor: Actor
    user: User


@dataclass
class Town:
    """One organisation and what stories need of it. `workers` are its social workers, the first foremost."""

    place: Place
    organisation: Organisation
    opened_on: date
    actors: dict[Role, Actor] = field(default_factory=dict)
    workers: list[Worker] = field(default_factory=list)
    dispositif: Dispositif = field(init=False)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    advisers: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.house = house(self.organisation)

    def by(self, role: Role) -> Actor:
        """Whoever has this role; the house itself where nobody has it."""
        return self.actors.get(role, self.house)

    def at(self, day: date, hour: time) -> datetime:
        """An instant of that day where the town is."""
        return datetime.combine(day, hour, self.organisation.zone)

    @property
    def banks(self) -> list[str]:
        """The codes of its banks, in the order of the model."""
        return [terms.code for terms in self.dispositif.parsed.agreements]


@cache
def hashed_word() -> str:
    """The password of all, hashed once: it is no secret, and hashing takes its time by design."""
    return make_password(WORD, salt="demonstration")


def new_user(first: str, last: str) -> User:
    """An account of the demonstration."""
    return User.objects.create_hashed(address(first, last), hashed_word(), first_name=first, last_name=last)


def raise_organisation(place: Place, opened_on: date) -> Organisation:
    """The CCAS itself, before anybody works there."""
    return set_up_organisation(
        by=doorkeeper(),
        on=opened_on,
        name=place.name,
        code=place.code,
        address=place.address,
        phone=place.phone,
        email=place.email,
    )


def known_bank(code: str, name: str, on: date) -> Partner:
    """A bank of the instance, registered by whoever needs it first."""
    found = Partner.objects.filter(code=code).first()
    if found is not None:
        return found
    by = doorkeeper()
    with scoped(by.scope):
        return register_bank(by=by, on=on, name=name, code=code)


def seat_operator(on: date) -> None:
    """Someone to run the instance."""
    by = doorkeeper()
    with scoped(by.scope):
        invitation = invite(
            None,
            by=by,
            on=on,
            now=timezone.now(),
            email=OPERATOR.email,
            first_name=OPERATOR.first,
            last_name=OPERATOR.last,
            title=OPERATOR.title,
        )
    accept(invitation, on=on, user=new_user(OPERATOR.first, OPERATOR.last))


def settle(place: Place, organisation: Organisation, opened_on: date, room: int) -> Town:
    """People, dispositif, conventions, envelope: what must stand before the first request.

    `room`: how many times the model's envelope the town votes, for a great number of files.
    """
    town = Town(place, organisation, opened_on)
    for person in place.members:
        join(town, person)
    administrator = town.by(Role.ADMINISTRATOR)
    town.dispositif = draft_scheme(by=administrator, on=opened_on, model=scheme_text(place.code))
    resolution = f"Conseil d’administration du {opened_on:%d/%m/%Y}"
    put_scheme_in_force(
        town.dispositif, by=administrator, on=opened_on, valid_from=opened_on, resolution=resolution
    )
    for terms in town.dispositif.parsed.agreements:
        partner = known_bank(terms.code, terms.name, opened_on)
        town.agreements[terms.code] = sign_agreement(
            by=administrator, on=opened_on, partner=partner, code=terms.code, valid_from=opened_on
        )
    envelope = town.dispositif.parsed.envelope
    if envelope is not None and any(p.guaranteed_by_ccas for p in town.dispositif.parsed.products):
        vote_envelope(
            by=town.by(Role.MANAGER),
            on=opened_on,
            amount=envelope.voted * Decimal(room),
            resolution=resolution,
            voted_on=opened_on,
            valid_from=opened_on,
            repaid_principal_frees_room=envelope.repaid_principal_frees_room,
        )
    return town


def join(town: Town, person: Person) -> None:
    """A member comes by the same door as everybody: invited, then welcomed."""
    invitation = invite_member(
        by=town.house,
        on=town.opened_on,
        now=town.at(town.opened_on, OPENING),
        email=person.email,
        first_name=person.first,
        last_name=person.last,
        roles=[person.role],
        title=person.title,
    )
    user = new_user(person.first, person.last)
    membership = accept_invitation(invitation, by=town.house, on=town.opened_on, user=user)
    membership.user = user
    town.actors.setdefault(person.role, member(membership))
    if person.role is Role.SOCIAL_WORKER:
        town.workers.append(Worker(member(membership), user))


def seat_advisers(town: Town) -> None:
    """The adviser of each bank. She belongs to her bank, not to a town: who runs the instance invites her."""
    by = doorkeeper()
    for code, agreement in town.agreements.items():
        adviser = Person(*town.place.advisers[code], Role.BANK_ADVISER, ADVISER_TITLE)
        with scoped(by.scope):
            invitation = invite(
                agreement.partner,
                by=by,
                on=town.opened_on,
                now=town.at(town.opened_on, OPENING),
                email=adviser.email,
                first_name=adviser.first,
                last_name=adviser.last,
                title=adviser.title,
            )
        town.advisers[code] = member(
            accept(invitation, on=town.opened_on, user=new_user(adviser.first, adviser.last))
        )


def open_directory(town: Town) -> None:
    """The partners the CCAS works with: its banks and their advisers, and those beside it."""
    by, on = town.workers[0].actor, town.opened_on
    for code, agreement in town.agreements.items():
        first, last = town.place.advisers[code]
        bank = add_partner(by=by, on=on, kind="bank", name=agreement.partner.name, bank=agreement.partner)
        add_contact(
            bank,
            by=by,
            on=on,
            first_name=first,
            last_name=last,
            title=ADVISER_TITLE,
            email=address(first, last),
        )
    for rank, (kind, name) in enumerate(NEIGHBOURS):
        phone = f"{town.place.landline}{10 + rank:02}00"
        add_partner(by=by, on=on, kind=kind, name=f"{name} de {town.place.town}", phone=phone)
