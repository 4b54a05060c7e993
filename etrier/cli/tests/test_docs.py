"""The printed documents are those of this code."""

import pytest

from etrier.cli import docs


def test_the_documents_of_the_repository_are_up_to_date():
    assert docs.stale() == []
    assert docs.main(["--check"]) == 0


def test_what_is_written_is_up_to_date_until_someone_edits_it(tmp_path):
    assert docs.write(tmp_path) == list(docs.DOCUMENTS)
    assert docs.stale(tmp_path) == []
    assert docs.write(tmp_path) == []
    page = tmp_path / "docs/lifecycle.md"
    page.write_text(page.read_text(encoding="utf-8") + "à la main", encoding="utf-8")
    assert docs.stale(tmp_path) == ["docs/lifecycle.md"]


def test_check_names_the_stale_document(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(docs, "DOCUMENTS", {"docs/lifecycle.md": lambda: "autre chose"})
    assert docs.main(["--check"]) == 1
    assert "docs/lifecycle.md n’est plus à jour" in capsys.readouterr().err
