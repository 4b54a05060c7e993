"""The nouns of a loan: offer, charter, loan and schedule, movements and reports, measures."""

from etrier.loans.models.charters import SIGNATORIES, Charter, CharterSignature
from etrier.loans.models.loans import BankFact, Instalment, Loan, ScheduleVersion
from etrier.loans.models.measures import MeasureRequest, measure_of
from etrier.loans.models.movements import BankReport, Movement
from etrier.loans.models.offers import Offer, UsuryThreshold

__all__ = [
    "SIGNATORIES",
    "BankFact",
    "BankReport",
    "Charter",
    "CharterSignature",
    "Instalment",
    "Loan",
    "MeasureRequest",
    "Movement",
    "Offer",
    "ScheduleVersion",
    "UsuryThreshold",
    "measure_of",
]
