"""The dispositif models that ship with the software: where their files are, read as text."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_FOLDERS = (_PACKAGE.parent / "schemes", _PACKAGE / "shipped_schemes")
"""In a checkout, beside the package; in a wheel, inside it."""


def scheme_names() -> tuple[str, ...]:
    """The models that ship, by the names of their files."""
    return tuple(sorted({path.stem for folder in _FOLDERS for path in folder.glob("*.toml")}))


def scheme_text(name: str) -> str:
    """The text of a shipped model. Raises FileNotFoundError when none has this name."""
    for folder in _FOLDERS:
        path = folder / f"{name}.toml"
        if name in scheme_names() and path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(name)
