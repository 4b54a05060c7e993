"""The request (demande): who asks, for what, under which dispositif, and where it stands."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey, OneToOneField
from etrier.database.reading import attach
from etrier.domain.access import Reading
from etrier.domain.lifecycle import CODE_LABELS, STATE_LABELS
from etrier.domain.lifecycle.application import OPEN
from etrier.domain.scheme.products import Product
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.people.models import Person
from etrier.schemes.models import Dispositif


class Applications(models.QuerySet["Application"]):
    """Reads of requests."""

    def visible_to(self, actor: Actor) -> "Applications":
        """The requests this author may see listed."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_FILES):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def of_person(self, person: Person) -> "Applications":
        """The requests in which a person borrows, alone or with another."""
        return self.filter(Q(applicant=person) | Q(co_borrower=person))

    def still_open(self) -> "Applications":
        """Neither closed nor turned into a loan."""
        return self.filter(state__in=OPEN)

    def with_people(self) -> "Applications":
        """With all that a line of a list shows, in one query."""
        people = self.select_related("file__holder", "applicant", "co_borrower", "dispositif")
        return people.defer("dispositif__model")


class Application(OrganisationRow, Staged):
    """One request for a microcredit. It keeps the version of the dispositif in force the day it was made.

    Amount, months, product and purpose are what is asked for now; the first wish stays in `wish`.
    """

    SUBJECT = "application"
    file = OneToOneField(File, models.PROTECT, related_name="application")
    applicant = ForeignKey(Person, models.PROTECT, related_name="applications")
    co_borrower = ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="co_applications")
    dispositif = ForeignKey(Dispositif, models.PROTECT, related_name="applications")

    origin = models.CharField("origine", max_length=40)
    origin_detail = models.CharField("qui oriente", max_length=200, blank=True)
    channel = models.CharField("moyen du contact", max_length=40, blank=True)
    requested_on = models.DateField("demande faite le")
    wish = models.TextField("souhait", blank=True)
    product_code = models.CharField("produit", max_length=60, blank=True)
    purpose_code = models.CharField("objet", max_length=60, blank=True)
    amount = MoneyField("montant", null=True, blank=True)
    months = models.PositiveIntegerField("durée", null=True, blank=True)
    exception_motive = models.TextField("motif de l’exception", blank=True)

    explained_on = models.DateField("expliqué le", null=True, blank=True)
    explained_by = ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    explained_points = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    support_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    support_level = models.CharField("niveau d’accompagnement", max_length=40, blank=True)
    support_need = models.TextField("besoin d’accompagnement", blank=True)
    followed_by = models.CharField("déjà suivie par", max_length=200, blank=True)

    closing_reason = models.CharField("raison de la clôture", max_length=40, blank=True)
    closing_motive = models.TextField("motif de la clôture", blank=True)
    closed_on = models.DateField("close le", null=True, blank=True)

    objects = Applications.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "requested_on"], name="applications_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="applications_two_borrowers",
                condition=Q(co_borrower__isnull=True) | ~Q(co_borrower=models.F("applicant")),
            ),
            models.CheckConstraint(
                name="applications_amount_positive", condition=Q(amount__isnull=True) | Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="applications_months_positive", condition=Q(months__isnull=True) | Q(months__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"demande {self.file_id}"

    @property
    def product(self) -> Product | None:
        """The product asked for, as the dispositif of this request has it."""
        return self.dispositif.parsed.product(self.product_code) if self.product_code else None

    @property
    def product_label(self) -> str:
        product = self.product
        return product.label if product else ""

    @property
    def purpose_label(self) -> str:
        product = self.product
        purpose = product.purpose(self.purpose_code) if product else None
        return purpose.label if purpose else ""

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]

    @property
    def origin_label(self) -> str:
        return CODE_LABELS["origin"].get(self.origin, self.origin)

    @property
    def closing_label(self) -> str:
        return CODE_LABELS["closing_reason"].get(self.closing_reason, self.closing_reason)

    @property
    def is_open(self) -> bool:
        """Neither closed nor turned into a loan."""
        return self.state in OPEN

    @property
    def borrowers(self) -> list[Person]:
        """The applicant, then the co-borrower when there is one."""
        if not self._meta.get_field("applicant").is_cached(self):  # type: ignore[union-attr]  # a foreign key
            attach([self], "applicant", "co_borrower")
        return [person for person in (self.applicant, self.co_borrower) if person is not None]

    @property
    def followed_elsewhere(self) -> bool:
        return bool(self.followed_by)


def names(application: Any) -> str:
    """Who borrows, as it is written on the cover of the file."""
    return " et ".join(person.full_name for person in application.borrowers)


CONSTRAINT_MESSAGES["applications_two_borrowers"] = (
    "Le co-emprunteur est une autre personne que le demandeur : choisissez sa fiche."
)
CONSTRAINT_MESSAGES["applications_amount_positive"] = "Le montant demandé doit dépasser zéro."
CONSTRAINT_MESSAGES["applications_months_positive"] = "La durée demandée doit dépasser zéro."
