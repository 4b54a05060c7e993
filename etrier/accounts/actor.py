"""Who does an act: a member at a screen, the house itself in a job, a bank's answer at work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from etrier.accounts.models import Membership, Organisation, Partner
from etrier.database.isolation import Scope, scoped
from etrier.domain.access import Reading, Role, may, may_read
from etrier.domain.lifecycle import Act


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of what is done in one request or job; `channel` says by which way it came."""

    organisation: Organisation | None
    roles: frozenset[Role] = frozenset()
    user_id: int | None = None
    membership_id: int | None = None
    partner: Partner | None = None
    channel: str = "screen"
    name: str = field(default="", compare=False)

    def may(self, act: Act) -> bool:
        """Whether this author has the right to an act (its state apart)."""
        return may(self.roles, act)

    def may_read(self, reading: Reading) -> bool:
        """Whether this author may open such a page."""
        return may_read(self.roles, reading)

    @property
    def operator(self) -> bool:
        """Whether this author runs the instance."""
        return Role.OPERATOR in self.roles

    @property
    def scope(self) -> Scope:
        """What the database shows this author."""
        return Scope(
            organisation=self.organisation.pk if self.organisation else None,
            partner=self.partner.pk if self.partner else None,
            user=self.user_id,
            operator=self.operator,
        )

    @property
    def role_labels(self) -> str:
        """Its roles, in French."""
        return ", ".join(role.label for role in Role if role in self.roles)


def member(membership: Membership, channel: str = "screen") -> Actor:
    """The author that a membership stands for."""
    return Actor(
        organisation=membership.organisation,
        partner=membership.partner,
        roles=frozenset(Role(role) for role in membership.roles),
        user_id=membership.user_id,
        membership_id=membership.pk,
        channel=channel,
        name=membership.user.full_name,
    )


def house(organisation: Organisation, channel: str = "job") -> Actor:
    """Étrier itself, in the daily sweep and in jobs: no user, the acts the table gives to `system`."""
    return Actor(organisation=organisation, roles=frozenset({Role.SYSTEM}), channel=channel, name="Étrier")


def doorkeeper(channel: str = "job") -> Actor:
    """Étrier itself, where no organisation is concerned: it welcomes who was invited to the instance."""
    return Actor(
        organisation=None, roles=frozenset({Role.SYSTEM, Role.OPERATOR}), channel=channel, name="Étrier"
    )


@contextmanager
def acting_for(organisation: Organisation, *, by: Actor | None = None) -> Iterator[Actor]:
    """One transaction in the name of an organisation: commands, jobs, consequences of a bank's answer."""
    author = by or house(organisation)
    with scoped(Scope(organisation=organisation.pk, user=author.user_id, operator=author.operator)):
        yield author
