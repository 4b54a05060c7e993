"""The household (foyer): who lives there, and where."""

from datetime import date

from django.db import models
from django.db.models import Q

from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey, OneToOneField
from etrier.domain import budget
from etrier.domain.household import BORROWERS, Family, Relation
from etrier.domain.scheme.choices import Housing
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.people.models import Person, age_on


class Household(OrganisationRow, Staged):
    """The household of a request, as it is when described: members, housing, how the person lives."""

    SUBJECT = "household"
    file = OneToOneField(File, models.PROTECT, related_name="household")
    family = models.CharField("situation de famille", max_length=40, blank=True)
    housing = models.CharField("logement", max_length=40, blank=True)
    housing_since = models.DateField("dans ce logement depuis", null=True, blank=True)

    def __str__(self) -> str:
        return f"foyer {self.file_id}"

    @property
    def family_label(self) -> str:
        return Family(self.family).label if self.family else ""

    @property
    def housing_label(self) -> str:
        return Housing(self.housing).label if self.housing else ""

    def for_budget(self, on: date) -> tuple[budget.Member, ...]:
        """The members as the budget study counts them, the applicant first."""
        return tuple(member.for_budget(on) for member in self.members.select_related("person"))


class HouseholdMember(OrganisationRow):
    """Someone of the household. A borrower's name and birth date are those of the person's sheet.

    `age` is what was told, on `told_on`, when the birth date is not known.
    """

    household = ForeignKey(Household, models.PROTECT, related_name="members")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    person = ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField()
    relation = models.CharField("lien", max_length=40)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    age = models.PositiveSmallIntegerField("âge", null=True, blank=True)
    told_on = models.DateField()
    disabled = models.BooleanField("en situation de handicap", default=False)
    dependant = models.BooleanField("à charge", default=False)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="applications_member_age", condition=Q(age__isnull=True) | Q(age__lte=120)
            ),
            models.UniqueConstraint(
                fields=["household", "relation"],
                condition=Q(relation__in=[relation.value for relation in BORROWERS]),
                name="applications_member_borrower_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name when it is known, the relation otherwise."""
        if self.person is not None:
            return self.person.full_name
        return self.first_name or self.relation_label

    @property
    def relation_label(self) -> str:
        return Relation(self.relation).label

    def age_on(self, on: date) -> int | None:
        """Whole years on that day, None when neither birth date nor age is known."""
        born = self.person.birth_date if self.person is not None else self.birth_date
        if born is not None:
            return age_on(born, on)
        return None if self.age is None else self.age + max(0, on.year - self.told_on.year)

    def for_budget(self, on: date) -> budget.Member:
        """The member as the budget study counts it."""
        return budget.Member(age=self.age_on(on), disabled=self.disabled, dependant=self.dependant)


CONSTRAINT_MESSAGES["applications_member_age"] = "Un âge ne dépasse pas 120 ans : vérifiez-le."
CONSTRAINT_MESSAGES["applications_member_borrower_once"] = (
    "Le foyer compte un seul demandeur et un seul co-emprunteur."
)
