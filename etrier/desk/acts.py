"""What may be done now: the acts that the map allows, the role has, and a page exists for.

A page is found by its name: the URL of an act is named by the act's code. So a button cannot be drawn for
an act without a page, and a page needs no list of buttons.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act


@dataclass(frozen=True, slots=True)
class Offered:
    """One button: `onward` when the act brings the thing to another state."""

    act: Act
    label: str
    url: str
    onward: bool


def _patterns(
    resolver: URLResolver, namespace: str = "", arguments: int = 0
) -> Iterator[tuple[str, str, int]]:
    for entry in resolver.url_patterns:
        own = arguments + len(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _patterns(entry, inner, own)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry.name, f"{namespace}{entry.name}", own


@cache
def pages() -> Mapping[Act, tuple[str, int]]:
    """The page of each act that has one: its full URL name and how many keys it takes."""
    known = {act.value: act for act in Act}
    return {
        known[name]: (full, arguments) for name, full, arguments in _patterns(get_resolver()) if name in known
    }


def page_of(act: Act, file_uid: Any, thing_uid: Any) -> str | None:
    """The address of the page where an act is done on a thing of a file; None when it has none."""
    found = pages().get(act)
    if found is None:
        return None
    name, arguments = found
    return reverse(name, args=[file_uid, thing_uid][:arguments])


def offered(thing: Any, actor: Actor, file_uid: Any, hidden: Iterable[Act] = ()) -> list[Offered]:
    """The buttons for one thing, in the order of its map."""
    lifecycle = LIFECYCLES[thing.SUBJECT]
    onward = set(lifecycle.onward_from(thing.state))
    avoided = set(hidden)
    buttons = []
    for act in lifecycle.acts_from(thing.state):
        if act in avoided or not actor.may(act):
            continue
        url = page_of(act, file_uid, thing.uid)
        if url:
            buttons.append(Offered(act, ACTS[act].label, url, act in onward))
    return buttons
