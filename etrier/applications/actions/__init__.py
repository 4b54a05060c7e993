"""Verbs of the request: one module by noun, re-exported so that `actions.open_study` is enough."""

from etrier.applications.actions.contact import (
    add_co_borrower,
    explain_microcredit,
    merge_person,
    record_contact,
    remove_co_borrower,
    update_identity,
)
from etrier.applications.actions.household import household_of, record_household, update_household
from etrier.applications.actions.situation import (
    assess_support,
    close_application,
    open_study,
    reopen_application,
    update_situation,
)

__all__ = [
    "add_co_borrower",
    "assess_support",
    "close_application",
    "explain_microcredit",
    "household_of",
    "merge_person",
    "open_study",
    "record_contact",
    "record_household",
    "remove_co_borrower",
    "reopen_application",
    "update_household",
    "update_identity",
    "update_situation",
]
