"""The daily work of loans: set-based, and a second run changes nothing."""

from collections.abc import Callable
from datetime import date

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import Act
from etrier.funds.actions import note_outstanding
from etrier.journal.door import acting_on
from etrier.loans.accounts import accounts_of
from etrier.loans.actions.offers import lapse_offer
from etrier.loans.models import Loan, Offer


def reach_last_instalments(by: Actor, on: date) -> int:
    """Loans of which every instalment is settled wait from now on for the bank's confirmation."""
    ended = list(Loan.objects.filter(organisation=by.organisation).due_to_end(on).order_by("pk"))
    finished = [key for key, account in accounts_of(ended, on).items() if account.finished]
    if not finished:
        return 0
    return acting_on(Loan.objects.filter(pk__in=finished), Act.REACH_LAST_INSTALMENT, by=by, on=on)


def lapse_offers(by: Actor, on: date) -> int:
    """Offers past their validity that nobody signed; few a day, and each frees its guarantee."""
    late = Offer.objects.filter(organisation=by.organisation, state="issued", expires_on__lt=on)
    found = list(late.order_by("pk"))
    for offer in found:
        lapse_offer(offer, by=by, on=on)
    return len(found)


def follow_presumed(by: Actor, on: date) -> int:
    """Where payment is presumed, time alone lowers what the guarantee bears."""
    running = Loan.objects.filter(
        organisation=by.organisation, reporting="presumed", commitment__state="committed"
    )
    loans = list(running.select_related("commitment").order_by("pk"))
    accounts = accounts_of(loans, on)
    changed = 0
    for loan in loans:
        commitment, account = loan.commitment, accounts[loan.pk]
        if commitment is not None and commitment.outstanding != account.outstanding_principal:
            note_outstanding(commitment, on=on, outstanding=account.outstanding_principal)
            changed += 1
    return changed


STEPS: tuple[tuple[str, Callable[[Actor, date], int]], ...] = (
    ("offres devenues caduques", lapse_offers),
    ("prêts arrivés à leur dernière échéance", reach_last_instalments),
    ("garanties suivies", follow_presumed),
)
