"""The refund, act by act: what the policy says, what each state allows, what is kept and what is not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from etrier.accounts.actor import house
from etrier.decisions.tests import factories as decisions
from etrier.documents.models import Letter
from etrier.domain.access import Role
from etrier.domain.lifecycle import ActRefused
from etrier.domain.wording import day
from etrier.journal.door import NotAllowed
from etrier.journal.models import Entry
from etrier.journal.sentences import sentence
from etrier.loans.actions import endings
from etrier.loans.tests import factories as loans
from etrier.outcomes.actions import committee, orders, refunds
from etrier.outcomes.holders import holders_of
from etrier.outcomes.models import PaymentOrderLine, Refund
from etrier.outcomes.sweep import STEPS, lapse_refunds
from etrier.outcomes.tests import factories
from etrier.people.models import Person
from etrier.ui import formats

DAY = timedelta(1)


def told(found: Refund) -> list[str]:
    """The journal of a refund, as people read it."""
    return [
        sentence(one) for one in Entry.objects.filter(subject="refund", subject_id=found.pk).order_by("pk")
    ]


@pytest.mark.covers("E1")
def test_only_the_bank_s_word_opens_a_refund(laval):
    running = loans.loan(laval, months=6, disbursed_on=loans.months_ago(8))
    with pytest.raises(ValidationError, match="n’a pas encore attesté"):
        refunds.open_refund(running, by=laval.actor(), on=running.ends_on + DAY)
    assert not Refund.objects.exists()


@pytest.mark.covers("E1")
def test_tarbes_gives_back_all_the_interest_through_its_commission_and_its_order(tarbes):
    """2 000 €, 4 %, 24 months, no incident."""
    found = factories.opened(tarbes, principal=2000, months=24, disbursed_on=loans.months_ago(26))
    assert (found.granted, found.amount, found.interest) == (True, Decimal("84.39"), Decimal("84.39"))
    assert found.by_committee
    by, on = tarbes.actor(), found.opened_on
    refunds.ask_bank_details(found, by=by, on=on, certificate=Decimal("84.39"))
    assert [reason["code"] for reason in found.reasons] == ["repaid"]
    letter = Letter.objects.get(file=found.file, letter_code="end_of_loan")
    assert letter.data["refund_amount"] == "84,39\u202f€"
    refunds.record_bank_details(found, by=by, on=on + DAY, iban=factories.IBAN, holder="applicant")
    with pytest.raises(ValidationError, match="La commission doit d’abord"):
        orders.order_refund(found, by=tarbes.actor(Role.FINANCE), on=on + DAY)
    found.refresh_from_db()
    convened = decisions.session(tarbes, on=on + DAY, session_on=on + 3 * DAY)
    committee.send_refund_to_committee(found, by=by, on=on + DAY, session=convened)
    assert found.item.sheet["amount"] == "84.39"
    with pytest.raises(ValidationError, match="pas encore rendu son avis"):
        committee.approve_refund(found, by=by, on=on + 2 * DAY)
    found = factories.given(tarbes, found)
    committee.approve_refund(found, by=by, on=on + 3 * DAY)
    order = orders.order_refund(found, by=tarbes.actor(Role.FINANCE), on=on + 5 * DAY)
    assert (order.total, order.count, order.number) == (Decimal("84.39"), 1, f"RI-{order.year}-001")
    line = PaymentOrderLine.objects.get(order=order)
    assert (line.amount, line.iban, line.holder_name) == (
        Decimal("84.39"),
        factories.IBAN,
        found.holder_name,
    )
    orders.confirm_refund_paid(found, by=tarbes.actor(Role.FINANCE), on=on + 9 * DAY, paid_on=on + 8 * DAY)
    assert (found.state, found.paid_on) == ("paid", on + 8 * DAY)
    assert told(found) == [
        "Remboursement des intérêts à étudier\u00a0: 84,39\u202f€",
        "RIB demandé pour le remboursement des intérêts",
        "RIB enregistré",
        f"Remboursement présenté à la commission du {formats.day(convened.session_on)}",
        "Remboursement approuvé en commission\u00a0: 84,39\u202f€",
        "Remboursement mandaté\u00a0: 84,39\u202f€",
        "Intérêts remboursés\u00a0: 84,39\u202f€",
    ]


@pytest.mark.covers("E1")
def test_laval_refuses_one_late_instalment_with_its_reason(laval):
    found = factories.opened(laval, factories.repaid_late(laval, late=7))
    assert (found.granted, found.amount) == (False, 0)
    (reason,) = found.refusals
    due_on = loans.account_of(found.loan, found.loan.ended_on).instalments[6].due_on
    assert reason["sentence"].startswith(f"1 échéance en retard (n° 7 du {day(due_on)})")
    by, on = laval.actor(), found.opened_on
    with pytest.raises(ValidationError, match="La règle du dispositif refuse"):
        refunds.ask_bank_details(found, by=by, on=on)
    found.refresh_from_db()
    refunds.refuse_refund(found, by=by, on=on, reason="late_instalment")
    assert found.state == "refused"
    letter = Letter.objects.get(file=found.file, letter_code="refund_refusal")
    assert "1 échéance en retard" in letter.data["reason"]
    assert letter.data["appeal_until"] == day(found.appeal_until)
    assert told(found)[-1] == "Remboursement des intérêts refusé\u00a0: au moins une échéance payée en retard"


@pytest.mark.covers("E1")
def test_an_exception_with_its_motive_sets_lateness_aside(laval):
    found = factories.opened(laval, factories.repaid_late(laval))
    with pytest.raises(NotAllowed):
        refunds.grant_refund_by_exception(found, by=laval.actor(), on=found.opened_on, motive="Hôpital")
    manager = laval.actor(Role.MANAGER)
    with pytest.raises(ValidationError, match="motif"):
        refunds.grant_refund_by_exception(found, by=manager, on=found.opened_on, motive="  ")
    refunds.grant_refund_by_exception(found, by=manager, on=found.opened_on, motive="Hospitalisation")
    assert (found.state, found.granted, found.amount) == ("bank_details_awaited", True, found.interest)
    assert "Hospitalisation" not in str(list(Entry.objects.values_list("data", flat=True)))
    granted = factories.opened(laval)
    with pytest.raises(ValidationError, match="accorde ce remboursement"):
        refunds.grant_refund_by_exception(granted, by=manager, on=granted.opened_on, motive="Rien")


@pytest.mark.covers("E1")
def test_an_appeal_is_examined_and_may_reverse_the_refusal(laval):
    found = factories.opened(laval, factories.repaid_late(laval))
    by, on = laval.actor(), found.opened_on
    refunds.refuse_refund(found, by=by, on=on, reason="late_instalment")
    manager = laval.actor(Role.MANAGER)
    with pytest.raises(ValidationError, match="Aucun recours"):
        committee.uphold_refusal(found, by=manager, on=on)
    with pytest.raises(ValidationError, match="suit la notification"):
        committee.lodge_appeal(found, by=by, on=on, received_on=on - DAY)
    found.refresh_from_db()
    committee.lodge_appeal(found, by=by, on=on + DAY, received_on=on + DAY, text="J’étais malade.")
    committee.uphold_refusal(found, by=manager, on=on + 2 * DAY)
    assert (found.state, found.appeal_pending) == ("refused", False)
    committee.lodge_appeal(found, by=by, on=on + 3 * DAY, received_on=on + 3 * DAY)
    committee.reverse_refusal(found, by=manager, on=on + 4 * DAY, motive="Certificat médical")
    assert (found.state, found.granted, found.refusal_reason) == ("bank_details_awaited", True, "")


@pytest.mark.covers("E1")
def test_a_reason_that_does_not_fit_is_refused(laval):
    found = factories.opened(laval)
    with pytest.raises(ValidationError, match="ne s’applique pas"):
        refunds.refuse_refund(found, by=laval.actor(), on=found.opened_on, reason="late_instalment")
    found.refresh_from_db()
    refunds.refuse_refund(found, by=laval.actor(), on=found.opened_on, reason="declined")
    assert not Letter.objects.filter(letter_code="refund_refusal").exists()


@pytest.mark.covers("E1")
def test_the_account_is_sealed_and_belongs_to_a_borrower(laval):
    found = factories.with_details(laval)
    found = Refund.objects.get(pk=found.pk)
    assert factories.IBAN.encode() not in bytes(found.sealed_iban)
    assert found.iban == factories.IBAN
    assert factories.IBAN not in str(list(Entry.objects.values_list("data", flat=True)))
    with pytest.raises(ValidationError, match="celui d’un emprunteur"):
        refunds.record_bank_details(
            found, by=laval.actor(), on=found.opened_on, iban=factories.IBAN, holder="guardian"
        )


@pytest.mark.covers("E1")
def test_the_holders_follow_the_borrowers(laval):
    application = factories.opened(laval).file.application
    person = application.applicant
    assert list(holders_of(application)) == ["applicant"]
    person.protection, person.protector_name = "guardianship", "UDAF"
    assert holders_of(application)["guardian"] == f"{person.full_name} s/c UDAF"
    person.deceased_on = date(2026, 1, 1)
    assert holders_of(application) == {"estate": f"Succession {person.full_name}"}


@pytest.mark.covers("E1", "R11")
def test_nothing_is_written_to_the_dead(laval):
    found = factories.opened(laval)
    Person.objects.filter(pk=found.file.application.applicant_id).update(deceased_on=found.opened_on)
    refunds.ask_bank_details(found, by=laval.actor(), on=found.opened_on)
    assert not Letter.objects.filter(letter_code="end_of_loan").exists()


@pytest.mark.covers("E1")
def test_a_certificate_that_differs_is_said(laval):
    found = factories.opened(laval)
    refunds.ask_bank_details(found, by=laval.actor(), on=found.opened_on, certificate=Decimal("10.00"))
    assert "certificate_differs" in [reason["code"] for reason in found.reasons]
    assert found.amount == found.interest


@pytest.mark.covers("E1")
def test_a_returned_transfer_is_ordered_again_to_another_account(laval):
    order = factories.ordered(laval)
    found, finance = Refund.objects.get(), laval.actor(Role.FINANCE)
    on = order.ordered_on
    with pytest.raises(ValidationError, match="suit le mandat"):
        orders.return_refund(found, by=finance, on=on, returned_on=on - DAY, reason="closed_account")
    found.refresh_from_db()
    orders.return_refund(found, by=finance, on=on + DAY, returned_on=on + DAY, reason="closed_account")
    assert (found.state, found.iban, found.details_on) == ("returned", "", None)
    with pytest.raises(ValidationError, match="RIB"):
        orders.order_refund(found, by=finance, on=on + 2 * DAY)
    found.refresh_from_db()
    refunds.record_bank_details(
        found, by=finance, on=on + 2 * DAY, iban=factories.OTHER_IBAN, holder="applicant"
    )
    again = orders.order_refund(found, by=finance, on=on + 3 * DAY)
    assert again.number != order.number
    assert [line.iban for line in PaymentOrderLine.objects.order_by("pk")] == [
        factories.IBAN,
        factories.OTHER_IBAN,
    ]


@pytest.mark.covers("E1")
def test_a_confirmation_taken_back_stops_the_order(laval):
    found = factories.with_details(laval)
    loan, on = found.loan, found.opened_on
    endings.cancel_confirmation(loan, by=laval.actor(), on=on, source=loans.PHONE)
    with pytest.raises(ValidationError, match="n’atteste plus"):
        orders.order_refund(found, by=laval.actor(Role.FINANCE), on=on + DAY)


@pytest.mark.covers("E1")
def test_several_refunds_leave_in_one_order(laval):
    found = [factories.with_details(laval) for _ in range(3)]
    on = found[0].opened_on + 9 * DAY
    order = orders.order_refunds(found, by=laval.actor(Role.FINANCE), on=on)
    assert (order.count, order.total) == (3, sum(one.amount for one in found))
    assert {one.state for one in Refund.objects.all()} == {"ordered"}
    with pytest.raises(ActRefused):
        orders.order_refunds(found[:1], by=laval.actor(Role.FINANCE), on=on)
    with pytest.raises(ValidationError, match="au moins un"):
        orders.order_refunds([], by=laval.actor(Role.FINANCE), on=on)


@pytest.mark.covers("E1", "R8")
def test_the_sweep_opens_what_the_bank_confirmed_and_twice_changes_nothing(laval, on):
    factories.repaid(laval)
    factories.repaid(laval)
    factories.repaid_late(laval)
    loans.loan(laval)
    by = house(laval.organisation)
    first = [step(by, on) for _, step in STEPS]
    assert first == [3, 0, 0]
    assert [step(by, on) for _, step in STEPS] == [0, 0, 0]
    assert sorted(Refund.objects.values_list("granted", flat=True)) == [False, True, True]


@pytest.mark.covers("E1", "R8")
def test_the_sweep_carries_the_commission_s_opinions(tarbes, on):
    by = house(tarbes.organisation)
    favourable = factories.given(tarbes, factories.at_committee(tarbes))
    adjourned = factories.given(
        tarbes, factories.at_committee(tarbes), "adjourned", adjournment_reason="missing_document"
    )
    refused = factories.given(
        tarbes,
        factories.at_committee(tarbes),
        "unfavourable",
        opinion_reason="outside_scheme",
        motives="Le prêt a servi à autre chose.",
    )
    assert [step(by, on) for _, step in STEPS] == [0, 2, 0]
    assert [step(by, on) for _, step in STEPS] == [0, 0, 0]
    for found in (favourable, adjourned, refused):
        found.refresh_from_db()
    assert (favourable.state, favourable.approved_on) == ("at_committee", favourable.item.opinion_on)
    assert adjourned.state == "bank_details_awaited"
    with pytest.raises(ValidationError, match="défavorable"):
        committee.adjourn_refund(refused, by=tarbes.actor(), on=on)
    refused.refresh_from_db()
    refunds.refuse_refund(refused, by=tarbes.actor(), on=on, reason="opinion")
    letter = Letter.objects.get(letter_code="refund_refusal")
    assert "Le prêt a servi à autre chose" in letter.data["reason"]


@pytest.mark.covers("E1", "R8")
def test_a_wait_ends_only_where_the_dispositif_says_so(laval, on):
    silent, by = factories.asked(laval), house(laval.organisation)
    later = silent.asked_on + timedelta(200)
    assert lapse_refunds(by, later) == 0
    dispositif = silent.file.application.dispositif
    dispositif.model = dispositif.model.replace(
        "[refund]\n", '[refund]\nlapse_months = { value = 6, assumption = "essai" }\n'
    )
    dispositif.save(update_fields=["model"])
    answered = factories.with_details(laval)
    assert lapse_refunds(by, silent.asked_on + timedelta(100)) == 0
    assert lapse_refunds(by, later) == 1
    assert lapse_refunds(by, later) == 0
    silent.refresh_from_db()
    answered.refresh_from_db()
    assert (silent.state, silent.lapsed_on, answered.state) == ("lapsed", later, "bank_details_awaited")
    refunds.reopen_refund(silent, by=laval.actor(), on=later + DAY)
    assert (silent.state, silent.asked_on) == ("bank_details_awaited", later + DAY)
    with pytest.raises(ValidationError, match="RIB est enregistré"):
        refunds.lapse_refund(answered, by=laval.actor(), on=later)
