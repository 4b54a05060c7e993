"""The figures of a year, rebuilt from files made through the acts, and the page that shows them."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etrier.applications.actions import close_application
from etrier.applications.tests.factories import under_study
from etrier.decisions.models import AnswerKind
from etrier.decisions.tests import factories as decisions
from etrier.domain.access import Role
from etrier.domain.indicators import ILLEGIBLE, NOTHING_YET
from etrier.journal.door import NotAllowed
from etrier.loans.models import Loan
from etrier.outcomes.models import Refund
from etrier.outcomes.tests import factories as outcomes
from etrier.reporting.actions import correct_year_totals, record_year_totals
from etrier.reporting.models import YearTotals
from etrier.reporting.sheet import sheet_of

YEAR = 2025
LENT = date(YEAR, 3, 16)


def lent(town, **facts):
    return outcomes.repaid(town, months=6, disbursed_on=LENT, **facts)


def closed(town, reason, on, **facts):
    application = under_study(town, on=on, contact_on=on - timedelta(7), last_name=f"Clos {reason}", **facts)
    return close_application(application, by=town.actor(), on=on + timedelta(10), reason=reason)


@pytest.mark.covers("E4")
def test_the_year_is_counted_as_the_source_counts_it(laval):
    """Six files studied, two loans, one refund of known interest; the others end otherwise."""
    loan = lent(laval, principal=2000)
    lent(laval, principal=1000)
    refund = outcomes.paid(laval, loan=loan, paid_on=date(YEAR, 11, 20))
    closed(laval, "abandoned", date(YEAR, 5, 5))
    closed(laval, "refused_banks", date(YEAR, 5, 6))
    closed(laval, "withdrawn", date(YEAR, 12, 30))
    closed(laval, "withdrawn", date(YEAR - 1, 5, 6))
    sent = decisions.with_bank(laval, under_study_ready(laval, date(YEAR, 6, 2)), on=date(YEAR, 6, 10))
    decisions.refused(laval, sent, on=date(YEAR, 6, 25))
    record_year_totals(
        by=laval.actor(Role.MANAGER), on=date(YEAR + 1, 1, 5), year=YEAR, optional_aids=Decimal("1000.00")
    )
    sheet = sheet_of(laval.organisation, YEAR)
    figure = {code: sheet.figure(code) for code in ("files_studied", "loans_granted", "conversion_rate")}
    assert (figure["files_studied"].value, figure["loans_granted"].value) == (6, 2)
    assert figure["conversion_rate"].text == "33\u202f%"
    assert sheet.figure("amount_lent").value == Decimal(3000)
    assert (sheet.figure("refunds_paid").value, sheet.figure("refunds_amount").value) == (1, refund.amount)
    share = (refund.amount * 100 / 1000).quantize(Decimal("0.1"))
    assert sheet.figure("share_of_optional_aids").value == share
    assert {one.of: one.value for one in sheet.figures("outcome") if one.value} == {
        "prêt": 2,
        "refusée": 1,
        "abandonnée": 2,
        "en cours": 1,
    }
    assert {one.of: int(one.value) for one in sheet.figures("ended_without_a_loan")} == {
        "sans nouvelles de la personne": 1,
        "refusée par les banques": 1,
    }
    (loss,) = sheet.figures("loss_rate")
    assert (loss.of, loss.value) == (loan.file.application.product_label, 0)
    banks, committee = sheet.reasons
    assert banks.rows == [("Endettement trop élevé", 1)]
    assert committee.rows == []
    delay = {one.code: one for one in sheet.theme("Délais, étape par étape").figures}
    assert delay["delay_study"].value is not None
    assert delay["delay_committee"].note == NOTHING_YET
    assert delay["delay_whole"].value == (LENT - loan.file.opened_on).days


def under_study_ready(town, on):
    return decisions.ready(town, on=on, contact_on=on - timedelta(7), last_name="Refusé")


@pytest.mark.covers("E4")
def test_a_reason_keeps_the_capitals_of_its_acronyms(laval):
    sent = decisions.with_bank(laval, under_study_ready(laval, date(YEAR, 6, 2)), on=date(YEAR, 6, 10))
    decisions.answered(laval, sent, AnswerKind.REFUSED, on=date(YEAR, 6, 25), reason="ficp")
    banks, _ = sheet_of(laval.organisation, YEAR).reasons
    assert banks.rows == [("Inscription au FICP", 1)]


@pytest.mark.covers("E4")
def test_a_figure_nobody_can_read_is_never_asserted(tarbes):
    """As Tarbes 2016 in the source: the loans are known, the files studied are not."""
    lent(tarbes)
    manager = tarbes.actor(Role.MANAGER)
    totals = record_year_totals(
        by=manager, on=date(YEAR + 1, 1, 5), year=YEAR, optional_aids=None, illegible=["files_studied"]
    )
    sheet = sheet_of(tarbes.organisation, YEAR)
    studied, rate = sheet.figure("files_studied"), sheet.figure("conversion_rate")
    assert (studied.value, studied.note, rate.value, rate.note) == (None, ILLEGIBLE, None, ILLEGIBLE)
    assert sheet.figure("loans_granted").value == 1
    shown = tarbes.client(Role.OBSERVER).get(reverse("reporting:year_of", args=[YEAR])).content.decode()
    assert ILLEGIBLE in shown
    assert "Chiffre illisible dans les archives" in shown
    tarbes.enter()
    correct_year_totals(totals, by=manager, on=date(YEAR + 1, 2, 5), optional_aids=None)
    assert sheet_of(tarbes.organisation, YEAR).figure("files_studied").value == 1


@pytest.mark.covers("E4")
def test_a_retracted_loan_a_returned_transfer_and_a_loss(laval):
    found = outcomes.paid(laval, loan=lent(laval), paid_on=date(YEAR, 11, 20))
    retracted = lent(laval)
    Loan.objects.filter(pk=retracted.pk).update(state="retracted")
    lost = lent(laval, principal=1000)
    Loan.objects.filter(pk=lost.pk).update(
        state="closed_with_loss", loss_amount=Decimal("250.00"), ended_on=date(YEAR, 12, 1)
    )
    sheet = sheet_of(laval.organisation, YEAR)
    assert sheet.figure("loans_granted").value == 2
    assert sheet.figure("claims_ratio").value == Decimal("50.0")
    assert sheet.figure("loss_rate").value == (Decimal(25000) / (found.loan.principal + 1000)).quantize(
        Decimal("0.1")
    )
    Refund.objects.filter(pk=found.pk).update(state="returned")
    assert sheet_of(laval.organisation, YEAR).figure("refunds_paid").value == 0


@pytest.mark.covers("E4")
def test_the_page_shows_the_year_and_costs_the_same_for_more_files(laval):
    lent(laval)
    client, address = laval.client(Role.OBSERVER), reverse("reporting:year_of", args=[YEAR])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200
        return len(queries), answer.content.decode()

    before, shown = cost()
    assert "1 prêt octroyé pour 1 dossier étudié" in shown.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Demandes dont l’étude a été ouverte dans l’année." in shown
    assert "Dossiers étudiés et prêts octroyés" in shown
    assert "Totaux à saisir" not in shown
    laval.enter()
    for _ in range(3):
        lent(laval)
    after, _ = cost()
    assert before == after
    now = client.get(reverse("reporting:year"))
    assert "à ce jour" in now.content.decode()
    for year in (1789, 9999):
        assert client.get(f"/pilotage/{year}/").status_code == 404


@pytest.mark.covers("E4")
def test_the_figures_are_downloaded_as_shown(laval):
    lent(laval, principal=2000)
    client = laval.client(Role.FINANCE)
    answer = client.get(reverse("reporting:year_file", args=[YEAR]))
    assert answer["Content-Disposition"] == f'attachment; filename="pilotage-laval-{YEAR}.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "année;thème;code;chiffre;de;valeur;unité;note;ce qu’il compte"
    assert any(
        line.startswith(f"{YEAR};Demandes et prêts;amount_lent;Montant prêté;;2000,00;€;;") for line in lines
    )


@pytest.mark.covers("E4", "X1")
def test_each_town_its_figures_and_each_role_its_door(laval, tarbes):
    laval.enter()
    lent(laval)
    address = reverse("reporting:year_of", args=[YEAR])
    assert "0 prêt octroyé" in tarbes.client(Role.OBSERVER).get(address).content.decode().replace(
        "\u00a0", " "
    )
    for role in (Role.RECEPTION, Role.ADMINISTRATOR, Role.REFERRER, Role.DATA_PROTECTION_OFFICER):
        assert laval.client(role).get(address).status_code == 403
        assert laval.client(role).get(reverse("reporting:year_file", args=[YEAR])).status_code == 403
    totals = reverse("reporting:record_year_totals", args=[YEAR])
    assert laval.client(Role.OBSERVER).get(totals).status_code == 403


@pytest.mark.covers("E4")
def test_the_manager_types_the_totals_then_corrects_them(laval):
    client, address = laval.client(Role.MANAGER), reverse("reporting:record_year_totals", args=[YEAR])
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"optional_aids": "-5", "illegible": "files_studied", "key": str(uuid4())})
    assert wrong.status_code == 422
    assert "ne peut pas être négatif" in wrong.content.decode()
    data = {"optional_aids": "12 500,50", "illegible": ["files_studied"], "key": str(uuid4())}
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302
    laval.enter()
    totals = YearTotals.objects.get()
    assert (totals.optional_aids, totals.illegible) == (Decimal("12500.50"), ["files_studied"])
    shown = client.get(address).content.decode()
    assert "12\u202f500,50" in shown
    stale = totals.revision
    fresh = {"optional_aids": "", "revision": stale, "key": str(uuid4())}
    assert client.post(address, fresh).status_code == 302
    again = client.post(address, {"optional_aids": "1", "revision": stale, "key": str(uuid4())})
    assert again.status_code == 422
    assert "Quelqu’un a modifié" in again.content.decode()
    laval.enter()
    totals.refresh_from_db()
    assert (totals.optional_aids, totals.illegible) == (None, [])
    with pytest.raises(NotAllowed):
        correct_year_totals(totals, by=laval.actor(), on=date(YEAR, 12, 31), optional_aids=None)
    with pytest.raises(ValidationError, match="n’a pas commencé"):
        record_year_totals(
            by=laval.actor(Role.MANAGER), on=date(YEAR, 12, 31), year=YEAR + 1, optional_aids=None
        )
