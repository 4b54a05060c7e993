"""Envelopes, voted through the act."""

from datetime import date
from decimal import Decimal

from etrier.domain.access import Role
from etrier.files.actions import open_file
from etrier.funds import actions
from etrier.funds.models import Commitment, Envelope
from tests.cast import Town

VOTED_ON = date(2019, 12, 4)


def envelope(
    town: Town,
    *,
    amount: Decimal | int = 8000,
    valid_from: date = date(2020, 1, 1),
    valid_to: date | None = None,
) -> Envelope:
    """An envelope in force."""
    return actions.vote_envelope(
        by=town.actor(Role.MANAGER),
        on=VOTED_ON,
        amount=Decimal(amount),
        resolution="2019-12-04 n° 12",
        voted_on=VOTED_ON,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def reserved(town: Town, *, on: date, principal: Decimal | int = 1000) -> Commitment:
    """Half of a loan guaranteed."""
    file = open_file(by=town.actor(), on=on, cover="Alix Martin", holder=None)
    return actions.reserve_guarantee(
        file, by=town.actor(), on=on, principal=Decimal(principal), share=Decimal(50)
    )
