"""How a request is studied: meetings, budget, eligibility, papers; then where it goes."""
# ruff: noqa: RUF009 — the functions called in class bodies return dataclasses.field

from dataclasses import dataclass
from decimal import Decimal

from etrier.domain.scheme.choices import Circumstance, Divisor, Employment, Holder, Housing, Period
from etrier.domain.scheme.fields import YEARS, euros, months, percent, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointments:
    """How a file is built: number and length of the meetings (rendez-vous)."""

    least: int = value("nombre minimum de rendez-vous", least=1, most=20)
    most: int = value("nombre maximum de rendez-vous", least=1, most=20)
    minutes: int = value("durée d’un rendez-vous", "minutes", 5, 480)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualIncomeFormula:
    """Reste à vivre: (income − fixed charges [− debt service]) / divisor, per period."""

    deducts_debt_service: bool = value("les mensualités de dettes sont déduites")
    divisor: Divisor = value("diviseur")
    period: Period = value("période")
    floor: Decimal = euros("plancher")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumptionUnits:
    """Unités de consommation: 1 for the first adult, then by age."""

    first: Decimal = value("première personne", "unité", 0, 10)
    other: Decimal = value("autre personne, à partir de l’âge charnière", "unité", 0, 10)
    child: Decimal = value("enfant, sous l’âge charnière", "unité", 0, 10)
    pivot_age: int = value("âge charnière", YEARS, 0, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFormulas:
    """The CCAS's own formulas for the budget study; they have no legal definition."""

    residual_income: ResidualIncomeFormula
    consumption_units: ConsumptionUnits
    debt_ratio_with_rent: bool = value("le loyer compte dans le taux d’endettement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Who may be helped. Findings advise; a person decides."""

    residence: bool = value("résidence sur le territoire demandée")
    min_age: int = value("âge minimum", YEARS, 0, 120)
    max_debt_ratio: Decimal | None = percent("taux d’endettement maximum", default=None)
    concurrent_loans: int = value("prêts en cours au maximum, celui-ci compris", "prêts", 1, 20)
    blocked_by_over_indebtedness: bool = value("un plan de surendettement en cours bloque la demande")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A supporting document (pièce justificative), and when it is asked.

    Each non-empty list is a condition (one of them suffices); all conditions must hold.
    """

    code: str
    label: str = value("intitulé")
    holder: Holder = value("à fournir par")
    blocking: bool = value("bloque la transmission à la banque")
    validity_months: int | None = months("validité", 1, default=None)
    mask_nir: bool = value("numéro de sécurité sociale à masquer", default=False)
    medical: bool = value("pièce médicale", default=False)
    products: tuple[str, ...] = value("produits", default=())
    purposes: tuple[str, ...] = value("objets", default=())
    employment: tuple[Employment, ...] = value("situations professionnelles", default=())
    housing: tuple[Housing, ...] = value("logement", default=())
    circumstances: tuple[Circumstance, ...] = value("circonstances", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorientation:
    """Where a request that does not end in a loan may go (réorientation)."""

    code: str
    label: str = value("réorientation possible")
