"""The file (dossier): the spine that application, loan, documents, journal and readings share."""

from typing import Any

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.models import Membership, Organisation, User
from etrier.accounts.rows import Lasting, OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.database.rows import Row
from etrier.domain.access import Reading


class Files(models.QuerySet["File"]):
    """Reads of files."""

    def visible_to(self, actor: Actor) -> "Files":
        """The files whose pages this author may open: none for a role that does not read files."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_FILE):
            return self.none()
        return self.filter(organisation=actor.organisation)


class File(Lasting, OrganisationRow, Staged):
    """One request for a microcredit, from first contact to refund.

    `cover` is the name written on its cover, kept true by the acts that rename the applicant.
    `holder` is the worker who follows it now (référent).
    """

    SUBJECT = "file"
    year = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    cover = models.CharField(max_length=200)
    holder = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField()
    follows = ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")

    objects = Files.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "sequence"], name="files_file_number")
        ]
        indexes = [models.Index(fields=["organisation", "holder", "-id"], name="files_file_of_holder")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As people say it: 2026-0042."""
        return f"{self.year}-{self.sequence:04d}"


class Counter(Row):
    """The last file number given, per organisation and year: counting rows would leave holes and races."""

    organisation = ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="files_counter_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class SearchWord(Row):
    """One normalised word by which a file is found (name, birth date, number); read by `^@`."""

    organisation = ForeignKey(Organisation, models.PROTECT, related_name="+")
    file = ForeignKey(File, models.CASCADE, related_name="words")
    word = models.CharField(max_length=80, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["organisation", "word", "file"], name="files_searchword_begins")]

    def __str__(self) -> str:
        return self.word


def holder_choices(organisation: Organisation) -> Any:
    """The members who may follow a file."""
    return Membership.objects.filter(
        organisation=organisation, state="active", roles__contains=["social_worker"]
    ).select_related("user")
