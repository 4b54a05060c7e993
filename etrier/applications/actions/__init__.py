"""Verbs of the request: one module by noun, re-exported so that `actions.open_study` is enough."""

from etrier.applications.actions.budget import update_budget
from etrier.applications.actions.checklist import ask_missing_documents, bring_document, waive_document
from etrier.applications.actions.conclusion import complete_study, return_to_study
from etrier.applications.actions.contact import (
    add_co_borrower,
    explain_microcredit,
    merge_person,
    record_contact,
    remove_co_borrower,
    update_identity,
)
from etrier.applications.actions.findings import cancel_override, override_finding
from etrier.applications.actions.household import household_of, record_household, update_household
from etrier.applications.actions.project import update_project
from etrier.applications.actions.reorientation import reorient
from etrier.applications.actions.rights import check_rights
from etrier.applications.actions.situation import (
    assess_support,
    close_application,
    open_study,
    reopen_application,
    update_situation,
)

__all__ = [
    "add_co_borrower",
    "ask_missing_documents",
    "assess_support",
    "bring_document",
    "cancel_override",
    "check_rights",
    "close_application",
    "complete_study",
    "explain_microcredit",
    "household_of",
    "merge_person",
    "open_study",
    "override_finding",
    "record_contact",
    "record_household",
    "remove_co_borrower",
    "reopen_application",
    "reorient",
    "return_to_study",
    "update_budget",
    "update_household",
    "update_identity",
    "update_project",
    "update_situation",
    "waive_document",
]
