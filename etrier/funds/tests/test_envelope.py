"""The envelope: voted, amended, borne month by month, refused when it would overrun."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etrier.domain.access import Role
from etrier.domain.dates import months_after
from etrier.funds import actions
from etrier.funds.exposure import by_month
from etrier.funds.models import Commitment, Envelope, EnvelopeVote
from etrier.funds.room import room_of
from etrier.funds.tests.factories import envelope, reserved
from etrier.journal.door import NotAllowed
from etrier.journal.models import Entry
from etrier.journal.sentences import sentence

PAGE = "funds:envelope"


@pytest.fixture
def today():
    return timezone.localdate()


def vote_data(today, **changed):
    return {
        "amount": "8 000",
        "resolution": "n° 12",
        "voted_on": today.isoformat(),
        "valid_from": today.isoformat(),
        "valid_to": "",
        "repaid_principal_frees_room": "on",
        "key": str(uuid4()),
    } | changed


@pytest.mark.covers("D9")
def test_finance_votes_an_envelope_on_screen(laval, today):
    client = laval.client(Role.FINANCE)
    assert "Aucune enveloppe" in client.get(reverse(PAGE)).content.decode()
    answer = client.post(reverse("funds:vote_envelope"), vote_data(today))
    assert answer.status_code == 302, answer.context["form"].errors
    shown = client.get(answer["Location"]).content.decode()
    assert "8\u202f000\u202f€ votés" in shown
    laval.enter()
    entry = Entry.objects.get(subject="envelope")
    assert sentence(entry) == "Enveloppe de garantie votée\u00a0: 8\u202f000,00\u202f€"


@pytest.mark.covers("D9")
def test_two_envelopes_never_cover_one_day(laval, today):
    envelope(laval)
    answer = laval.client(Role.FINANCE).post(reverse("funds:vote_envelope"), vote_data(today))
    assert answer.status_code == 422
    assert "déjà ouverte sur cette période" in answer.content.decode()


@pytest.mark.covers("D9")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": "-1"}, "négatif"),
        ({"voted_on": "31/02/2026"}, "n’existe pas"),
        ({"valid_to": "01/01/2000"}, "La fin précède le début"),
        ({"resolution": ""}, "Remplissez ce champ"),
    ],
)
def test_absurd_votes_get_a_sentence(laval, today, changed, said):
    answer = laval.client(Role.FINANCE).post(reverse("funds:vote_envelope"), vote_data(today, **changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.covers("D9")
def test_an_amendment_is_added_and_never_below_what_is_used(laval, today):
    found, client = envelope(laval, amount=1000), laval.client(Role.MANAGER)
    reserved(laval, on=today)
    page = reverse("funds:amend_envelope", args=[found.uid])
    assert client.get(page).status_code == 200
    data = {"resolution": "n° 30", "voted_on": today.isoformat(), "revision": found.revision}
    low = client.post(page, data | {"amount": "400", "key": str(uuid4())})
    assert low.status_code == 422
    assert "garantit déjà 500" in low.content.decode()
    answer = client.post(page, data | {"amount": "3000", "key": str(uuid4())})
    assert answer.status_code == 302, answer.context["form"].errors
    laval.enter()
    found.refresh_from_db()
    assert found.voted == 3000
    assert [vote.amount for vote in found.votes.all()] == [Decimal(1000), Decimal(3000)]
    stale = client.post(page, data | {"amount": "5000", "key": str(uuid4())})
    assert "Quelqu’un a modifié" in stale.content.decode()


@pytest.mark.covers("D9")
def test_a_reservation_that_overruns_is_refused_exactly_beyond_the_last_euro(laval, today):
    found = envelope(laval, amount=1000)
    reserved(laval, principal=1000, on=today)
    reserved(laval, principal=1000, on=today)
    assert room_of(found).free == 0
    with pytest.raises(ValidationError, match="ne suffit pas"):
        reserved(laval, principal=Decimal("0.01") * 2, on=today)


@pytest.mark.covers("D9")
def test_without_an_envelope_nothing_is_guaranteed(laval, today):
    with pytest.raises(ValidationError, match="Aucune enveloppe de garantie"):
        reserved(laval, on=today)
    old = envelope(laval, valid_to=today - timedelta(1))
    with pytest.raises(ValidationError, match="Aucune enveloppe de garantie"):
        reserved(laval, on=today)
    assert old.state == "open"


@pytest.mark.covers("D9")
def test_closed_it_takes_no_more(laval, today):
    found, client = envelope(laval), laval.client(Role.FINANCE)
    page = reverse("funds:close_envelope", args=[found.uid])
    assert client.get(page).status_code == 200
    assert client.post(page, {"revision": 0, "key": str(uuid4())}).status_code == 302
    laval.enter()
    with pytest.raises(ValidationError):
        reserved(laval, on=today)
    assert client.get(page).status_code == 302


@pytest.mark.covers("D9")
def test_what_it_bears_month_by_month(laval, today):
    found = envelope(laval)
    commitment = reserved(laval, principal=1000, on=months_after(today.replace(day=1), -3))
    paid_out = months_after(today.replace(day=1), -2)
    plan = [(months_after(paid_out, rank), Decimal(1000 - 100 * rank)) for rank in range(1, 11)]
    actions.commit_guarantee(commitment, by=laval.actor(), on=paid_out, principal=Decimal(1000), plan=plan)
    actions.note_outstanding(commitment, on=months_after(paid_out, 1), outstanding=Decimal(900), plan=None)
    months = by_month(found, today)
    past = [month.borne for month in months if month.borne is not None]
    assert past[-3:] == [Decimal(500), Decimal(500), Decimal(450)]
    foreseen = [month.foreseen for month in months if month.foreseen is not None]
    behind = Decimal(50)
    assert foreseen[:2] == [Decimal(400) + behind, Decimal(350) + behind]
    assert foreseen[-1] == behind, "what the bank has not told paid is borne until it is"
    page = laval.client(Role.FINANCE).get(reverse(PAGE))
    drawn = {series["label"]: [value for value in series["values"] if value is not None]
             for series in page.context["series"]}  # fmt: skip
    assert drawn == {"Engagé": past, "Prévu": foreseen}
    assert "Engagement du CCAS à la fin de chaque mois" in page.content.decode()
    assert "450\u202f€" in page.content.decode(), "the same figures in a table"


@pytest.mark.covers("D9")
def test_the_life_of_a_commitment(laval, today):
    envelope(laval)
    by, money = laval.actor(), laval.actor(Role.FINANCE)
    commitment = reserved(laval, principal=1000, on=today)
    actions.commit_guarantee(commitment, by=by, on=today, principal=Decimal(900), plan=[])
    assert room_of(commitment.envelope).used == 450
    actions.call_guarantee(commitment, by=laval.actor(Role.MANAGER), on=today, amount=Decimal(450))
    with pytest.raises(NotAllowed):
        actions.pay_call(commitment, by=by, on=today, amount=Decimal(450))
    with pytest.raises(ValidationError):
        actions.pay_call(commitment, by=money, on=today, amount=Decimal(451))
    actions.pay_call(commitment, by=money, on=today, amount=Decimal(450))
    actions.record_recovery(commitment, by=money, on=today, amount=Decimal("0.01"))
    actions.record_recovery(commitment, by=money, on=today, amount=Decimal("0.01"))
    assert commitment.recovered_amount == Decimal("0.01"), "shared on the running total"
    with pytest.raises(ValidationError, match="reste à recouvrer"):
        actions.record_recovery(commitment, by=money, on=today, amount=Decimal(1000))


def test_votes_are_never_changed(laval):
    found = envelope(laval)
    vote = found.votes.get()
    with pytest.raises(ProgrammingError), transaction.atomic():
        EnvelopeVote.objects.filter(pk=vote.pk).update(amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.filter(pk=found.pk).update(voted=-1)


def test_who_may_read_it(laval, tarbes, today):
    found = envelope(tarbes)
    page = reverse("funds:one", args=[found.uid])
    assert laval.client(Role.FINANCE).get(page).status_code == 404
    assert tarbes.client(Role.RECEPTION).get(page).status_code == 403
    assert tarbes.client(Role.SOCIAL_WORKER).get(page).status_code == 200
    vote = reverse("funds:vote_envelope")
    assert tarbes.client(Role.SOCIAL_WORKER).get(vote).status_code == 403


def test_a_long_list_costs_what_a_short_one_does(laval, today, django_assert_num_queries):
    envelope(laval, amount=100_000)
    client = laval.client(Role.FINANCE)
    reserved(laval, on=today)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(PAGE))
    laval.enter()
    for _ in range(29):
        reserved(laval, on=today)
    assert Commitment.objects.count() == 30
    with django_assert_num_queries(len(one)):
        assert f"{today.year}-0030" in client.get(reverse(PAGE)).content.decode()
