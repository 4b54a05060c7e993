"""The password rule of the CNIL: 50 bits of entropy where repeated failures lock the account."""

import math
from typing import Any

from django.core.exceptions import ValidationError

KINDS = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
OTHERS = 33
MINIMUM_BITS = 50


def entropy(password: str) -> float:
    """Bits of a password drawn at random from the kinds of characters it uses; repeated ones count half.

    Source: CNIL, délibération 2022-100 du 21 juillet 2022 (50 bits with a limit on attempts).
    """
    alphabet = sum(size for kind, size in KINDS if any(kind(c) for c in password))
    if any(not c.isalnum() for c in password) or any(c.isalpha() and not c.isascii() for c in password):
        alphabet += OTHERS
    useful = len(set(password)) + (len(password) - len(set(password))) / 2
    return useful * math.log2(alphabet) if alphabet else 0.0


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
