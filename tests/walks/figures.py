"""What the database holds once a story is told, to the cent."""

from decimal import Decimal

from etrier.decisions.models import Transmission
from etrier.domain.dates import months_after
from etrier.followup.models import Aid, Difficulty
from etrier.funds.models import Commitment
from etrier.journal.models import Entry
from etrier.loans.accounts import account_of
from etrier.loans.schedules import versions_of
from etrier.outcomes.models import PaymentOrderLine, Refund
from tests.walks.stage import Walk
from tests.walks.stories import Life


def contract(life: Life) -> None:
    """2 000 € at 4 % over 24 months: 86,85 €, then 86,84 €; interest 84,39 €; TAEG 4,07 %."""
    loan = life.walk.file.loan
    _, schedule = versions_of([loan])[loan.pk][0]
    assert (loan.principal, loan.yearly_rate, loan.months) == (Decimal(2000), Decimal(4), 24)
    assert schedule.instalment == Decimal("86.85")
    assert [line.amount for line in schedule.lines] == [Decimal("86.85")] * 23 + [Decimal("86.84")]
    assert schedule.interest == Decimal("84.39")
    assert round(loan.apr, 2) == Decimal("4.07")
    assert loan.offer.bank_apr == Decimal("4.07")
    assert loan.offer.usury_rate == Decimal("23.24")


def held(life: Life, number: int = 7) -> None:
    """One month held from line 7 without interest, granted after its date: late all the same."""
    walk = life.walk
    loan = walk.file.loan
    (_, first), (_, second) = versions_of([loan])[loan.pk]
    assert second.lines[: number - 1] == first.lines[: number - 1]
    assert second.lines[number - 1].amount == 0
    assert second.end_on == months_after(first.end_on, 1)
    assert second.interest == first.interest
    assert sum(line.principal for line in second.lines) == loan.principal
    measure = loan.measures.get(state="granted")
    due_on = first.lines[number - 1].due_on
    assert due_on < measure.requested_on < measure.decided_on
    account = account_of(loan, walk.stage.on)
    assert account.late_instalments == (number,)
    assert (account.arrears, account.outstanding_principal) == (0, 0)
    assert account.paid == first.interest + loan.principal


def met(life: Life) -> None:
    """The difficulty ended by the measure, an emergency aid answering it."""
    file = life.walk.file
    difficulty = Difficulty.objects.get(file=file)
    assert difficulty.state == "restructured"
    assert difficulty.missed.get().number == 7
    aid = Aid.objects.get(file=file)
    assert (aid.difficulty, aid.state, aid.amount) == (difficulty, "granted", Decimal("86.85"))


def refund_refused(life: Life) -> None:
    """No refund: one late instalment."""
    refund = Refund.objects.get(file=life.walk.file)
    assert (refund.state, refund.granted, refund.amount) == ("refused", False, 0)
    assert refund.interest == Decimal("84.39")
    assert refund.refusal_reason == "late_instalment"


def refund_paid(life: Life, amount: Decimal) -> None:
    """The interest paid back, by one order."""
    refund = Refund.objects.get(file=life.walk.file)
    assert (refund.state, refund.granted, refund.amount) == ("paid", True, amount)
    assert PaymentOrderLine.objects.get(refund=refund).amount == amount


def commitment(life: Life) -> None:
    """Half of what was lent, committed at disbursement."""
    row = Commitment.objects.get(file=life.walk.file)
    assert (row.state, row.principal, row.outstanding, row.share) == (
        "committed",
        Decimal(1500),
        Decimal(1500),
        Decimal(50),
    )


def not_reserved(walk: Walk) -> None:
    """The bank's yes was not taken: nothing is reserved, the request still waits."""
    file = walk.file
    assert not Commitment.objects.filter(file=file).exists()
    assert Transmission.objects.get(file=file).state == "sent"
    assert file.application.state == "with_bank"


def two_banks(life: Life) -> None:
    """Two sendings with two consents; neither bank learnt of the other."""
    file = life.walk.file
    first, second = Transmission.objects.filter(file=file).order_by("pk")
    assert (first.state, second.state) == ("refused", "accepted")
    assert first.partner_id != second.partner_id
    assert first.consent_id != second.consent_id
    assert str(first.partner) not in str(second.pack)
    assert file.loan.partner_id == second.partner_id


def passed_through(walk: Walk, subject: str, *states: str) -> None:
    """The journal says that something of the file came to each of these states."""
    rows = Entry.objects.filter(file_id=walk.file.pk, subject=subject)
    missing = set(states) - set(rows.values_list("to_state", flat=True))
    assert not missing, (subject, missing)
