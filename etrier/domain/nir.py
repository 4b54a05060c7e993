"""The social security number (NIR): found where someone typed one, so that it can be refused.

13 digits of the right shape and a valid key; Corsica is 2A or 2B. A phone, an IBAN, a bank card or a file
number is not one. The number itself is never kept, not even in what this module answers.
"""

import re
from dataclasses import dataclass

ADVICE = "Retirez le numéro de sécurité sociale : il ne doit figurer nulle part dans le dossier."

_GAP = r"[\s.\-/\u00a0\u202f]{0,2}"
_SHAPE = re.compile(
    rf"""(?<![0-9A-Za-z])(?=(?P<all>
    (?P<sex>[123478]){_GAP}
    (?P<year>\d{{2}}){_GAP}
    (?P<month>\d{{2}}){_GAP}
    (?P<department>\d{{2}}|2[ABab]){_GAP}
    (?P<rest>\d{{3}}{_GAP}\d{{3}}){_GAP}
    (?:cl[ée]{_GAP}:?{_GAP})?
    (?P<key>\d{{2}}))
    (?![0-9A-Za-z]))""",
    re.VERBOSE,
)
_CORSICA = {"2A": "19", "2B": "18"}
_IBAN = re.compile(r"(?<![0-9A-Za-z])(?=([A-Z]{2}\d{2}(?:[\s\u00a0\u202f]?[0-9A-Z]){11,30}))")
_IBAN_LENGTHS = {
    "AT": 20,
    "BE": 16,
    "CH": 21,
    "DE": 22,
    "ES": 24,
    "FR": 27,
    "GB": 22,
    "IE": 22,
    "IT": 27,
    "LU": 20,
    "MC": 27,
    "NL": 18,
    "PT": 25,
}
"""Countries whose accounts a borrower may hold here."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a NIR stands in a text."""

    start: int
    end: int


def find_nirs(text: str) -> tuple[Found, ...]:
    """Every NIR of a text, by its place; spaces, dots and dashes between its groups do not hide it."""
    matches = [match for match in _SHAPE.finditer(text) if _is_nir(match)]
    accounts = _ibans(text) if matches else ()
    return tuple(
        Found(*match.span("all"))
        for match in matches
        if not any(account.start <= match.start("all") < account.end for account in accounts)
    )


def contains_nir(text: str) -> bool:
    return bool(find_nirs(text))


def masked(text: str) -> str:
    """The text with each NIR replaced by dots."""
    for found in reversed(find_nirs(text)):
        text = f"{text[: found.start]}••••••{text[found.end :]}"
    return text


def _is_nir(match: re.Match[str]) -> bool:
    """A plausible month (or a code that stands for an unknown one) and a key that agrees."""
    month = int(match["month"])
    if not (1 <= month <= 12 or 20 <= month <= 42 or 50 <= month <= 99):
        return False
    department = match["department"].upper()
    head = match["sex"] + match["year"] + match["month"] + _CORSICA.get(department, department)
    return 97 - int(head + re.sub(r"\D", "", match["rest"])) % 97 == int(match["key"])


def _ibans(text: str) -> tuple[Found, ...]:
    """The bank accounts of a text whose own key agrees: their digits are no NIR."""
    found = []
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match[1][:2], 0)
        places = [place for place, letter in enumerate(match[1]) if letter.isalnum()][:length]
        account = "".join(match[1][place] for place in places)
        if length and len(account) == length and _iban_key_agrees(account):
            found.append(Found(match.start(1), match.start(1) + places[-1] + 1))
    return tuple(found)


def _iban_key_agrees(account: str) -> bool:
    turned = account[4:] + account[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
