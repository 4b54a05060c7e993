"""Letters laid out by Typst from frozen facts: PDF/A-2a and PDF/UA-1, tagged, in French."""

import json
import tempfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst

TEMPLATES = Path(__file__).parent / "letters_typst"
FACES = ("Regular", "It", "Semibold", "Bold")


class Unwritable(Exception):
    """A letter whose facts its template cannot lay out."""


@cache
def faces() -> tempfile.TemporaryDirectory[str]:
    """A folder for the faces of this process; it lasts as long as the process."""
    return tempfile.TemporaryDirectory(prefix="etrier-fonts-")


@cache
def fonts() -> typst.Fonts:
    """Source Sans, TrueType alone: Typst mixes two formats of one face."""
    source = Path(font_source_sans_pro.__file__).parent / "files"
    folder = Path(faces().name)
    for face in FACES:
        (folder / f"SourceSansPro-{face}.ttf").symlink_to(source / f"SourceSansPro-{face}.ttf")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def known() -> tuple[str, ...]:
    """The letters that have a template."""
    return tuple(sorted(path.stem for path in TEMPLATES.glob("*.typ") if not path.stem.startswith("_")))


def pdf(code: str, data: dict[str, Any], written_on: date) -> bytes:
    """The letter as PDF: the same facts give the same bytes. Raises `Unwritable`."""
    if code not in known():
        raise Unwritable(code)
    return laid_out(code, {**data, "written_on": written_on.isoformat()}, written_on)


def sheet(name: str, data: dict[str, Any], written_on: date) -> bytes:
    """A sheet that is no letter (no addressee, nothing kept), as PDF. Raises `Unwritable`."""
    return laid_out(f"sheets/{name}", data, written_on)


def laid_out(code: str, data: dict[str, Any], written_on: date) -> bytes:
    """The PDF that one of our templates makes of these facts."""
    template = TEMPLATES / f"{code}.typ"
    facts = json.dumps(data, ensure_ascii=False)
    try:
        content = typst.compile(
            str(template),
            root=str(TEMPLATES),
            font_paths=fonts(),
            sys_inputs={"data": facts},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime(written_on.year, written_on.month, written_on.day, 12, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise Unwritable(code) from error
    if not isinstance(content, bytes):
        raise Unwritable(code)
    return content
