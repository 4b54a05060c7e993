"""`python -m etrier.cli.benches TOWN ROUNDS`: what each page costs, one JSON line per page.

`etrier bench pages` runs it on a database of its own: the settings are read once per process.
"""

import json
import sys
from dataclasses import asdict
from importlib import import_module

from etrier.cli import site

site.ready()
code, rounds = sys.argv[1], int(sys.argv[2])
for cost in import_module("etrier.cli.benches.visits").measured(code, rounds):
    print(json.dumps(asdict(cost), ensure_ascii=False))
