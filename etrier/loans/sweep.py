"""The daily work of loans: set-based, and a second run changes nothing."""

from collections.abc import Callable
from datetime import date

from etrier.accounts.actor import Actor
from etrier.database.batches import batches
from etrier.database.reading import seldom
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting_on
from etrier.loans.accounts import TOGETHER
from etrier.loans.actions.offers import lapse_offer
from etrier.loans.models import Loan, Offer
from etrier.loans.position import keep_positions


def lapse_offers(by: Actor, on: date) -> int:
    """Offers past their validity that nobody signed; few a day, and each frees its guarantee."""
    late = Offer.objects.filter(organisation=by.organisation, state="issued", expires_on__lt=on)
    found = list(seldom(late.order_by("pk")))
    for offer in found:
        lapse_offer(offer, by=by, on=on)
    return len(found)


def look_at_loans(by: Actor, on: date) -> int:
    """Loans that time alone has changed: an instalment fell due, another is presumed paid.

    Where payment is presumed, this is how the guarantee bears less from month to month.
    """
    due = Loan.objects.filter(organisation=by.organisation).to_look_at(on)
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    for some in batches(keys, TOGETHER):
        held = Loan.objects.filter(pk__in=some).order_by("pk").select_for_update(of=("self",))
        keep_positions(held.select_related("commitment"), on)
    return len(keys)


def reach_last_instalments(by: Actor, on: date) -> int:
    """Loans of which every instalment is settled wait from now on for the bank's confirmation."""
    finished = Loan.objects.filter(organisation=by.organisation).finished(on)
    return acting_on(finished, Act.REACH_LAST_INSTALMENT, by=by, on=on)


STEPS: tuple[tuple[str, Callable[[Actor, date], int]], ...] = (
    ("offres devenues caduques", lapse_offers),
    ("situations de prêt revues", look_at_loans),
    ("prêts arrivés à leur dernière échéance", reach_last_instalments),
)
