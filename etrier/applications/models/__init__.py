"""Nouns of the request: the request itself, the household, the situation, and all that the study holds."""

from etrier.applications.models.application import Application, Applications
from etrier.applications.models.budget import Budget, BudgetLine, BudgetVersion, Debt
from etrier.applications.models.checklist import SupportingDocument, Waiver
from etrier.applications.models.findings import Conclusion, FindingOverride
from etrier.applications.models.household import Household, HouseholdMember
from etrier.applications.models.project import Funding, Project, ProjectItem
from etrier.applications.models.reorientation import Reorientation
from etrier.applications.models.rights import RightCheck
from etrier.applications.models.situation import Situation

__all__ = [
    "Application",
    "Applications",
    "Budget",
    "BudgetLine",
    "BudgetVersion",
    "Conclusion",
    "Debt",
    "FindingOverride",
    "Funding",
    "Household",
    "HouseholdMember",
    "Project",
    "ProjectItem",
    "Reorientation",
    "RightCheck",
    "Situation",
    "SupportingDocument",
    "Waiver",
]
