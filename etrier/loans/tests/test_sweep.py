"""The daily work on loans: done once, whatever the number of runs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from etrier.accounts.actor import house
from etrier.funds.models import Commitment
from etrier.loans.accounts import account_of
from etrier.loans.sweep import STEPS, lapse_offers, look_at_loans, reach_last_instalments
from etrier.loans.tests import factories


@pytest.fixture
def today():
    return timezone.localdate()


def run(town, on):
    return {step: step(house(town.organisation), on) for _, step in STEPS}


@pytest.mark.covers("R8", "A16")
def test_an_unsigned_offer_lapses_and_frees_its_guarantee(laval, today):
    offer = factories.offer(laval, product_code="restructuration", amount=Decimal(800))
    late = offer.expires_on + timedelta(1)
    assert run(laval, offer.expires_on)[lapse_offers] == 0
    assert run(laval, late)[lapse_offers] == 1
    assert run(laval, late)[lapse_offers] == 0
    offer.refresh_from_db()
    application = offer.file.application
    application.refresh_from_db()
    assert (offer.state, application.state) == ("lapsed", "with_bank")
    assert Commitment.objects.get().state == "released"


@pytest.mark.covers("R8")
def test_a_loan_in_arrears_does_not_reach_its_end(laval, today):
    loan = factories.loan(laval, months=6)
    factories.paid(laval, loan, *range(1, 6))
    assert run(laval, today)[reach_last_instalments] == 0, "the sixth instalment is not known to be paid"
    factories.paid(laval, loan, 6)
    assert run(laval, today)[reach_last_instalments] == 1
    assert run(laval, today)[reach_last_instalments] == 0
    loan.refresh_from_db()
    assert loan.state == "repaid_unconfirmed"


@pytest.mark.covers("R8", "D9")
def test_time_alone_frees_the_envelope_where_payment_is_presumed(laval, today):
    loan = factories.loan(laval, bank=1, product_code="restructuration", amount=Decimal(900))
    assert loan.commitment.outstanding == 900
    assert run(laval, today)[look_at_loans] == 1
    assert run(laval, today)[look_at_loans] == 0
    loan.commitment.refresh_from_db()
    assert loan.commitment.outstanding == account_of(loan, today).outstanding_principal < 900


def test_nothing_to_do_costs_nothing_more_with_more_loans(laval, today, django_assert_num_queries):
    factories.loan(laval)
    with CaptureQueriesContext(connection) as one:
        run(laval, today)
    factories.loan(laval)
    factories.loan(laval)
    with django_assert_num_queries(len(one)):
        run(laval, today)
    assert lapse_offers(house(laval.organisation), today) == 0
