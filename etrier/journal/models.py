"""Entries, readings and submissions. Identifiers, codes and figures only: never a name nor free text."""

from django.db import models

from etrier.accounts.models import Organisation, User
from etrier.database.fields import RecordedAtField
from etrier.database.links import ForeignKey
from etrier.database.rows import Row


class Entry(Row):
    """One act done: the journal of an organisation, or of the instance when it concerns none. Added, never
    changed.

    `file_id` and `subject_id` are plain numbers, not foreign keys: the journal stands below the things
    it tells of, and outlives them.
    """

    organisation = ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    file_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    recorded_at = RecordedAtField()
    user = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    key = models.UUIDField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["organisation", "file_id", "-id"], name="journal_entry_of_file"),
            models.Index(fields=["organisation", "subject", "subject_id"], name="journal_entry_of_subject"),
            models.Index(fields=["organisation", "on", "act"], name="journal_entry_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.act} {self.subject} {self.subject_id}"


class Reading(Row):
    """One opening of a personal file's page: who, when, which, and why when it is not one's own caseload."""

    organisation = ForeignKey(Organisation, models.PROTECT, related_name="+")
    file_id = models.BigIntegerField()
    user = ForeignKey(User, models.PROTECT, related_name="+")
    page = models.CharField(max_length=60)
    outside_caseload = models.BooleanField(default=False)
    motive = models.CharField(max_length=40, blank=True)
    recorded_at = RecordedAtField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "file_id", "-id"], name="journal_reading_of_file"),
            models.Index(fields=["organisation", "user", "-id"], name="journal_reading_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.page} {self.file_id}"


class Submission(Row):
    """One form sent: its idempotency key and the page it led to, so that a repeat is answered alike."""

    organisation = ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    user = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    key = models.UUIDField()
    result = models.CharField(max_length=500, blank=True)
    recorded_at = RecordedAtField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "key"], name="journal_submission_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.result}"
