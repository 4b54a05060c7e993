"""The frozen pack as a PDF that only a password opens, by any ordinary reader (AES-256, PDF 2.0)."""

import io
from typing import Any

import pypdf
from django.conf import settings
from django.utils.crypto import salted_hmac

from etrier.decisions.models import SealedPack
from etrier.documents import letters
from etrier.domain.wording import day

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and figures that are not taken for one another on the telephone: no i, l, o, 0, 1."""
GROUPS, LENGTH = 4, 4
"""Sixteen signs of thirty-one: 79 bits, in groups that can be dictated."""


def password(sealed: SealedPack) -> str:
    """What opens this file: derived from its key and the master key, so that it is stored nowhere."""
    code = salted_hmac("etrier.decisions.sealed", str(sealed.uid), settings.MASTER_KEY, algorithm="sha256")
    number, signs = int.from_bytes(code.digest()), []
    for _ in range(GROUPS * LENGTH):
        number, rank = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rank])
    return "-".join("".join(signs[start : start + LENGTH]) for start in range(0, len(signs), LENGTH))


def facts(sealed: SealedPack) -> dict[str, Any]:
    """What the sheet says: the pack as it was sent."""
    sent, pack = sealed.transmission, sealed.transmission.pack
    return {
        "title": f"Dossier {pack['number']} pour {sent.partner}",
        "state": f"{pack['name']}. Copie figée le {day(sent.sent_on)}, envoyée avec l’accord de la personne.",
        "organisation": pack["organisation"],
        "number": pack["number"],
        "sections": pack["sections"],
        "wanted": pack["wanted"],
    }


def encrypted(sealed: SealedPack) -> bytes:
    """The file to send. Raises `letters.Unwritable`."""
    plain = letters.sheet("bank_pack", facts(sealed), sealed.transmission.sent_on)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(plain))
    writer.encrypt(password(sealed), algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
