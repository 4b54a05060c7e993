"""Makes Django ready for a command that works on the site's data."""

import os

import django


def ready(role: str = "") -> None:
    """Read the settings and the models, as the site's role unless another is asked for."""
    if role:
        os.environ["ETRIER_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etrier.config.settings")
    django.setup()
