"""Persons: who they are, how they may be reached, the words that find their double."""

from datetime import date

from django.db import models
from django.db.models import Q

from etrier.accounts.models import Organisation
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.database.rows import Row
from etrier.domain.eligibility import Protection
from etrier.domain.labelled import Labelled
from etrier.journal.submit import CONSTRAINT_MESSAGES


class Way(Labelled):
    """A way to reach a person, which she may have forbidden."""

    LETTER = "letter", "courrier à domicile"
    PHONE = "phone", "téléphone"
    TEXT_MESSAGE = "text_message", "SMS"
    EMAIL = "email", "courriel"


class Persons(models.QuerySet["Person"]):
    """Reads of persons."""

    def known(self) -> "Persons":
        """Sheets in use: neither joined to their double nor erased."""
        return self.filter(state="known")


class Person(OrganisationRow, Staged):
    """Someone who asks for a microcredit, or borrows with the one who asks.

    Contact rules are the person's own: a message that they forbid is never sent. `protection` empty means
    that nobody asked; « none » that the person said there is none.
    """

    SUBJECT = "person"
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    birth_name = models.CharField("nom de naissance", max_length=80, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    address = models.TextField("adresse", blank=True)
    postcode = models.CharField("code postal", max_length=10, blank=True)
    town = models.CharField("commune", max_length=100, blank=True)
    letters_allowed = models.BooleanField("courriers à domicile permis", default=True)
    calls_allowed = models.BooleanField("appels permis", default=True)
    texts_allowed = models.BooleanField("SMS permis", default=True)
    emails_allowed = models.BooleanField("courriels permis", default=True)
    avoid = models.CharField("qui éviter", max_length=400, blank=True)
    contact_advice = models.CharField("comment joindre la personne", max_length=200, blank=True)
    protection = models.CharField("protection juridique", max_length=40, blank=True)
    protector_name = models.CharField("curateur ou tuteur", max_length=120, blank=True)
    protector_contact = models.CharField("coordonnées du curateur ou tuteur", max_length=300, blank=True)
    deceased_on = models.DateField("décès", null=True, blank=True)
    merged_into = ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="doubles")

    objects = Persons.as_manager()
    file_id: int | None = None
    """The file from whose page an act on the person is done: its timeline tells it."""

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        indexes = [
            models.Index(fields=["organisation", "last_name", "first_name"], name="people_person_by_name")
        ]
        constraints = [
            models.CheckConstraint(
                name="people_person_merged_elsewhere",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
            ),
            models.CheckConstraint(
                name="people_person_death_after_birth",
                condition=Q(deceased_on__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(deceased_on__gte=models.F("birth_date")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First name, then last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def age(self, on: date) -> int | None:
        """Whole years on that day, None when the birth date is unknown."""
        return None if self.birth_date is None else age_on(self.birth_date, on)

    @property
    def protected(self) -> bool:
        """Whether an adult-protection measure is known."""
        return self.protection not in ("", Protection.NONE)

    def may_be_reached(self, way: Way) -> bool:
        """Whether the person allows this way and can be reached by it; nothing after a death."""
        if self.deceased_on is not None or self.state != "known":
            return False
        allowed, place = {
            Way.LETTER: (self.letters_allowed, self.address),
            Way.PHONE: (self.calls_allowed, self.phone),
            Way.TEXT_MESSAGE: (self.texts_allowed, self.phone),
            Way.EMAIL: (self.emails_allowed, self.email),
        }[way]
        return allowed and bool(place)

    @property
    def forbidden_ways(self) -> list[str]:
        """The ways the person has forbidden, in French."""
        rules = (
            (Way.LETTER, self.letters_allowed),
            (Way.PHONE, self.calls_allowed),
            (Way.TEXT_MESSAGE, self.texts_allowed),
            (Way.EMAIL, self.emails_allowed),
        )
        return [way.label for way, allowed in rules if not allowed]


def age_on(birth_date: date, on: date) -> int:
    """Whole years between a birth and a day."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


class PersonWord(Row):
    """One normalised word of a person (names, birth date, phone, e-mail): how a double is noticed."""

    organisation = ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = ForeignKey(Person, models.CASCADE, related_name="words")
    word = models.CharField(max_length=80, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["organisation", "word", "person"], name="people_personword_begins")]

    def __str__(self) -> str:
        return self.word


CONSTRAINT_MESSAGES["people_person_merged_elsewhere"] = "Une fiche ne se réunit pas avec elle-même."
CONSTRAINT_MESSAGES["people_person_death_after_birth"] = "Le décès ne peut pas précéder la naissance."
