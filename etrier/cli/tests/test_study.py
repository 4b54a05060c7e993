"""`etrier study` on JSON Lines: answers in place, the published schema, no Django."""
# ruff: noqa: E501 — the table of mistakes is read by line

import io
import json
import subprocess
import sys

import pytest

from etrier.cli import main

BUDGET = {
    "members": [{"age": 38}, {"age": 9, "disabled": False}],
    "income": [{"kind": "wage", "member": 0, "monthly": "1150"}],
    "charges": [{"kind": "rent", "monthly": "480"}],
    "debts": [{"creditor": "…", "balance": "900", "instalment": "45", "arrears": "0"}],
}
REQUEST = {
    "scheme": "laval",
    "product": "restructuration",
    "on": "2026-11-23",
    "application": {"amount": "700", "months": 12, "purposes": {"overdraft": "900"}},
    "budget": BUDGET,
}


@pytest.fixture
def answers(monkeypatch, capsysbinary):
    """Run a subcommand on lines; the exit status and the answers."""

    def run(command, *lines):
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        status = main(["study", command])
        return status, [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]

    return run


@pytest.mark.covers("A6")
def test_budget_answers_each_indicator_without_and_with_the_instalment(answers):
    unknown = BUDGET | {"charges": [*BUDGET["charges"], {"kind": "energy", "monthly": None}]}
    status, (known, incomplete) = answers(
        "budget", BUDGET | {"instalment": "65.14"}, unknown | {"instalment": "65.14"}
    )
    assert status == 0
    # (1150 − 480 − 45) / 1.3, then 65.14 less
    assert known["without"]["residual_income"] == {"value": "480.77", "unit": "€"}
    assert known["with"]["residual_income"] == {"value": "430.66", "unit": "€"}
    assert known["with"]["debt_ratio"] == {"value": "9.58", "unit": "%"}
    assert incomplete["without"]["residual_income"] == {"incomplete": ["charges[1]"]}
    assert incomplete["without"]["debt_ratio"]["value"] == "3.91"


def test_a_policy_may_say_only_what_it_changes(answers):
    policy = {"residual_income": {"floor": "300", "divisor": "persons"}, "debt_ratio_with_rent": True}
    status, (found,) = answers("budget", BUDGET | {"policy": policy})
    assert status == 0
    assert found["without"]["residual_income"]["value"] == "312.50"
    assert found["without"]["repayment_capacity"]["value"] == "25.00"
    assert found["without"]["debt_ratio"]["value"] == "45.65"
    assert found["with"]["residual_income"] == {"incomplete": ["instalment"]}


@pytest.mark.covers("A10")
def test_eligibility_answers_every_finding(answers):
    status, (found,) = answers("eligibility", REQUEST)
    assert status == 0
    by_code = {finding["code"]: finding for finding in found["findings"]}
    ceiling = by_code["ceiling_overdraft"]
    assert set(ceiling) == {"code", "severity", "sentence", "figure", "limit", "source"}
    assert (ceiling["severity"], ceiling["figure"], ceiling["limit"]) == ("blocking", "900.00", "800")
    assert "800 €" in ceiling["source"]
    assert by_code["residence_unknown"]["severity"] == "warning"
    assert "support_not_committed" in by_code


@pytest.mark.parametrize(
    ("command", "line", "words"),
    [
        ("budget", "pas du JSON", "JSON illisible"),
        ("budget", "[1]", "objet JSON"),
        ("budget", BUDGET | {"members": 3}, "members"),
        ("budget", BUDGET | {"members": [{"age": -1}]}, "members[0].age"),
        ("budget", BUDGET | {"members": [{}] * 51}, "50"),
        ("budget", BUDGET | {"income": [{"kind": "wage", "monthly": "NaN"}]}, "income[0].monthly"),
        ("budget", BUDGET | {"income": [{"kind": "wage", "monthly": "-3"}]}, "négatif"),
        ("budget", BUDGET | {"income": [{"kind": "wage", "monthly": "1e400"}]}, "income[0].monthly"),
        ("budget", BUDGET | {"income": [{"monthly": "3"}]}, "income[0].kind"),
        ("budget", BUDGET | {"policy": {"plancher": 3}}, "plancher"),
        ("budget", BUDGET | {"policy": {"residual_income": {"divisor": "chats"}}}, "persons"),
        ("budget", '{"members": [{"age": Infinity}]}', "fini"),
        ("eligibility", REQUEST | {"scheme": "../tarbes"}, "laval, tarbes"),
        ("eligibility", REQUEST | {"product": "jardin"}, "restructuration"),
        ("eligibility", REQUEST | {"on": "2026-02-31"}, "AAAA-MM-JJ"),
        ("eligibility", REQUEST | {"application": {}}, "amount"),
        ("eligibility", REQUEST | {"application": {"amount": "3", "months": 10**9}}, "months"),
        ("eligibility", REQUEST | {"application": {"amount": "3", "months": 3, "purposes": []}}, "purposes"),
        ("eligibility", REQUEST | {"application": {"amount": "3", "months": 3, "resident": "oui"}}, "true ou false"),
        ("eligibility", REQUEST | {"application": {"amount": "3", "months": 3, "protection": "x"}}, "curatorship"),
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_in_its_place(command, line, words, answers):
    good = BUDGET if command == "budget" else REQUEST
    status, (first, bad, last) = answers(command, good, line, good)
    assert status == 2
    assert first == last
    assert words in bad["error"]
    assert list(bad) == ["error"]


def test_the_schema_names_every_field_that_is_read(capsys):
    assert main(["study", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    budget = schema["budget"]["request"]["properties"]
    assert set(budget) == {"members", "income", "charges", "debts", "yearly_income", "instalment", "policy"}
    assert set(budget["debts"]["items"]["properties"]) == {
        "creditor",
        "balance",
        "instalment",
        "arrears",
        "settled",
    }
    application = schema["eligibility"]["request"]["properties"]["application"]["properties"]
    assert {"amount", "months", "purposes", "resident", "protection", "over_indebtedness"} <= set(application)
    assert "guardianship" in application["protection"]["enum"]


def test_an_unknown_subcommand_says_so(capsys):
    assert main(["study", "danse"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_no_django_is_loaded():
    code = (
        "import sys; from importlib import import_module; "
        "[import_module(f'etrier.cli.{name}') for name in ('study', 'scheme')]; "
        "print('django' in sys.modules, 'numpy' in sys.modules, 'holidays' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "False", "False"]
