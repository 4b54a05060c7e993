"""The dispositif, as data: what one délibération of the CCAS decides, and nothing about any person.

Each field carries its French label, its unit and its bounds; reading, comparison and pages use them.
Amounts in euros, rates and shares in percent, durations as their names say. `None` is « aucun ».
"""
# ruff: noqa: RUF009 — the functions called in class bodies return dataclasses.field

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from etrier.domain.scheme.choices import (
    CallBase,
    Channel,
    Charter,
    Circumstance,
    Divisor,
    Employment,
    Guarantor,
    Holder,
    Housing,
    Period,
    RefundPolicy,
    ReportingMode,
    SupportMode,
)

EUROS, PERCENT, MONTHS, DAYS, YEARS = "€", "%", "mois", "jours", "ans"


def _value(
    label: str, unit: str = "", least: int | None = None, most: int | None = None, **extra: Any
) -> Any:
    return field(metadata={"label": label, "unit": unit, "least": least, "most": most}, **extra)


def _euros(label: str, **extra: Any) -> Any:
    return _value(label, EUROS, 0, 10_000_000, **extra)


def _percent(label: str, most: int = 100, **extra: Any) -> Any:
    return _value(label, PERCENT, 0, most, **extra)


def _months(label: str, least: int = 0, **extra: Any) -> Any:
    return _value(label, MONTHS, least, 600, **extra)


