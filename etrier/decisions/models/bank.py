"""The bank before the loan: what the person agreed to, what was sent, what the bank said, the messages."""

from decimal import Decimal
from typing import Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.models import Partner, User
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey
from etrier.documents.models import Document
from etrier.domain.access import Reading
from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle import CODE_LABELS, STATE_LABELS
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.schemes.models import Agreement

CODE = 40


class Consents(models.QuerySet["Consent"]):
    """Reads of consents."""

    def standing(self, file: File, consent: str) -> Self:
        """Those given and not withdrawn, newest first."""
        return self.filter(file=file, consent=consent, state="given").order_by("-given_on", "-pk")


class Consent(OrganisationRow, Staged):
    """What the person agreed to: `consent` says what, `partner` to which bank, `channel` how."""

    SUBJECT = "consent"
    file = ForeignKey(File, models.PROTECT, related_name="consents")
    consent = models.CharField(max_length=CODE)
    partner = ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    given_on = models.DateField("donné le")
    channel = models.CharField(max_length=CODE)
    note = models.TextField("précisions", blank=True)
    withdrawn_on = models.DateField("retiré le", null=True)

    objects = Consents.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(consent="transmission") | models.Q(partner__isnull=False),
                name="decisions_consent_names_the_bank",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True)
                | models.Q(withdrawn_on__gte=models.F("given_on")),
                name="decisions_consent_period",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What was agreed to."""
        return CODE_LABELS["consent"][self.consent]

    @property
    def channel_label(self) -> str:
        return CODE_LABELS["channel"][self.channel]

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]


AWAITED = ("sent", "questioned")
OPEN = (*AWAITED, "counter_offer", "accepted")


class Transmissions(models.QuerySet["Transmission"]):
    """Reads of transmissions."""

    def visible_to(self, actor: Actor) -> Self:
        """The organisation's for its workers; what was sent to her bank for an adviser."""
        if actor.partner is not None and actor.may_read(Reading.SEE_BANK_DESK):
            return self.filter(partner=actor.partner)
        if actor.organisation is None or not actor.may_read(Reading.SEE_FILE):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def awaited(self) -> Self:
        """Those the bank owes an answer to."""
        return self.filter(state__in=AWAITED)

    def open(self) -> Self:
        """Those that still may lead to a loan."""
        return self.filter(state__in=OPEN)


