"""What no page of a CCAS says, and what no page of ours leaves without a name."""

import re
from collections.abc import Iterable

from tests.page import Page, plain

WORDS = """
the and with your this that from please submit cancel save delete edit back next previous none true false
unknown required invalid field error username password loading search home loan borrower bank amount name
yes not found undefined null state draft open closed pending granted refused accepted rejected received paid
unpaid requested step file day month year enter ensure value values valid characters choice select upload
uploaded empty least than must cannot exists
"""
ENGLISH = frozenset(WORDS.split())
"""Words that no French page has."""
WORD = re.compile(r"[a-zà-öø-ÿœ’'@._-]+", re.IGNORECASE)


def english_words(texts: Iterable[str]) -> set[str]:
    """English words among these texts."""
    return {word.lower().strip("’'._-") for text in texts for word in WORD.findall(text)} & ENGLISH


def english(page: Page) -> set[str]:
    """English words a page shows, in its texts and in what only some readers get."""
    said = [page.root.text]
    for node in page.root.walk():
        said += [node.attrs.get(name, "") for name in ("title", "placeholder", "aria-label", "alt")]
    return english_words(said)


def unnamed(page: Page) -> list[str]:
    """Fields, links and buttons that a screen reader could not name."""
    fields = [one.name for one in page.controls() if not one.hidden and not plain(one.label)]
    choices = [
        one.name for one in page.controls() if one.choices and not all(words for words, _, _ in one.choices)
    ]
    silent = [
        node.attrs.get("href", node.tag)
        for node in page.root.all("a", "button")
        if not node.text and not node.attrs.get("aria-label")
    ]
    return fields + choices + silent
