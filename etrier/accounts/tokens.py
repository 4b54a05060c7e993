"""Tokens sent by e-mail: only their print is kept."""

import hashlib
import secrets


def token_hash(token: str) -> str:
    """What is kept of a token sent by e-mail: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(32)
