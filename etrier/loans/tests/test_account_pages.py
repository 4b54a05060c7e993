"""The account on screen: payments, unpaid, reports, reversals, measures, the end."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etrier.domain.access import Role
from etrier.domain.account import State
from etrier.domain.arrears import ageing
from etrier.journal.models import Entry
from etrier.journal.sentences import told
from etrier.loans.accounts import account_of
from etrier.loans.models import BankReport, MeasureRequest, Movement
from etrier.loans.tests import factories
from etrier.loans.tests.test_offer_pages import address, fact
from tests.filling import PDF


@pytest.fixture
def today():
    return timezone.localdate()


def body(client, name, thing):
    answer = client.get(address(name, thing))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def sent(town, client, name, thing, data):
    """Send a form that holds; the test sees the town's rows again."""
    answer = client.post(address(name, thing), data)
    form = (answer.context or {}).get("form") if answer.status_code != 302 else None
    assert answer.status_code == 302, form.errors if form else answer.content.decode()
    town.enter()
    thing.refresh_from_db()
    return answer


def last_sentence(loan):
    entries = Entry.objects.filter(file_id=loan.file_id, subject__in=["loan", "measure"]).order_by("-pk")
    return told(entries)[0].sentence


@pytest.mark.covers("R1")
def test_silence_is_not_unpaid(laval):
    loan = factories.loan(laval)
    shown = body(laval.client(), "account", loan)
    assert "8 échéances à confirmer" in shown
    assert "Impayé" not in shown.split("Autres actes")[0]
    laval.enter()
    assert account_of(loan, timezone.localdate()).arrears == 0


@pytest.mark.covers("R1")
def test_a_payment_reported_settles_the_oldest(laval, today):
    loan, client = factories.loan(laval), laval.client()
    assert "86,85" in body(client, "report_paid", loan)
    sent(laval, client, "report_paid", loan, fact(loan, today, number="", amount="86,85"))
    account = account_of(loan, today)
    assert account.instalments[0].state is State.SETTLED
    assert last_sentence(loan) == "Paiement déclaré\u00a0: 86,85\u202f€"


@pytest.mark.covers("R1", "X5")
def test_a_paper_of_the_bank_is_filed_under_a_name_one_reads(laval, today):
    loan, client = factories.loan(laval), laval.client()
    paper = SimpleUploadedFile("releve.pdf", PDF)
    sent(laval, client, "report_paid", loan, fact(loan, today, number="", amount="86,85", paper=paper))
    papers = client.get(reverse("documents:papers", args=[loan.file.uid])).content.decode()
    assert "Courrier de la banque" in papers


@pytest.mark.covers("R1", "R4")
def test_an_unpaid_instalment_shows_its_age(laval, today):
    loan, client = factories.loan(laval), laval.client()
    factories.paid(laval, loan, *range(1, 7))
    seventh = account_of(loan, today).instalments[6]
    sent(laval, client, "report_unpaid", loan, fact(loan, today, number=7, amount=""))
    shown = body(client, "account", loan)
    days = (today - seventh.due_on).days
    assert "86,85\u202f€ d’impayé, depuis l’échéance 7" in shown
    assert ageing(days).label in shown
    assert "Ancienneté" in shown
    assert f"({days} jours)" in shown
    laval.enter()
    assert last_sentence(loan) == "Échéance 7 impayée\u00a0: 86,85\u202f€"


@pytest.mark.covers("R10")
def test_two_unpaid_instalments_warn_of_the_register(laval, today):
    loan = factories.loan(laval)
    factories.paid(laval, loan, *range(1, 7))
    factories.unpaid(laval, loan, 7, on=today)
    factories.unpaid(laval, loan, 8, on=today)
    assert "inscription au FICP" in body(laval.client(), "account", loan)


@pytest.mark.covers("R1")
def test_a_statement_covers_a_period_line_by_line(laval, today):
    loan, client = factories.loan(laval), laval.client()
    body(client, "record_report", loan)
    data = fact(
        loan,
        today,
        covers_from=loan.disbursed_on.isoformat(),
        covers_to=today.isoformat(),
        lists_payments="yes",
        **{f"said_{number}": "paid" for number in range(1, 7)},
        said_7="unpaid",
        said_8="",
    )
    sent(laval, client, "record_report", loan, data)
    states = [one.state for one in account_of(loan, today).instalments[:8]]
    assert states == [State.SETTLED] * 6 + [State.UNPAID] * 2, "what a list of payments omits is unpaid"
    report = BankReport.objects.get()
    assert report.movements.count() == 7


