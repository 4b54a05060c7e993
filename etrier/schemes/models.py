"""The dispositif of an organisation, version after version, and its agreements with partner banks."""

from datetime import date
from functools import lru_cache
from operator import attrgetter
from uuid import UUID

from django.db import models

from etrier.accounts.models import Organisation, Partner
from etrier.accounts.rows import Lasting, OrganisationRow, Staged
from etrier.database.links import ForeignKey
from etrier.database.reading import attach, rows_among, rows_where
from etrier.domain import scheme


@lru_cache(maxsize=64)
def reading(text: str) -> scheme.Reading:
    """What is found in a text: its model, or why there is none. Many files share one, so it is read once."""
    return scheme.read(text)


def parse(text: str) -> scheme.Scheme:
    """The model that a text describes."""
    return reading(text).scheme or scheme.load(text)


@lru_cache(maxsize=512)
def version(uid: UUID, revision: int) -> scheme.Scheme:
    """The model of a version, for rows read without its text: the text of one in force never changes."""
    return parse(Dispositif.objects.values_list("model", flat=True).get(uid=uid, revision=revision))


VOTED = frozenset({"in_force", "replaced"})
"""The states of a version that was in force at least once."""


def covers(row: "Dispositif | Agreement", on: date) -> bool:
    """Whether a day is within the period of a version or a convention; without a last day it goes on."""
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


class Dispositifs(models.QuerySet["Dispositif"]):
    """Reads of dispositifs."""

    def in_force(self, organisation: Organisation, on: date) -> "Dispositif | None":
        """The version under which a request made on that day is judged; its text stays in the database."""
        versions = rows_where(self.model, organisation=organisation, apart=("model",))
        voted = [one for one in versions if one.state in VOTED and covers(one, on)]
        return max(voted, key=attrgetter("valid_from"), default=None)


class Dispositif(Lasting, OrganisationRow, Staged):
    """One version of the dispositif: the text of its model, valid from one délibération to the next.

    A file keeps the version it was judged with, so a version in force is never rewritten.
    """

    SUBJECT = "scheme"
    name = models.CharField("nom", max_length=160)
    model = models.TextField("modèle")
    valid_from = models.DateField("en vigueur à partir du")
    valid_to = models.DateField("en vigueur jusqu’au", null=True, blank=True)
    resolution = models.CharField("délibération", max_length=200, blank=True)

    objects = Dispositifs.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="schemes_dispositif_period",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def parsed(self) -> scheme.Scheme:
        """The model, typed. Lists leave its text in the database (`defer`): it is long, and read once."""
        if "model" in self.get_deferred_fields():
            return version(self.uid, self.revision)
        return parse(self.model)


class Agreements(models.QuerySet["Agreement"]):
    """Reads of agreements."""

    def in_force(self, organisation_id: int, on: date) -> "list[Agreement]":
        """Those under which a request may be sent on that day, by name of bank."""
        concluded = rows_among(self.model, "organisation", [organisation_id], ordered=False)
        found = [one for one in concluded if one.state == "in_force" and covers(one, on)]
        attach(found, "partner")
        return sorted(found, key=lambda one: one.partner.name)


class Agreement(Lasting, OrganisationRow, Staged):
    """The convention between the CCAS and one bank. `code` is the bank's in the dispositif's model, where
    its terms stand (rates, ceilings, papers, delays); the period is the convention's own."""

    SUBJECT = "agreement"
    partner = ForeignKey(Partner, models.PROTECT, related_name="+")
    code = models.CharField("code", max_length=60)
    valid_from = models.DateField("en vigueur à partir du")
    valid_to = models.DateField("en vigueur jusqu’au", null=True, blank=True)

    objects = Agreements.as_manager()

    class Meta:
        ordering = ["partner__name", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="schemes_agreement_period",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["organisation", "code", "valid_from"], name="schemes_agreement_once"
            ),
        ]

    def __str__(self) -> str:
        return self.partner.name

    def terms(self, dispositif: Dispositif) -> scheme.Agreement:
        """What the convention says, in the version of the dispositif a file is judged with.

        Raises `LookupError` when that version does not know this bank.
        """
        found = dispositif.parsed.agreement(self.code)
        if found is None:
            raise LookupError(f"{dispositif.name} ne connaît pas la banque « {self.code} ».")
        return found
