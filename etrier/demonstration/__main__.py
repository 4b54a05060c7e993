"""`python -m etrier.demonstration`: fill the database when it is empty.

`etrier demo` runs it in processes of its own: one to seat who runs the instance, one per town to fill.
"""

import argparse
import os
import sys
from datetime import date
from importlib import import_module

import django


def main() -> int:
    """Do one of the three; without a town both are filled, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m etrier.demonstration")
    parser.add_argument("action", choices=("found", "fill", "disposable"))
    parser.add_argument("--on", type=date.fromisoformat, help="jour de la démonstration (aujourd’hui)")
    parser.add_argument("--files", type=int, default=140, help="nombre de dossiers, villes ensemble")
    parser.add_argument("--town", action="append", help="une ville (toutes sinon)")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etrier.config.settings")
    django.setup()
    filling = import_module("etrier.demonstration.filling")
    if given.action == "found":
        return int(filling.found())
    if given.action == "disposable":
        return 0 if filling.disposable() else 2
    return int(filling.fill(given.on, given.files, given.town))


try:
    sys.exit(main())
except KeyboardInterrupt:
    sys.exit(130)
