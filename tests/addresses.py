"""Every address of the site, from the resolver itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """One page: its full name, its app, the keys it takes."""

    name: str
    app: str
    keys: tuple[str, ...]


def addresses() -> list[Address]:
    """Ours and those of the libraries, in order."""
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, namespace: str, keys: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        own = (*keys, *entry.pattern.converters, *entry.pattern.regex.groupindex)
        own = tuple(dict.fromkeys(own))
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, own)
        elif isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name}", namespace.rstrip(":"), own)
