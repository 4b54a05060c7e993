"""`etrier loan`: JSON Lines in, JSON Lines out; a bad line is answered in its place, never a traceback."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from etrier.cli import COMMANDS, main
from etrier.cli.jsonlines import LONGEST_LINE, answer_lines
from etrier.cli.loan import ANSWERS

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "domain/tests/reference/loan-arithmetic.json").read_text("utf-8")
)
LOAN = {"principal": "2000", "yearly_rate": "4", "months": 24, "disbursed_on": "2026-01-15"}


def answered(command: str, *lines: object) -> tuple[bool, list[dict[str, Any]]]:
    """The answers to some lines, given as objects or as raw bytes."""
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    target = io.BytesIO()
    good = answer_lines(io.BytesIO(raw), target, ANSWERS[command])
    return good, [json.loads(line) for line in target.getvalue().splitlines()]


def error_of(command: str, line: object) -> str:
    good, (answer,) = answered(command, line)
    assert not good
    assert list(answer) == ["error"]
    return str(answer["error"])


@pytest.mark.covers("A16")
def test_schedule_answers_as_published() -> None:
    good, (answer,) = answered("schedule", LOAN)
    assert good
    assert {key: answer[key] for key in ("instalment", "apr", "interest", "total")} == {
        "instalment": "86.85",
        "apr": "4.073869",
        "interest": "84.39",
        "total": "2084.39",
    }
    assert len(answer["lines"]) == 24
    assert answer["lines"][0] == {
        "number": 1,
        "due_on": "2026-02-15",
        "amount": "86.85",
        "principal": "80.18",
        "interest": "6.67",
        "insurance": "0.00",
        "balance": "1919.82",
    }


@pytest.mark.covers("R5")
@pytest.mark.parametrize("example", REFERENCE["measures"])
def test_schedule_with_measures_reproduces_the_reference(example: dict[str, Any]) -> None:
    good, (answer,) = answered("schedule", example["input"])
    assert good
    assert len(answer["lines"]) == example["lines"]
    assert answer["interest"] == example["interest"]
    for expected in example["some_lines"]:
        line = answer["lines"][expected["number"] - 1]
        assert line["due_on"] == expected["due_on"]
        for column in ("amount", "principal", "interest", "balance"):
            assert float(line[column]) == float(expected[column]), (column, expected)


def test_contract_figures_stay_the_contract_s_after_a_measure() -> None:
    revision = {"kind": "revision", "from": 7, "instalment": "60.00"}
    insured = {**LOAN, "insurance_monthly": "1.50", "insurance_compulsory": True, "fees": "20"}
    _, (plain, measured) = answered("schedule", insured, {**insured, "measures": [revision]})
    assert measured["instalment"] == plain["instalment"] == "86.85"
    assert measured["apr"] == plain["apr"]
    assert plain["total"] == "2140.39"
    assert measured["total"] == f"{2000 + 106.19 + 20 + 33 * 1.5:.2f}"
    assert {line["insurance"] for line in measured["lines"]} == {"1.50"}


@pytest.mark.covers("A16")
@pytest.mark.parametrize("example", REFERENCE["apr"], ids=lambda example: example["id"])
def test_apr_reproduces_published_figures(example: dict[str, Any]) -> None:
    good, (answer,) = answered("apr", example)
    assert good
    assert answer["apr" if example["decimals"] == 6 else "display"] == example["apr"]


def test_apr_counts_dates_from_the_first_advance() -> None:
    dated = {
        "advances": [{"on": "2012-01-12", "amount": "1000"}],
        "repayments": [{"on": "2012-02-15", "amount": "1010"}],
    }
    spelt = {
        "advances": [{"years": "0", "amount": "1000"}],
        "repayments": [{"years": "1/12+3/365", "amount": "1010"}],
    }
    _, (by_date, by_years) = answered("apr", dated, spelt)
    assert by_date == by_years == {"apr": "11.481047", "display": "11.48"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"principal": "NaN"}, "n’est pas un montant"),
        ({"principal": "Infinity"}, "n’est pas un montant"),
        ({"principal": "1e400"}, "n’est pas un montant"),
        ({"principal": "-5"}, "négatif"),
        ({"principal": "0"}, "dépasser zéro"),
        ({"principal": "999999999999"}, "dépasse"),
        ({"principal": "2000.005"}, "décimales"),
        ({"principal": "\ud800"}, "n’est pas un montant"),
        ({"principal": ["2000"]}, "s’écrit en texte"),
        ({"principal": True}, "s’écrit en texte"),
        ({"principal": None}, "s’écrit en texte"),
        ({"yearly_rate": "inf"}, "n’est pas un taux"),
        ({"yearly_rate": "-4"}, "négatif"),
        ({"yearly_rate": "101"}, "entre 0 et 100"),
        ({"yearly_rate": "4.1234567"}, "décimales"),
        ({"months": 0}, "entre 1 et 600"),
        ({"months": -3}, "entre 1 et 600"),
        ({"months": 1_000_000}, "entre 1 et 600"),
        ({"months": "24"}, "nombre entier"),
        ({"months": 24.5}, "nombre entier"),
        ({"disbursed_on": "0001-01-01"}, "entre 1900 et 2199"),
        ({"disbursed_on": "9999-12-31"}, "entre 1900 et 2199"),
        ({"disbursed_on": "2026-02-30"}, "AAAA-MM-JJ"),
        ({"disbursed_on": 20260115}, "AAAA-MM-JJ"),
        ({"first_due_on": "2026-01-15"}, "suivre le déblocage"),
        ({"first_due_on": "2199-01-15"}, "dix ans"),
        ({"fees": "2000"}, "inférieurs"),
        ({"insurance_compulsory": "non"}, "true ou false"),
        ({"measures": {"kind": "extension"}}, "liste de mesures"),
        ({"measures": [{"kind": "holiday"}]}, "une mesure est"),
        ({"measures": [{"kind": "extension", "from": 30, "months": 2}]}, "pas d’échéance 30"),
        ({"measures": [{"kind": "extension", "from": 2, "months": 10**9}]}, "1200"),
        (
            {"measures": [{"kind": "postponement", "from": 2, "months": 1, "interest": "free"}]},
            "attendu waived",
        ),
        ({"measures": [{"kind": "early_repayment", "after": 2, "amount": "5"}]}, "attendu shorten"),
        (
            {"measures": [{"kind": "early_repayment", "after": 2, "amount": "NaN", "mode": "reduce"}]},
            "n’est pas un montant",
        ),
        ({"measures": [{"kind": "revision", "from": 2, "instalment": "1e400"}]}, "n’est pas un montant"),
        ({"measures": [{"kind": "revision", "from": 2, "instalment": "-60"}]}, "négatif"),
        (
            {"measures": [{"kind": "revision", "from": 2, "instalment": "6.00"}]},
            "ne dépasse pas les intérêts",
        ),
        ({"measures": [{"kind": "revision", "from": 1, "instalment": "6.68"}]}, "1200"),
        ({"measures": [{"kind": "extension", "from": 0, "months": 2}]}, "pas d’échéance 0"),
        ({"measures": [{"kind": "extension", "from": -1, "months": 2}]}, "pas d’échéance"),
        ({"measures": [{"kind": "extension", "from": 2, "months": 0}]}, "au moins un mois"),
        ({"measures": [{"kind": "extension", "from": 2}]}, "nombre entier"),
        ({"measures": ["extension"]}, "liste de mesures"),
        ({"measures": [{"kind": "extension", "from": 2, "months": 1}] * 500}, "au plus 120"),
    ],
)
def test_a_bad_field_is_named_in_french(change: dict[str, Any], words: str) -> None:
    assert words in error_of("schedule", {**LOAN, **change})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{bad", "JSON illisible"),
        (b"", "JSON illisible"),
        (b'"text"', "objet JSON"),
        (b"[" * 200_000, "imbriqués"),
        (b'{"principal": NaN}', "nombre fini"),
        (b'{"principal": ' + b"9" * 6000 + b"}", "JSON illisible"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_line_that_is_not_an_object_is_answered(line: bytes, words: str) -> None:
    assert words in error_of("schedule", line + b"\n")


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        ({}, "liste de flux"),
        ({"advances": [], "repayments": []}, "au moins un versement"),
        ({"advances": [{"years": "0", "amount": "1000"}], "repayments": []}, "rien n’est remboursé"),
        ({"advances": [{"years": "0", "amount": "0"}], "repayments": []}, "premier flux"),
        ({"advances": [{"years": "0"}], "repayments": []}, "« amount »"),
        ({"advances": [{"years": "1/0", "amount": "5"}], "repayments": []}, "illisible"),
        ({"advances": [{"years": "1" * 50, "amount": "5"}], "repayments": []}, "trop longue"),
        ({"advances": [{"years": "9000", "amount": "5"}], "repayments": []}, "150 ans"),
        ({"advances": [{"years": "0", "amount": "5"}] * 2000, "repayments": []}, "au plus 1200"),
        ({"advances": [{"years": "NaN", "amount": "5"}], "repayments": []}, "illisible"),
        ({"advances": [{"years": "1e400", "amount": "5"}], "repayments": []}, "illisible"),
        ({"advances": [{"years": "-1/12", "amount": "5"}], "repayments": []}, "illisible"),
        ({"advances": [{"years": 0, "amount": "5"}], "repayments": []}, "en texte"),
        ({"advances": [{"years": [], "amount": "5"}], "repayments": []}, "en texte"),
        ({"advances": [{"years": "0", "amount": "NaN"}], "repayments": []}, "n’est pas un montant"),
        ({"advances": [{"years": "0", "amount": "1e400"}], "repayments": []}, "n’est pas un montant"),
        ({"advances": [{"years": "0", "amount": "-5"}], "repayments": []}, "négatif"),
        ({"advances": [{"years": "0", "amount": 1e400}], "repayments": []}, "nombre fini"),
        ({"advances": [{"years": "0", "amount": {}}], "repayments": []}, "en texte"),
        ({"advances": ["5"], "repayments": []}, "« amount »"),
        ({"advances": [{"on": "0001-01-01", "amount": "5"}], "repayments": []}, "entre 1900 et 2199"),
        ({"advances": [{"on": "9999-12-31", "amount": "5"}], "repayments": []}, "entre 1900 et 2199"),
        ({"advances": [{"on": 20200101, "amount": "5"}], "repayments": []}, "AAAA-MM-JJ"),
        ({"advances": [{"on": "2020-01-01", "amount": "5"}], "repayments": [{"amount": "6"}]}, "« on »"),
        (
            {
                "advances": [{"on": "2020-01-01", "amount": "5"}],
                "repayments": [{"on": "2019-01-01", "amount": "6"}],
            },
            "précède",
        ),
        (
            {
                "advances": [{"years": "0", "amount": "100"}, {"years": "2", "amount": "132"}],
                "repayments": [{"years": "1", "amount": "230"}],
            },
            "2 taux",
        ),
    ],
)
def test_a_flow_without_one_rate_says_why(flows: dict[str, Any], words: str) -> None:
    assert words in error_of("apr", flows).replace("\xa0", " ")


def test_bad_lines_leave_the_others_answered_in_order() -> None:
    good, answers = answered("schedule", LOAN, b"{", {**LOAN, "months": 12}, b"[]", LOAN)
    assert not good
    assert [next(iter(answer)) for answer in answers] == [
        "instalment",
        "error",
        "instalment",
        "error",
        "instalment",
    ]
    assert [len(answer.get("lines", ())) for answer in answers] == [24, 0, 12, 0, 24]


class Endless(io.RawIOBase):
    """A single line of 100 MB, made as it is read, then a good one."""

    def __init__(self) -> None:
        self.left = 100_000_000
        self.rest = b"\n" + json.dumps(LOAN).encode() + b"\n"
        self.largest = 0

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 < size <= LONGEST_LINE
        if self.left:
            part = min(size, self.left)
            self.left -= part
            return b"x" * part
        line, separator, self.rest = self.rest.partition(b"\n")
        return line + separator


def test_a_line_of_a_hundred_megabytes_is_skipped_without_being_kept() -> None:
    target, started = io.BytesIO(), time.monotonic()
    good = answer_lines(Endless(), target, ANSWERS["schedule"])  # type: ignore[arg-type] # read as a stream
    too_long, answer = (json.loads(line) for line in target.getvalue().splitlines())
    assert not good
    assert "trop longue" in too_long["error"]
    assert answer["instalment"] == "86.85"
    assert time.monotonic() - started < 5


PEAK = """
import sys
from pathlib import Path
from etrier.cli import main
status = main(["loan", "schedule"])
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
print(status, peak.split()[1], file=sys.stderr)
"""


@pytest.mark.parametrize("start", [b"x", b'{"principal": "', b"[", b" "])
def test_the_process_stays_small_whatever_the_line(start: bytes) -> None:
    """A hundred megabytes without an end of line, then a good one, by the real command."""
    line = start + start[-1:] * 100_000_000 + b"\n" + json.dumps(LOAN).encode()
    done = subprocess.run(
        [sys.executable, "-c", PEAK], input=line, capture_output=True, check=True, timeout=60
    )
    too_long, good = map(json.loads, done.stdout.splitlines())
    assert "trop longue" in too_long["error"]
    assert good["instalment"] == "86.85"
    status, kilobytes = map(int, done.stderr.split())
    assert status == 2
    assert kilobytes < 60_000


@pytest.mark.parametrize("example", [*REFERENCE["schedules"], *REFERENCE["measures"]])
def test_every_published_loan_is_answered_by_the_command(example: dict[str, Any]) -> None:
    asked = example.get("input", {key: example[key] for key in LOAN | {"first_due_on": ""} if key in example})
    _, (answer,) = answered("schedule", {**LOAN, **asked})
    assert answer["interest"] == example["interest"]
    assert len(answer["lines"]) == example.get("lines", example.get("months"))
    assert answer["instalment"] == example.get("instalment", answer["instalment"])
    assert answer["lines"][-1]["amount"] == example.get("last", answer["lines"][-1]["amount"])
    assert answer["lines"][-1]["balance"] == "0.00"


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etrier", *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_exit_status_says_whether_every_line_was_good() -> None:
    good = run("loan", "schedule", given=json.dumps(LOAN))
    assert (good.returncode, good.stderr) == (0, "")
    bad = run("loan", "schedule", given="{\n")
    assert (bad.returncode, bad.stderr) == (2, "")
    assert json.loads(bad.stdout)["error"]


@pytest.mark.parametrize("arguments", [("nothing",), ("loan",), ("loan", "nothing"), ("loan", "apr", "x")])
def test_an_unknown_command_is_one_line_on_standard_error(arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.returncode == 2
    assert outcome.stdout == ""
    assert len(outcome.stderr.splitlines()) == 1


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name}" in shown for name, _, _ in COMMANDS)
    assert main(["loan", "--help"]) == 0
    assert "etrier loan schedule" in capsys.readouterr().out


def test_the_loan_command_loads_neither_django_nor_numpy() -> None:
    probe = "import sys; from etrier.cli import main; main(['loan', '--help']); "
    probe += "print(sorted({'django', 'numpy'} & set(sys.modules)))"
    outcome = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert outcome.stdout.splitlines()[-1] == "[]"
