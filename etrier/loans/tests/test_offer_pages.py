"""The offer, the charter and the money: recorded, compared, signed, paid out, withdrawn from."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from etrier.domain.access import Role
from etrier.journal.models import Entry
from etrier.journal.sentences import sentence, told
from etrier.loans.models import Charter, Loan, Offer
from etrier.loans.tests import factories


@pytest.fixture
def today():
    return timezone.localdate()


def address(name, thing):
    return reverse(f"loans:{name}", args=[thing.file.uid])


def offer_data(transmission, today, **changed):
    return {
        "principal": "2000",
        "months": "24",
        "yearly_rate": "4",
        "bank_apr": "4,07",
        "fees": "",
        "insurance_monthly": "",
        "on": today.isoformat(),
        "expires_on": (today + timedelta(15)).isoformat(),
        "disbursement_on": (today + timedelta(10)).isoformat(),
        "first_due_on": "",
        "channel": "meeting",
        "revision": transmission.revision,
        "key": str(uuid4()),
    } | changed


def fact(thing, on, **changed):
    return {
        "on": on.isoformat(),
        "channel": "phone",
        "revision": thing.revision,
        "key": str(uuid4()),
    } | changed


def sentences(file):
    return [line.sentence for line in told(Entry.objects.filter(file_id=file.pk).order_by("pk"))]


@pytest.mark.covers("A16")
def test_our_rate_stands_beside_the_bank_s_and_the_usury_threshold(laval, today):
    transmission = factories.accepted(laval, on=today - timedelta(1))
    client, page = laval.client(), address("issue_offer", transmission)
    assert "4,07" not in client.get(page).content.decode()
    answer = client.post(page, offer_data(transmission, today))
    assert answer.status_code == 302, answer.context["form"].errors
    laval.enter()
    offer = Offer.objects.get()
    assert offer.our_apr == Decimal("4.073869")
    shown = client.get(answer["Location"]).content.decode()
    for words in ("4,07\u202f%", "Seuil de l’usure", "86,85\u202f€", "Un crédit coûte de l’argent"):
        assert words in shown
    assert "Les deux TAEG concordent" in shown
    laval.enter()
    assert any(
        text.startswith("Offre de prêt\u00a0: 2\u202f000,00\u202f€ sur 24") for text in sentences(offer.file)
    )
    assert offer.file.application.state == "offer_issued"


@pytest.mark.covers("A16")
def test_a_rate_that_differs_is_said_loudly(laval):
    offer = factories.offer(laval, changes={"bank_apr": Decimal("6.16")})
    shown = laval.client().get(address("offer", offer)).content.decode()
    assert "n’est pas celui que donnent ses propres chiffres" in shown


@pytest.mark.covers("A16")
def test_more_than_the_bank_accepted_is_refused_and_nothing_typed_is_lost(laval, today):
    transmission = factories.accepted(laval, on=today - timedelta(1))
    answer = laval.client().post(
        address("issue_offer", transmission), offer_data(transmission, today, principal="2500")
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "La banque a accepté 2\u202f000\u202f€" in shown
    assert "2500" in shown


@pytest.mark.covers("A16")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"months": "0"}, "durée"),
        ({"principal": "-5"}, "négatif"),
        ({"expires_on": "31/02/2026"}, "n’existe pas"),
        ({"bank_apr": "abc"}, "taux en pour cent"),
        ({"insurance_compulsory": "on"}, "prix mensuel de l’assurance"),
    ],
)
def test_absurd_figures_get_a_sentence(laval, today, changed, said):
    transmission = factories.accepted(laval, on=today - timedelta(1))
    answer = laval.client().post(
        address("issue_offer", transmission), offer_data(transmission, today, **changed)
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.covers("A16")
def test_the_person_signs_then_the_money_waits_seven_days(laval, today):
    offer, client = factories.offer(laval, disbursed_on=today + timedelta(8)), laval.client()
    signed_on = today - timedelta(2)
    answer = client.post(address("sign_offer", offer), fact(offer, signed_on))
    assert answer.status_code == 302, answer.context["form"].errors
    laval.enter()
    offer.refresh_from_db()
    assert (offer.state, offer.signed_on) == ("accepted", signed_on)
    early = client.post(address("disburse", offer), fact(offer, today))
    assert early.status_code == 422
    assert "Aucun paiement n’est possible avant" in early.content.decode()


@pytest.mark.covers("A16", "R1")
def test_the_loan_begins_with_its_schedule(laval, today):
    offer, client = factories.signed(laval), laval.client()
    answer = client.post(address("disburse", offer), fact(offer, today))
    assert answer.status_code == 302, answer.context["form"].errors
    laval.enter()
    loan = Loan.objects.get()
    assert loan.versions.get().lines.count() == loan.months
    assert (loan.state, loan.file.application.state) == ("running", "disbursed")
    shown = client.get(answer["Location"]).content.decode()
    assert "l’accompagnement existe" in shown
    assert "0 sur 24 échéances réglées" in shown


@pytest.mark.covers("A16")
def test_a_double_click_pays_the_loan_out_once(laval, today):
    offer, client = factories.signed(laval), laval.client()
    data = fact(offer, today)
    first = client.post(address("disburse", offer), data)
    second = client.post(address("disburse", offer), data)
    assert first["Location"] == second["Location"]
    laval.enter()
    assert Loan.objects.count() == 1


@pytest.mark.covers("A16")
def test_two_people_signing_at_once_meet(laval, today):
    offer, client = factories.offer(laval), laval.client()
    answer = client.post(address("sign_offer", offer), fact(offer, today, revision=offer.revision + 1))
    assert answer.status_code == 422
    assert "Quelqu’un a modifié" in answer.content.decode()


@pytest.mark.covers("A16")
def test_the_charter_is_drawn_up_then_signed_by_each_party(laval, today):
    offer, client = factories.offer(laval), laval.client()
    assert client.get(address("charter", offer)).status_code == 200
    drawn = client.post(
        address("draw_up_charter", offer), {"revision": offer.file.revision, "key": str(uuid4())}
    )
    assert drawn.status_code == 302
    laval.enter()
    charter = Charter.objects.get()
    assert charter.letter.letter_code == "charter"
    for party in charter.signatories:
        charter.refresh_from_db()
        answer = client.post(address("sign_charter", offer), fact(charter, today, party=party))
        assert answer.status_code == 302, answer.context["form"].errors
        laval.enter()
    charter.refresh_from_db()
    assert (charter.state, charter.signed_on) == ("signed", today)
    assert "Signée par tous" in client.get(address("charter", offer)).content.decode()


@pytest.mark.covers("A16")
def test_a_withdrawal_within_fourteen_days_undoes_the_loan(laval, today):
    loan = factories.loan(laval, disbursed_on=today)
    offer, client = loan.offer, laval.client()
    answer = client.post(address("retract_loan", offer), fact(offer, today))
    assert answer.status_code == 302, answer.context["form"].errors
    laval.enter()
    loan.refresh_from_db()
    assert loan.state == "retracted"
    application = loan.file.application
    application.refresh_from_db()
    assert (application.state, application.closing_reason) == ("closed", "retracted")
    returned = client.post(address("return_capital", loan), fact(loan, today, amount="2000"))
    assert returned.status_code == 302
    assert "ne compte ni comme accordé" in client.get(address("account", loan)).content.decode()


@pytest.mark.covers("A16")
def test_after_fourteen_days_the_loan_stands(laval, today):
    loan = factories.loan(laval, disbursed_on=today - timedelta(20))
    answer = laval.client().post(address("retract_loan", loan.offer), fact(loan.offer, today))
    assert answer.status_code == 422
    assert "Le délai de rétractation a pris fin" in answer.content.decode()


@pytest.mark.covers("A16")
def test_declined_lapsed_replaced(laval, today):
    client = laval.client()
    declined = factories.offer(laval)
    confirmed = {"revision": declined.revision, "key": str(uuid4())}
    assert client.post(address("decline_offer", declined), confirmed).status_code == 302
    late = factories.offer(laval, disbursed_on=today - timedelta(10))
    assert "a expiré" in client.get(address("offer", late)).content.decode()
    answer = client.post(address("lapse_offer", late), {"revision": late.revision, "key": str(uuid4())})
    assert answer.status_code == 302
    laval.enter()
    replaced = factories.offer(laval)
    data = offer_data(replaced.transmission, today, revision=replaced.revision, principal="1800")
    answer = client.post(address("replace_offer", replaced), data)
    assert answer.status_code == 302, answer.context["form"].errors
    laval.enter()
    assert [one.state for one in Offer.objects.order_by("pk")] == ["declined", "lapsed", "replaced", "issued"]


def test_who_may_not_is_turned_away(laval, tarbes):
    offer = factories.offer(tarbes)
    page = address("offer", offer)
    assert laval.client().get(page).status_code == 404
    assert tarbes.client(Role.RECEPTION).get(page).status_code == 403
    assert tarbes.client(Role.FINANCE).post(address("sign_offer", offer)).status_code == 403
    assert tarbes.client().get(page).status_code == 200


@pytest.mark.covers("A16")
def test_an_administrator_enters_a_quarter(laval):
    client = laval.client(Role.ADMINISTRATOR)
    page = reverse("loans:record_usury_threshold")
    assert client.get(page).status_code == 200
    data = {"since": "2026-10-01", "small": "23,60", "middle": "15,90", "large": "8,70", "source": "JO"}
    wrong = client.post(page, data | {"since": "2026-10-02", "key": str(uuid4())})
    assert "Un trimestre commence" in wrong.content.decode()
    assert client.post(page, data | {"key": str(uuid4())}).status_code == 302
    assert "23,60\u202f%" in client.get(reverse("loans:usury")).content.decode()
    again = client.post(page, data | {"key": str(uuid4())})
    assert "déjà enregistrés" in again.content.decode()
    assert laval.client().get(page).status_code == 403


@pytest.mark.covers("A16")
def test_an_administrator_mends_a_typing_error_in_a_quarter(laval, tarbes):
    laval.enter()
    found = factories.threshold(laval)
    client, page = (
        laval.client(Role.ADMINISTRATOR),
        reverse("loans:correct_usury_threshold", args=[found.uid]),
    )
    assert page in client.get(reverse("loans:usury")).content.decode()
    assert 'value="23,6"' in client.get(page).content.decode()
    data = {"small": "23,61", "middle": "15,90", "large": "8,70", "source": "JO", "revision": found.revision}
    wrong = client.post(page, data | {"small": "mille", "key": str(uuid4())})
    assert wrong.status_code == 422
    assert "mille" in wrong.content.decode()
    assert client.post(page, data | {"key": str(uuid4())}).status_code == 302
    assert "23,61\u202f%" in client.get(reverse("loans:usury")).content.decode()
    stale = client.post(page, data | {"small": "24", "key": str(uuid4())})
    assert "Quelqu’un a modifié" in stale.content.decode()
    assert laval.client().get(page).status_code == 403
    assert tarbes.client(Role.ADMINISTRATOR).get(page).status_code == 404
    laval.enter()
    entry = Entry.objects.filter(subject="usury_threshold").last()
    assert sentence(entry) == "Seuils de l’usure à partir du 1er\u00a0octobre 2026 corrigés"
