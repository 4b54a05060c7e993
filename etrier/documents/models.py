"""Supporting documents (pièces justificatives) and letters (courriers) of a file."""

from datetime import date
from typing import Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.domain.access import Reading
from etrier.files.models import File


class Documents(models.QuerySet["Document"]):
    """Reads of documents."""

    def visible_to(self, actor: Actor) -> Self:
        """The papers this author may open: medical ones ask for a right of their own."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_FILE):
            return self.none()
        rows = self.filter(organisation=actor.organisation)
        return rows if actor.may_read(Reading.SEE_HEALTH) else rows.exclude(medical=True)

    def kept(self) -> Self:
        """Those that still stand in the file."""
        return self.exclude(state__in=("rejected", "removed"))


class Document(OrganisationRow, Staged):
    """One paper of a file. Its bytes lie encrypted in the vault under `uid`, by a key of its own that is
    kept here wrapped by the master key: without this row nothing can be read again."""

    SUBJECT = "document"
    file = ForeignKey(File, models.PROTECT, related_name="+")
    kind_code = models.CharField("nature", max_length=60)
    medical = models.BooleanField("pièce médicale", default=False)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    wrapped_key = models.BinaryField(max_length=80)
    dated_on = models.DateField("datée du", null=True, blank=True)
    provided_on = models.DateField("reçue le")
    expires_on = models.DateField("valable jusqu’au", null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)

    objects = Documents.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "file", "kind_code"], name="documents_of_file"),
            models.Index(fields=["organisation", "expires_on"], name="documents_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_code} · {self.provided_on}"

    @property
    def tone(self) -> str:
        """The colour of its state."""
        tones = {"accepted": "good", "rejected": "bad", "expired": "bad", "removed": "neutral"}
        return tones.get(self.state, "waiting")

    def holds_on(self, on: date) -> bool:
        """Whether the paper may be counted on, that day."""
        return self.state == "accepted" and (self.expires_on is None or on <= self.expires_on)


class Letter(OrganisationRow, Staged):
    """One letter: the facts it was written from, frozen; the PDF is a document made from them by a job."""

    SUBJECT = "letter"
    file = ForeignKey(File, models.PROTECT, related_name="+")
    letter_code = models.CharField("courrier", max_length=60)
    data = models.JSONField()
    written_on = models.DateField()
    document = ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "file"], name="documents_letter_of_file")]

    def __str__(self) -> str:
        return f"{self.letter_code} · {self.written_on}"

    @property
    def tone(self) -> str:
        """The colour of its state."""
        tones = {"sent": "good", "failed": "bad", "cancelled": "neutral"}
        return tones.get(self.state, "waiting")
