"""Nouns of the request: the request itself, the household, the situation."""

from etrier.applications.models.application import Application, Applications
from etrier.applications.models.household import Household, HouseholdMember
from etrier.applications.models.situation import Situation

__all__ = ["Application", "Applications", "Household", "HouseholdMember", "Situation"]
