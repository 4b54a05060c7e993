"""The map: the states of every thing, and the acts that move them. Read by the door, never bypassed."""

from collections.abc import Mapping
from types import MappingProxyType

from etrier.domain.lifecycle import (
    application,
    bank,
    committee,
    difficulty,
    file,
    house,
    loan,
    paper,
    refund,
    support,
)
from etrier.domain.lifecycle.acts import Act
from etrier.domain.lifecycle.codes import CODE_LABELS, OPEN_CODES
from etrier.domain.lifecycle.machine import ActRefused, Lifecycle, Move
from etrier.domain.lifecycle.sentences import ACTS, ActText, Kind, placeholder_kind, placeholders

LIFECYCLES: Mapping[str, Lifecycle] = MappingProxyType(
    {
        lifecycle.name: lifecycle
        for lifecycle in (
            application.APPLICATION,
            committee.SESSION,
            committee.AGENDA_ITEM,
            committee.APPEAL,
            bank.TRANSMISSION,
            bank.OFFER,
            bank.CHARTER,
            loan.LOAN,
            loan.MEASURE,
            loan.ENVELOPE,
            loan.COMMITMENT,
            support.APPOINTMENT,
            support.SUPPORT_PLAN,
            support.SUPPORT_CONTACT,
            difficulty.DIFFICULTY,
            difficulty.PROTOCOL_STEP,
            support.AID,
            support.TASK,
            refund.REFUND,
            refund.EVALUATION,
            file.FILE,
            file.PERSON,
            file.HOUSEHOLD,
            file.CONSENT,
            file.LIFE_EVENT,
            file.EXCHANGE,
            file.MESSAGE,
            file.LINK,
            paper.DOCUMENT,
            paper.LETTER,
            house.SCHEME,
            house.PARTNER,
            house.BANK,
            house.ACCOUNT_REQUEST,
            house.AGREEMENT,
            house.ORGANISATION,
            house.USURY_THRESHOLD,
            house.YEAR_TOTALS,
            house.INVITATION,
            house.MEMBERSHIP,
        )
    }
)
STATE_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {name: lifecycle.labels for name, lifecycle in LIFECYCLES.items()}
)

__all__ = [
    "ACTS",
    "CODE_LABELS",
    "LIFECYCLES",
    "OPEN_CODES",
    "STATE_LABELS",
    "Act",
    "ActRefused",
    "ActText",
    "Kind",
    "Lifecycle",
    "Move",
    "placeholder_kind",
    "placeholders",
]
