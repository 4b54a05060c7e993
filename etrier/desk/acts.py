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
    resolver: URLResolver, namespace: str = "", keys: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        own = (*keys, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _patterns(entry, inner, own)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry.name, f"{namespace}{entry.name}", own


@cache
def pages() -> Mapping[tuple[str, Act], tuple[str, tuple[str, ...]]]:
    """The page of each act that has one, by the stage it is in and, under « », in whichever: its full URL
    name and the keys it takes."""
    known = {act.value: act for act in Act}
    found: dict[tuple[str, Act], tuple[str, tuple[str, ...]]] = {}
    for name, full, keys in _patterns(get_resolver()):
        if name in known:
            for stage in (full.partition(":")[0], ""):
                found.setdefault((stage, known[name]), (full, keys))
    return found


def page_of(act: Act, file_uid: Any, thing_uid: Any, stage: str = "", subject: str = "") -> str | None:
    """The address of the page where an act is done on a thing of a file, that of its own stage first (a
    refusal is appealed against in two); None when it has none, or when it stands under another thing than
    `subject` (an opinion is given on the item of a session, not on the request)."""
    found = pages().get((stage, act)) or pages().get(("", act))
    if found is None:
        return None
    name, keys = found
    if subject and len(keys) > 1 and keys != ("file", subject):
        return None
    return reverse(name, args=[file_uid, thing_uid][: len(keys)])


def offered(thing: Any, actor: Actor, file_uid: Any, hidden: Iterable[Act] = ()) -> list[Offered]:
    """The buttons for one thing, in the order of its map."""
    lifecycle = LIFECYCLES[thing.SUBJECT]
    onward = set(lifecycle.onward_from(thing.state))
    avoided = set(hidden)
    buttons = []
    for act in lifecycle.acts_from(thing.state):
        if act in avoided or not actor.may(act):
            continue
        url = page_of(act, file_uid, thing.uid, thing._meta.app_label, thing.SUBJECT)
        if url:
            buttons.append(Offered(act, ACTS[act].label, url, act in onward))
    return buttons
