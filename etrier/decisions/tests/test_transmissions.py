"""Sending to the bank the person chose: what is frozen, what prevents it, what follows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from etrier.applications.tests.factories import bring_papers, ready
from etrier.decisions.actions import transmissions
from etrier.decisions.models import Transmission
from etrier.decisions.tests.factories import (
    SENT_ON,
    accepted,
    listed,
    may_be_sent,
    refused,
    with_bank,
)
from etrier.domain.access import Role
from etrier.domain.lifecycle import ActRefused
from etrier.funds.actions import vote_envelope
from etrier.funds.models import Commitment
from etrier.journal.door import NotAllowed
from etrier.journal.models import Entry
from etrier.journal.sentences import told


def sentences(transmission):
    return [line.sentence for line in told(Entry.objects.filter(file_id=transmission.file_id).order_by("id"))]


@pytest.mark.covers("A14")
def test_the_pack_is_frozen_with_its_consent(laval):
    transmission = with_bank(laval)
    application = transmission.file.application
    assert application.state == "with_bank"
    assert transmission.state == "sent"
    assert transmission.consent.partner == transmission.partner
    assert transmission.consent.consent == "transmission"
    terms = transmission.agreement.terms(application.dispositif)
    assert transmission.answer_due_on == SENT_ON + timedelta(days=terms.answer_days)
    pack = transmission.pack
    assert pack["name"] == transmission.file.cover
    assert pack["amount"] == str(application.amount)
    assert [part["title"] for part in pack["sections"]][:2] == ["Demande", "Demandeur"]
    assert sentences(transmission)[-2:] == [
        "Accord recueilli\u00a0: transmission du dossier à la banque",
        "Dossier transmis à la banque",
    ]


@pytest.mark.covers("A14")
def test_what_changes_in_the_file_later_does_not_change_the_pack(laval):
    transmission = with_bank(laval)
    before = transmission.pack
    person = transmission.file.application.applicant
    person.address = "ailleurs"
    person.save()
    transmission.refresh_from_db()
    assert transmission.pack == before
    assert "ailleurs" not in str(transmission.pack)


@pytest.mark.covers("A14")
def test_health_leaves_only_as_a_category(laval):
    application = ready(laval, product_code=laval.dispositif.parsed.products[2].code)
    situation = application.situation
    situation.employment, situation.employment_detail = "disabled", "sclérose en plaques"
    situation.save()
    bring_papers(application, laval, on=SENT_ON)
    pack = str(with_bank(laval, application).pack)
    assert "sclérose" not in pack
    assert "handicap" not in pack
    assert "prestations" in pack


@pytest.mark.covers("A14")
def test_one_bank_at_a_time(laval):
    transmission = with_bank(laval)
    with pytest.raises(ValidationError, match="a ce dossier en main"):
        with_bank(laval, transmission.file.application, bank=1)


@pytest.mark.covers("A14")
def test_nothing_is_sent_before_the_commission_where_it_sits(tarbes):
    with pytest.raises(ValidationError, match="avis favorable"):
        with_bank(tarbes, ready(tarbes))
    item = listed(tarbes, last_name="Autre")
    with pytest.raises(ActRefused):
        with_bank(tarbes, item.file.application)
    assert not Transmission.objects.exists()


@pytest.mark.covers("A14")
def test_compulsory_support_is_promised_first(laval):
    product = next(p for p in laval.dispositif.parsed.products if p.support.mode == "compulsory")
    application = ready(laval, product_code=product.code)
    facts = {
        "by": laval.actor(),
        "on": SENT_ON,
        "agreement": laval.agreements[0],
        "given_on": SENT_ON,
        "consent_channel": "meeting",
        "channel": "bank_desk",
    }
    with pytest.raises(ValidationError, match="premier contact n’est pas programmé"):
        transmissions.transmit(application, **facts)
    with pytest.raises(ValidationError, match="prévu"):
        transmissions.transmit(
            application,
            support_signed_on=SENT_ON,
            first_contact_on=SENT_ON - timedelta(days=1),
            **facts,
        )
    assert with_bank(laval, application).first_contact_on > SENT_ON


@pytest.mark.covers("A14")
def test_reception_does_not_transmit(laval):
    application = may_be_sent(laval)
    with pytest.raises(NotAllowed):
        transmissions.transmit(
            application,
            by=laval.actor(Role.RECEPTION),
            on=SENT_ON,
            agreement=laval.agreements[0],
            given_on=SENT_ON,
            consent_channel="meeting",
            channel="bank_desk",
        )


@pytest.mark.covers("A14")
def test_a_silent_bank_is_reminded_then_left(laval):
    transmission = with_bank(laval)
    by, late = laval.actor(), transmission.answer_due_on + timedelta(days=1)
    with pytest.raises(ValidationError, match="aucun rappel"):
        transmissions.close_unanswered(transmission, by=by, on=late)
    transmissions.remind_bank(transmission, by=by, on=SENT_ON + timedelta(days=5), channel="phone")
    with pytest.raises(ValidationError, match="pour répondre"):
        transmissions.close_unanswered(transmission, by=by, on=SENT_ON + timedelta(days=6))
    transmissions.close_unanswered(transmission, by=by, on=late)
    assert (transmission.state, transmission.reminders, transmission.ended_on) == ("unanswered", 1, late)
    second = with_bank(laval, transmission.file.application, bank=1, on=late)
    with pytest.raises(ValidationError, match="Une autre banque"):
        transmissions.reopen_transmission(transmission, by=by, on=late)
    transmissions.recall_transmission(second, by=by, on=late)
    transmissions.reopen_transmission(transmission, by=by, on=late)
    assert transmission.state == "sent"


@pytest.mark.covers("A14", "A15")
def test_refused_by_the_first_bank_accepted_by_the_second(laval):
    first = refused(laval)
    application = first.file.application
    application.refresh_from_db()
    assert (first.state, application.state, first.answer_days) == ("refused", "with_bank", 3)
    second = with_bank(laval, application, bank=1, on=date(2026, 11, 21))
    assert second.partner != first.partner
    assert "refus" not in str(second.pack).lower()
    accepted(laval, second, on=date(2026, 11, 23))
    assert (second.state, second.answer_days) == ("accepted", 2)
    assert second.agreed_amount == second.amount
    assert sentences(second)[-1].startswith("Prêt accepté par la banque")


@pytest.mark.covers("A15", "D9")
def test_recalling_frees_the_guarantee(laval):
    product = next(p for p in laval.dispositif.parsed.products if p.guaranteed_by_ccas)
    vote_envelope(
        by=laval.actor(Role.MANAGER),
        on=SENT_ON,
        amount=Decimal(5000),
        resolution="2026-01",
        voted_on=SENT_ON,
        valid_from=date(2026, 1, 1),
    )
    transmission = accepted(laval, product_code=product.code)
    assert Commitment.objects.get(file=transmission.file).state == "reserved"
    transmissions.recall_transmission(transmission, by=laval.actor(), on=date(2026, 11, 23))
    assert Commitment.objects.get(file=transmission.file).state == "released"
    assert transmission.state == "recalled"


@pytest.mark.covers("A10", "A11", "A14")
def test_papers_and_findings_that_block_are_all_said_at_once(laval):
    application = ready(laval, papers=False)
    situation = application.situation
    situation.resident = False
    situation.save()
    with pytest.raises(ValidationError) as refusal:
        with_bank(laval, application)
    said = refusal.value.messages
    asked = [line for line in said if line.startswith("Pièce à obtenir")]
    assert len(asked) > 3
    assert len(said) > len(asked)
    assert not Transmission.objects.exists()
