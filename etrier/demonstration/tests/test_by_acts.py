"""The demonstration writes nothing of the stages itself: its own source says so."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1]
WRITES = frozenset(
    {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "save", "delete"}
)
SOURCES = [path for path in sorted(PACKAGE.rglob("*.py")) if "tests" not in path.parts]


def offences(tree: ast.AST) -> list[str]:
    """Writings that are not acts: a state assigned, a row created, changed or deleted."""
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        found += [f"state, line {t.lineno}" for t in targets if getattr(t, "attr", "") == "state"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            found.append(f"{ast.unparse(node.func.value)}.{node.func.attr}, line {node.lineno}")
        if isinstance(node, ast.keyword) and node.arg == "state" and isinstance(node.value, ast.Attribute):
            found.append(f"state=…, line {node.value.lineno}")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_it_writes_by_the_acts_alone(path):
    assert offences(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_a_row_written_directly_would_be_seen():
    for source in ("loan.state = 'paid_off'", "Loan.objects.create(file=file)", "loan.save()"):
        assert offences(ast.parse(source))
