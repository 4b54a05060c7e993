"""The commission: its sessions, who sits there, the files it examined, the opinions, the appeals."""

from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from etrier.accounts.actor import Actor
from etrier.accounts.models import Membership
from etrier.accounts.rows import OrganisationRow, Staged
from etrier.database.fields import MoneyField
from etrier.database.links import ForeignKey
from etrier.database.reading import attach, rows_where
from etrier.domain.access import Reading
from etrier.domain.business_days import place_of
from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle import CODE_LABELS, STATE_LABELS
from etrier.domain.lifecycle.committee import SessionState
from etrier.domain.opinion import Limits, appeal_deadline
from etrier.files.models import File
from etrier.journal.submit import CONSTRAINT_MESSAGES
from etrier.schemes.models import Dispositif

CODE = 40


class Sessions(models.QuerySet["Session"]):
    """Reads of sessions."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for the roles that read the commission."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_COMMITTEE):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def next_from(self, on: date) -> "Session | None":
        """The next meeting convened or being held, that day or later."""
        awaited = self.filter(session_on__gte=on, state__in=(SessionState.OPEN, SessionState.HELD))
        return awaited.order_by("session_on", "pk").first()


class Session(OrganisationRow, Staged):
    """One meeting of the commission (séance). The quorum is the dispositif's on the day it was convened."""

    SUBJECT = "session"
    dispositif = ForeignKey(Dispositif, models.PROTECT, related_name="+")
    session_on = models.DateField("date")
    starts_at = models.TimeField("heure")
    place = models.CharField("lieu", max_length=200)
    quorum = models.PositiveIntegerField("quorum")
    closed_on = models.DateField("close le", null=True)

    objects = Sessions.as_manager()

    class Meta:
        ordering = ["-session_on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-session_on", "-id"], name="decisions_session_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.session_on:%d/%m/%Y}"

    @property
    def present(self) -> "list[Attendance]":
        """Who is noted as there."""
        return rows_where(Attendance, session=self, present=True)

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]


class Attendance(OrganisationRow):
    """A seat of the commission at one session: the function it stands for, who sat there, whether present."""

    session = ForeignKey(Session, models.PROTECT, related_name="attendances")
    seat = models.CharField("fonction", max_length=200)
    name = models.CharField("nom", max_length=120, blank=True)
    member = ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    present = models.BooleanField("présent", default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "seat"], name="decisions_attendance_seat_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.seat})" if self.name else self.seat


class ItemKind(Labelled):
    """What the commission is asked about a file."""

    APPLICATION = "application", "demande de microcrédit"
    REFUND = "refund", "remboursement des intérêts"
    APPEAL = "appeal", "recours contre un refus"


FAVOURABLE = ("favourable", "conditional")


class AgendaItems(models.QuerySet["AgendaItem"]):
    """Reads of agenda items."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the organisation, for the roles that read the commission: the sheet is anonymous."""
        if actor.organisation is None or not actor.may_read(Reading.SEE_COMMITTEE):
            return self.none()
        return self.filter(organisation=actor.organisation)

    def judged(self, file: File, *kinds: ItemKind) -> "AgendaItem | None":
        """The last opinion given on a file, for these kinds of question."""
        listed = rows_where(self.model, file=file)
        given = [one for one in listed if one.kind in kinds and one.state not in ("listed", "withdrawn")]
        last = max(given, key=attrgetter("opinion_on", "pk"), default=None)
        if last is not None:
            attach([last], "session")
        return last


