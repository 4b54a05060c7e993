"""`etrier sweep`: the daily sweep, by hand or from cron; prints what it did. A second run does nothing."""

import argparse
import json
import sys
from datetime import date

from django.utils import timezone

from etrier.accounts.models import Organisation
from etrier.config.sweep import sweep


def main(arguments: list[str]) -> int:
    """Sweep every organisation, for today where each is or for the day given."""
    parser = argparse.ArgumentParser(prog="etrier sweep", description="Fait le travail quotidien.")
    parser.add_argument("--on", help="jour à traiter (AAAA-MM-JJ), par défaut aujourd’hui")
    parser.add_argument("--json", action="store_true", help="une ligne JSON par étape")
    given = parser.parse_args(arguments)
    try:
        on = date.fromisoformat(given.on) if given.on else None
    except ValueError:
        sys.stderr.write("etrier sweep : --on attend une date comme 2026-11-23.\n")
        return 2
    for organisation in Organisation.objects.order_by("pk"):
        for done in sweep(organisation, on or organisation.today(timezone.now())):
            if given.json:
                print(json.dumps({"organisation": done.organisation, "step": done.step, "count": done.count}))
            elif done.count:
                print(f"{done.organisation} : {done.step} ({done.count})")
    return 0
