"""The CCAS's own money: the guarantee it votes, the interest it gives back."""
# ruff: noqa: RUF009 — the functions called in class bodies return dataclasses.field

from dataclasses import dataclass
from decimal import Decimal

from etrier.domain.scheme.choices import RefundPolicy
from etrier.domain.scheme.fields import days, euros, months, percent, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The guarantee envelope that the CCAS votes."""

    voted: Decimal = euros("enveloppe votée")
    repaid_principal_frees_room: bool = value("le capital remboursé libère l’enveloppe")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundTerms:
    """The interest refund (remboursement des intérêts)."""

    policy: RefundPolicy = value("remboursement des intérêts")
    rate: Decimal = percent("part des intérêts remboursée")
    cap: Decimal | None = euros("plafond du remboursement", default=None)
    grace_days: int = days("tolérance avant qu’une échéance soit en retard")
    lapse_months: int | None = months("RIB attendu pendant", 1, default=None)
