"""The dispositif model: what a CCAS decides once, as one readable TOML file."""

from etrier.domain.scheme.agreements import Agreement
from etrier.domain.scheme.applications import Document, Eligibility
from etrier.domain.scheme.comparing import Difference, Entry, diff, entries, sides
from etrier.domain.scheme.decisions import Committee
from etrier.domain.scheme.funds import Envelope, RefundTerms
from etrier.domain.scheme.products import Product
from etrier.domain.scheme.reading import LONGEST_TEXT, Finding, Reading, SchemeError, load, read
from etrier.domain.scheme.schema import Provenance, Scheme
from etrier.domain.scheme.writing import to_toml

__all__ = [
    "LONGEST_TEXT",
    "Agreement",
    "Committee",
    "Difference",
    "Document",
    "Eligibility",
    "Entry",
    "Envelope",
    "Finding",
    "Product",
    "Provenance",
    "Reading",
    "RefundTerms",
    "Scheme",
    "SchemeError",
    "diff",
    "entries",
    "load",
    "read",
    "sides",
    "to_toml",
]
