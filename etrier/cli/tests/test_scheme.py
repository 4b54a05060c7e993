"""`etrier scheme`: models listed, shown, validated, compared; bad input gets a line and status 2."""

import pytest

from etrier.cli import main
from etrier.shipped import scheme_text


@pytest.mark.covers("D1", "D2")
def test_models_are_listed_and_shown_with_their_provenance(capsys):
    assert main(["scheme", "list"]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith("laval\t")
    assert "tarbes\t" in listed
    assert main(["scheme", "show", "tarbes"]) == 0
    shown = capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ")
    assert "montant maximum : 3 000 € [source : Le montant du prêt est compris entre 300 et 3 000 €]" in shown
    assert "[hypothèse : la source ne donne aucun taux]" in shown


@pytest.mark.covers("D1")
def test_a_file_is_validated_line_by_line(tmp_path, capsys):
    path = tmp_path / "mien.toml"
    path.write_text(scheme_text("laval"), encoding="utf-8")
    assert main(["scheme", "validate", str(path)]) == 0
    assert "valide" in capsys.readouterr().out
    broken = (
        scheme_text("laval")
        .replace("rate = { value = 100,", "rate = { value = 101,")
        .replace("[refund]", "[refonds]")
    )
    path.write_text(broken, encoding="utf-8")
    assert main(["scheme", "validate", str(path)]) == 2
    captured = capsys.readouterr()
    assert "(refonds)" in captured.out
    assert "(refund)" in captured.out
    assert captured.err.count("\n") == 1
    assert "2 points à corriger" in captured.err


@pytest.mark.covers("D3")
def test_two_models_are_compared_in_sentences(capsys):
    assert main(["scheme", "diff", "tarbes", "laval"]) == 0
    assert "Produit «\u00a0Microcrédit restructuration\u00a0»" in capsys.readouterr().out
    assert main(["scheme", "diff", "laval", "laval"]) == 0
    assert "même chose" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "bordeaux"], "modèle livré"),
        (["show", "../pyproject"], "modèle livré"),
        (["show"], "arguments inconnus"),
        (["danse"], "arguments inconnus"),
        (["diff", "laval", "x" * 5000], "modèle livré"),
        (["show", "a\x00b"], "modèle livré"),
    ],
)
def test_bad_arguments_get_one_line_and_status_2(arguments, words, capsys):
    assert main(["scheme", *arguments]) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.err.count("\n") == 1


def test_a_file_that_is_not_text_is_refused(tmp_path, capsys):
    path = tmp_path / "photo.toml"
    path.write_bytes(b"\xff\xd8\xff\x00" * 10)
    assert main(["scheme", "validate", str(path)]) == 2
    assert "UTF-8" in capsys.readouterr().err
