"""What may be lent: products, their amounts and durations, what they may pay for, who guarantees them."""
# ruff: noqa: RUF009 — the functions called in class bodies return dataclasses.field

from dataclasses import dataclass
from decimal import Decimal

from etrier.domain.scheme.choices import Guarantor, SupportMode
from etrier.domain.scheme.fields import euros, months, percent, value


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountLimits:
    """What may be lent."""

    min: Decimal | None = euros("montant minimum", default=None)
    max: Decimal = euros("montant maximum")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLimits:
    """Over how long it is repaid."""

    min: int = months("durée minimum", 1)
    max: int = months("durée maximum", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionalCeiling:
    """Higher limits, for one file, with a written motive."""

    allowed: bool = value("plafond exceptionnel, sur motif")
    amount_max: Decimal | None = euros("montant maximum exceptionnel", default=None)
    months_max: int | None = months("durée maximum exceptionnelle", 1, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeTerms:
    """Who guarantees the loan beside the bank, and which share (quotité) of it."""

    guarantor: Guarantor = value("garant")
    share: Decimal = percent("part garantie")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportTerms:
    """What the product asks of the support (accompagnement)."""

    mode: SupportMode = value("accompagnement")
    regular: bool = value("accompagnement nécessairement régulier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a loan may pay for (objet du prêt)."""

    code: str
    label: str = value("objet finançable")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeCeiling:
    """The most a loan may pay for one purpose, on the project's total of that purpose."""

    code: str
    amount: Decimal = euros("plafond")


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A kind of microcredit that the dispositif offers."""

    code: str
    label: str = value("intitulé")
    intended_for: str = value("pour qui")
    objective: str = value("pour quoi")
    amount: AmountLimits
    months: MonthLimits
    exception: ExceptionalCeiling
    guarantee: GuaranteeTerms
    support: SupportTerms
    purposes: tuple[Purpose, ...]
    ceilings: tuple[PurposeCeiling, ...] = ()
    ceilings_combine: bool = value("cumul des plafonds par objet", default=True)
    medical_papers: bool = value("pièces médicales admises au coffre", default=False)
    audiences: tuple[str, ...] = value("publics informés")

    def purpose(self, code: str) -> Purpose | None:
        return next((purpose for purpose in self.purposes if purpose.code == code), None)

    def ceiling(self, purpose: str) -> Decimal | None:
        """The ceiling of one purpose in euros, None when it has none of its own."""
        return next((ceiling.amount for ceiling in self.ceilings if ceiling.code == purpose), None)

    @property
    def guaranteed_by_ccas(self) -> bool:
        return self.guarantee.guarantor is Guarantor.CCAS
