"""What eligibility is judged on: the request, the product as the dispositif has it, the budget study."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from etrier.domain.budget import Budget, Study, study
from etrier.domain.french import typeset
from etrier.domain.labelled import Labelled
from etrier.domain.money import HIGHEST_CENTS, to_cents, to_euros
from etrier.domain.parameters import Dated, Parameter
from etrier.domain.repayment import level_instalment, monthly_ratio
from etrier.domain.scheme.agreements import Agreement
from etrier.domain.scheme.products import Product
from etrier.domain.scheme.schema import Scheme


class Severity(Labelled):
    """How much a finding weighs. A blocking one asks a written motive to go on."""

    BLOCKING = "blocking", "bloquant"
    WARNING = "warning", "à vérifier"
    INFORMATION = "information", "information"


class Protection(Labelled):
    """Legal protection of an adult (code civil, art. 425 et suivants)."""

    NONE = "none", "aucune"
    SAFEGUARD = "safeguard", "sauvegarde de justice"
    CURATORSHIP = "curatorship", "curatelle"
    GUARDIANSHIP = "guardianship", "tutelle"


class OverIndebtedness(Labelled):
    """Where the person stands with the over-indebtedness commission."""

    NONE = "none", "aucun dossier"
    FILED = "filed", "dossier déposé"
    ACTIVE = "active", "plan ou mesures en cours"
    ENDED = "ended", "plan terminé"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a criterion has to say. `concerns` names the fact in cause, so that a page can link to it."""

    code: str
    severity: Severity
    sentence: str
    figure: str = ""
    limit: str = ""
    source: str = ""
    concerns: str = ""

    @property
    def blocking(self) -> bool:
        return self.severity is Severity.BLOCKING


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for, and what eligibility needs to know of the person. None is unknown."""

    product: str
    amount: Decimal
    months: int
    purposes: Mapping[str, Decimal | None] = field(default_factory=dict)
    """Total of the project for each purpose, in euros; None when the cost is not known yet."""
    motive: str = ""
    """Why an exceptional ceiling is asked for."""
    resident: bool | None = None
    age: int | None = None
    protection: Protection | None = None
    protector_agrees: bool | None = None
    running_loans: int | None = None
    over_indebtedness: OverIndebtedness | None = None
    over_indebtedness_agreed: bool = False
    """The over-indebtedness commission, or the judge, agreed to this loan."""
    support_committed: bool = False
    first_contact_planned: bool = False
    bank: str = ""
    instalment: Decimal | None = None
    """Euros a month when known; else estimated from the bank's rate, or the highest one."""

    def total(self, purpose: str) -> Decimal | None:
        """The project's total of one purpose; a sole purpose costs at least what is asked for it."""
        known = self.purposes.get(purpose)
        return self.amount if known is None and set(self.purposes) == {purpose} else known

    @property
    def cost(self) -> Decimal | None:
        """What the whole project costs, None when a part is unknown."""
        known = [total for total in self.purposes.values() if total is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(self.purposes) else None


@dataclass(frozen=True)
class Case:
    """A request beside the dispositif and the day it is judged."""

    scheme: Scheme
    product: Product
    request: Request
    budget: Budget | None
    on: date

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """The banks that lend this product; the chosen one alone once chosen."""
        lending = (bank for bank in self.scheme.agreements if bank.rate(self.product.code) is not None)
        return tuple(bank for bank in lending if self.request.bank in ("", bank.code))

    @cached_property
    def instalment(self) -> Decimal | None:
        """The monthly instalment, given or estimated; None when it cannot be."""
        if self.request.instalment is not None:
            return self.request.instalment
        rates = [bank.rate(self.product.code) or Decimal(0) for bank in self.agreements]
        months, cents = self.request.months, to_cents(self.request.amount)
        if not rates or not 1 <= months <= 600 or not 0 < cents <= HIGHEST_CENTS:
            return None
        return to_euros(level_instalment(cents, monthly_ratio(max(rates)), months))

    @cached_property
    def study(self) -> Study | None:
        if self.budget is None:
            return None
        return study(self.budget, self.scheme.budget, self.instalment)

    def said(self, path: str) -> str:
        """Where the dispositif's limit comes from, as a page prints it."""
        known = self.scheme.provenance(path)
        if known is None:
            return self.scheme.board_resolution or f"dispositif {self.scheme.name}"
        return typeset(f"« {known.source} »" if known.source else f"hypothèse : {known.assumption}")

    def product_path(self, rest: str) -> str:
        return f"products.{self.product.code}.{rest}"


@dataclass(frozen=True, slots=True)
class NationalFrame:
    """The most that a personal microcredit may be, in euros and months, for habilitated associations."""

    amount: Decimal
    months: int


NATIONAL_FRAME: Parameter[NationalFrame] = Parameter(
    "Cadre national du microcrédit personnel",
    (
        Dated(
            date(2005, 1, 19),
            NationalFrame(Decimal(3000), 36),
            "Loi n° 2005-32 du 18 janvier 2005, art. 80, et pratique du Fonds de cohésion sociale",
        ),
        Dated(
            date(2016, 1, 17),
            NationalFrame(Decimal(5000), 60),
            "Code monétaire et financier, art. R. 518-61 (décret publié le 16 janvier 2016)",
        ),
        Dated(
            date(2022, 2, 7),
            NationalFrame(Decimal(8000), 84),
            "Code monétaire et financier, art. R. 518-61 (décret n° 2022-124 du 4 février 2022)",
        ),
    ),
)
"""It binds habilitated associations and reaches banks by convention: the dispositif decides, this warns."""
