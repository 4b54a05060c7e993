"""Organisations, partner banks, users, memberships, invitations."""

import zoneinfo
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from etrier.accounts.rows import Lasting, Staged
from etrier.database.fields import PublicIdField, RecordedAtField
from etrier.database.links import ForeignKey
from etrier.domain.access import Role

ROLE_CHOICES = [(role.value, role.label) for role in Role]


def known_time_zone(name: str) -> None:
    """Refuse a time zone that does not exist."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Ce fuseau horaire n’existe pas. Exemple : Europe/Paris, Indian/Reunion.")


class Organisation(Lasting, Staged):
    """A CCAS or CIAS. Its name and time zone are public facts: the table is shared by all."""

    SUBJECT = "organisation"
    state = models.CharField(max_length=40, editable=False, default="active")
    uid = PublicIdField()
    name = models.CharField("nom", max_length=120, unique=True)
    code = models.SlugField("code", max_length=40, unique=True)
    time_zone = models.CharField(
        "fuseau horaire", max_length=60, default="Europe/Paris", validators=[known_time_zone]
    )
    mfa_required = models.BooleanField("double authentification obligatoire", default=False)
    address = models.TextField("adresse", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("courriel", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> int | None:
        """Itself: what is done to it stands in its own journal."""
        return self.pk

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone its days are counted in."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self, now: datetime) -> date:
        """The day it is there at this instant."""
        return now.astimezone(self.zone).date()


class Partner(Lasting, Staged):
    """A bank that lends. It may serve several CCAS: the table is shared, the agreements are not.

    Its advisers see what every CCAS sent it, so their accounts are given by who runs the instance;
    `mail_domain` is where all of them have their address, when it is known.
    """

    SUBJECT = "bank"
    organisation_id = None
    state = models.CharField(max_length=40, editable=False, default="registered")
    uid = PublicIdField()
    name = models.CharField("nom", max_length=120, unique=True)
    code = models.SlugField("code", max_length=40, unique=True)
    mail_domain = models.CharField("domaine des courriels", max_length=120, blank=True)
    mfa_required = models.BooleanField("double authentification obligatoire", default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Finds and makes users by their e-mail, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        """A user who may sign in with this password (nobody, when there is none)."""
        return self.create_hashed(email, make_password(password), **facts)

    def create_hashed(self, email: str, hashed: str, **facts: Any) -> "User":
        """A user whose password is already hashed."""
        user = self.model(email=self.normalize_email(email).lower(), password=hashed, **facts)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(Lasting, AbstractBaseUser):
    """A person who signs in, in one organisation or several."""

    uid = PublicIdField()
    email = models.EmailField("courriel", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    is_active = models.BooleanField("actif", default=True)
    joined_at = RecordedAtField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First name, then last name."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


ONE_SIDE = (
    models.Q(organisation__isnull=False, partner__isnull=True)
    & ~models.Q(roles__overlap=[Role.BANK_ADVISER.value, Role.OPERATOR.value])
    | models.Q(organisation__isnull=True, partner__isnull=False, roles=[Role.BANK_ADVISER.value])
    | models.Q(organisation__isnull=True, partner__isnull=True, roles=[Role.OPERATOR.value])
)
"""A member of a CCAS, a bank's adviser or one who runs the instance, and never two of them at once."""


class Membership(Staged):
    """What one user may do in one organisation, for one partner bank, or to run the instance."""

    SUBJECT = "membership"
    uid = PublicIdField()
    organisation = ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    partner = ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    user = ForeignKey(User, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=40, choices=ROLE_CHOICES))
    title = models.CharField("fonction", max_length=120, blank=True)
    recorded_at = RecordedAtField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="accounts_membership_one_side", condition=ONE_SIDE),
            models.UniqueConstraint(
                fields=["organisation", "partner", "user"],
                condition=~models.Q(state="ended"),
                name="accounts_membership_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.place}"

    @property
    def place(self) -> str:
        """For whom one works under it."""
        return str(self.organisation or self.partner or "Exploitation de l’instance")

    @property
    def asks_second_factor(self) -> bool:
        """Whether a password alone does not open its pages: as its CCAS or its bank decides, and always
        for who could let anyone in."""
        if self.organisation is not None:
            return self.organisation.mfa_required
        return self.partner.mfa_required if self.partner is not None else settings.OPERATOR_SECOND_FACTOR

    @property
    def role_labels(self) -> str:
        """Its roles, in French."""
        return ", ".join(Role(role).label for role in self.roles)
