"""What the software says of itself: each capability has its tests, what works is seen to work."""

from pathlib import Path

from etrier.cli.coverage import Proof, coverage_document, pages, proofs, state
from etrier.domain.lifecycle import Act
from etrier.domain.mission import CAPABILITIES, CHAPTERS, Capability

AWAITED = frozenset(
    {"D1", "D8", "D9", "A3", "A5", "A6", "A9", "A10", "A11", "A12", "A13", "A15", "A16", "A18"}
    | {"R1", "R2", "R4", "R5", "R6", "R10", "R12", "E2", "E4", "X5"}
)
"""Held by tests of pages, not yet marked by a test in a browser: printed as « tenu », never as « oui »."""


def test_every_test_holds_a_known_capability():
    assert set(proofs()) <= set(CAPABILITIES)


def test_each_capability_stands_once():
    assert len(CAPABILITIES) == sum(len(rows) for rows in CHAPTERS.values())


def test_what_is_said_to_work_is_seen_in_a_browser():
    found = proofs()
    unproved = {
        row.id
        for row in CAPABILITIES.values()
        if row.works and not row.unseen and not any(proof.browser for proof in found.get(row.id, []))
    }
    assert unproved <= AWAITED


def test_what_is_said_to_work_has_tests():
    found = proofs()
    assert [row.id for row in CAPABILITIES.values() if row.works and row.id not in found] == []


def test_what_has_tests_but_does_not_work_says_what_it_lacks():
    found = proofs()
    silent = [row.id for row in CAPABILITIES.values() if row.id in found and not row.works and not row.lacks]
    assert silent == []


def test_every_act_serves_a_capability():
    assert {act for row in CAPABILITIES.values() for act in row.acts} == set(Act)


def test_a_state_is_deserved():
    seen, held = Proof("tests/browser/test_a.py", "test_a", True), Proof("tests/test_a.py", "test_a", False)
    whole = Capability("A1", "…", works=True)
    assert state(whole, []) == "pas encore"
    assert state(whole, [held]) == "tenu"
    assert state(whole, [held, seen]) == "oui"
    assert (
        state(Capability("A1", "…", works=True, unseen="calcul"), [held]) == "oui, sans navigateur : calcul"
    )
    assert state(Capability("A1", "…", lacks="la fin"), [seen]) == "en partie : la fin"


def test_marks_are_read_on_modules_classes_functions_and_parameters(tmp_path: Path):
    folder = tmp_path / "etrier/loans/tests"
    folder.mkdir(parents=True)
    (folder / "test_life.py").write_text(
        "import pytest\n"
        "pytestmark = [pytest.mark.covers('R1'), pytest.mark.browser]\n"
        "class TestEnd:\n"
        "    @pytest.mark.covers('E1', 'E2')\n"
        "    def test_end(self): ...\n"
        "@pytest.mark.parametrize('a', [pytest.param(1, marks=pytest.mark.covers('D5'))])\n"
        "def test_start(a): ...\n"
        "def play(): ...\n"
    )
    path = "etrier/loans/tests/test_life.py"
    assert proofs(tmp_path) == {
        "R1": [Proof(path, "test_end", True), Proof(path, "test_start", True)],
        "E1": [Proof(path, "test_end", True)],
        "E2": [Proof(path, "test_end", True)],
        "D5": [Proof(path, "test_start", True)],
    }


def test_acts_are_known_to_have_a_page_or_not():
    assert {"open_study", "confirm_repaid", "transmit"} <= pages()
    assert "presume_paid" not in pages()
    assert "« Ouvrir l’étude »," in coverage_document()
    assert "« Présumer le paiement » °" in coverage_document()