class Transmission(OrganisationRow, Staged):
    """One sending of a file to one bank. `pack` is what the bank was given, frozen that day.

    `agreed_…` are the terms the bank accepted (its counter-offer's, once the person said yes), from
    which the offer is drawn. `answer_due_on`: by the convention's delay. The request is the file's.
    Where support is compulsory, its signed commitment and first contact are dated before the sending.
    """

    SUBJECT = "transmission"
    file = ForeignKey(File, models.PROTECT, related_name="transmissions")
    agreement = ForeignKey(Agreement, models.PROTECT, related_name="+")
    partner = ForeignKey(Partner, models.PROTECT, related_name="+")
    consent = ForeignKey(Consent, models.PROTECT, related_name="transmissions")
    channel = models.CharField(max_length=CODE)
    pack = models.JSONField()
    product_code = models.CharField(max_length=60)
    amount = MoneyField("montant demandé")
    months = models.PositiveIntegerField("durée demandée")
    sent_on = models.DateField("transmis le")
    answer_due_on = models.DateField("réponse attendue le")
    reminded_on = models.DateField("relancée le", null=True)
    reminders = models.PositiveIntegerField(default=0)
    answered_on = models.DateField("réponse reçue le", null=True)
    agreed_amount = MoneyField("montant accordé", null=True)
    agreed_months = models.PositiveIntegerField("durée accordée", null=True)
    agreed_rate = models.DecimalField("taux accordé", max_digits=6, decimal_places=3, null=True)
    seller_told_on = models.DateField("vendeur informé le", null=True)
    ended_on = models.DateField("close le", null=True)
    support_signed_on = models.DateField("engagement d’accompagnement signé le", null=True)
    first_contact_on = models.DateField("premier contact prévu le", null=True)

    objects = Transmissions.as_manager()

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=models.Q(state="accepted"),
                name="decisions_transmission_accepted_once",
            ),
            models.UniqueConstraint(
                fields=["file", "partner"],
                condition=models.Q(state__in=OPEN),
                name="decisions_transmission_open_once_per_bank",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True) | models.Q(answered_on__gte=models.F("sent_on")),
                name="decisions_transmission_answered_after",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, months__gt=0), name="decisions_transmission_terms"
            ),
        ]
        indexes = [
            models.Index(fields=["partner", "-sent_on", "-id"], name="decisions_transmission_of_bank"),
            models.Index(fields=["organisation", "state"], name="decisions_transmission_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.sent_on:%d/%m/%Y}"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]

    @property
    def awaited(self) -> bool:
        """Whether the bank owes an answer."""
        return self.state in AWAITED

    @property
    def answer_days(self) -> int | None:
        """Days from the sending to the answer, None before it."""
        return None if self.answered_on is None else (self.answered_on - self.sent_on).days

    @property
    def reference(self) -> str:
        """The file's number, as the pack gives it to the bank."""
        return str(self.pack.get("number", ""))


class SealedPack(OrganisationRow):
    """A pack made ready to leave as an encrypted file, for a bank whose adviser does not sign in.

    Neither the file nor its password is kept: both are made again from the frozen pack and this row's key,
    the password as long as nobody was told it (`told_at`).
    """

    transmission = ForeignKey(Transmission, models.PROTECT, related_name="sealed")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    author = ForeignKey(User, models.PROTECT, related_name="+")
    made_on = models.DateField("préparé le")
    told_at = models.DateTimeField("mot de passe montré à", null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.transmission_id} · {self.made_on:%d/%m/%Y}"


class AnswerKind(Labelled):
    """What a bank may say of a request."""

    ACCEPTED = "accepted", "accord"
    COUNTER_OFFER = "counter_offer", "contre-proposition"
    REFUSED = "refused", "refus"
    QUESTION = "question", "question"


class BankAnswer(OrganisationRow):
    """One thing the bank said, kept as it said it: terms, coded reason or question.

    `author` is the adviser who signed in, or the worker who entered what the bank told her by `channel`.
    """

    transmission = ForeignKey(Transmission, models.PROTECT, related_name="answers")
    file = ForeignKey(File, models.PROTECT, related_name="bank_answers")
    partner = ForeignKey(Partner, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=CODE, choices=[(k.value, k.label) for k in AnswerKind])
    received_on = models.DateField("reçue le")
    channel = models.CharField(max_length=CODE)
    amount = MoneyField("montant", null=True)
    months = models.PositiveIntegerField("durée", null=True)
    yearly_rate = models.DecimalField("taux", max_digits=6, decimal_places=3, null=True)
    reason = models.CharField(max_length=CODE, blank=True)
    text = models.TextField("message de la banque", blank=True)
    author = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    document = ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind__in=("accepted", "counter_offer"))
                | models.Q(amount__gt=0, months__gt=0, yearly_rate__gte=Decimal(0)),
                name="decisions_bank_answer_terms",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="refused") | ~models.Q(reason=""),
                name="decisions_bank_answer_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="question") | ~models.Q(text=""),
                name="decisions_bank_answer_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.received_on:%d/%m/%Y}"

    @property
    def reason_label(self) -> str:
        return CODE_LABELS["bank_reason"].get(self.reason, "")

    @property
    def channel_label(self) -> str:
        return CODE_LABELS["channel"][self.channel]


class MessageSide(Labelled):
    """From which side of the desk a message comes."""

    CCAS = "ccas", "le CCAS"
    BANK = "bank", "la banque"


class Message(OrganisationRow, Staged):
    """One message of the thread between the worker and the bank's adviser about one transmission."""

    SUBJECT = "message"
    transmission = ForeignKey(Transmission, models.PROTECT, related_name="messages")
    file = ForeignKey(File, models.PROTECT, related_name="messages")
    partner = ForeignKey(Partner, models.PROTECT, related_name="+")
    side = models.CharField(max_length=CODE, choices=[(s.value, s.label) for s in MessageSide])
    author = ForeignKey(User, models.PROTECT, related_name="+")
    sent_on = models.DateField("envoyé le")
    read_on = models.DateField("lu le", null=True)
    text = models.TextField("message")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="decisions_message_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} · {self.sent_on:%d/%m/%Y}"


CONSTRAINT_MESSAGES.update(
    {
        "decisions_consent_names_the_bank": "Dites à quelle banque le dossier peut aller.",
        "decisions_consent_period": "Un accord ne peut pas être retiré avant d’avoir été donné.",
        "decisions_transmission_accepted_once": "Une banque a déjà accepté cette demande.",
        "decisions_transmission_open_once_per_bank": "Cette banque a déjà ce dossier en main.",
        "decisions_transmission_answered_after": "La réponse ne peut pas précéder l’envoi du dossier.",
        "decisions_transmission_terms": "Le montant et la durée demandés doivent dépasser zéro.",
        "decisions_bank_answer_terms": "Donnez le montant, la durée et le taux que la banque propose.",
        "decisions_bank_answer_reason": "Donnez le motif du refus de la banque.",
        "decisions_bank_answer_question": "Écrivez la question de la banque.",
        "decisions_message_says_something": "Écrivez un message.",
    }
)