@pytest.mark.covers("R1")
def test_a_line_outside_the_period_is_refused(laval, today):
    loan = factories.loan(laval)
    data = fact(
        loan,
        today,
        covers_from=(today - timedelta(3)).isoformat(),
        covers_to=today.isoformat(),
        lists_payments="no",
        said_1="paid",
    )
    answer = laval.client().post(address("record_report", loan), data)
    assert answer.status_code == 422
    assert "hors de la période" in answer.content.decode()


@pytest.mark.covers("R1")
def test_a_payment_that_came_back_is_unpaid_and_a_mistake_is_not(laval, today):
    loan, client = factories.loan(laval), laval.client()
    first, second = factories.paid(laval, loan, 1, 2)
    body(client, "reverse_movement", loan)
    data = fact(loan, today, movement=second.uid, reason="rejected_payment")
    sent(laval, client, "reverse_movement", loan, data)
    assert account_of(loan, today).instalments[1].state is State.UNPAID
    data = fact(loan, today, movement=first.uid, reason="entry_error")
    sent(laval, client, "reverse_movement", loan, data)
    assert account_of(loan, today).instalments[0].state is State.TO_CONFIRM
    again = client.post(
        address("reverse_movement", loan), fact(loan, today, movement=first.uid, reason="entry_error")
    )
    assert again.status_code == 422


@pytest.mark.covers("R1")
def test_presumed_where_the_convention_says_so(laval, today):
    loan = factories.loan(laval, bank=1)
    assert loan.reporting == "presumed"
    account = account_of(loan, today)
    assert account.instalments[0].state is State.PRESUMED
    assert "présumées payées" in body(laval.client(), "account", loan)
    laval.enter()
    factories.unpaid(laval, loan, 3, on=today)
    assert account_of(loan, today).instalments[2].state is State.UNPAID


@pytest.mark.covers("R1")
def test_a_total_repayment_ends_the_loan(laval, today):
    loan, client = factories.loan(laval), laval.client()
    factories.paid(laval, loan, *range(1, 9))
    body(client, "repay_early", loan)
    data = fact(loan, today, number=8, amount="", mode="shorten")
    sent(laval, client, "repay_early", loan, data)
    account = account_of(loan, today)
    assert account.finished
    assert (loan.versions.count(), loan.ends_on) == (2, account.instalments[7].due_on)


@pytest.mark.covers("R1")
def test_the_bank_s_own_schedule(laval, today):
    loan, client = factories.loan(laval, months=6, principal=600), laval.client()
    lines = "\n".join(
        f"{line.due_on:%d/%m/%Y} ; 100,00 ; 2,00" for line in account_of(loan, today).instalments
    )
    sent(laval, client, "import_schedule", loan, fact(loan, today, lines=lines))
    assert account_of(loan, today).instalments[0].due == Decimal(102)
    wrong = client.post(address("import_schedule", loan), fact(loan, today, lines="31/02/2026;1;1"))
    assert "Ligne 1" in wrong.content.decode()


def measure_data(**changed):
    return {
        "kind": "postponement",
        "start": "8",
        "hold_months": "1",
        "interest": "waived",
        "more_months": "",
        "instalment": "",
        "key": str(uuid4()),
    } | changed


@pytest.mark.covers("R5")
def test_measures_are_compared_kept_asked_and_granted(laval, today):
    loan, client = factories.loan(laval), laval.client()
    factories.paid(laval, loan, *range(1, 8))
    page = address("simulate_measure", loan)
    compared = client.post(page, measure_data(kind="extension", more_months="3")).content.decode()
    assert "allongement de 3 mois" in compared.lower()
    laval.enter()
    assert not MeasureRequest.objects.exists()
    kept = client.post(page, measure_data(keep="1"))
    assert kept.status_code == 302
    laval.enter()
    measure = MeasureRequest.objects.get()
    asked = client.post(
        reverse("loans:request_measure", args=[loan.file.uid, measure.uid]),
        fact(measure, today, cause="job_loss", wish="Souffler un mois."),
    )
    assert asked.status_code == 302, asked.context["form"].errors
    assert "réponse attendue" in client.get(kept["Location"]).content.decode()
    measure.refresh_from_db()
    sent(laval, client, "grant_measure", loan, fact(measure, today))
    measure.refresh_from_db()
    assert (measure.state, loan.versions.count()) == ("granted", 2)
    assert last_sentence(loan) == "Mesure accordée par la banque\u00a0: report d’échéances"
    assert "report d’échéances" in body(client, "account", loan).lower()


