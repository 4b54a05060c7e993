"""Whole portfolios at once, by columns of NumPy: to the cent what `schedule` and `apr` say of each loan.

For regular loans only: first period of one month, no measure. One loan never needs this package, and
`etrier loan` does not load it.
"""

from etrier.domain.bulk.aprs import aprs
from etrier.domain.bulk.loans import HIGHEST_LOAN_CENTS, Loans
from etrier.domain.bulk.schedules import Lines, schedules

__all__ = ["HIGHEST_LOAN_CENTS", "Lines", "Loans", "aprs", "schedules"]
