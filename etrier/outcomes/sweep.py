"""The daily work of the end: refunds to open, opinions to carry over, waits to end. Twice changes nothing."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.database.reading import seldom
from etrier.domain.dates import months_after
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting_on
from etrier.loans.models import Loan
from etrier.outcomes.actions.committee import adjourn_refund, approve_refund
from etrier.outcomes.actions.refunds import open_refund
from etrier.outcomes.judging import accounts_at_end, refunds_interest
from etrier.outcomes.models import Refund
from etrier.schemes.models import Dispositif


def open_refunds(by: Actor, on: date) -> int:
    """The CCAS takes the first step: a refund is studied for each loan the bank says repaid."""
    generous = [
        one.pk for one in Dispositif.objects.filter(organisation=by.organisation) if refunds_interest(one)
    ]
    files = Application.objects.filter(dispositif__in=generous).values("file")
    repaid = Loan.objects.filter(
        organisation=by.organisation, state="paid_off", ended_on__lte=on, refund__isnull=True, file__in=files
    )
    loans = list(seldom(repaid.order_by("pk")))
    accounts = accounts_at_end(loans, on)
    for loan in loans:
        open_refund(loan, by=by, on=on, account=accounts[loan.pk])
    return len(loans)


def carry_opinions(by: Actor, on: date) -> int:
    """What the commission said of a refund is done: approved, or put off; a person writes a refusal."""
    waiting = Refund.objects.filter(
        organisation=by.organisation, state="at_committee", approved_on__isnull=True
    )
    said = Q(item__session__state="closed", item__state__in=("favourable", "conditional", "adjourned"))
    heard = waiting.filter(said | Q(item__state="withdrawn")).select_related("item")
    count = 0
    for refund in seldom(heard.order_by("pk")):
        if refund.item is None:
            continue
        if refund.item.state in {"adjourned", "withdrawn"}:
            adjourn_refund(refund, by=by, on=on)
        elif refund.item.unmet_conditions:
            continue
        else:
            approve_refund(refund, by=by, on=on)
        count += 1
    return count


def lapse_refunds(by: Actor, on: date) -> int:
    """Where the dispositif says how long bank details are awaited, the wait ends."""
    count = 0
    for dispositif in Dispositif.objects.filter(organisation=by.organisation):
        wait = dispositif.parsed.refund.lapse_months
        if wait is None:
            continue
        limit = months_after(on, -wait)
        silent = Q(state="bank_details_awaited", asked_on__lt=limit) | Q(
            state="returned", returned_on__lt=limit
        )
        files = Application.objects.filter(dispositif=dispositif).values("file")
        old = Refund.objects.filter(
            silent, organisation=by.organisation, details_on__isnull=True, file__in=files
        )
        count += acting_on(old, Act.LAPSE_REFUND, by=by, on=on, changes={"lapsed_on": on})
    return count


STEPS: tuple[tuple[str, Callable[[Actor, date], int]], ...] = (
    ("remboursements d’intérêts ouverts", open_refunds),
    ("avis de la commission suivis d’effet", carry_opinions),
    ("attentes de coordonnées bancaires closes", lapse_refunds),
)
