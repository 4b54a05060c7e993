"""The walk in figures: one loan of 2 000 € with an incident, and one that the envelope refuses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError

from etrier.accounts.actor import house
from etrier.domain.account import State
from etrier.funds.models import Commitment, Envelope
from etrier.funds.room import room_of
from etrier.funds.tests.factories import envelope
from etrier.journal.models import Entry
from etrier.journal.sentences import sentence
from etrier.loans.accounts import account_of
from etrier.loans.actions import endings, measures
from etrier.loans.models import Instalment
from etrier.loans.sweep import reach_last_instalments
from etrier.loans.tests import factories

LENT = date(2024, 1, 15)


def rows(loan, number):
    """The lines of one version, as tuples."""
    return list(
        Instalment.objects.filter(version__loan=loan, version__number=number).values_list(
            "number", "due_on", "amount", "principal", "interest", "balance", "hold"
        )
    )


def told(loan):
    """The journal of the loan and its measures, oldest first."""
    found = Entry.objects.filter(file_id=loan.file_id, subject__in=["loan", "measure"]).order_by("pk")
    return [sentence(entry) for entry in found]


@pytest.mark.covers("A16", "R1", "R5")
def test_a_hold_granted_too_late_ends_the_loan_a_month_later(laval):
    loan = factories.loan(laval, principal=2000, months=24, disbursed_on=LENT)
    assert loan.yearly_rate == 4
    assert [line[2] for line in rows(loan, 1)] == [Decimal("86.85")] * 23 + [Decimal("86.84")]
    factories.paid(laval, loan, *range(1, 7))

    due = date(2024, 8, 15)
    factories.unpaid(laval, loan, 7, on=due + timedelta(5))
    account = account_of(loan, due + timedelta(5))
    assert (account.arrears, account.days_past_due) == (Decimal("86.85"), 5)
    assert account.instalments[6].state is State.UNPAID

    asked = factories.requested(laval, loan, on=due + timedelta(10), start=7)
    granted_on = due + timedelta(20)
    measures.grant_measure(asked, by=laval.actor(), on=granted_on, source=factories.PHONE)
    loan.refresh_from_db()
    assert rows(loan, 2)[:6] == rows(loan, 1)[:6]
    assert rows(loan, 2)[6][2] == 0
    assert (len(rows(loan, 1)), len(rows(loan, 2))) == (24, 25)
    assert loan.ends_on == date(2026, 2, 15)

    account = account_of(loan, granted_on)
    assert account.arrears == 0
    assert account.instalments[6].state is State.HELD
    assert account.late_instalments == (7,), "granted after its due date: late all the same"

    factories.paid(laval, loan, *range(8, 26))
    assert reach_last_instalments(house(laval.organisation), date(2026, 2, 16)) == 1
    loan.refresh_from_db()
    assert loan.state == "repaid_unconfirmed"
    account = account_of(loan, date(2026, 2, 16))
    assert account.finished
    assert account.paid == Decimal("2084.39")

    endings.confirm_repaid(loan, by=laval.actor(), on=date(2026, 2, 20), source=factories.PHONE)
    assert loan.state == "paid_off"
    assert account_of(loan, date(2026, 2, 20)).late_instalments == (7,)
    sentences = told(loan)
    assert sentences[0] == "Prêt débloqué\u00a0: 2\u202f000,00\u202f€"
    assert any(text.startswith("Échéance 7 impayée") for text in sentences)
    assert any("Mesure accordée par la banque" in text for text in sentences)
    assert sentences[-1].startswith("Prêt soldé, confirmé par la banque le 20")


@pytest.mark.covers("D6", "D9")
def test_a_guaranteed_loan_commits_half_and_the_next_is_refused(laval):
    envelope(laval, amount=900)
    first = factories.loan(
        laval, principal=1000, months=12, disbursed_on=LENT, product_code="restructuration"
    )
    assert first.commitment.state == "committed"
    assert first.commitment.share == 50
    in_force = Envelope.objects.get()
    assert (room_of(in_force).used, room_of(in_force).free) == (Decimal(500), Decimal(400))

    with pytest.raises(ValidationError, match="ne suffit pas"):
        factories.loan(laval, principal=1200, months=12, disbursed_on=LENT, product_code="restructuration")
    assert Commitment.objects.count() == 1


@pytest.mark.covers("D9")
def test_each_payment_frees_the_envelope(laval):
    loan = factories.loan(laval, principal=1000, months=10, disbursed_on=LENT, product_code="restructuration")
    factories.paid(laval, loan, 1)
    loan.commitment.refresh_from_db()
    balance = Decimal("901.49")
    assert loan.commitment.outstanding == balance == rows(loan, 1)[0][5]
    assert room_of(loan.commitment.envelope).used == Decimal("450.75")
    assert [point.outstanding for point in loan.commitment.exposures.all()] == [Decimal(1000), balance]


@pytest.mark.covers("D9")
def test_repaid_releases_the_guarantee(laval):
    loan = factories.paid_off(laval, product_code="restructuration", amount=Decimal(900))
    loan.commitment.refresh_from_db()
    assert loan.commitment.state == "released"
    assert room_of(loan.commitment.envelope).used == 0


@pytest.mark.covers("D9")
def test_a_confirmation_taken_back_guarantees_what_remains(laval):
    loan = factories.loan(laval, product_code="restructuration", principal=900, months=6, disbursed_on=LENT)
    factories.paid(laval, loan, 1, 2)
    day = loan.ends_on + timedelta(3)
    endings.confirm_repaid(loan, by=laval.actor(), on=day, source=factories.PHONE)
    assert room_of(loan.commitment.envelope).used == 0
    endings.cancel_confirmation(loan, by=laval.actor(), on=day, source=factories.PHONE)
    loan.refresh_from_db()
    owed = account_of(loan, day).outstanding_principal
    assert 0 < owed == loan.commitment.outstanding < 900


@pytest.mark.covers("R1", "X4")
def test_versions_lines_and_movements_are_never_changed(laval):
    loan = factories.loan(laval, disbursed_on=LENT)
    factories.paid(laval, loan, 1)
    for rows_of in (loan.versions, Instalment.objects.filter(version__loan=loan), loan.movements):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows_of.update(organisation_id=loan.organisation_id)
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows_of.all()._raw_delete("default")
