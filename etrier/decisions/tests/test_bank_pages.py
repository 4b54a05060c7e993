"""The bank's pages on the worker's side: choose, send, follow, enter answers, go on after a refusal."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from etrier.applications.tests.factories import ready
from etrier.decisions.actions.messages import send_message
from etrier.decisions.models import Consent, MessageSide, Transmission
from etrier.decisions.tests.factories import (
    accepted,
    countered,
    may_be_sent,
    refused,
    with_bank,
)
from etrier.domain.access import Role


@pytest.fixture
def today():
    return timezone.localdate()


def page(name, thing, *more):
    return reverse(f"decisions:{name}", args=[thing.file.uid, *more])


def transmit_data(town, application, **changed):
    return {
        "agreement": str(town.agreements[0].uid),
        "given_on": timezone.localdate().isoformat(),
        "consent_channel": "meeting",
        "channel": "email",
        "revision": application.revision,
        "key": str(uuid4()),
    } | changed


@pytest.mark.covers("A14")
def test_the_banks_are_shown_side_by_side_then_the_file_leaves(laval):
    application, client = may_be_sent(laval), laval.client()
    address = page("transmit", application)
    shown = client.get(address).content.decode()
    for agreement in laval.agreements:
        assert agreement.partner.name in shown
    assert "86,85\u202f€" in shown
    answer = client.post(address, transmit_data(laval, application))
    assert answer.status_code == 302, answer.context["form"].errors
    laval.enter()
    transmission = Transmission.objects.get()
    assert transmission.partner == laval.agreements[0].partner
    assert transmission.file.application.state == "with_bank"
    listing = client.get(answer["Location"]).content.decode()
    assert transmission.partner.name in listing
    followed = client.get(page("transmission", application, transmission.uid)).content.decode()
    assert "réponse attendue le" in followed
    printed = client.get(page("pack", application, transmission.uid)).content.decode()
    assert application.file.cover.split()[-1] in printed


@pytest.mark.covers("A14")
def test_sending_twice_by_a_double_click_sends_once(laval):
    application, client = may_be_sent(laval), laval.client()
    data = transmit_data(laval, application)
    first = client.post(page("transmit", application), data)
    second = client.post(page("transmit", application), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    laval.enter()
    assert Transmission.objects.count() == 1


@pytest.mark.covers("A14")
def test_what_is_wrong_is_said_and_what_was_typed_kept(laval):
    application, client = may_be_sent(laval), laval.client()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = client.post(page("transmit", application), transmit_data(laval, application, given_on=tomorrow))
    assert answer.status_code == 422
    assert "dans l’avenir" in answer.content.decode()
    assert tomorrow in answer.content.decode()
    laval.enter()
    assert not Transmission.objects.exists()


@pytest.mark.covers("A14")
def test_the_obstacles_are_listed(tarbes):
    application, client = ready(tarbes), tarbes.client()
    shown = client.get(page("transmit", application)).content.decode()
    assert "La commission doit d’abord rendre un avis favorable." in shown
    answer = client.post(page("transmit", application), transmit_data(tarbes, application))
    assert answer.status_code == 422


@pytest.mark.covers("A14")
def test_the_envelope_alerts_before_the_sending(laval):
    product = next(p for p in laval.dispositif.parsed.products if p.guaranteed_by_ccas)
    application = may_be_sent(laval, product_code=product.code)
    shown = laval.client().get(page("transmit", application)).content.decode()
    assert "Aucune enveloppe de garantie" in shown
    assert "Engagement d’accompagnement signé le" in shown


@pytest.mark.covers("X1")
def test_a_stranger_finds_nothing_and_reception_may_not(laval, tarbes):
    laval.enter()
    transmission = with_bank(laval)
    application = transmission.file.application
    for name, more in (("transmissions", ()), ("transmit", ()), ("transmission", (transmission.uid,))):
        address = page(name, application, *more)
        assert tarbes.client().get(address).status_code == 404
        assert laval.client(Role.RECEPTION).get(address).status_code == 403
        assert laval.client(Role.COMMITTEE_MEMBER).get(address).status_code == 403


@pytest.mark.covers("A15")
def test_each_answer_has_its_page(laval, today):
    client = laval.client()
    said = {"received_on": today.isoformat(), "channel": "phone"}
    cases = {
        "accept_request": ({"yearly_rate": "4"}, "accepted"),
        "make_counter_offer": ({"amount": "1 500", "months": "20", "yearly_rate": "4"}, "counter_offer"),
        "refuse_request": ({"reason": "debt_ratio"}, "refused"),
        "ask_question": ({"text": "Quel kilométrage ?"}, "questioned"),
    }
    for name, (data, state) in cases.items():
        laval.enter()
        transmission = with_bank(laval, last_name=f"Page {name[:6]}")
        address = page(name, transmission, transmission.uid)
        assert client.get(address).status_code == 200
        answer = client.post(
            address, {**said, **data, "revision": transmission.revision, "key": str(uuid4())}
        )
        assert answer.status_code == 302, answer.context["form"].errors
        assert client.get(answer["Location"]).status_code == 200
        laval.enter()
        transmission.refresh_from_db()
        assert transmission.state == state


@pytest.mark.covers("A15")
def test_a_refusal_leads_to_what_remains_possible(laval):
    transmission = refused(laval)
    shown = laval.client().get(page("after_refusal", transmission, transmission.uid)).content.decode()
    for other in laval.agreements[1:]:
        assert other.partner.name in shown
    assert "médiateur" in shown
    assert "recours" not in shown
    assert "tribunal" not in shown


@pytest.mark.covers("A15")
def test_a_refusal_without_reason_is_shown_again(laval, today):
    transmission = with_bank(laval)
    answer = laval.client().post(
        page("refuse_request", transmission, transmission.uid),
        {
            "received_on": today.isoformat(),
            "channel": "phone",
            "text": "Non.",
            "revision": 1,
            "key": str(uuid4()),
        },
    )
    assert answer.status_code == 422
    assert "Choisissez une des réponses proposées." in answer.content.decode()
    assert "Non." in answer.content.decode()


@pytest.mark.covers("A15")
def test_two_workers_entering_two_answers_meet(laval, today):
    transmission = with_bank(laval)
    stale = transmission.revision
    send_twice = page("remind_bank", transmission, transmission.uid)
    client = laval.client()
    first = client.post(send_twice, {"channel": "phone", "revision": stale, "key": str(uuid4())})
    assert first.status_code == 302
    second = client.post(send_twice, {"channel": "email", "revision": stale, "key": str(uuid4())})
    assert second.status_code == 422
    laval.enter()
    transmission.refresh_from_db()
    assert transmission.reminders == 1


@pytest.mark.covers("A15")
def test_a_counter_offer_waits_for_the_persons_yes(laval):
    transmission, client = countered(laval), laval.client()
    shown = client.get(page("transmission", transmission, transmission.uid)).content.decode()
    assert "Accepter la contre-proposition" in shown
    address = page("accept_counter_offer", transmission, transmission.uid)
    assert client.get(address).status_code == 200
    answer = client.post(address, {"revision": transmission.revision, "key": str(uuid4())})
    assert answer.status_code == 302
    laval.enter()
    transmission.refresh_from_db()
    assert transmission.state == "accepted"


@pytest.mark.covers("A15")
def test_an_act_come_too_late_says_so(laval):
    transmission, client = refused(laval), laval.client()
    answer = client.get(page("accept_request", transmission, transmission.uid), follow=True)
    assert "n’est pas possible" in answer.content.decode()
    posted = client.post(
        page("accept_request", transmission, transmission.uid),
        {
            "received_on": timezone.localdate().isoformat(),
            "channel": "phone",
            "yearly_rate": "4",
            "revision": transmission.revision,
            "key": str(uuid4()),
        },
    )
    assert posted.status_code == 422


@pytest.mark.covers("A15")
def test_the_seller_is_reassured_where_the_convention_says_so(laval, today):
    transmission, client = accepted(laval), laval.client()
    shown = client.get(page("transmission", transmission, transmission.uid)).content.decode()
    assert "Attester l’accord au vendeur" in shown
    client.post(
        page("reassure_seller", transmission, transmission.uid),
        {"told_on": today.isoformat(), "revision": transmission.revision, "key": str(uuid4())},
    )
    laval.enter()
    transmission.refresh_from_db()
    assert transmission.seller_told_on == today


@pytest.mark.covers("A18")
def test_the_worker_writes_and_reads_in_the_thread(laval, on):
    transmission, client = with_bank(laval), laval.client()
    send_message(
        transmission, by=laval.actor(), on=on, side=MessageSide.BANK, text="Le dossier est bien arrivé."
    )
    shown = client.get(page("transmission", transmission, transmission.uid)).content.decode()
    assert "Le dossier est bien arrivé." in shown
    assert "J’ai lu ces messages" in shown
    client.post(page("read_message", transmission, transmission.uid))
    client.post(
        page("send_message", transmission, transmission.uid),
        {"text": "Merci, à votre disposition.", "key": str(uuid4())},
    )
    shown = client.get(page("transmission", transmission, transmission.uid)).content.decode()
    assert "Merci, à votre disposition." in shown
    assert "J’ai lu ces messages" not in shown
    empty = client.post(
        page("send_message", transmission, transmission.uid), {"text": "", "key": str(uuid4())}
    )
    assert empty.status_code == 422


@pytest.mark.covers("A14")
def test_consents_are_recorded_and_taken_back(laval, today):
    application, client = ready(laval), laval.client()
    assert "Aucun accord recueilli" in client.get(page("consents", application)).content.decode()
    answer = client.post(
        page("record_consent", application),
        {
            "consent": "exchange_with_bank",
            "given_on": today.isoformat(),
            "channel": "meeting",
            "key": str(uuid4()),
        },
    )
    assert answer.status_code == 302
    laval.enter()
    consent = Consent.objects.get()
    assert client.get(page("withdraw_consent", application, consent.uid)).status_code == 200
    client.post(
        page("withdraw_consent", application, consent.uid),
        {"withdrawn_on": today.isoformat(), "revision": consent.revision, "key": str(uuid4())},
    )
    laval.enter()
    consent.refresh_from_db()
    assert consent.state == "withdrawn"
    assert "retiré le" in client.get(page("consents", application)).content.decode()
