"""What the environment says, and the secrets kept beside the data when it says nothing."""

import base64
import os
import secrets
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from etrier.config.variables import DEFAULTS

ROOT = Path(__file__).resolve().parents[2]


def text(name: str) -> str:
    """A variable as it is given, else its default; one that the table does not know is an error."""
    return os.environ.get(name, DEFAULTS[name])


def flag(name: str) -> bool:
    """A yes-or-no variable."""
    return text(name).lower() in {"1", "true", "yes", "oui"}


def words(name: str) -> list[str]:
    """A variable that lists words, separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


INSTANCE = Path(text("ETRIER_INSTANCE") or ROOT / ".etrier")


def secret(name: str, size: int = 32) -> str:
    """A secret of the environment, else one made once and kept, readable by its owner alone."""
    if given := text(name):
        return given
    path = INSTANCE / name.lower().removeprefix("etrier_")
    if not path.exists():
        path.parent.mkdir(mode=0o711, exist_ok=True)  # the server’s OS user goes through
        made = base64.urlsafe_b64encode(secrets.token_bytes(size))
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(made)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


OFTEN = 5
"""How many times a connection sends a statement before PostgreSQL keeps its plan."""


def database(url: str, *, prepare: bool = False) -> dict[str, object]:
    """Django's settings of a `postgresql://` address; nothing of it is lost.

    `prepare`: statements met often are prepared on the server, which a pooler may not bear.
    """
    parts = conninfo_to_dict(url)
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {name: value for name, value in parts.items() if name not in names}
        | {
            "server_side_binding": True,  # values travel beside the statement: nothing to quote, and faster
            "prepare_threshold": OFTEN if prepare else None,
        },
    }
    for name, setting in names.items():
        settings[setting] = parts.get(name) or ""
    return settings
