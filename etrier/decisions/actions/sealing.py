"""Making a pack ready to leave as an encrypted file."""

from datetime import date, datetime

from etrier.accounts.actor import Actor
from etrier.database.writing import add
from etrier.decisions.models import SealedPack, Transmission
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting


def seal_pack(transmission: Transmission, *, by: Actor, on: date, revision: int | None = None) -> SealedPack:
    """A new encrypted file, with a password of its own; what it holds is what was sent."""
    if by.user_id is None:
        raise ValueError("a sealed pack has an author")
    with acting(transmission, Act.SEAL_PACK, by=by, on=on, revision=revision):
        return add(
            SealedPack(
                organisation_id=transmission.organisation_id,
                transmission=transmission,
                file_id=transmission.file_id,
                author_id=by.user_id,
                made_on=on,
            )
        )


def tell_password(sealed: SealedPack, *, now: datetime) -> bool:
    """Whether the password may be shown: once, to whoever asks first."""
    return bool(SealedPack.objects.filter(pk=sealed.pk, told_at=None).update(told_at=now))
