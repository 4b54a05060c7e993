"""Print the documents that are made from the code, or say which are out of date.

`python -m etrier.cli.docs` writes them; `--check` writes nothing and ends with status 1 if one is stale.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from etrier.cli.coverage import coverage_document
from etrier.config.variables import settings_document
from etrier.domain import maps
from etrier.domain.scheme.manual import manual_document
from etrier.domain.study_schema import schema_document

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS: Mapping[str, Callable[[], str]] = {
    "docs/lifecycle.md": maps.lifecycle_document,
    "docs/permissions.md": maps.permissions_document,
    "docs/dispositif.md": manual_document,
    "docs/study-schema.json": schema_document,
    "docs/settings.md": settings_document,
    "docs/coverage.md": coverage_document,
}
"""Path in the repository, and the function that gives its text."""


def stale(root: Path = ROOT) -> list[str]:
    """The documents whose file differs from what the code says."""
    return [path for path, text in DOCUMENTS.items() if _read(root / path) != text()]


def write(root: Path = ROOT) -> list[str]:
    """Write the documents that changed; returns their paths."""
    changed = stale(root)
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(DOCUMENTS[path](), encoding="utf-8")
    return changed


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when the documents are up to date, 1 when `--check` finds one that is not."""
    parser = argparse.ArgumentParser(prog="etrier docs", description="Documents imprimés depuis le code.")
    parser.add_argument(
        "--check", action="store_true", help="ne rien écrire, signaler ce qui n’est plus à jour"
    )
    if parser.parse_args(arguments).check:
        for path in (old := stale()):
            print(f"{path} n’est plus à jour : lancez « make docs ».", file=sys.stderr)
        return 1 if old else 0
    for path in write():
        print(f"{path} imprimé.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
