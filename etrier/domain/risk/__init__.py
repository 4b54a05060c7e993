"""Risk of the guarantee: what a number of loans could cost the CCAS (simulateur de risque pour les élus).

The only rules that draw at random, and the only ones that need NumPy. Nothing else imports them.
"""

from etrier.domain.risk.distribution import Bin, Distribution
from etrier.domain.risk.loans import ANY_TIME, EARLY, LATE, Assumptions, Loans, Timing, loans_of, running_loan
from etrier.domain.risk.simulation import MOST_DRAWS, MOST_LOANS, MOST_SCENARIOS, Risk, simulate

__all__ = [
    "ANY_TIME",
    "EARLY",
    "LATE",
    "MOST_DRAWS",
    "MOST_LOANS",
    "MOST_SCENARIOS",
    "Assumptions",
    "Bin",
    "Distribution",
    "Loans",
    "Risk",
    "Timing",
    "loans_of",
    "running_loan",
    "simulate",
]
