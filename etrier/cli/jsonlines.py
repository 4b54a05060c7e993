"""JSON Lines in, JSON Lines out: one answer per line, in order, a bad line answered in its place.

Time and memory stay bounded whatever comes: a line beyond the limit is skipped without being kept.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from etrier.domain.refusal import Refused

LONGEST_LINE = 1_048_576
"""Bytes. The longest honest request, a TAEG over a century of months, takes a tenth of it."""

Answer = Callable[[dict[str, Any]], str]
"""From the object of a line to the JSON text of its answer; raises `Refused` when it cannot."""


def _not_a_number(constant: str) -> None:
    raise Refused("not_finite", f"« {constant} » n’est pas un nombre fini.")


_DECODER = json.JSONDecoder(parse_float=str, parse_constant=_not_a_number)


def answer_lines(source: BinaryIO, target: BinaryIO, answer: Answer) -> bool:
    """Answer every line of `source` on `target` as it comes; says whether all of them were good."""
    all_good = True
    for line in _bounded_lines(source):
        try:
            written = answer(_decoded(line))
        except Refused as refusal:
            all_good = False
            written = json.dumps({"error": refusal.sentence}, ensure_ascii=False)
        target.write(written.encode(errors="replace") + b"\n")
        target.flush()
    return all_good


def _bounded_lines(source: BinaryIO) -> Iterator[bytes | None]:
    """Each line, or None for one that is too long to be read."""
    while line := source.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE)
        yield None


def _decoded(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise Refused("line_too_long", f"Ligne trop longue : au plus {LONGEST_LINE // 1024} kio.")
    try:
        request = _DECODER.decode(line.decode().removeprefix("\ufeff"))
    except UnicodeDecodeError:
        raise Refused("not_utf8", "Ligne illisible : elle n’est pas en UTF-8.") from None
    except RecursionError:
        raise Refused("too_deep", "JSON illisible : trop de niveaux imbriqués.") from None
    except ValueError as error:
        where = f" (caractère {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused("not_json", f"JSON illisible{where}. Écrivez un objet JSON par ligne.") from None
    if not isinstance(request, dict):
        raise Refused("not_an_object", "Chaque ligne doit être un objet JSON, entre accolades.")
    return request
