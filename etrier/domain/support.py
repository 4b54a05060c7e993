"""The support plan (accompagnement) of a loan, and the deadlines of the unpaid protocol."""

from dataclasses import dataclass
from datetime import date, timedelta

from etrier.domain.business_days import business_days_after, next_business_day
from etrier.domain.dates import months_after
from etrier.domain.labelled import Labelled
from etrier.domain.scheme.agreements import MissedPayment
from etrier.domain.scheme.choices import Channel, SupportLevel, SupportMode
from etrier.domain.scheme.products import Product
from etrier.domain.scheme.schema import Scheme
from etrier.domain.scheme.support import LevelPlan, UnpaidProtocol


class ContactReason(Labelled):
    """Why a contact is in the plan."""

    FIRST = "first", "Premier contact de l’accompagnement obligatoire"
    MIDWAY = "midway", "Point à mi-parcours"
    REGULAR = "regular", "Point régulier"
    ADDED = "added", "Contact ajouté"


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """A contact the plan asks for, on a business day."""

    on: date
    channel: Channel
    reason: ContactReason


class ProtocolStep(Labelled):
    """The steps of the unpaid protocol (impayé), in their order."""

    BANK_REMINDER = "bank_reminder", "Rappel de la banque"
    BANK_ALERT = "bank_alert", "Alerte de la banque au CCAS, à défaut prise de nouvelles"
    REACH = "reach", "Joindre la personne"
    REVIEW = "review", "Faire le point sur la situation"
    SOLUTIONS = "solutions", "Proposer des solutions"
    MEETING = "meeting", "Rendez-vous tripartite, si utile"


class Owner(Labelled):
    """Who owes a step."""

    BANK = "bank", "la banque"
    CCAS = "ccas", "le CCAS"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step of the protocol, who owes it, and its last day."""

    step: ProtocolStep
    owner: Owner
    on: date


def level_plan(scheme: Scheme, level: SupportLevel) -> LevelPlan:
    """What the dispositif plans for a level of support."""
    return {
        SupportLevel.LIGHT: scheme.support.light,
        SupportLevel.REGULAR: scheme.support.regular,
        SupportLevel.REINFORCED: scheme.support.reinforced,
    }[level]


def planned_contacts(
    scheme: Scheme,
    product: Product,
    level: SupportLevel,
    *,
    disbursed_on: date,
    last_due_on: date,
    place: str = "",
) -> tuple[PlannedContact, ...]:
    """The contacts of a loan, from its disbursement to its last instalment, each on a business day.

    A postponed loan is planned again with its new last due date: past contacts keep their dates.
    """
    plan = level_plan(scheme, level)
    contacts = []
    if product.support.mode is SupportMode.COMPULSORY:
        first = disbursed_on + timedelta(days=scheme.support.first_contact_days)
        contacts.append(_contact(min(first, last_due_on), plan.channel, ContactReason.FIRST, place))
    if plan.midway:
        middle = disbursed_on + (last_due_on - disbursed_on) // 2
        contacts.append(_contact(middle, plan.channel, ContactReason.MIDWAY, place))
    if plan.every_months:
        month = plan.every_months
        while (on := months_after(disbursed_on, month)) < last_due_on:
            contacts.append(_contact(on, plan.channel, ContactReason.REGULAR, place))
            month += plan.every_months
    return tuple(sorted(contacts, key=lambda contact: contact.on))


def _contact(on: date, channel: Channel, reason: ContactReason, place: str) -> PlannedContact:
    return PlannedContact(next_business_day(on, place), channel, reason)


def bank_deadlines(missed: MissedPayment, due_on: date) -> tuple[Deadline, ...]:
    """What the agreement asks of the bank after an instalment is missed, in calendar days."""
    return (
        Deadline(ProtocolStep.BANK_REMINDER, Owner.BANK, due_on + timedelta(days=missed.bank_reminder_days)),
        Deadline(ProtocolStep.BANK_ALERT, Owner.BANK, due_on + timedelta(days=missed.alert_days)),
    )


def ccas_deadlines(protocol: UnpaidProtocol, alerted_on: date, place: str = "") -> tuple[Deadline, ...]:
    """What the CCAS owes from the day it knows (alert, call, or deadline without news), in business days."""
    return tuple(
        Deadline(step, Owner.CCAS, business_days_after(alerted_on, days, place))
        for step, days in (
            (ProtocolStep.REACH, protocol.reach_days),
            (ProtocolStep.REVIEW, protocol.review_days),
            (ProtocolStep.SOLUTIONS, protocol.solutions_days),
            (ProtocolStep.MEETING, protocol.meeting_days),
        )
    )


def protocol_deadlines(
    missed: MissedPayment,
    protocol: UnpaidProtocol,
    *,
    due_on: date,
    alerted_on: date | None = None,
    place: str = "",
) -> tuple[Deadline, ...]:
    """The whole protocol of one missed instalment; without an alert yet, the CCAS's part starts at its
    deadline."""
    bank = bank_deadlines(missed, due_on)
    return (*bank, *ccas_deadlines(protocol, alerted_on or bank[-1].on, place))