class AgendaItem(OrganisationRow, Staged):
    """One file on the agenda: what the members read (frozen, anonymous), then the opinion they gave.

    `sheet` never changes: a file examined again is another item. The limits are those the bank's
    counter-offer may not leave without a new opinion. `motives` are the reasons in law and in fact.
    """

    SUBJECT = "agenda_item"
    session = ForeignKey(Session, models.PROTECT, related_name="items")
    file = ForeignKey(File, models.PROTECT, related_name="agenda_items")
    rank = models.PositiveIntegerField()
    kind = models.CharField(max_length=CODE, choices=[(k.value, k.label) for k in ItemKind])
    sheet = models.JSONField()
    recommendation = models.CharField(max_length=CODE, blank=True)
    former = ForeignKey("self", models.PROTECT, null=True, related_name="later")
    opinion_on = models.DateField("avis rendu le", null=True)
    conditions = ArrayField(models.CharField(max_length=CODE), default=list)
    conditions_met = ArrayField(models.CharField(max_length=CODE), default=list)
    condition_note = models.TextField("précisions", blank=True)
    amount_limit = MoneyField("montant maximum", null=True)
    months_limit = models.PositiveIntegerField("durée maximum", null=True)
    instalment_limit = MoneyField("mensualité maximum", null=True)
    adjournment_reason = models.CharField(max_length=CODE, blank=True)
    opinion_reason = models.CharField(max_length=CODE, blank=True)
    motives = models.TextField("motifs", blank=True)
    notified_on = models.DateField("notifié le", null=True)

    objects = AgendaItems.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "kind"],
                condition=models.Q(state="listed"),
                name="decisions_agenda_item_listed_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="unfavourable") | ~models.Q(motives=""),
                name="decisions_agenda_item_motives",
            ),
        ]

    def __str__(self) -> str:
        """How the members name a file whose person they do not know."""
        return f"Affaire n° {self.rank}, {self.get_kind_display()}"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]

    @property
    def favourable(self) -> bool:
        return self.state in FAVOURABLE

    @property
    def unmet_conditions(self) -> list[str]:
        return [code for code in self.conditions if code not in self.conditions_met]

    @property
    def condition_labels(self) -> list[str]:
        return [CODE_LABELS["condition"][code] for code in self.conditions]

    @property
    def limits(self) -> Limits:
        """What a counter-offer may not exceed."""
        return Limits(self.amount_limit, self.months_limit, self.instalment_limit)

    @property
    def appeal_until(self) -> date | None:
        """The last day of an appeal, once an unfavourable opinion was notified."""
        if self.state != "unfavourable" or self.notified_on is None:
            return None
        return appeal_deadline(self.notified_on, place_of(self.organisation.time_zone))

    @property
    def requested_amount(self) -> Decimal | None:
        """The amount on the sheet, in euros."""
        amount = self.sheet.get("amount")
        return Decimal(amount) if amount else None


class Recusal(OrganisationRow):
    """A member who leaves the room for one file (déport)."""

    item = ForeignKey(AgendaItem, models.PROTECT, related_name="recusals")
    attendance = ForeignKey(Attendance, models.PROTECT, related_name="recusals")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "attendance"], name="decisions_recusal_once")]

    def __str__(self) -> str:
        return str(self.attendance)


class Appeal(OrganisationRow, Staged):
    """A person's appeal against an unfavourable opinion (recours gracieux)."""

    SUBJECT = "appeal"
    file = ForeignKey(File, models.PROTECT, related_name="appeals")
    item = ForeignKey(AgendaItem, models.PROTECT, related_name="appeals")
    review = ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="+")
    received_on = models.DateField("reçu le")
    text = models.TextField("ce que dit la personne", blank=True)
    acknowledged_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=CODE, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(state__in=("lodged", "acknowledged")),
                name="decisions_appeal_pending_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_on:%d/%m/%Y}"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.SUBJECT][self.state]


CONSTRAINT_MESSAGES.update(
    {
        "decisions_attendance_seat_once": "Cette fonction figure déjà parmi les membres de la séance.",
        "decisions_agenda_item_listed_once": "Ce dossier est déjà inscrit à l’ordre du jour d’une séance.",
        "decisions_agenda_item_motives": "Un avis défavorable doit donner ses motifs.",
        "decisions_recusal_once": "Ce déport est déjà noté.",
        "decisions_appeal_pending_once": "Un recours est déjà en cours contre cet avis.",
    }
)
