"""`python -m etrier.demonstration`: fill the database when it is empty, then say who may sign in."""

import argparse
import os
import sys
from datetime import date
from importlib import import_module

import django


def main() -> int:
    """Fill once; tell the accounts each time."""
    parser = argparse.ArgumentParser(prog="python -m etrier.demonstration")
    parser.add_argument("--on", type=date.fromisoformat, help="jour de la démonstration (aujourd’hui)")
    parser.add_argument("--files", type=int, default=120, help="nombre de dossiers")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etrier.config.settings")
    django.setup()
    import_module("etrier.demonstration.filling").fill(given.on, given.files)
    return 0


sys.exit(main())
