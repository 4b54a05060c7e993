"""The adviser's pages: her list across towns, what she was sent, her answers and their effects."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etrier.decisions.actions.messages import send_message
from etrier.decisions.models import BankAnswer, MessageSide, Transmission
from etrier.decisions.tests.factories import adviser_client, refused, with_bank
from etrier.domain.access import Role
from etrier.funds.actions import vote_envelope
from etrier.funds.models import Commitment
from etrier.journal.models import Entry, Reading
from etrier.journal.sentences import told
from etrier.schemes.actions import sign_agreement


def page(name, transmission):
    return reverse(f"portal:{name}", args=[transmission.uid])


def typed(transmission, **data):
    return {"revision": transmission.revision, "key": str(uuid4())} | data


def again(town, transmission):
    town.enter()
    return Transmission.objects.get(pk=transmission.pk)


@pytest.mark.covers("A14", "X2")
def test_she_sees_her_banks_requests_in_every_town(laval, tarbes):
    laval.enter()
    ours = with_bank(laval, last_name="Delorme")
    partner = ours.partner
    tarbes.enter()
    theirs = with_bank(tarbes, last_name="Sarrat")
    client = adviser_client(partner)
    shown = client.get(reverse("portal:desk")).content.decode()
    assert "Delorme" in shown
    assert "Sarrat" not in shown
    assert client.get(page("request", theirs)).status_code == 404
    assert client.get("/", follow=True).redirect_chain[-1][0] == reverse("portal:desk")


@pytest.mark.covers("A14")
def test_one_bank_serving_two_towns_has_one_list(laval, tarbes, on):
    tarbes.enter()
    partner = tarbes.agreements[0].partner
    southern = with_bank(tarbes, last_name="Sarrat")
    laval.enter()
    agreement = sign_agreement(
        by=laval.actor(Role.ADMINISTRATOR),
        on=on,
        partner=partner,
        code=laval.dispositif.parsed.agreements[0].code,
        valid_from=date(2026, 1, 1),
    )
    northern = with_bank(laval, agreement=agreement, last_name="Delorme")
    shown = adviser_client(partner).get(reverse("portal:desk")).content.decode()
    for request in (northern, southern):
        assert request.pack["name"] in shown
        assert request.pack["organisation"] in shown


@pytest.mark.covers("A14")
def test_another_bank_never_learns_of_it(laval, on):
    first = refused(laval, last_name="Delorme")
    second = with_bank(laval, first.file.application, bank=1, on=on)
    client = adviser_client(second.partner)
    assert client.get(page("request", second)).status_code == 200
    assert client.get(page("request", first)).status_code == 404
    assert client.get(page("refuse", first)).status_code == 404
    shown = client.get(page("request", second)).content.decode()
    assert first.partner.name not in shown


@pytest.mark.covers("A14", "X4")
def test_opening_a_request_is_written_down(laval):
    transmission = with_bank(laval)
    client = adviser_client(transmission.partner)
    shown = client.get(page("request", transmission)).content.decode()
    assert transmission.file.cover in shown
    assert "Accepter le prêt" in shown
    assert client.get(page("print", transmission)).status_code == 200
    laval.enter()
    reading = Reading.objects.filter(file_id=transmission.file_id).first()
    assert reading.page == "see_bank_desk"
    assert reading.user.full_name == "Anouk Fresnel"


@pytest.mark.covers("A15")
def test_her_acceptance_is_done_at_once_in_the_town(laval):
    transmission = with_bank(laval)
    client = adviser_client(transmission.partner)
    shown = client.get(page("accept", transmission)).content.decode()
    assert 'value="4,00"' in shown
    answer = client.post(page("accept", transmission), typed(transmission, yearly_rate="4"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert "Accord donné le" in client.get(answer["Location"]).content.decode()
    after = again(laval, transmission)
    assert (after.state, after.agreed_rate) == ("accepted", Decimal(4))
    assert after.answered_on == timezone.localdate()
    entry = Entry.objects.filter(subject="transmission").last()
    assert (entry.act, entry.channel) == ("accept_request", "bank")
    assert told([entry])[0].author == "Anouk Fresnel · par la banque"
    assert BankAnswer.objects.get().channel == "bank_desk"


@pytest.mark.covers("A15", "D9")
def test_an_acceptance_the_envelope_cannot_bear_is_refused_on_her_screen(laval):
    product = next(p for p in laval.dispositif.parsed.products if p.guaranteed_by_ccas)
    vote_envelope(
        by=laval.actor(Role.MANAGER),
        on=date(2026, 11, 2),
        amount=Decimal(100),
        resolution="2026-01",
        voted_on=date(2026, 11, 2),
        valid_from=date(2026, 1, 1),
    )
    transmission = with_bank(laval, product_code=product.code)
    client = adviser_client(transmission.partner)
    answer = client.post(page("accept", transmission), typed(transmission, yearly_rate="4", text="D’accord"))
    assert answer.status_code == 422
    assert "enveloppe de garantie" in answer.content.decode()
    assert "D’accord" in answer.content.decode()
    assert again(laval, transmission).state == "sent"
    assert not BankAnswer.objects.exists()
    assert not Commitment.objects.exists()


@pytest.mark.covers("A15")
def test_each_of_her_answers_has_its_page(laval):
    cases = {
        "propose": ({"amount": "1 500", "months": "20", "yearly_rate": "4"}, "counter_offer"),
        "refuse": ({"reason": "debt_ratio"}, "refused"),
        "ask": ({"text": "Quel kilométrage ?"}, "questioned"),
    }
    client = None
    for name, (data, state) in cases.items():
        laval.enter()
        transmission = with_bank(laval, last_name=f"Page {name}")
        client = client or adviser_client(transmission.partner)
        assert client.get(page(name, transmission)).status_code == 200
        answer = client.post(page(name, transmission), typed(transmission, **data))
        assert answer.status_code == 302, answer.context["form"].errors
        assert client.get(answer["Location"]).status_code == 200
        assert again(laval, transmission).state == state


@pytest.mark.covers("A15")
def test_a_refusal_without_reason_is_shown_again(laval):
    transmission = with_bank(laval)
    client = adviser_client(transmission.partner)
    answer = client.post(page("refuse", transmission), typed(transmission, text="Désolée."))
    assert answer.status_code == 422
    assert "Désolée." in answer.content.decode()
    assert again(laval, transmission).state == "sent"


@pytest.mark.covers("A15")
def test_a_double_click_answers_once(laval):
    transmission = with_bank(laval)
    client = adviser_client(transmission.partner)
    data = typed(transmission, text="Quel kilométrage ?")
    assert client.post(page("ask", transmission), data).status_code == 302
    assert client.post(page("ask", transmission), data).status_code == 302
    laval.enter()
    assert BankAnswer.objects.count() == 1


@pytest.mark.covers("A15")
def test_an_answer_after_the_recall_says_so(laval):
    transmission = refused(laval)
    client = adviser_client(transmission.partner)
    answer = client.get(page("accept", transmission), follow=True)
    assert "n’est pas possible" in answer.content.decode()


@pytest.mark.covers("A18")
def test_she_writes_to_the_worker_and_reads_her(laval, on):
    transmission = with_bank(laval)
    send_message(transmission, by=laval.actor(), on=on, side=MessageSide.CCAS, text="Bonjour, et merci.")
    client = adviser_client(transmission.partner)
    shown = client.get(page("request", transmission)).content.decode()
    assert "Bonjour, et merci." in shown
    assert "J’ai lu ces messages" in shown
    client.post(page("read", transmission))
    client.post(page("write", transmission), {"text": "Je regarde.", "key": str(uuid4())})
    shown = client.get(page("request", transmission)).content.decode()
    assert "Je regarde." in shown
    assert "J’ai lu ces messages" not in shown
    laval.enter()
    assert [m.state for m in transmission.messages.all()] == ["read", "sent"]


@pytest.mark.covers("X2")
@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.MANAGER, Role.FINANCE, Role.ADMINISTRATOR])
def test_the_desk_is_the_banks(laval, role):
    transmission = with_bank(laval)
    client = laval.client(role)
    assert client.get(reverse("portal:desk")).status_code == 403
    assert client.get(page("request", transmission)).status_code == 403


@pytest.mark.covers("X1", "X2")
def test_she_opens_no_page_of_the_town(laval):
    transmission = with_bank(laval)
    client = adviser_client(transmission.partner)
    addresses = [
        reverse("desk:files"),
        reverse("desk:file", args=[transmission.file.uid]),
        reverse("decisions:transmission", args=[transmission.file.uid, transmission.uid]),
    ]
    for address in addresses:
        assert client.get(address).status_code in (403, 404), address


def test_the_list_costs_the_same_for_one_and_many(laval):
    client = adviser_client(with_bank(laval, last_name="Un").partner)
    client.get(reverse("portal:desk"))
    costs = []
    for name in ("Deux", "Trois", "Quatre"):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("portal:desk"))
        costs.append(len(queries))
        laval.enter()
        with_bank(laval, last_name=name)
    assert len(set(costs)) == 1
