"""Cut the interface’s fonts to Latin and compress them, from the wheel that brings them."""

from pathlib import Path

import font_source_sans_pro
from fontTools.subset import Options, Subsetter, load_font, save_font

SOURCE = Path(font_source_sans_pro.__file__).parent / "files"
TARGET = Path(__file__).resolve().parents[1] / "etrier" / "ui" / "static" / "ui" / "fonts"
NAMES = ("Regular", "It", "Semibold", "Bold")
LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x2002, 0x2003, 0x2009, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D),
    *(0x201E, 0x2020, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116),
    *(0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CF, 0x25CB, 0x2713),
)


def subset(source: Path, target: Path) -> None:
    """Write the Latin part of a TrueType font as WOFF2, whole or not at all."""
    options = Options(flavor="woff2", layout_features=["*"], notdef_outline=True, desubroutinize=True)
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LATIN)
    subsetter.subset(font)
    partial = target.with_suffix(".partial")
    save_font(font, str(partial), options)
    partial.replace(target)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        target = TARGET / f"SourceSansPro-{name}.woff2"
        if not target.exists():
            subset(SOURCE / f"SourceSansPro-{name}.ttf", target)


if __name__ == "__main__":
    main()