@pytest.mark.covers("R5")
def test_every_treatment_stands_beside_the_others_with_its_figures(laval, today):
    """2 000 € at 4 % over 24 months: instalment, end and extra cost of each way out, from line 9."""
    loan, client = factories.loan(laval), laval.client()
    factories.paid(laval, loan, *range(1, 8))
    rows = {row[0]: row[1:] for row in client.get(address("simulate_measure", loan)).context["rows"]}
    ends = [row[1] for row in rows.values()]
    plain = {words.split(", ")[-1]: row for words, row in rows.items() if words.startswith("Report de 1")}
    costs = {words: row[2].replace("\u202f", " ") for words, row in plain.items()}
    assert list(costs.values()) == ["0 €", "4,50 €", "4,50 €", "4,64 €", "−2,28 €"], costs
    assert [row[0] for row in plain.values()] != [row[0] for row in plain.values()][:1] * 5
    assert sum("1 mois plus tard" in end for end in ends) == 4
    assert sum("6 mois plus tard" in end for end in ends) == 1
    laval.enter()
    measure = factories.requested(laval, loan, on=today, start=8)
    page = client.get(reverse("loans:measure", args=[loan.file.uid, measure.uid]))
    assert page.context["rows"][0][0].startswith("Report de 1")
    assert len(page.context["rows"]) == len(rows)
    assert "À côté des autres possibilités" in page.content.decode()
    laval.enter()
    sent(laval, client, "grant_measure", loan, fact(measure, today))
    decided = client.get(reverse("loans:measure", args=[loan.file.uid, measure.uid]))
    assert decided.context["rows"] == []


@pytest.mark.covers("R5")
def test_a_dearer_instalment_ends_earlier(laval, today):
    loan, client = factories.loan(laval), laval.client()
    factories.paid(laval, loan, *range(1, 8))
    shown = client.post(
        address("simulate_measure", loan), measure_data(kind="revision", instalment="150")
    ).content.decode()
    assert "mois plus tôt" in shown


@pytest.mark.covers("R5")
def test_granted_otherwise_refused_withdrawn(laval, today):
    loan, client = factories.loan(laval), laval.client()
    measure = factories.requested(laval, loan, on=today, start=9)
    data = measure_data(kind="extension", start="9", more_months="6") | fact(measure, today)
    sent(laval, client, "grant_otherwise", loan, data)
    measure.refresh_from_db()
    assert (measure.state, measure.granted_terms) == ("granted_otherwise", {"start": 9, "months": 6})
    assert account_of(loan, today).instalments[-1].number == 30
    second = factories.requested(laval, loan, on=today, start=10)
    sent(laval, client, "refuse_measure", loan, fact(second, today, reason="already_granted"))
    assert loan.versions.count() == 2
    third = factories.simulated(laval, loan, on=today, start=10)
    page = reverse("loans:withdraw_measure", args=[loan.file.uid, third.uid])
    assert client.post(page, {"revision": third.revision, "key": str(uuid4())}).status_code == 302


