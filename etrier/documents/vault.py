"""The vault: each paper encrypted by a key of its own (AES-256-GCM), itself wrapped by the master key.

Losing a paper's row, or wiping its wrapped key, makes its bytes unreadable for ever: that is how papers are
erased. The bytes are bound to their row: one paper's bytes put in place of another's do not open.
"""

import base64
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class Damaged(Exception):
    """The bytes of the vault are missing, altered, or not those of this paper."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a paper's row keeps of it."""

    wrapped_key: bytes
    digest: bytes
    size: int


def _master() -> AESGCM:
    key = base64.urlsafe_b64decode(settings.MASTER_KEY)
    return AESGCM(hashlib.sha256(b"etrier vault" + key).digest())


def place(uid: uuid.UUID) -> Path:
    """Where the bytes of a paper lie, in one of 256 folders: a million papers make four thousand in each."""
    name = uid.hex
    return Path(settings.VAULT) / name[-2:] / name


def gather() -> None:
    """Bring where `place` looks for them the papers of an instance that kept each in a folder of its own."""
    for path in list(Path(settings.VAULT).glob("??/??/*")):
        path.rename(path.parent.parent / path.name)
        with suppress(OSError):  # there are others in it
            path.parent.rmdir()


def _close(cipher: AESGCM, content: bytes, uid: uuid.UUID) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, content, uid.bytes)


def _open(cipher: AESGCM, closed: bytes, uid: uuid.UUID) -> bytes:
    try:
        return cipher.decrypt(closed[:NONCE], closed[NONCE:], uid.bytes)
    except InvalidTag as error:
        raise Damaged("Cette pièce est illisible : elle a été altérée.") from error


_later: ContextVar[bool] = ContextVar("etrier_vault_later", default=False)


@contextmanager
def together() -> Iterator[None]:
    """What is kept inside is on disk when the block ends, all at once: for a great many papers."""
    token = _later.set(True)
    try:
        yield
        os.sync()
    finally:
        _later.reset(token)


def store(uid: uuid.UUID, content: bytes) -> Sealed:
    """Encrypt and keep; on disk when this returns, or when the block `together` does."""
    key = AESGCM.generate_key(bit_length=256)
    path = place(uid)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as out:
        out.write(_close(AESGCM(key), content, uid))
        if not _later.get():
            out.flush()
            os.fsync(out.fileno())
    draft.rename(path)
    return Sealed(_close(_master(), key, uid), hashlib.sha256(content).digest(), len(content))


def read(uid: uuid.UUID, sealed: Sealed) -> bytes:
    """The paper's bytes. Raises `Damaged`."""
    try:
        closed = place(uid).read_bytes()
    except FileNotFoundError as error:
        raise Damaged("Cette pièce n’est plus dans le coffre.") from error
    key = _open(_master(), bytes(sealed.wrapped_key), uid)
    content = _open(AESGCM(key), closed, uid)
    if hashlib.sha256(content).digest() != bytes(sealed.digest):
        raise Damaged("Cette pièce est illisible : elle a été altérée.")
    return content


def seal(uid: uuid.UUID, text: str) -> bytes:
    """A short text closed for the row of this key, to be kept in a column."""
    return _close(_master(), text.encode(), uid)


def unseal(uid: uuid.UUID, closed: bytes) -> str:
    """The text of a column, nothing once it was wiped. Raises `Damaged`."""
    return _open(_master(), bytes(closed), uid).decode() if closed else ""
