"""No setting is forgotten: what the sources name is in the table, and what is in the table is read."""

import re
from pathlib import Path

import pytest

from etrier.config.environment import flag, text, words
from etrier.config.variables import DEFAULTS, VARIABLES, settings_document

ROOT = Path(__file__).resolve().parents[3]
NAME = re.compile(r"\b(?:ETRIER_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL)\b")
TABLE = ROOT / "etrier/config/variables.py"


def named_in_sources() -> set[str]:
    sources = [*ROOT.glob("etrier/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("tools/*")]
    sources += [ROOT / "Makefile", ROOT / ".ci/run"]
    read = (path.read_text() for path in sources if path not in {TABLE, Path(__file__)})
    return {name for source in read for name in NAME.findall(source)}


def test_the_table_is_what_the_sources_name():
    assert named_in_sources() == set(DEFAULTS)


def test_each_variable_says_what_holds_without_it():
    for row in (row for rows in VARIABLES.values() for row in rows):
        assert bool(row.default) != bool(row.otherwise), row.name
        assert f"| `{row.name}` | {row.meaning} |" in settings_document()


def test_the_environment_wins_over_the_table(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ETRIER_HOSTS", raising=False)
    assert words("ETRIER_HOSTS") == ["localhost", "127.0.0.1", "[::1]"]
    monkeypatch.setenv("ETRIER_HOSTS", "a.exemple, b.exemple,")
    assert words("ETRIER_HOSTS") == ["a.exemple", "b.exemple"]
    monkeypatch.setenv("ETRIER_HTTPS", "Oui")
    assert flag("ETRIER_HTTPS") is True
    monkeypatch.setenv("ETRIER_HTTPS", "0")
    assert flag("ETRIER_HTTPS") is False


def test_a_variable_that_the_table_does_not_know_is_an_error():
    with pytest.raises(KeyError):
        text("ETRIER_ELSEWHERE")
