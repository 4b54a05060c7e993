"""Supporting documents (pièces justificatives) of a request: whose each is, and those not asked."""

from django.db import models
from django.db.models import Q

from etrier.accounts.models import User
from etrier.accounts.rows import OrganisationRow
from etrier.applications.models.application import Application
from etrier.applications.models.household import HouseholdMember
from etrier.database.links import ForeignKey, OneToOneField
from etrier.documents.models import Document
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.people.models import Person


class Owned(OrganisationRow):
    """Something that concerns a borrower, another adult of the household, or else the household itself."""

    file = ForeignKey(File, models.PROTECT, related_name="+")
    application = ForeignKey(Application, models.PROTECT, related_name="%(class)ss")
    person = ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    member = ForeignKey(HouseholdMember, models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def owner(self) -> str:
        """The key of the checklist: a borrower by her sheet, another adult by the household."""
        if self.person_id is not None:
            return f"person-{self.person_id}"
        return f"member-{self.member_id}" if self.member_id is not None else ""


class SupportingDocument(Owned):
    """A paper received for the request, and whose it is."""

    document = OneToOneField(Document, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="applications_document_owner",
                condition=Q(person__isnull=True) | Q(member__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"pièce {self.document_id}"


class Waiver(Owned):
    """A paper that the worker does not ask for (dispense), and why."""

    document_code = models.CharField("pièce", max_length=60)
    motive = models.TextField("motif")
    waived_on = models.DateField()
    waived_by = ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "document_code", "person", "member"],
                name="applications_waiver_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.document_code


CONSTRAINT_MESSAGES["applications_document_owner"] = "Une pièce est à une personne ou au foyer."
CONSTRAINT_MESSAGES["applications_waiver_once"] = "Cette pièce est déjà dispensée."
