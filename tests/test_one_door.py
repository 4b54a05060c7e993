"""No state is written outside the door: read in the code itself, not trusted to habit."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1] / "etrier"
DOOR = ROOT / "journal" / "door.py"
WRITERS = {"update", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
ADDING = {"add", "add_all", "keep"}


def modules() -> list[Path]:
    """All our code but tests, migrations, the rules (which know no row) and the door."""
    return [
        path
        for path in sorted(ROOT.rglob("*.py"))
        if not {"tests", "migrations", "domain"} & set(path.parts) and path != DOOR
    ]


@cache
def staged() -> set[str]:
    """The models whose rows have a state."""
    return {model.__name__ for model in apps.get_models() if hasattr(model, "SUBJECT")}


def writes(tree: ast.AST) -> list[int]:
    """Lines that set a `state`, by assignment or by a query."""
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        assigned = isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        if assigned and any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets):
            found.append(node.lineno)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
            found += [node.lineno for keyword in node.keywords if keyword.arg == "state"]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
            found += [node.lineno for one in node.args[1:2] if getattr(one, "value", "") == "state"]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in staged():
            found += [node.lineno for keyword in node.keywords if keyword.arg == "state"]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ADDING:
            made = [one for one in ast.walk(node) if isinstance(one, ast.Call) and one is not node]
            found += [one.lineno for one in made if getattr(one.func, "id", "") in staged()]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_state_is_written_outside_the_door(path):
    lines = writes(ast.parse(path.read_text()))
    assert not lines, f"{path.name}: lines {lines} write a state; use etrier.journal.door"


def test_the_check_sees_what_it_looks_for():
    guilty = (
        "loan.state = 'x'", "Loan.objects.update(state='x')", "setattr(loan, 'state', 'x')",
        "Loan(file=file, state='x').save()", "add(Loan(file=file))", "add_all([Loan(file=f) for f in files])",
    )  # fmt: skip
    for one in guilty:
        assert writes(ast.parse(one)), one
    assert not writes(ast.parse("add(Movement(loan=loan))"))
