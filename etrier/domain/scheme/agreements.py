"""What is agreed with each partner bank."""
# ruff: noqa: RUF009 — the functions called in class bodies return dataclasses.field

from dataclasses import dataclass
from decimal import Decimal

from etrier.domain.scheme.choices import CallBase, ReportingMode
from etrier.domain.scheme.fields import days, euros, percent, value


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRate:
    """The nominal yearly rate of a bank for a product; a product without a rate is not lent there."""

    code: str
    rate: Decimal = percent("taux débiteur annuel", most=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCeiling:
    """A ceiling of the bank's own, below the product's."""

    code: str
    amount: Decimal = euros("plafond de la banque")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The one named person or desk at the bank."""

    name: str = value("interlocuteur")
    email: str = value("courriel")
    phone: str | None = value("téléphone", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """How repayments become known to the CCAS."""

    mode: ReportingMode = value("suivi des paiements")
    grace_days: int = days("délai avant de présumer le paiement")


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedPayment:
    """The bank's part of the unpaid protocol, in calendar days."""

    bank_reminder_days: int = days("rappel de la banque après l’échéance")
    alert_days: int = days("alerte au CCAS après l’échéance, sans nouvelles")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeCall:
    """How the bank calls the guarantee."""

    base: CallBase = value("assiette de l’appel en garantie")
    within_days: int = days("délai pour appeler la garantie après la déchéance du terme")
    documents: tuple[str, ...] = value("pièces de l’appel en garantie")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement (convention) with one partner bank."""

    code: str
    name: str = value("banque")
    contact: Contact
    rates: tuple[ProductRate, ...]
    ceilings: tuple[ProductCeiling, ...] = ()
    fees: Decimal = euros("frais de dossier")
    documents: tuple[str, ...] = value("pièces voulues par la banque")
    answer_days: int = days("réponse attendue sous")
    seller_notice: bool = value("notification d’accord au vendeur")
    signing_place: str = value("lieu de signature")
    reporting: Reporting
    missed_payment: MissedPayment
    guarantee_call: GuaranteeCall

    def rate(self, product: str) -> Decimal | None:
        """The nominal yearly rate in percent, None when the bank does not lend this product."""
        return next((rate.rate for rate in self.rates if rate.code == product), None)

    def ceiling(self, product: str) -> Decimal | None:
        return next((ceiling.amount for ceiling in self.ceilings if ceiling.code == product), None)
