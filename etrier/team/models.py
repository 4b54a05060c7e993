"""Invitations: how one joins an organisation."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models
from django.urls import reverse

from etrier.accounts.models import ROLE_CHOICES, User
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey

SALT = "etrier.team.invitation"
VALID = timedelta(days=7)


class Invited(Staged):
    """A person asked to join by e-mail; the link works once, until it expires or is renewed.

    The link is signed, not stored: it carries the invitation and how often it was sent.
    """

    SUBJECT = "invitation"
    SALT = ""
    email = models.EmailField("courriel")
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    title = models.CharField("fonction", max_length=120, blank=True)
    sent_count = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField()
    invited_by = ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.full_name} <{self.email}>"

    @property
    def full_name(self) -> str:
        """First name, then last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def token(self) -> str:
        """What its link carries."""
        return signing.dumps([str(self.uid), self.sent_count], salt=self.SALT)  # type: ignore[attr-defined]  # subclasses have a uid

    def opened_by(self, token: str) -> bool:
        """Whether a link is this invitation's latest."""
        return read_token(token, self.SALT) == (str(self.uid), self.sent_count)  # type: ignore[attr-defined]  # idem

    def renew(self, now: datetime) -> None:
        """Take a new link; the former one no longer works."""
        self.sent_count += 1
        self.expires_at = now + VALID

    def expired_at(self, now: datetime) -> bool:
        """Whether it is too late to use it."""
        return now > self.expires_at


class Invitation(OrganisationRow, Invited):
    """A person asked to join an organisation, with these roles."""

    SALT = SALT
    roles = ArrayField(models.CharField(max_length=40, choices=ROLE_CHOICES))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(state="sent"),
                name="team_invitation_pending_once",
            )
        ]

    @property
    def address(self) -> str:
        """The path of its link."""
        return reverse("team:accept_invitation", args=[self.organisation.uid, self.token])


def read_token(token: str, salt: str = SALT) -> tuple[str, int] | None:
    """What a link carries, None when it is not ours."""
    try:
        uid, count = signing.loads(token, salt=salt)
    except (signing.BadSignature, ValueError):
        return None
    return str(uid), int(count)
