"""What a file really is, by its bytes; its name is not believed."""

import re

import filetype

ALLOWED = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
}
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")


def media_type(content: bytes) -> str | None:
    """The type of a paper we keep, None for any other."""
    kind = filetype.guess(content[:8192])
    return kind.mime if kind and kind.mime in ALLOWED else None


def is_active(content: bytes, kind: str) -> bool:
    """Whether a PDF carries something that runs: a paper to read has no need of it."""
    return kind == "application/pdf" and ACTIVE.search(content) is not None
