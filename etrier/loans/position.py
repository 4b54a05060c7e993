"""Where a loan stands, kept beside it: lists and the daily work ask it without reading each account again.

The account is the truth. What is kept is what it says on `known_on`, written by each act that adds a fact,
and read again by the sweep on `look_on`, the next day that changes it by itself.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from etrier.database.writing import renew
from etrier.domain.account import History, account_on, changes_on
from etrier.funds.actions import note_outstanding
from etrier.loans.accounts import histories_of
from etrier.loans.models import Loan

POSITION = ("unpaid_since", "arrears", "silent_since", "known_on", "look_on")
"""The columns of a loan that hold it."""
Plan = list[tuple[date, Decimal]]


def renew_position(loan: Loan, on: date, plan: Plan | None = None) -> None:
    """Read the account again within an act, which saves the loan; tell the guarantee what remains due.

    A fact entered late does not go back in time: the position stays that of the last day known.
    """
    read(loan, histories_of([loan])[loan.pk], max(on, loan.known_on), plan)


def read(loan: Loan, history: History, on: date, plan: Plan | None = None) -> None:
    """Write on a loan where it stands on a day; the caller saves it."""
    account = account_on(history, on)
    loan.unpaid_since, loan.arrears = account.unpaid_since, account.arrears
    loan.silent_since = account.silent_since
    loan.known_on, loan.look_on = on, changes_on(history, on)
    commitment = loan.commitment
    if commitment is not None and commitment.state == "committed":
        owed = account.outstanding_principal
        if plan is not None or commitment.outstanding != owed:
            note_outstanding(commitment, on=on, outstanding=owed, plan=plan)


def keep_positions(loans: Iterable[Loan], on: date) -> None:
    """Read these accounts again, beside any act, and save where each loan stands."""
    found = list(loans)
    histories = histories_of(found)
    for loan in found:
        read(loan, histories[loan.pk], max(on, loan.known_on))
    renew(found, POSITION)
