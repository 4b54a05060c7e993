"""What is written for people matches what is here: commands, settings, targets, paths, links."""

import re
from pathlib import Path

import pytest

from etrier.cli import COMMANDS
from etrier.config.variables import DEFAULTS

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text() for path in WRITTEN}
TOGETHER = "\n".join(TEXTS.values())
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
CODE = re.compile(r"`([^`\n]+)`|^((?:\.venv/bin/|make |etrier |pg_|tar ).*)$", re.MULTILINE)


def code(text: str) -> list[str]:
    """What a document writes as something to type or to open."""
    return [inline or line for inline, line in CODE.findall(text)]


def test_every_command_is_told():
    told = {word for piece in code(TOGETHER) for word in re.findall(r"\betrier ([a-z]+)", piece)}
    assert told == {name for name, _, _ in COMMANDS}


def test_every_setting_is_told_and_no_other():
    told = set(re.findall(r"\b(?:ETRIER_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL)\b", TOGETHER))
    assert told == set(DEFAULTS)


def test_every_target_told_exists():
    told = {word for piece in code(TOGETHER) for word in re.findall(r"\bmake ([a-z]+)", piece)}
    assert {"demo", "test", "setup", "check", "fix", "docs"} <= told <= TARGETS


@pytest.mark.parametrize("document", sorted(TEXTS))
def test_paths_and_links_lead_somewhere(document):
    folder = (ROOT / document).parent
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", TEXTS[document])
    paths = re.findall(r"`((?:etrier|tests|docs|schemes|tools)/[\w./*-]*)`", TEXTS[document])
    assert [link for link in links if not (folder / link).exists()] == []
    assert [path for path in paths if not any(ROOT.glob(path.rstrip("/")))] == []
