"""The partners of one CCAS, the people it knows there, and the accounts it asks for its banks' advisers."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower

from etrier.accounts.actor import Actor
from etrier.accounts.models import Partner, User
from etrier.accounts.rows import OrganisationRow, Revised, Staged
from etrier.database.links import ForeignKey
from etrier.domain.access import Reading
from etrier.domain.lifecycle import CODE_LABELS
from etrier.journal.submit import CONSTRAINT_MESSAGES


class LocalPartners(models.QuerySet["LocalPartner"]):
    """Reads of the directory."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for who reads its directory."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_DIRECTORY):
            return self.none()
        return self.filter(organisation=actor.organisation)


class LocalPartner(OrganisationRow, Staged):
    """A partner as one CCAS knows it: a bank, the MDPH, an association…

    `bank` says which bank of the instance it is, so that its conventions lead here.
    """

    SUBJECT = "partner"
    kind = models.CharField("nature", max_length=40)
    name = models.CharField("nom", max_length=120)
    bank = ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    address = models.TextField("adresse", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("courriel", blank=True)
    note = models.TextField("à savoir", blank=True)

    objects = LocalPartners.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="partners_name_once"),
            models.UniqueConstraint(
                fields=["organisation", "bank"],
                condition=models.Q(bank__isnull=False),
                name="partners_bank_once",
            ),
            models.CheckConstraint(
                condition=models.Q(bank__isnull=True) | models.Q(kind="bank"), name="partners_bank_is_a_bank"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """What it is, in French."""
        return CODE_LABELS["partner_kind"][self.kind]


class Contact(OrganisationRow, Revised):
    """Someone the CCAS knows at a partner's."""

    partner = ForeignKey(LocalPartner, models.PROTECT, related_name="contacts")
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    title = models.CharField("fonction", max_length=120, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("courriel", blank=True)

    class Meta:
        ordering = ["last_name", "first_name", "pk"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class AccountRequest(OrganisationRow, Staged):
    """A CCAS asks for an account for a bank's adviser. It cannot give one itself: she will see what every
    CCAS sends to that bank, so who runs the instance invites her, and reads this row from outside."""

    SUBJECT = "account_request"
    bank = ForeignKey(Partner, models.PROTECT, related_name="+")
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    title = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("courriel")
    asked_by = ForeignKey(User, models.PROTECT, related_name="+")
    asked_on = models.DateField("demandé le")
    answer = models.TextField("réponse", blank=True)

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "bank", "email"],
                condition=models.Q(state="asked"),
                name="partners_account_asked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name} · {self.bank}"

    @property
    def full_name(self) -> str:
        """First name, then last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"granted": "good", "asked": "waiting"}.get(self.state, "neutral")


CONSTRAINT_MESSAGES.update(
    {
        "partners_name_once": "Un partenaire porte déjà ce nom dans l’annuaire, peut-être parmi les retirés.",
        "partners_bank_once": "Cette banque est déjà dans l’annuaire, peut-être parmi les retirés.",
        "partners_bank_is_a_bank": "Seule une banque peut désigner une banque de l’instance.",
        "partners_account_asked_once": "Un compte est déjà demandé pour cette adresse.",
    }
)
