"""`etrier bench`: the benches, as a table or `--json`. Each checks its results before it measures."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from importlib import import_module
from itertools import groupby
from typing import NoReturn

from etrier.cli.benches.race import Check, Figure, Report
from etrier.domain.french import typeset
from etrier.domain.wording import number

BENCHES = {
    "rules": ("etrier.cli.benches.rules", "les calculs de prêt, comparés à d’autres bibliothèques"),
    "pages": ("etrier.cli.benches.pages", "les pages, dans une organisation de 100 000 dossiers"),
}
"""Name, module, what it measures. A module is loaded when its bench is called."""
ROW = "{:<50}{:>10}{:>19}{:>13}{:>12}{:>10}"
SCALES = (("s", 1, 0.9995), ("ms", 1e3, 1e-3), ("µs", 1e6, 1e-6), ("ns", 1e9, 0))
DONE, DISAGREES = 0, 1


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one French line."""

    def error(self, message: str) -> NoReturn:
        known = ", ".join(BENCHES)
        self.exit(2, f"etrier bench : demande incomprise (bancs : {known} ; voir etrier bench --help).\n")


def main(arguments: Sequence[str]) -> int:
    """Run the bench named, or all of them; 1 when results that should agree do not."""
    given = _parser().parse_args(arguments)
    agreed = True
    for name in [given.name] if given.name else BENCHES:
        module, _ = BENCHES[name]
        report: Report = import_module(module).bench(quick=given.quick)
        if given.json:
            print(json.dumps({"bench": name, **_plain(report)}, ensure_ascii=False))
        else:
            print("\n".join(_table(report)))
        if report.missing:
            print(_missing(report.missing), file=sys.stderr)
        agreed = agreed and all(check.agrees for check in report.checks)
    if not agreed:
        print("etrier bench : des résultats qui devraient être égaux diffèrent.", file=sys.stderr)
    return DONE if agreed else DISAGREES


def _parser() -> argparse.ArgumentParser:
    rows = "\n".join(f"  {name}   {words}" for name, (_, words) in BENCHES.items())
    parser = _Parser(
        prog="etrier bench",
        description=f"Vérifie que les résultats s’accordent, puis mesure.\n\nBancs :\n{rows}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", nargs="?", choices=tuple(BENCHES), metavar="NOM", help="un banc ; tous sinon")
    parser.add_argument("--json", action="store_true", help="une ligne JSON par banc, au lieu d’une table")
    parser.add_argument("--quick", action="store_true", help="en petit, pour voir si tout marche")
    return parser


def _missing(names: Sequence[str]) -> str:
    return typeset(
        f"Non installé, donc non comparé : {', '.join(names)}. "
        "« make bench » ou « pip install etrier[bench] » les installe."
    )


def _plain(report: Report) -> dict[str, object]:
    return {
        "checks": [{**asdict(check), "agrees": check.agrees} for check in report.checks],
        "figures": [{**asdict(figure), "per_second": figure.per_second} for figure in report.figures],
        "missing": report.missing,
    }


def _table(report: Report) -> Iterator[str]:
    yield "Accords"
    yield from (_check_row(check, report.compared) for check in report.checks)
    for task, run in groupby(report.figures, key=lambda figure: figure.task):
        figures = list(run)
        ours = "" if figures[0].to_ours is None else "× Étrier"
        yield ""
        yield ROW.format(task, f"par {report.unit}", "quartiles", "par seconde", "× plancher", ours)
        yield from (_figure_row(figure) for figure in figures)


def _check_row(check: Check, compared: str) -> str:
    verdict = "ok" if check.agrees else "ÉCART"
    gap = f"{check.gap:.2g} {check.unit}".replace(".", ",")
    return typeset(f"  {verdict:<6}{check.name} : {number(check.compared)} {compared}, au plus {gap}")


def _figure_row(figure: Figure) -> str:
    return ROW.format(
        f"  {figure.name}",
        _time(figure.seconds),
        f"{_time(figure.low)} à {_time(figure.high)}",
        number(Decimal(f"{figure.per_second:.3g}"), 0),
        _ratio(figure.to_floor),
        "" if figure.to_ours is None else _ratio(figure.to_ours),
    )


def _ratio(times: float) -> str:
    return number(Decimal(f"{times:.2g}"), 2 if times < 1 else 1)


def _time(seconds: float) -> str:
    unit, scale = next((name, by) for name, by, least in SCALES if seconds >= least)
    return f"{seconds * scale:.3g} {unit}".replace(".", ",")
