"""The guide cannot lie: each button it names exists, has a page, and is allowed to whom the page is for."""

import re
from pathlib import Path

import pytest

from etrier.cli.coverage import pages
from etrier.config.rail import ROOMS
from etrier.domain.access import MAY, Role
from etrier.domain.lifecycle import ACTS, Act

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs/guide"
QUOTED = re.compile(r"«\s*([^«»]+?)\s*»")
READERS = {
    "travailleur-social.md": Role.SOCIAL_WORKER,
    "responsable.md": Role.MANAGER,
    "commission.md": Role.COMMITTEE_MEMBER,
    "banque.md": Role.BANK_ADVISER,
    "finances.md": Role.FINANCE,
    "administrateur.md": Role.ADMINISTRATOR,
    "exploitant.md": Role.OPERATOR,
}
AT_THE_BANK = {Act.ACCEPT_REQUEST, Act.MAKE_COUNTER_OFFER, Act.REFUSE_REQUEST, Act.ASK_QUESTION}
AT_THE_BANK |= {Act.REASSURE_SELLER, Act.SEND_MESSAGE, Act.READ_MESSAGE}
"""The acts that the bank's own pages do; her other acts are entered by the CCAS, on pages she cannot open."""


def plain(words: str) -> str:
    return " ".join(words.split())


def quoted(page: str) -> set[str]:
    """The words of the screen that a page of the guide names."""
    return {plain(words) for words in QUOTED.findall((GUIDE / page).read_text())} - {"…"}


def on_screen() -> set[str]:
    """What templates write between two tags, and the rooms of the rail."""
    templates = (path.read_text() for path in ROOT.glob("etrier/**/templates/**/*.html"))
    written = {plain(words) for text in templates for words in re.findall(r"[>}]([^<>{}]+)[<{]", text)}
    return written | {label for label, _, _ in ROOMS}


LABELS = {plain(row.label): act for act, row in ACTS.items()}


@pytest.mark.parametrize("page", [*READERS, "README.md"])
def test_the_words_of_the_screen_are_on_the_screen(page):
    assert quoted(page) - set(LABELS) - on_screen() == set()


@pytest.mark.parametrize("page", READERS)
def test_a_role_is_told_only_what_it_may_do_on_a_page(page):
    named = {act for act in Act if plain(ACTS[act].label) in quoted(page)}
    assert named
    allowed = {act for act in named if READERS[page] in MAY[act] and act.value in pages()}
    labels_left = {ACTS[act].label for act in named} - {ACTS[act].label for act in allowed}
    assert labels_left == set()


def test_the_bank_is_told_of_her_own_pages_alone():
    named = {act for act in Act if plain(ACTS[act].label) in quoted("banque.md")}
    assert named <= AT_THE_BANK


def test_every_page_of_the_guide_is_announced():
    announced = (GUIDE / "README.md").read_text()
    assert {path.name for path in GUIDE.glob("*.md")} == {*READERS, "README.md"}
    assert [page for page in READERS if f"]({page})" not in announced] == []
