"""`docs/coverage.md`: each capability of the mission, its acts, their pages, the tests that hold it.

Sources are read, never run: a test says what it holds by `@pytest.mark.covers("A13")`.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from etrier.domain.lifecycle import ACTS, Act
from etrier.domain.mission import CHAPTERS, Capability

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_PAGE = " °"
HEAD = f"""# Ce qui marche, et ce qui le prouve

Ce document est imprimé par `make docs` depuis `etrier/domain/mission.py` et les marques `covers` des tests :
ne le modifiez pas.

**oui** : fait, et un test le fait dans un vrai navigateur, ou une raison dit pourquoi il n’y en a pas.
**tenu** : fait, des tests le tiennent, aucun navigateur ne l’a encore montré.
**en partie** : ce qui manque est dit. **pas encore** : aucun test ne le tient.
Un acte marqué{WITHOUT_PAGE} n’a pas de page à lui : un autre acte l’entraîne, Étrier le fait
seul, ou il reste à faire.
"""


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """A test that holds a capability: where it is, its name, whether it goes through a browser."""

    path: str
    test: str
    browser: bool


def coverage_document(root: Path = ROOT) -> str:
    """The text of `docs/coverage.md`."""
    found, paged = proofs(root), pages(root)
    parts = [HEAD]
    for title, rows in CHAPTERS.items():
        parts.append(f"## {title}\n")
        parts += [_row(row, found.get(row.id, []), paged) for row in rows]
    return "\n".join(parts)


def state(capability: Capability, held_by: Iterable[Proof]) -> str:
    """What may honestly be said of a capability."""
    held_by = list(held_by)
    if not held_by:
        return "pas encore"
    if not capability.works:
        return f"en partie : {capability.lacks}"
    if any(proof.browser for proof in held_by):
        return "oui"
    return f"oui, sans navigateur : {capability.unseen}" if capability.unseen else "tenu"


def proofs(root: Path = ROOT) -> dict[str, list[Proof]]:
    """The tests of each capability, by identifier."""
    found: dict[str, list[Proof]] = {}
    for path in sorted([*root.glob("etrier/**/tests/**/test_*.py"), *root.glob("tests/**/test_*.py")]):
        name = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for test, marks in _tests(tree.body, _module_marks(tree)):
            for identifier in sorted(_ids(marks)):
                found.setdefault(identifier, []).append(Proof(name, test, _is_browser(marks)))
    return found


def pages(root: Path = ROOT) -> frozenset[str]:
    """The acts that have an address of their own: named so, or given to the view that does them."""
    named: set[str] = set()
    for path in root.glob("etrier/*/urls.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "name" and isinstance(node.value, ast.Constant):
                named.add(str(node.value.value))
            elif isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Act":
                named.add(node.attr.lower())
    return frozenset(named)


def _row(row: Capability, held_by: list[Proof], paged: frozenset[str]) -> str:
    lines = [f"### {row.id} — {row.label}\n", f"**{state(row, held_by)}**\n"]
    if row.acts:
        lines.append(f"Actes : {', '.join(_act(act, paged) for act in row.acts)}.\n")
    files = {proof.path: any(p.browser for p in held_by if p.path == proof.path) for proof in held_by}
    if files:
        lines.append(
            "Tests : " + ", ".join(_file(path, seen) for path, seen in sorted(files.items())) + ".\n"
        )
    return "\n".join(lines)


def _act(act: Act, paged: frozenset[str]) -> str:
    return f"« {ACTS[act].label} »{'' if act.value in paged else WITHOUT_PAGE}"


def _file(path: str, browser: bool) -> str:
    return f"[{path}](../{path})" + (" (navigateur)" if browser else "")


def _tests(body: Iterable[ast.stmt], marks: list[ast.expr]) -> Iterator[tuple[str, list[ast.expr]]]:
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _tests(node.body, [*marks, *node.decorator_list])
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, [*marks, *node.decorator_list]


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    return [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)
    ]


def _ids(marks: list[ast.expr]) -> set[str]:
    return {
        str(argument.value)
        for mark in marks
        for node in ast.walk(mark)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "covers"
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }


def _is_browser(marks: list[ast.expr]) -> bool:
    return any(getattr(node, "attr", "") == "browser" for mark in marks for node in ast.walk(mark))
