"""The charte de l'accompagnement, and who signed it."""

from typing import Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.database.reading import rows_where
from etrier.domain.access import Reading
from etrier.domain.lifecycle import STATE_LABELS
from etrier.domain.scheme.choices import Charter as Parties
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES

SIGNATORIES = {
    Parties.NONE: (),
    Parties.TWO_PARTIES: ("person", "ccas"),
    Parties.THREE_PARTIES: ("person", "ccas", "bank"),
}


class Charters(models.QuerySet["Charter"]):
    """Reads of charters."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of files this author may open."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_FILE):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def live_of(self, file: File) -> "Charter | None":
        """The charter of a file, unless it was cancelled."""
        return next((one for one in rows_where(Charter, file=file) if one.state != "cancelled"), None)


class Charter(OrganisationRow, Staged):
    """The commitment that the borrower, the CCAS and, where the dispositif says so, the bank sign."""

    SUBJECT = "charter"
    file = ForeignKey(File, models.PROTECT, related_name="charters")
    parties = models.CharField("parties", max_length=20)
    letter = ForeignKey("documents.Letter", models.PROTECT, null=True, related_name="+")
    document = ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    drawn_up_on = models.DateField("établie le")
    signed_on = models.DateField("complète le", null=True)

    objects = Charters.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="loans_charter_one_live",
                fields=["organisation", "file"],
                condition=~models.Q(state="cancelled"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.parties}"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]

    @property
    def signatories(self) -> tuple[str, ...]:
        """Codes of those who must sign, in order."""
        return SIGNATORIES[Parties(self.parties)]


class CharterSignature(OrganisationRow):
    """One party's signature. Added, never changed."""

    charter = ForeignKey(Charter, models.PROTECT, related_name="signatures")
    party = models.CharField("signataire", max_length=20)
    signed_on = models.DateField("signée le")

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "party"], name="loans_chartersignature_once")
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.signed_on}"


CONSTRAINT_MESSAGES.update(
    {
        "loans_charter_one_live": "Ce dossier a déjà une charte : annulez-la avant d’en établir une autre.",
        "loans_chartersignature_once": "Cette signature est déjà enregistrée.",
    }
)
