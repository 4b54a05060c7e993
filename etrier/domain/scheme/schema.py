"""The dispositif, as data: what one délibération of the CCAS decides, and nothing about any person.

Each field carries its French label, its unit and its bounds; reading, comparison and pages use them.
Amounts in euros, rates and shares in percent, durations as their names say. `None` is « aucun ».
"""
# ruff: noqa: RUF009 — the functions called in class bodies return dataclasses.field

from dataclasses import dataclass
from datetime import date

from etrier.domain.scheme.agreements import Agreement
from etrier.domain.scheme.applications import (
    Appointments,
    BudgetFormulas,
    Document,
    Eligibility,
    Reorientation,
)
from etrier.domain.scheme.decisions import Committee, Transmission
from etrier.domain.scheme.fields import months, value
from etrier.domain.scheme.funds import Envelope, RefundTerms
from etrier.domain.scheme.products import Product
from etrier.domain.scheme.support import Aid, CharterTerms, SupportPlan, UnpaidProtocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a value comes from: its words in the source, or why it is assumed (hypothèse)."""

    path: str
    source: str = ""
    assumption: str = ""

    @property
    def assumed(self) -> bool:
        return not self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The CCAS or CIAS that runs the dispositif."""

    name: str = value("nom")
    territory: str = value("territoire")
    presentation: str = value("présentation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long personal data are kept (durée de conservation)."""

    file_months: int = months("dossier, après le dernier événement")
    access_log_months: int = months("journal des consultations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A dispositif de microcrédit personnel accompagné, for as long as one délibération holds."""

    code: str = value("code")
    name: str = value("nom du dispositif")
    valid_from: date = value("en vigueur à partir du")
    valid_to: date | None = value("en vigueur jusqu’au", default=None)
    board_resolution: str | None = value("délibération", default=None)
    organisation: Organisation
    appointments: Appointments
    products: tuple[Product, ...]
    agreements: tuple[Agreement, ...]
    transmission: Transmission
    committee: Committee
    charter: CharterTerms
    support: SupportPlan
    protocol: UnpaidProtocol
    refund: RefundTerms
    envelope: Envelope | None = None
    budget: BudgetFormulas
    eligibility: Eligibility
    checklist: tuple[Document, ...]
    aids: tuple[Aid, ...]
    reorientations: tuple[Reorientation, ...]
    retention: Retention
    provenances: tuple[Provenance, ...] = ()

    def product(self, code: str) -> Product | None:
        return next((product for product in self.products if product.code == code), None)

    def agreement(self, code: str) -> Agreement | None:
        return next((agreement for agreement in self.agreements if agreement.code == code), None)

    def provenance(self, path: str) -> Provenance | None:
        """Where the value at `path` (as « products.classique.amount.max ») comes from, None when unsaid.

        A table may speak for all its values; a value's own words come first.
        """
        above = [known for known in self.provenances if f"{path}.".startswith(f"{known.path}.")]
        return max(above, key=lambda known: len(known.path), default=None)

    def holds_on(self, on: date) -> bool:
        """Whether this version of the dispositif is in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