@pytest.mark.covers("R5")
def test_an_impossible_measure_says_why_and_keeps_what_was_typed(laval):
    loan, client = factories.loan(laval), laval.client()
    page = address("simulate_measure", loan)
    answer = client.post(page, measure_data(kind="revision", instalment="1", keep="1"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "intérêts" in shown
    empty = client.post(page, measure_data(hold_months=""))
    assert "Remplissez ce champ pour cette mesure" in empty.content.decode()


@pytest.mark.covers("R1")
def test_only_the_bank_confirms_the_end(laval, today):
    loan, client = factories.loan(laval, months=6), laval.client()
    factories.paid(laval, loan, *range(1, 7))
    sent(laval, client, "confirm_repaid", loan, fact(loan, today))
    assert loan.state == "paid_off"
    assert "Soldé" in body(client, "account", loan)
    sent(laval, client, "cancel_confirmation", loan, fact(loan, today))
    assert loan.state == "repaid_unconfirmed"


@pytest.mark.covers("R10", "D9")
def test_default_calls_the_guarantee_and_shares_what_comes_back(laval, today):
    loan, client = factories.loan(laval, product_code="restructuration", amount=1000), laval.client()
    for number in (1, 2, 3):
        factories.unpaid(laval, loan, number, on=today)
    sent(laval, client, "warn_ficp", loan, fact(loan, today))
    assert loan.ficp_deadline_on == today + timedelta(30)
    sent(laval, client, "record_overindebtedness", loan, fact(loan, today, stage="filed"))
    sent(laval, client, "accelerate", loan, fact(loan, today, accrued_interest=""))
    assert "Déchéance du terme" in body(client, "account", loan)
    sent(laval, client, "reinstate", loan, fact(loan, today))
    sent(laval, client, "accelerate", loan, fact(loan, today, accrued_interest=""))
    manager, finance = laval.client(Role.MANAGER), laval.client(Role.FINANCE)
    data = {"motive": "supervision", "next": ""}
    manager.post(reverse("files:motive", args=[loan.file.uid]), data)
    too_much = manager.post(address("call_guarantee", loan), fact(loan, today, amount="900"))
    assert "500" in too_much.content.decode()
    sent(laval, manager, "call_guarantee", loan, fact(loan, today, amount="500"))
    finance.post(reverse("files:motive", args=[loan.file.uid]), data | {"motive": "payment"})
    sent(laval, finance, "refuse_call", loan, fact(loan, today, reason="late"))
    sent(laval, manager, "call_guarantee", loan, fact(loan, today, amount="500"))
    sent(laval, finance, "pay_call", loan, fact(loan, today, amount="500"))
    sent(laval, finance, "record_recovery", loan, fact(loan, today, amount="100"))
    commitment = loan.commitment
    commitment.refresh_from_db()
    assert (commitment.state, commitment.recovered_amount) == ("recovered", Decimal(50))
    sent(laval, manager, "close_with_loss", loan, fact(loan, today, amount="400"))
    assert (loan.state, loan.loss_amount) == ("closed_with_loss", Decimal(400))


@pytest.mark.covers("R1")
def test_the_schedule_is_printed(laval):
    loan = factories.loan(laval)
    shown = body(laval.client(), "schedule", loan)
    assert shown.count("<tr>") == loan.months + 1


def test_strangers_and_roles(laval, tarbes, today):
    loan = factories.loan(tarbes)
    for name in ("account", "schedule", "report_paid", "simulate_measure"):
        assert laval.client().get(address(name, loan)).status_code == 404
        assert tarbes.client(Role.COMMITTEE_MEMBER).get(address(name, loan)).status_code == 403
    assert not Movement.objects.exists()


def listing(client, query=""):
    return client.get(reverse("loans:loans") + query).content.decode()


@pytest.mark.covers("R1")
def test_the_list_says_where_each_loan_stands(laval, today):
    client = laval.client()
    assert "Aucun prêt" in listing(client)
    laval.enter()
    running, late = factories.loan(laval), factories.loan(laval)
    factories.paid(laval, late, *range(1, 7))
    factories.unpaid(laval, late, 7, on=today)
    done = factories.paid_off(laval)
    shown = listing(client)
    assert running.file.number in shown
    assert late.file.number in shown
    assert done.file.number not in shown
    shown = listing(client, "?voir=en-retard")
    assert late.file.number in shown
    assert running.file.number not in shown
    assert done.file.number in listing(client, "?voir=soldes")
    assert laval.client(Role.RECEPTION).get(reverse("loans:loans")).status_code == 403


def test_a_list_of_many_costs_what_a_list_of_one_does(laval, django_assert_num_queries, today):
    client = laval.client()
    first = factories.loan(laval)
    factories.unpaid(laval, first, 1, on=today)
    client.get("/")  # the dispositif's text is read once by a process
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("loans:loans") + "?voir=en-retard")
    laval.enter()
    for _ in range(4):
        factories.unpaid(laval, factories.loan(laval), 1, on=today)
    with django_assert_num_queries(len(one)):
        client.get(reverse("loans:loans") + "?voir=en-retard")
