"""The dispositif of an organisation, version after version, and its agreements with partner banks."""

from datetime import date
from functools import lru_cache
from typing import Self
from uuid import UUID

from django.db import connection, models

from etrier.accounts.models import Organisation, Partner
from etrier.accounts.rows import Lasting, OrganisationRow, Staged
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


IN_FORCE = """
    SELECT uid, revision FROM schemes_dispositif
    WHERE organisation_id = %(organisation)s AND state IN ('in_force', 'replaced')
      AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)
    ORDER BY valid_from DESC LIMIT 1
"""
"""The version that `Dispositifs.in_force` finds."""


class Dispositifs(models.QuerySet["Dispositif"]):
    """Reads of dispositifs."""

    def in_force(self, organisation: Organisation, on: date) -> "Dispositif | None":
        """The version under which a request made on that day is judged."""
        return self.in_turn(organisation, on).first()

    def scheme_in_force(self, organisation: Organisation, on: date) -> scheme.Scheme | None:
        """Its model alone, read once. Every page asks: Django would take longer to write `IN_FORCE` anew."""
        with connection.cursor() as cursor:
            cursor.execute(IN_FORCE, {"organisation": organisation.pk, "on": on})
            found = cursor.fetchone()
        return version(*found) if found else None

    def in_turn(self, organisation: Organisation, on: date) -> Self:
        """Those valid on that day, the latest first."""
        return (
            self.filter(organisation=organisation, state__in=("in_force", "replaced"), valid_from__lte=on)
            .filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))
            .order_by("-valid_from")
        )


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

    def in_force(self, on: date) -> Self:
        """Those under which a request may be sent on that day."""
        return (
            self.filter(state="in_force", valid_from__lte=on)
            .filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))
            .select_related("partner")
            .order_by("partner__name")
        )


class Agreement(Lasting, OrganisationRow, Staged):
    """The convention between the CCAS and one bank. `code` is the bank's in the dispositif's model, where
    its terms stand (rates, ceilings, papers, delays); the period is the convention's own."""

    SUBJECT = "agreement"
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
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
