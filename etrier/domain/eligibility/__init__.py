"""Eligibility with its reasons: every criterion speaks, a person decides and may override with a motive."""

from etrier.domain.eligibility.case import Case, Finding, OverIndebtedness, Protection, Request, Severity
from etrier.domain.eligibility.criteria import CRITERIA, assess, findings_of

__all__ = [
    "CRITERIA",
    "Case",
    "Finding",
    "OverIndebtedness",
    "Protection",
    "Request",
    "Severity",
    "assess",
    "findings_of",
]
