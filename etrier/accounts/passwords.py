"""The password rule of the CNIL: 50 bits of entropy where repeated failures lock the account."""

import math
from typing import Any

from django.core.exceptions import ValidationError

KINDS = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
OTHERS = 33
MINIMUM_BITS = 50
RUNS = "abcdefghijklmnopqrstuvwxyz 01234567890 azertyuiop qsdfghjklm wxcvbn qwertyuiop asdfghjkl zxcvbnm"
"""What fingers follow: the alphabet, the figures, the rows of keyboards."""


def alphabet_of(password: str) -> int:
    """How many characters there are of the kinds it uses."""
    size = sum(size for kind, size in KINDS if any(kind(c) for c in password))
    if any(not c.isalnum() for c in password) or any(c.isalpha() and not c.isascii() for c in password):
        size += OTHERS
    return size


def follows(pair: str) -> bool:
    """Whether the second character goes on from the first, as the alphabet or a keyboard does."""
    return " " not in pair and (pair in RUNS or pair[::-1] in RUNS)


def entropy(password: str) -> float:
    """Bits of a password: the set of characters it draws from, among those of their kinds, then each draw.

    A character that only goes on from the one before adds nothing. For characters all different and in no
    order, this is the CNIL's count: length × log₂(alphabet).
    Source: CNIL, délibération 2022-100 du 21 juillet 2022 (50 bits with a limit on attempts).
    """
    lower = password.lower()
    drawn = [c for rank, c in enumerate(password) if rank == 0 or not follows(lower[rank - 1 : rank + 1])]
    distinct = len(set(drawn))
    if not distinct:
        return 0.0
    return len(drawn) * math.log2(distinct) + distinct * math.log2(max(1, alphabet_of(password) / distinct))


class EntropyValidator:
    """Refuses a password too easy to guess, and says how to make it stronger."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` below the minimum."""
        if entropy(password) < MINIMUM_BITS:
            raise ValidationError(self.get_help_text(), code="password_entropy")

    def get_help_text(self) -> str:
        """The rule, as people can follow it."""
        return (
            "Choisissez un mot de passe plus long : par exemple quatre mots sans rapport, ou douze caractères"
            " mêlant majuscules, minuscules, chiffres et signes."
        )
