"""The difficulty during repayment: what was missed, who does what by when, what was tried."""

from typing import Self

from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey, OneToOneField
from etrier.documents.models import Letter
from etrier.domain.access import Reading
from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.lifecycle.difficulty import PENDING
from etrier.domain.support import Owner
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.loans.models import Loan, MeasureRequest

CODE = 40
FROZEN_BY = "admissible"
"""The stage of an over-indebtedness procedure at which payments and recovery are suspended."""
WITHOUT_TEXT = ~models.Q(cause="health")


class Origin(Labelled):
    """How the CCAS came to know."""

    PERSON = "person", "la personne l’a signalée"
    BANK = "bank", "la banque a alerté"
    WORKER = "worker", "ouverte par le CCAS"


class Difficulties(models.QuerySet["Difficulty"]):
    """Reads of difficulties."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of files this author may open."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_FILE):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def pending(self) -> Self:
        """Those not closed yet."""
        return self.filter(state__in=PENDING)

    def of_missed_instalments(self) -> Self:
        """Those in which an instalment at least was missed; others were told by the person beforehand."""
        missed = MissedInstalment.objects.filter(difficulty=models.OuterRef("pk"))
        return self.filter(models.Exists(missed))


class Difficulty(OrganisationRow, Staged):
    """One difficulty on one loan, pending or closed; a loan has one pending at a time.

    `words` are the person's, `review` the worker's: neither is kept when the cause is health, which is a
    code without text outside the vault.
    """

    SUBJECT = "difficulty"
    file = ForeignKey(File, models.PROTECT, related_name="difficulties")
    loan = ForeignKey(Loan, models.PROTECT, related_name="difficulties")
    origin = models.CharField("origine", max_length=CODE)
    channel = models.CharField("moyen", max_length=CODE, blank=True)
    opened_on = models.DateField("ouverte le")
    cause = models.CharField("cause", max_length=CODE, blank=True)
    words = models.TextField("ce que dit la personne", blank=True)
    review = models.TextField("point sur la situation", blank=True)
    taken_by = ForeignKey(User, models.PROTECT, null=True, related_name="+")
    measure = ForeignKey(MeasureRequest, models.PROTECT, null=True, related_name="difficulties")
    solution = models.CharField("issue", max_length=CODE, blank=True)
    closed_on = models.DateField("close le", null=True)

    objects = Difficulties.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan"], condition=models.Q(state__in=PENDING), name="followup_difficulty_one_pending"
            ),
            models.CheckConstraint(
                condition=WITHOUT_TEXT | models.Q(words="", review=""), name="followup_difficulty_health"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("opened_on")),
                name="followup_difficulty_period",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "opened_on"], name="followup_difficulty_pending")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.opened_on}"

    @property
    def pending(self) -> bool:
        return self.state in PENDING

    @property
    def origin_label(self) -> str:
        return Origin(self.origin).label

    @property
    def cause_label(self) -> str:
        return CODE_LABELS["cause"].get(self.cause, "")

    @property
    def solution_label(self) -> str:
        return CODE_LABELS["solution"].get(self.solution, "")

    @property
    def frozen(self) -> bool:
        """Whether an over-indebtedness procedure suspends payments: no reminder, no deadline runs."""
        return self.loan.overindebtedness == FROZEN_BY


class MissedInstalment(OrganisationRow):
    """An instalment that a difficulty answers for: what was left unpaid of it when the CCAS knew."""

    difficulty = ForeignKey(Difficulty, models.PROTECT, related_name="missed")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("échéance")
    due_on = models.DateField("date")
    amount = MoneyField("impayé")
    known_on = models.DateField("connu le")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["difficulty", "number"], name="followup_missedinstalment_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.due_on}"


class UnpaidLetter(OrganisationRow):
    """The one letter the CCAS writes about an instalment, whatever the number of difficulties about it."""

    loan = ForeignKey(Loan, models.PROTECT, related_name="unpaid_letters")
    difficulty = ForeignKey(Difficulty, models.PROTECT, related_name="letters")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("échéance")
    letter = OneToOneField(Letter, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["loan", "number"], name="followup_unpaidletter_once")]

    def __str__(self) -> str:
        return f"{self.loan_id}: {self.number}"


class ProtocolStep(OrganisationRow, Staged):
    """One step of the unpaid protocol: who owes it, its last day, when it was done.

    `presumed`: nobody said that the bank did it, its deadline alone passed.
    """

    SUBJECT = "protocol_step"
    file = ForeignKey(File, models.PROTECT, related_name="+")
    difficulty = ForeignKey(Difficulty, models.PROTECT, related_name="steps")
    step = models.CharField("étape", max_length=CODE)
    owner = models.CharField("à faire par", max_length=CODE)
    deadline_on = models.DateField("avant le")
    done_on = models.DateField("faite le", null=True)
    presumed = models.BooleanField(default=False)
    note = models.TextField("précisions", blank=True)

    class Meta:
        ordering = ["deadline_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["difficulty", "step"],
                condition=models.Q(state="planned"),
                name="followup_protocolstep_once",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "deadline_on"], name="followup_protocolstep_due")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.deadline_on}"

    @property
    def label(self) -> str:
        return CODE_LABELS["step"].get(self.step, self.step)

    @property
    def owner_label(self) -> str:
        return Owner(self.owner).label

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"done": "good", "planned": "waiting"}.get(self.state, "neutral")


class ContactAttempt(OrganisationRow):
    """One attempt to reach the person. Never changed."""

    difficulty = ForeignKey(Difficulty, models.PROTECT, related_name="attempts")
    file = ForeignKey(File, models.PROTECT, related_name="+")
    on = models.DateField("date")
    channel = models.CharField("moyen", max_length=CODE)
    outcome = models.CharField("résultat", max_length=CODE)
    note = models.TextField("précisions", blank=True)
    author = ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.channel} {self.outcome}"

    @property
    def reached(self) -> bool:
        return self.outcome == "reached"

    @property
    def channel_label(self) -> str:
        return CODE_LABELS["channel"].get(self.channel, self.channel)

    @property
    def outcome_label(self) -> str:
        return CODE_LABELS["outcome"].get(self.outcome, self.outcome)


CONSTRAINT_MESSAGES.update(
    {
        "followup_difficulty_one_pending": "Ce prêt a déjà une difficulté ouverte : continuez celle-là.",
        "followup_difficulty_health": "Pour la santé, gardez la cause seule : aucun détail ne s’écrit ici.",
        "followup_difficulty_period": "La difficulté ne peut pas se clore avant d’avoir été ouverte.",
        "followup_missedinstalment_once": "Cette échéance est déjà dans la difficulté.",
        "followup_unpaidletter_once": "Un courrier a déjà été écrit pour cette échéance : jamais deux.",
        "followup_protocolstep_once": "Cette étape est déjà prévue : notez-la faite ou sans objet.",
    }
)
