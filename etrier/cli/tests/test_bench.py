"""`etrier bench`: results compared before anything is measured, on sizes too small to be timed."""

import json
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from etrier.cli import main
from etrier.cli.bench import BENCHES, _time
from etrier.cli.benches import agreement, peers, race, rules
from etrier.cli.benches.materials import drawn, terms_of
from etrier.cli.benches.peers import PEERS, Loan, Peer, installed
from etrier.cli.benches.race import Entrant
from etrier.cli.benches.race import race as run_race
from etrier.domain.schedule import schedule_of

TASKS = (rules.ONE, rules.MANY, rules.ONE_APR, rules.MANY_APRS)


def _lines(library: ModuleType, loan: Loan) -> list[float]:
    monthly = loan.rate / 12
    return [loan.principal * monthly / (1 - library.pow(1 + monthly, -loan.months))] * loan.months


HERE = Peer("une d’ici", "math", _lines)
ABSENT = Peer("une absente", "etrier_bench_absent", _lines)


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "QUICK", rules.Sizes(compared=60, alone=3, portfolio=50, rounds=2))
    monkeypatch.setattr(rules, "PEERS", (HERE, ABSENT))


def test_the_table_tells_what_agrees_then_what_each_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "rules", "--quick"]) == 0
    shown, said = capsys.readouterr()
    checks, *tables = shown.split("\n\n")
    assert checks.startswith("Accords\n")
    assert len(checks.splitlines()) == 7
    assert all(line.startswith("  ok ") for line in checks.splitlines()[1:])
    assert "échéanciers en masse et un par un : 60 prêts, au plus 0 centime" in checks.replace("\xa0", " ")
    assert [table[: len(task)] for table, task in zip(tables, TASKS, strict=True)] == list(TASKS)
    assert all(table.splitlines()[1].startswith("  plancher : ") for table in tables)
    assert "une d’ici" in tables[0]
    assert [line for line in said.splitlines() if "une absente" in line] == [
        "Non installé, donc non comparé\xa0: une absente. "
        "«\xa0make bench\xa0» ou «\xa0pip install etrier[bench]\xa0» les installe."
    ]


def test_json_gives_the_same_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "rules", "--quick", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["bench"] == "rules"
    assert report["missing"] == ["une absente"]
    assert {check["agrees"] for check in report["checks"]} == {True}
    assert [figure["task"] for figure in report["figures"] if figure["to_floor"] == 1] == list(TASKS)
    assert [figure["task"] for figure in report["figures"] if figure["to_ours"] == 1] == list(TASKS)
    for figure in report["figures"]:
        assert 0 < figure["low"] <= figure["seconds"] <= figure["high"]
        assert figure["per_second"] == pytest.approx(1 / figure["seconds"])


def test_results_that_differ_are_said_and_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = agreement.aprs
    monkeypatch.setattr(agreement, "aprs", lambda *flows: np.asarray(right(*flows)) + 1e-6)
    assert main(["bench", "rules", "--quick"]) == 1
    shown, said = capsys.readouterr()
    wrong = [line for line in shown.splitlines() if line.startswith("  ÉCART")]
    assert len(wrong) == 1
    assert "TAEG en masse" in wrong[0]
    assert "diffèrent" in said


@pytest.mark.parametrize("column", ["instalment_cents", "principal_cents", "interest_cents", "balance_cents"])
def test_one_cent_in_any_column_is_seen(column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(loans: Any) -> Any:
        groups = right(loans)
        cents = getattr(groups[-1], column)
        cents.flags.writeable = True
        cents[..., -1] += 1
        return groups

    right = agreement.schedules
    monkeypatch.setattr(agreement, "schedules", spoilt)
    cents, _ = agreement.bulk_checks(30)
    assert cents.gap == 1


def test_everybody_runs_in_turn_and_the_first_round_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, order = [0.0], []

    def entrant(name: str, seconds: float, **role: bool) -> Entrant:
        def run() -> None:
            order.append(name)
            clock[0] += 100 if len(order) <= 3 else seconds

        return Entrant("tâche", name, run, 10, **role)

    monkeypatch.setattr(race, "process_time", lambda: clock[0])
    entrants = [entrant("plancher", 20, floor=True), entrant("nous", 40, ours=True), entrant("autre", 60)]
    figures = run_race(entrants, rounds=2)
    assert order == [
        *("plancher", "nous", "autre"),
        *("nous", "autre", "plancher"),
        *("autre", "plancher", "nous"),
    ]
    assert [(figure.name, figure.seconds) for figure in figures] == [
        ("plancher", 2),
        ("nous", 4),
        ("autre", 6),
    ]
    assert [(figure.to_floor, figure.to_ours) for figure in figures] == [(1, 0.5), (2, 1), (3, 1.5)]
    assert figures[0].per_second == 0.5


@pytest.mark.parametrize("arguments", [["nothing"], ["rules", "--fast"], ["rules", "pages"]])
def test_a_request_not_understood_is_one_french_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["bench", *arguments])
    assert left.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        f"etrier bench : demande incomprise (bancs : {', '.join(BENCHES)} ; voir etrier bench --help)."
    ]


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_library_compared_answers_as_we_do(peer: Peer) -> None:
    """Where the extra is installed."""
    modules, missing = installed((peer,))
    if missing:
        pytest.skip(f"{peer.name} n’est pas installé")
    loans = drawn(5, seed=1, months=36)
    exact = [schedule_of(terms) for terms in terms_of(loans, range(5))]
    checks = agreement.peer_checks(modules, exact)
    assert len(checks) == (2 if peer.apr else 1)
    assert all(check.agrees for check in checks), checks


def test_the_extra_is_not_needed_to_read_the_command() -> None:
    assert not {peer.module for peer in PEERS} & set(vars(peers))
    assert installed((ABSENT,)) == ({}, ("une absente",))
    assert ABSENT.module not in sys.modules


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(2.6, "2,6 s"), (0.9999, "1 s"), (0.0619, "61,9 ms"), (0.0000173, "17,3 µs"), (0.000000161, "161 ns")],
)
def test_a_time_is_told_in_the_unit_that_suits_it(seconds: float, told: str) -> None:
    assert _time(seconds) == told
