"""The refund on screen: what is read, what is typed, what is refused, and the file that leaves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etrier.decisions.models import AgendaItem, ItemKind
from etrier.decisions.tests import factories as decisions
from etrier.domain.access import Role
from etrier.journal.models import Reading
from etrier.loans.tests import factories as loans
from etrier.outcomes.actions import refunds
from etrier.outcomes.export import inert
from etrier.outcomes.models import PaymentOrder, Refund
from etrier.outcomes.tests import factories
from etrier.ui import formats


@pytest.fixture
def today():
    return timezone.localdate()


def page(name, file):
    return reverse(f"outcomes:{name}", args=[file.uid])


def sent(found, **data):
    return {"revision": found.revision, "key": str(uuid4())} | data


def read(town, found):
    """The refund as it stands now."""
    town.enter()
    return Refund.objects.select_related("file").get(pk=found.pk)


def client_of(town, file, role=Role.FINANCE):
    """A browser whose user said why she opens a file that she does not follow."""
    client = town.client(role)
    client.post(reverse("files:motive", args=[file.uid]), {"motive": "payment", "next": "/"})
    return client


@pytest.mark.covers("E1")
def test_the_refund_goes_from_the_bank_s_word_to_its_payment_on_screen(laval, today):
    loan = factories.repaid(laval, principal=2000, months=24, disbursed_on=loans.months_ago(26))
    file, client = loan.file, laval.client()
    assert "peut s’ouvrir" in client.get(page("refund", file)).content.decode()
    assert client.get(page("open_refund", file)).status_code == 200
    answer = client.post(page("open_refund", file), {"key": str(uuid4()), "certificate": "84,39"})
    assert answer.status_code == 302, answer.context["form"].errors
    shown = client.get(answer["Location"]).content.decode()
    assert "84,39\u202f€ à rembourser" in shown
    assert "Demander le RIB" in shown
    laval.enter()
    found = Refund.objects.get()
    client.post(page("ask_bank_details", file), sent(found))
    found = read(laval, found)
    assert found.asked_on == today
    details = page("record_bank_details", file)
    assert client.get(details).status_code == 200
    wrong = factories.IBAN[:-1] + "8"
    refused = client.post(details, sent(found, iban=wrong, holder="applicant"))
    assert refused.status_code == 422
    assert "La clé de cet IBAN est fausse" in refused.content.decode()
    assert formats.iban(wrong) in refused.content.decode() or wrong in refused.content.decode()
    badly = client.post(details, sent(found, iban=factories.IBAN, holder="applicant", bic="12"))
    assert "Un BIC compte 8 ou 11" in badly.content.decode()
    client.post(details, sent(found, iban=formats.iban(factories.IBAN), holder="applicant", bic="AGRIFRPP"))
    found = read(laval, found)
    assert (found.iban, found.bic, found.state) == (factories.IBAN, "AGRIFRPP", "bank_details_awaited")
    finance = client_of(laval, file)
    shown = finance.get(page("refund", file)).content.decode()
    assert formats.iban(factories.IBAN) in shown
    assert "Mandater le remboursement" in shown
    assert client.post(page("order_refund", file), sent(found)).status_code == 403
    assert finance.get(page("order_refund", file)).status_code == 200
    finance.post(page("order_refund", file), sent(found))
    found = read(laval, found)
    assert found.state == "ordered"
    finance.post(page("confirm_refund_paid", file), sent(found, paid_on=today.isoformat()))
    found = read(laval, found)
    assert (found.state, found.paid_on) == ("paid", today)
    assert "Intérêts remboursés" in client.get(reverse("desk:history", args=[file.uid])).content.decode()


@pytest.mark.covers("E1")
def test_a_late_instalment_is_said_and_the_refusal_written(laval, today):
    found = factories.opened(laval, factories.repaid_late(laval, late=7))
    client = laval.client()
    shown = client.get(page("refund", found.file)).content.decode()
    assert "1 échéance en retard (n° 7 du" in shown
    assert "Demander le RIB" not in shown
    assert "Refuser le remboursement" in shown
    assert client.get(page("grant_refund_by_exception", found.file)).status_code == 403
    form = client.get(page("refuse_refund", found.file)).content.decode()
    assert "Au moins une échéance payée en retard" in form
    assert "Avis défavorable" not in form
    tomorrow = (today + timedelta(1)).isoformat()
    late = client.post(
        page("refuse_refund", found.file), sent(found, reason="late_instalment", notified_on=tomorrow)
    )
    assert late.status_code == 422
    assert tomorrow in late.content.decode()
    answer = client.post(
        page("refuse_refund", found.file),
        sent(found, reason="late_instalment", notified_on=today.isoformat()),
    )
    assert answer.status_code == 302
    assert "Recours possible jusqu’au" in client.get(answer["Location"]).content.decode()
    found = read(laval, found)
    client.post(page("lodge_appeal", found.file), sent(found, received_on=today.isoformat(), text="Hôpital."))
    shown = client.get(page("refund", found.file)).content.decode()
    assert "Hôpital." in shown
    found = read(laval, found)
    manager = client_of(laval, found.file, Role.MANAGER)
    assert manager.get(page("uphold_refusal", found.file)).status_code == 200
    empty = manager.post(page("reverse_refusal", found.file), sent(found, motive=""))
    assert empty.status_code == 422
    manager.post(page("reverse_refusal", found.file), sent(found, motive="Certificat médical"))
    found = read(laval, found)
    assert (found.state, found.granted) == ("bank_details_awaited", True)
    assert "Certificat médical" in client.get(page("refund", found.file)).content.decode()


@pytest.mark.covers("E1")
def test_an_exception_a_lapse_and_a_return_have_their_pages(laval, today):
    late = factories.opened(laval, factories.repaid_late(laval))
    manager = client_of(laval, late.file, Role.MANAGER)
    manager.post(page("grant_refund_by_exception", late.file), sent(late, motive="Hospitalisation"))
    late = read(laval, late)
    assert late.granted
    manager.post(page("lapse_refund", late.file), sent(late))
    late = read(laval, late)
    assert late.state == "lapsed"
    manager.post(page("reopen_refund", late.file), sent(late))
    assert read(laval, late).state == "bank_details_awaited"
    order = factories.ordered(laval)
    found = Refund.objects.get(order_lines__order=order)
    finance = client_of(laval, found.file)
    assert finance.get(page("return_refund", found.file)).status_code == 200
    finance.post(
        page("return_refund", found.file),
        sent(found, reason="closed_account", returned_on=today.isoformat()),
    )
    found = read(laval, found)
    assert found.state == "returned"
    shown = finance.get(page("refund", found.file)).content.decode()
    assert "un autre RIB est attendu" in shown
    assert "Mandater le remboursement" not in shown


@pytest.mark.covers("E1", "A13")
def test_the_commission_is_asked_and_its_opinion_carried_over_on_screen(tarbes, today):
    found = factories.with_details(tarbes)
    client, address = tarbes.client(), page("send_refund_to_committee", found.file)
    assert "Aucune séance n’est convoquée" in client.get(address).content.decode()
    tarbes.enter()
    convened = decisions.session(tarbes, on=today, session_on=today)
    assert formats.day(today).split()[0] in client.get(address).content.decode()
    tarbes.enter()
    answer = client.post(address, sent(found, session=str(convened.uid)))
    assert answer.status_code == 302, answer.context["form"].errors
    found = read(tarbes, found)
    assert found.state == "at_committee"
    waiting = client.get(page("refund", found.file)).content.decode()
    assert "Approuver le remboursement" not in waiting
    tarbes.enter()
    factories.given(tarbes, found)
    passages = client.get(reverse("decisions:opinions", args=[found.file.uid])).content.decode()
    assert "Remboursement des intérêts" in passages
    tarbes.enter()
    item = AgendaItem.objects.get(file=found.file, kind=ItemKind.REFUND)
    assert reverse("decisions:notify_opinion", args=[found.file.uid, item.uid]) not in passages
    shown = client.get(page("refund", found.file)).content.decode()
    assert "La commission est favorable" in shown
    found = read(tarbes, found)
    client.post(page("approve_refund", found.file), sent(found))
    found = read(tarbes, found)
    assert found.approved_on == today
    finance = client_of(tarbes, found.file)
    assert "Mandater le remboursement" in finance.get(page("refund", found.file)).content.decode()


@pytest.mark.covers("E1")
def test_an_order_gives_the_same_file_twice_to_the_cent(laval, today):
    first, second = factories.with_details(laval), factories.with_details(laval)
    finance = laval.client(Role.FINANCE)
    listed = finance.get(reverse("outcomes:order_refunds")).content.decode()
    assert first.file.number in listed
    data = {"refunds": [str(first.uid), str(second.uid)], "key": str(uuid4())}
    answer = finance.post(reverse("outcomes:order_refunds"), data)
    assert answer.status_code == 302
    again = finance.post(reverse("outcomes:order_refunds"), data)
    assert again.status_code == 302
    laval.enter()
    order = PaymentOrder.objects.get()
    assert order.number in finance.get(answer["Location"]).content.decode()
    address = reverse("outcomes:payment_order_file", args=[order.uid])
    file, twice = finance.get(address), finance.get(address)
    assert file.content == twice.content
    assert file["Content-Disposition"] == f'attachment; filename="mandat-{order.number}.csv"'
    head, one, two = file.content.decode("utf-8-sig").splitlines()
    assert head == "mandat;ligne;date;dossier;bénéficiaire;IBAN;BIC;montant;devise;objet"
    amount = f"{first.amount:.2f}".replace(".", ",")
    assert one == (
        f"{order.number};1;{today:%d/%m/%Y};{first.file.number};{first.holder_name};{factories.IBAN};;"
        f"{amount};EUR;Remboursement des intérêts d’un microcrédit"
    )
    assert two.startswith(f"{order.number};2;")
    laval.enter()
    assert Reading.objects.filter(file_id=first.file_id, page="see_refunds", motive="payment").count() == 2
    shown = finance.get(reverse("outcomes:payment_order", args=[order.uid])).content.decode()
    assert "Confirmer le paiement" in shown
    paid = reverse("outcomes:confirm_order_paid", args=[order.uid])
    assert finance.get(paid).status_code == 200
    finance.post(paid, {"paid_on": today.isoformat(), "key": str(uuid4())})
    laval.enter()
    assert set(Refund.objects.values_list("state", flat=True)) == {"paid"}


def test_a_name_is_never_a_formula():
    assert inert("=SOMME(A1)") == "'=SOMME(A1)"
    assert inert("Zoé Abadie") == "Zoé Abadie"


@pytest.mark.covers("E1")
def test_the_list_shows_each_stage_at_the_same_cost(laval, tarbes):
    laval.enter()
    factories.with_details(laval)
    factories.opened(laval)
    client = laval.client(Role.FINANCE)

    def cost(stage):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(reverse("outcomes:refunds"), {"etape": stage})
        assert answer.status_code == 200
        return len(queries), answer.content.decode()

    before, shown = cost("a-mandater")
    assert "Mandater les remboursements" in shown
    laval.enter()
    for _ in range(3):
        factories.with_details(laval)
    after, shown = cost("a-mandater")
    assert before == after
    assert shown.count("row-detail") == 4
    for stage in ("a-demander", "rib", "commission", "mandates", "revenus", "payes", "sans-suite", "zzz"):
        cost(stage)
    assert "Personne n’attend" in tarbes.client().get(reverse("outcomes:refunds")).content.decode()
    assert laval.client(Role.RECEPTION).get(reverse("outcomes:refunds")).status_code == 403


@pytest.mark.covers("E1")
def test_the_list_opens_on_what_waits_for_the_reader(laval):
    """The worker asks for bank details, finance orders; what waits for the person comes after."""

    def opened_on(role):
        shown = laval.client(role).get(reverse("outcomes:refunds"))
        laval.enter()
        return next(code for code, _, chosen in shown.context["filters"] if chosen)

    assert opened_on(Role.FINANCE) == "a-demander"
    factories.asked(laval)
    assert opened_on(Role.FINANCE) == opened_on(Role.SOCIAL_WORKER) == "rib"
    factories.with_details(laval)
    assert (opened_on(Role.FINANCE), opened_on(Role.SOCIAL_WORKER)) == ("a-mandater", "rib")
    factories.opened(laval)
    assert (opened_on(Role.FINANCE), opened_on(Role.SOCIAL_WORKER)) == ("a-mandater", "a-demander")


@pytest.mark.covers("X1")
def test_a_stranger_finds_nothing_and_a_wrong_role_may_not(laval, tarbes):
    laval.enter()
    order = factories.ordered(laval)
    found = Refund.objects.get()
    for name in ("refund", "record_bank_details", "refuse_refund", "order_refund", "evaluations"):
        address = page(name, found.file)
        assert tarbes.client().get(address).status_code == 404
        assert laval.client(Role.RECEPTION).get(address).status_code == 403
    address = reverse("outcomes:payment_order", args=[order.uid])
    assert tarbes.client(Role.FINANCE).get(address).status_code == 404
    assert laval.client(Role.OBSERVER).get(address).status_code == 403


@pytest.mark.covers("E1")
def test_two_people_at_once_meet(laval):
    found = factories.asked(laval)
    client, stale = laval.client(), found.revision
    refunds.record_bank_details(
        found, by=laval.actor(), on=found.asked_on, iban=factories.OTHER_IBAN, holder="applicant"
    )
    answer = client.post(
        page("record_bank_details", found.file),
        {"revision": stale, "key": str(uuid4()), "iban": factories.IBAN, "holder": "applicant"},
    )
    assert answer.status_code == 422
    assert "Quelqu’un a modifié" in answer.content.decode()
    assert read(laval, found).iban == factories.OTHER_IBAN


@pytest.mark.covers("E1")
def test_a_loan_still_running_says_why(laval):
    running = loans.loan(laval)
    client = laval.client()
    shown = client.get(page("refund", running.file)).content.decode()
    assert "n’a pas encore attesté" in shown
    answer = client.post(page("open_refund", running.file), {"key": str(uuid4())})
    assert answer.status_code == 422


@pytest.mark.covers("E1", "E2")
def test_the_page_of_the_file_offers_what_comes_next(laval):
    loan = factories.repaid_late(laval)
    client, address = laval.client(), reverse("desk:file", args=[loan.file.uid])
    shown = client.get(address).content.decode()
    assert page("open_refund", loan.file) in shown
    assert page("record_evaluation", loan.file) in shown
    laval.enter()
    found = factories.opened(laval, loan)
    shown = client.get(address).content.decode()
    assert page("refuse_refund", loan.file) in shown
    assert page("ask_bank_details", loan.file) not in shown
    laval.enter()
    refunds.refuse_refund(found, by=laval.actor(), on=found.opened_on, reason="late_instalment")
    shown = client.get(address).content.decode()
    assert page("lodge_appeal", loan.file) in shown
    assert page("refund", loan.file) in shown
