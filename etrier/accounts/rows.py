"""What every row of an organisation has."""

from django.db import models

from etrier.database.fields import PublicIdField, RecordedAtField
from etrier.database.links import ForeignKey
from etrier.database.rows import Row
from etrier.domain.lifecycle import STATE_LABELS


class Lasting:
    """A row that others only name: acts on those trust it as it was read, and do not read it again.

    An act on such a row itself locks it like any other.
    """

    LASTING = True


class OrganisationRow(Row):
    """A row that exists only for its organisation; its migration must `Isolate` it."""

    organisation = ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    uid = PublicIdField()
    recorded_at = RecordedAtField()

    class Meta:
        abstract = True


class Revised(Row):
    """A row several people may edit: the number rises at each change, so that the second is told."""

    revision = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Staged(Revised):
    """A row with a state, moved only through the door (`etrier.journal.door`).

    Subclasses name their `SUBJECT` in `domain.lifecycle` and carry `state` here.
    """

    SUBJECT = ""
    state = models.CharField(max_length=40, editable=False, default="")

    class Meta:
        abstract = True

    @property
    def state_label(self) -> str:
        """Its state, in French."""
        return STATE_LABELS[self.SUBJECT][self.state]
