"""The nouns of the follow-up: appointments, support, difficulties and their protocol, aids, tasks."""

from etrier.followup.models.aids import Aid
from etrier.followup.models.appointments import Appointment
from etrier.followup.models.difficulties import (
    ContactAttempt,
    Difficulty,
    MissedInstalment,
    ProtocolStep,
    UnpaidLetter,
)
from etrier.followup.models.support import SupportContact, SupportPlan
from etrier.followup.models.tasks import Task

__all__ = [
    "Aid",
    "Appointment",
    "ContactAttempt",
    "Difficulty",
    "MissedInstalment",
    "ProtocolStep",
    "SupportContact",
    "SupportPlan",
    "Task",
    "UnpaidLetter",
]