def _days(label: str, **extra: Any) -> Any:
    return _value(label, DAYS, 0, 730, **extra)


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

    name: str = _value("nom")
    territory: str = _value("territoire")
    presentation: str = _value("présentation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointments:
    """How a file is built: number and length of the meetings (rendez-vous)."""

    least: int = _value("nombre minimum de rendez-vous", least=1, most=20)
    most: int = _value("nombre maximum de rendez-vous", least=1, most=20)
    minutes: int = _value("durée d’un rendez-vous", "minutes", 5, 480)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountLimits:
    """What may be lent."""

    min: Decimal | None = _euros("montant minimum", default=None)
    max: Decimal = _euros("montant maximum")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLimits:
    """Over how long it is repaid."""

    min: int = _months("durée minimum", 1)
    max: int = _months("durée maximum", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionalCeiling:
    """Higher limits, for one file, with a written motive."""

    allowed: bool = _value("plafond exceptionnel, sur motif")
    amount_max: Decimal | None = _euros("montant maximum exceptionnel", default=None)
    months_max: int | None = _months("durée maximum exceptionnelle", 1, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeTerms:
    """Who guarantees the loan beside the bank, and which share (quotité) of it."""

    guarantor: Guarantor = _value("garant")
    share: Decimal = _percent("part garantie")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportTerms:
    """What the product asks of the support (accompagnement)."""

    mode: SupportMode = _value("accompagnement")
    regular: bool = _value("accompagnement nécessairement régulier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a loan may pay for (objet du prêt)."""

    code: str
    label: str = _value("objet finançable")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeCeiling:
    """The most a loan may pay for one purpose, on the project's total of that purpose."""

    code: str
    amount: Decimal = _euros("plafond")


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A kind of microcredit that the dispositif offers."""

    code: str
    label: str = _value("intitulé")
    intended_for: str = _value("pour qui")
    objective: str = _value("pour quoi")
    amount: AmountLimits
    months: MonthLimits
    exception: ExceptionalCeiling
    guarantee: GuaranteeTerms
    support: SupportTerms
    purposes: tuple[Purpose, ...]
    ceilings: tuple[PurposeCeiling, ...] = ()
    ceilings_combine: bool = _value("cumul des plafonds par objet", default=True)
    medical_papers: bool = _value("pièces médicales admises au coffre", default=False)
    audiences: tuple[str, ...] = _value("publics informés")

    def purpose(self, code: str) -> Purpose | None:
        return next((purpose for purpose in self.purposes if purpose.code == code), None)

    def ceiling(self, purpose: str) -> Decimal | None:
        """The ceiling of one purpose in euros, None when it has none of its own."""
        return next((ceiling.amount for ceiling in self.ceilings if ceiling.code == purpose), None)

    @property
    def guaranteed_by_ccas(self) -> bool:
        return self.guarantee.guarantor is Guarantor.CCAS


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRate:
    """The nominal yearly rate of a bank for a product; a product without a rate is not lent there."""

    code: str
    rate: Decimal = _percent("taux débiteur annuel", most=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCeiling:
    """A ceiling of the bank's own, below the product's."""

    code: str
    amount: Decimal = _euros("plafond de la banque")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The one named person or desk at the bank."""

    name: str = _value("interlocuteur")
    email: str = _value("courriel")
    phone: str | None = _value("téléphone", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """How repayments become known to the CCAS."""

    mode: ReportingMode = _value("suivi des paiements")
    grace_days: int = _days("délai avant de présumer le paiement")


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedPayment:
    """The bank's part of the unpaid protocol, in calendar days."""

    bank_reminder_days: int = _days("rappel de la banque après l’échéance")
    alert_days: int = _days("alerte au CCAS après l’échéance, sans nouvelles")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeCall:
    """How the bank calls the guarantee."""

    base: CallBase = _value("assiette de l’appel en garantie")
    within_days: int = _days("délai pour appeler la garantie après la déchéance du terme")
    documents: tuple[str, ...] = _value("pièces de l’appel en garantie")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement (convention) with one partner bank."""

    code: str
    name: str = _value("banque")
    contact: Contact
    rates: tuple[ProductRate, ...]
    ceilings: tuple[ProductCeiling, ...] = ()
    fees: Decimal = _euros("frais de dossier")
    documents: tuple[str, ...] = _value("pièces voulues par la banque")
    answer_days: int = _days("réponse attendue sous")
    seller_notice: bool = _value("notification d’accord au vendeur")
    signing_place: str = _value("lieu de signature")
    reporting: Reporting
    missed_payment: MissedPayment
    guarantee_call: GuaranteeCall

    def rate(self, product: str) -> Decimal | None:
        """The nominal yearly rate in percent, None when the bank does not lend this product."""
        return next((rate.rate for rate in self.rates if rate.code == product), None)

    def ceiling(self, product: str) -> Decimal | None:
        return next((ceiling.amount for ceiling in self.ceilings if ceiling.code == product), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmission:
    """How files go to the banks."""

    several_at_once: bool = _value("plusieurs banques saisies en même temps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The commission: where it sits, and how it decides. It gives an opinion; the bank decides."""

    before_bank: bool = _value("avis de la commission avant la banque")
    before_refund: bool = _value("passage en commission avant le remboursement des intérêts")
    quorum: int = _value("quorum", "membres", 0, 100)
    members: tuple[str, ...] = _value("membres")
    conditions: tuple[str, ...] = _value("conditions d’un avis favorable")

    @property
    def sits(self) -> bool:
        return self.before_bank or self.before_refund


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterTerms:
    """The charte de l'accompagnement."""

    parties: Charter = _value("charte de l’accompagnement")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPlan:
    """The contacts that one level of support plans: one midway, or one every so many months."""

    channel: Channel = _value("forme du contact")
    midway: bool = _value("un seul point, à mi-parcours", default=False)
    every_months: int | None = _months("un contact tous les", 1, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPlan:
    """The support plan (accompagnement) by level, and the first contact of a compulsory one."""

    first_contact_days: int = _days("premier contact après le déblocage, accompagnement obligatoire")
    light: LevelPlan
    regular: LevelPlan
    reinforced: LevelPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidProtocol:
    """The CCAS's part of the unpaid protocol (impayés), in business days from the bank's alert."""

    reach_days: int = _days("joindre la personne sous")
    attempts: int = _value("tentatives de contact", "tentatives", 1, 20)
    review_days: int = _days("faire le point sur la situation sous")
    solutions_days: int = _days("proposer des solutions sous")
    meeting_days: int = _days("rendez-vous tripartite sous")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTerms:
    """The interest refund (remboursement des intérêts)."""

    policy: RefundPolicy = _value("remboursement des intérêts")
    rate: Decimal = _percent("part des intérêts remboursée")
    cap: Decimal | None = _euros("plafond du remboursement", default=None)
    grace_days: int = _days("tolérance avant qu’une échéance soit en retard")
    lapse_months: int | None = _months("RIB attendu pendant", 1, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The guarantee envelope that the CCAS votes."""

    voted: Decimal = _euros("enveloppe votée")
    repaid_principal_frees_room: bool = _value("le capital remboursé libère l’enveloppe")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualIncomeFormula:
    """Reste à vivre: (income − fixed charges [− debt service]) / divisor, per period."""

    deducts_debt_service: bool = _value("les mensualités de dettes sont déduites")
    divisor: Divisor = _value("diviseur")
    period: Period = _value("période")
    floor: Decimal = _euros("plancher")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumptionUnits:
    """Unités de consommation: 1 for the first adult, then by age."""

    first: Decimal = _value("première personne", "unité", 0, 10)
    other: Decimal = _value("autre personne, à partir de l’âge charnière", "unité", 0, 10)
    child: Decimal = _value("enfant, sous l’âge charnière", "unité", 0, 10)
    pivot_age: int = _value("âge charnière", YEARS, 0, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFormulas:
    """The CCAS's own formulas for the budget study; they have no legal definition."""

    residual_income: ResidualIncomeFormula
    consumption_units: ConsumptionUnits
    debt_ratio_with_rent: bool = _value("le loyer compte dans le taux d’endettement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Who may be helped. Findings advise; a person decides."""

    residence: bool = _value("résidence sur le territoire demandée")
    min_age: int = _value("âge minimum", YEARS, 0, 120)
    max_debt_ratio: Decimal | None = _percent("taux d’endettement maximum", default=None)
    concurrent_loans: int = _value("prêts en cours au maximum, celui-ci compris", "prêts", 1, 20)
    blocked_by_over_indebtedness: bool = _value("un plan de surendettement en cours bloque la demande")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A supporting document (pièce justificative), and when it is asked.

    Each non-empty list is a condition (one of them suffices); all conditions must hold.
    """

    code: str
    label: str = _value("intitulé")
    holder: Holder = _value("à fournir par")
    blocking: bool = _value("bloque la transmission à la banque")
    validity_months: int | None = _months("validité", 1, default=None)
    mask_nir: bool = _value("numéro de sécurité sociale à masquer", default=False)
    medical: bool = _value("pièce médicale", default=False)
    products: tuple[str, ...] = _value("produits", default=())
    purposes: tuple[str, ...] = _value("objets", default=())
    employment: tuple[Employment, ...] = _value("situations professionnelles", default=())
    housing: tuple[Housing, ...] = _value("logement", default=())
    circumstances: tuple[Circumstance, ...] = _value("circonstances", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """Help the CCAS itself may give during the loan."""

    code: str
    label: str = _value("intitulé")
    over_a_period: bool = _value("accordée pour une période")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorientation:
    """Where a request that does not end in a loan may go (réorientation)."""

    code: str
    label: str = _value("réorientation possible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long personal data are kept (durée de conservation)."""

    file_months: int = _months("dossier, après le dernier événement")
    access_log_months: int = _months("journal des consultations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A dispositif de microcrédit personnel accompagné, for as long as one délibération holds."""

    code: str = _value("code")
    name: str = _value("nom du dispositif")
    valid_from: date = _value("en vigueur à partir du")
    valid_to: date | None = _value("en vigueur jusqu’au", default=None)
    board_resolution: str | None = _value("délibération", default=None)
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
