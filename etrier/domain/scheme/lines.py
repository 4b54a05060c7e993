"""Where each key of a TOML text stands, so that a finding can name its line."""

import re

_HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$""")
_LONGEST_LINE = 4000
"""Past this, a line is text, not a key: the patterns stay fast on absurd input."""
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')


def line_numbers(text: str) -> dict[str, int]:
    """The line of each dotted path written in the text, from 1; inner keys of a value stand on its line."""
    found: dict[str, int] = {}
    prefix = ""
    depth, quotes = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quotes:
            _, closed, rest = line.partition(quotes)
            quotes = "" if closed else quotes
            depth += _brackets(rest) if closed else 0
            continue
        if depth > 0:
            depth = max(0, depth + _brackets(line))
            continue
        if len(line) > _LONGEST_LINE:
            continue
        if header := _HEADER.match(line):
            prefix = _path(header[1])
            found.setdefault(prefix, number)
            prefix += "."
        elif key := _KEY.match(line):
            found.setdefault(prefix + _path(key[1]), number)
            quotes = _opened(key[2])
            depth = 0 if quotes else max(0, _brackets(key[2]))
    return found


def line_of(lines: dict[str, int], path: str) -> int | None:
    """The line of a path, or of the nearest table that holds it."""
    while path:
        if path in lines:
            return lines[path]
        inside = [number for known, number in lines.items() if known.startswith(path + ".")]
        if inside:
            return min(inside)
        path = path.rpartition(".")[0]
    return None


def _path(dotted: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in dotted.split("."))


def _opened(value: str) -> str:
    """The triple quotes that this line leaves open, if any."""
    for quotes in ('"""', "'''"):
        if value.count(quotes) % 2:
            return quotes
    return ""


def _brackets(value: str) -> int:
    bare = _STRING.sub("", value).partition("#")[0]
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
