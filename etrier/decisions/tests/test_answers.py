"""What the bank says: accepted, other terms, refused, a question; and what the CCAS's guarantee answers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from etrier.applications.actions.conclusion import return_to_study
from etrier.decisions.actions import answers, opinions
from etrier.decisions.models import AgendaItem, AnswerKind, BankAnswer, MessageSide
from etrier.decisions.tests.factories import (
    ANSWERED_ON,
    SENT_ON,
    accepted,
    answered,
    countered,
    held,
    listed,
    refused,
    with_bank,
)
from etrier.domain.access import Role
from etrier.domain.lifecycle import ActRefused
from etrier.funds.actions import vote_envelope
from etrier.funds.models import Commitment
from etrier.journal.door import NotAllowed
from etrier.journal.models import Entry


def envelope(town, amount):
    return vote_envelope(
        by=town.actor(Role.MANAGER),
        on=SENT_ON,
        amount=Decimal(amount),
        resolution="2026-01",
        voted_on=SENT_ON,
        valid_from=date(2026, 1, 1),
    )


def guaranteed(town):
    return next(p.code for p in town.dispositif.parsed.products if p.guaranteed_by_ccas)


@pytest.mark.covers("A15")
def test_the_delay_is_from_the_sending_to_the_day_the_answer_came(laval):
    transmission = with_bank(laval)
    answers.enter_answer(
        transmission,
        AnswerKind.REFUSED,
        by=laval.actor(),
        on=ANSWERED_ON,
        channel="letter",
        received_on=SENT_ON + timedelta(days=1),
        reason="ficp",
    )
    assert transmission.answer_days == 1
    answer = transmission.answers.get()
    assert (answer.reason_label, answer.channel_label) == ("inscription au FICP", "par courrier")
    assert answer.author == laval.user()


@pytest.mark.parametrize(
    ("received_on", "message"),
    [(ANSWERED_ON + timedelta(days=1), "avenir"), (SENT_ON - timedelta(days=1), "suit l’envoi")],
)
def test_an_answer_comes_between_the_sending_and_today(laval, received_on, message):
    with pytest.raises(ValidationError, match=message):
        answers.enter_answer(
            with_bank(laval),
            AnswerKind.REFUSED,
            by=laval.actor(),
            on=ANSWERED_ON,
            channel="phone",
            received_on=received_on,
            reason="ficp",
        )


@pytest.mark.covers("A15")
def test_accepting_other_terms_is_a_counter_offer(laval):
    transmission = with_bank(laval)
    with pytest.raises(ValidationError, match="contre-proposition"):
        answered(
            laval,
            transmission,
            AnswerKind.ACCEPTED,
            amount=transmission.amount - 1,
            months=transmission.months,
            yearly_rate=Decimal(4),
        )


@pytest.mark.covers("A15")
def test_absurd_terms_are_refused(laval):
    with pytest.raises(ValidationError):
        answered(
            laval,
            with_bank(laval),
            AnswerKind.COUNTER_OFFER,
            amount=Decimal(100),
            months=100_000,
            yearly_rate=Decimal(4),
        )


@pytest.mark.covers("A15")
def test_a_smaller_counter_offer_needs_only_the_persons_yes(laval):
    transmission = countered(laval)
    assert transmission.state == "counter_offer"
    assert transmission.agreed_amount is None
    answers.accept_counter_offer(transmission, by=laval.actor(), on=ANSWERED_ON)
    assert transmission.state == "accepted"
    assert transmission.agreed_amount == transmission.amount - 200


@pytest.mark.covers("A15")
def test_a_larger_counter_offer_is_judged_anew(laval):
    transmission = countered(laval, amount=Decimal(2500))
    with pytest.raises(ValidationError) as refusal:
        answers.accept_counter_offer(transmission, by=laval.actor(), on=ANSWERED_ON)
    assert "dépasse 2\u202f000\u202f€" in refusal.value.messages[0]
    transmission.refresh_from_db()
    assert transmission.state == "counter_offer"
    answers.decline_counter_offer(transmission, by=laval.actor(), on=ANSWERED_ON)
    assert (transmission.state, transmission.ended_on) == ("recalled", ANSWERED_ON)


@pytest.mark.covers("A13", "A15")
def test_the_commissions_limits_hold_for_the_bank(tarbes):
    item = listed(tarbes)
    held(tarbes, item.session)
    opinions.give_conditional_opinion(
        item,
        by=tarbes.actor(Role.COMMITTEE_MEMBER),
        on=item.session.session_on,
        conditions=[],
        amount_limit=Decimal(1500),
    )
    transmission = with_bank(tarbes, item.file.application)
    countered(tarbes, transmission, amount=Decimal(1600))
    with pytest.raises(ValidationError, match="examinée") as refusal:
        answers.accept_counter_offer(transmission, by=tarbes.actor(), on=ANSWERED_ON)
    assert "1\u202f500" in refusal.value.messages[0]
    assert AgendaItem.objects.get(pk=item.pk).limits.amount == Decimal(1500)


@pytest.mark.covers("A15")
def test_a_question_is_answered_in_the_thread(laval):
    transmission = with_bank(laval)
    answered(laval, transmission, AnswerKind.QUESTION, text="Le devis est-il toujours valable ?")
    assert transmission.state == "questioned"
    answers.answer_question(
        transmission, by=laval.actor(), on=ANSWERED_ON, text="Oui, jusqu’à la fin du mois."
    )
    assert transmission.state == "sent"
    assert transmission.messages.get().side == MessageSide.CCAS


@pytest.mark.covers("A15")
def test_the_sellers_notice_follows_the_agreement(laval):
    transmission = accepted(laval)
    with pytest.raises(ValidationError, match="après l’accord"):
        answers.reassure_seller(transmission, by=laval.actor(), on=ANSWERED_ON, told_on=SENT_ON)
    answers.reassure_seller(transmission, by=laval.actor(), on=ANSWERED_ON, told_on=ANSWERED_ON)
    assert transmission.seller_told_on == ANSWERED_ON
    with pytest.raises(ActRefused):
        answers.reassure_seller(refused(laval), by=laval.actor(), on=ANSWERED_ON, told_on=ANSWERED_ON)


@pytest.mark.covers("A15", "D9")
def test_acceptance_reserves_the_ccas_guarantee(laval):
    envelope(laval, 5000)
    transmission = accepted(laval, product_code=guaranteed(laval))
    commitment = Commitment.objects.get(file=transmission.file)
    assert (commitment.state, commitment.principal, commitment.share) == (
        "reserved",
        transmission.amount,
        Decimal(50),
    )


@pytest.mark.covers("A15", "D9")
def test_an_envelope_too_small_refuses_the_acceptance_and_changes_nothing(laval):
    envelope(laval, 100)
    transmission = with_bank(laval, product_code=guaranteed(laval))
    entries = Entry.objects.count()
    with pytest.raises(ValidationError, match="enveloppe de garantie ne suffit pas"), transaction.atomic():
        accepted(laval, transmission)
    transmission.refresh_from_db()
    assert (transmission.state, transmission.answered_on, transmission.agreed_amount) == ("sent", None, None)
    assert not Commitment.objects.exists()
    assert not BankAnswer.objects.exists()
    assert Entry.objects.count() == entries


@pytest.mark.covers("A15")
def test_an_answer_is_kept_as_it_was_given(laval):
    answer = refused(laval).answers.get()
    answer.reason = "other"
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        answer.save()


def test_a_refusal_without_a_reason_does_not_exist(laval):
    with pytest.raises(IntegrityError), transaction.atomic():
        answered(laval, with_bank(laval), AnswerKind.REFUSED)


@pytest.mark.covers("A15")
def test_the_commission_does_not_answer_for_the_bank(laval):
    with pytest.raises(NotAllowed):
        answers.enter_answer(
            with_bank(laval),
            AnswerKind.REFUSED,
            by=laval.actor(Role.COMMITTEE_MEMBER),
            on=ANSWERED_ON,
            channel="phone",
            reason="ficp",
        )


@pytest.mark.covers("A15")
def test_a_bank_does_not_accept_a_request_gone_back_to_study(laval):
    transmission = with_bank(laval)
    application = transmission.file.application
    return_to_study(application, by=laval.actor(), on=ANSWERED_ON, reason="project_changed")
    transmission.refresh_from_db()
    with pytest.raises(ValidationError, match="repris l’étude"), transaction.atomic():
        accepted(laval, transmission)
    transmission.refresh_from_db()
    assert transmission.state == "sent"
