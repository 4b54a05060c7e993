"""What goes with a loan: the charter, the support, what is done about an unpaid instalment, aids."""
# ruff: noqa: RUF009 — the functions called in class bodies return dataclasses.field

from dataclasses import dataclass

from etrier.domain.scheme.choices import Channel, Charter
from etrier.domain.scheme.fields import days, months, value


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterTerms:
    """The charte de l'accompagnement."""

    parties: Charter = value("charte de l’accompagnement")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPlan:
    """The contacts that one level of support plans: one midway, or one every so many months."""

    channel: Channel = value("forme du contact")
    midway: bool = value("un seul point, à mi-parcours", default=False)
    every_months: int | None = months("un contact tous les", 1, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPlan:
    """The support plan (accompagnement) by level, and the first contact of a compulsory one."""

    first_contact_days: int = days("premier contact après le déblocage, accompagnement obligatoire")
    light: LevelPlan
    regular: LevelPlan
    reinforced: LevelPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidProtocol:
    """The CCAS's part of the unpaid protocol (impayés), in business days from the bank's alert."""

    reach_days: int = days("joindre la personne sous")
    attempts: int = value("tentatives de contact", "tentatives", 1, 20)
    review_days: int = days("faire le point sur la situation sous")
    solutions_days: int = days("proposer des solutions sous")
    meeting_days: int = days("rendez-vous tripartite sous")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """Help the CCAS itself may give during the loan."""

    code: str
    label: str = value("intitulé")
    over_a_period: bool = value("accordée pour une période")
