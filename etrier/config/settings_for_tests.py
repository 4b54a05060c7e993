"""Settings of the tests: stricter than production, and a server that may lose everything."""

import os

os.environ["ETRIER_TEST"] = "1"
os.environ.setdefault("ETRIER_SECRET_KEY", "tests-only-" + "x" * 40)
os.environ.setdefault("ETRIER_MASTER_KEY", "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=")

from etrier.config.settings import *  # noqa: F403 -- the environment comes first
from etrier.config.settings import LOGGING, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = LOGGING | {"loggers": {"django.request": {"level": "ERROR"}}}
"""Sweeps are refused thousands of pages on purpose: pytest would lay out a trace of each."""
WHITENOISE_AUTOREFRESH = True
"""Each test client is a new server: it would list the assets again."""
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


class UndefinedVariable(str):
    """Makes a template that names an unknown variable fail, instead of showing nothing."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, name: object) -> str:
        raise KeyError(f"undefined template variable: {name}")


OPTIONS: dict[str, object] = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]  # the settings' dict holds both
OPTIONS["string_if_invalid"] = UndefinedVariable("%s")
