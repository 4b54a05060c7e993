"""The budget: described on one page, unknown apart from zero, read in figures, frozen when judged."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etrier.applications import actions
from etrier.applications.budget import budget_data, budget_of, freeze_budget, study_of
from etrier.applications.models import Budget, BudgetVersion
from etrier.applications.tests.factories import contact, plausible_budget, studied, under_study
from etrier.domain.access import Role
from etrier.domain.study_json import budget_of as read_budget
from etrier.journal.models import Entry
from etrier.journal.sentences import told


@pytest.fixture
def application(laval):
    laval.enter()
    return under_study(laval)


def address(application, page: str = "") -> str:
    return f"/dossiers/{application.file.uid}/etude/budget/{page}"


def typed(**cells: str) -> dict[str, str]:
    """What is sent by the page: its counts of lines, and the cells written."""
    counts = {"income-rows": "4", "other-rows": "2", "owed-rows": "3", "overdraft-rows": "1"}
    return counts | {"revision": "3"} | {name.replace("__", "-"): value for name, value in cells.items()}


WHOLE = {
    "income__0__kind": "wage",
    "income__0__monthly": "1 150,00",
    "income__1__kind": "housing_benefit",
    "income__1__monthly": "180",
    "fixed__0__monthly": "480",
    "living__0__monthly": "0",
    "owed__0__kind": "credit",
    "owed__0__creditor": "Crédit Soleil",
    "owed__0__instalment": "45",
    "note": "Prime en décembre.",
}


@pytest.mark.covers("A6")
def test_the_empty_page_says_what_to_do(laval, application):
    page = laval.client().get(address(application)).content.decode()
    assert "Le budget n’est pas encore décrit." in page
    assert "Décrire le budget" in page


@pytest.mark.covers("A6")
def test_a_budget_is_described_on_one_page_and_read_in_figures(laval, application, on):
    client = laval.client()
    form = client.get(address(application, "modifier/"))
    assert form.status_code == 200
    assert "inconnu" in form.content.decode().lower()
    answer = client.post(
        address(application, "modifier/"), typed(**WHOLE) | {"revision": application.revision}
    )
    assert answer.status_code == 302
    assert answer["Location"] == address(application)
    laval.enter()
    budget = budget_of(application, on)
    assert [(line.kind, line.monthly) for line in budget.income] == [
        ("wage", Decimal(1150)),
        ("housing_benefit", Decimal(180)),
    ]
    assert [(line.kind, line.monthly) for line in budget.charges] == [
        ("rent", Decimal(480)),
        ("food", Decimal(0)),
    ]
    assert (budget.debts[0].balance, budget.debts[0].instalment) == (None, Decimal(45))
    page = client.get(address(application)).content.decode()
    # (1 330 − 480 − 45) / 1,3 without the loan, 87,30 at the highest rate less with it
    assert "619,23" in page
    assert "Prime en décembre." in page
    assert (
        told(Entry.objects.filter(file_id=application.file_id).order_by("pk"))[-1].sentence
        == "Budget mis à jour"
    )


@pytest.mark.covers("A6")
def test_what_a_lost_income_or_dearer_energy_would_change_is_shown(laval, application):
    """(1 330 − 540 − 45 − 87,30) / 1,3 now; then without 1 150 €, without 180 €, with 6 € of energy more."""
    client = laval.client()
    data = typed(**WHOLE, fixed__1__monthly="60") | {"revision": application.revision}
    assert client.post(address(application, "modifier/"), data).status_code == 302
    page = client.get(address(application))
    shown = {label.split()[0]: [] for label, *_ in page.context["scenarios"]}
    for label, left, *_ in page.context["scenarios"]:
        shown[label.split()[0]].append(left.replace("\u202f", " "))
    assert shown == {"Sans": ["−378,69 €", "367,46 €"], "Énergie": ["501,31 €"]}
    assert "Et si…" in page.content.decode()


def test_the_page_shows_again_what_was_recorded(laval, application):
    client = laval.client()
    client.post(address(application, "modifier/"), typed(**WHOLE) | {"revision": application.revision})
    page = client.get(address(application, "modifier/")).content.decode()
    assert 'value="1\u202f150,00"' in page
    assert 'value="Crédit Soleil"' in page
    laval.enter()
    application.refresh_from_db()
    again = typed(**WHOLE) | {"revision": application.revision, "living-0-monthly": ""}
    assert client.post(address(application, "modifier/"), again).status_code == 302
    laval.enter()
    assert Budget.objects.get().lines.count() == 3


@pytest.mark.covers("A6")
def test_unknown_is_not_zero(laval, application, on):
    client = laval.client()
    cells = typed(**WHOLE) | {"revision": application.revision, "fixed-1-unknown": "on"}
    assert client.post(address(application, "modifier/"), cells).status_code == 302
    page = client.get(address(application)).content.decode()
    assert "incomplet" in page
    assert "Énergie (charge n" in page
    laval.enter()
    assert study_of(application, on).without_loan.residual_income.value is None
    with pytest.raises(ValidationError, match="Énergie"):
        freeze_budget(application, by=laval.actor(), on=on, reason="decision")
    assert freeze_budget(application, by=laval.actor(), on=on, reason="difficulty").moment == "difficulty"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"income__0__kind": "wage"}, "0 s’il est nul"),
        ({"income__0__monthly": "100"}, "Choisissez la nature"),
        ({"fixed__0__monthly": "12", "fixed__0__unknown": "on"}, "décochez"),
        ({"fixed__0__monthly": "-12"}, "négatif"),
        ({"fixed__0__monthly": "douze"}, "Écrivez un montant"),
        ({"owed__0__kind": "debt", "owed__0__instalment": "10"}, "à qui cet argent est dû"),
        ({"owed__0__kind": "nothing", "owed__0__instalment": "10"}, "Choisissez une des réponses"),
    ],
)
def test_a_faulty_line_is_told_and_what_was_typed_is_kept(laval, application, cells, sentence):
    sent = typed(**cells, note="gardé") | {"revision": application.revision}
    answer = laval.client().post(address(application, "modifier/"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "gardé" in page
    laval.enter()
    assert not Budget.objects.exists()


def test_more_lines_are_added_without_losing_what_was_typed(laval, application):
    sent = typed(income__3__kind="pension", income__3__monthly="12,34", more="income")
    answer = laval.client().post(address(application, "modifier/"), sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'name="income-7-monthly"' in page
    assert "12,34" in page
    assert "à revoir" not in page


def test_two_people_on_one_budget_are_told(laval, application):
    first, second = laval.client(), laval.client()
    seen = {"revision": application.revision}
    assert first.post(address(application, "modifier/"), typed(**WHOLE) | seen).status_code == 302
    other = typed(**WHOLE) | seen | {"fixed-0-monthly": "510"}
    answer = second.post(address(application, "modifier/"), other)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Camille Rouault" in page
    assert "480" in page
    assert "510" in page


def test_a_form_sent_twice_acts_once(laval, application):
    client = laval.client()
    sent = typed(**WHOLE) | {
        "revision": application.revision,
        "key": "0197a1b2-7c53-7d55-9a55-5b0f3f8f4f11",
    }
    assert client.post(address(application, "modifier/"), sent).status_code == 302
    assert client.post(address(application, "modifier/"), sent).status_code == 302
    laval.enter()
    assert Entry.objects.filter(act="update_budget").count() == 1


@pytest.mark.parametrize("page", ["", "modifier/"])
def test_who_may_not_is_refused(laval, tarbes, page):
    laval.enter()
    application = under_study(laval)
    assert tarbes.client().get(address(application, page)).status_code == 404
    assert laval.client(Role.RECEPTION).get(address(application, page)).status_code == 403
    assert laval.client(Role.OBSERVER).get(address(application, page)).status_code == 403


def test_a_budget_waits_for_the_study(laval, on):
    laval.enter()
    application = contact(laval)
    answer = laval.client().post(
        address(application, "modifier/"), typed(**WHOLE) | {"revision": application.revision}
    )
    assert answer.status_code == 422
    assert "n’est pas possible" in answer.content.decode()


@pytest.mark.covers("A6")
def test_a_frozen_version_is_the_budget_that_other_programs_read(laval, on):
    laval.enter()
    application = studied(laval, papers=False)
    version = freeze_budget(application, by=laval.actor(), on=on, reason="decision")
    budget = budget_of(application, on)
    assert read_budget(version.data) == budget
    assert read_budget(budget_data(budget)) == budget
    # 2 000 € over 24 months at 4.5 %, the highest of the three banks
    assert version.data["instalment"] == "87.30"
    assert version.indicators["without"]["income"] == {"value": "1490.00", "unit": "€"}
    actions.update_budget(
        application, by=laval.actor(), on=on, **plausible_budget(application) | {"income": []}
    )
    page = laval.client().get(address(application, f"versions/{version.uid}/")).content.decode()
    assert "1\u202f490,00" in page
    assert "décision" in page
    laval.enter()
    with pytest.raises(Exception, match="permission denied"):
        BudgetVersion.objects.filter(pk=version.pk).update(frozen_on=date(2020, 1, 1))


def cost(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_page_costs_the_same_for_a_few_lines_and_sixty(laval, on):
    laval.enter()
    application = studied(laval, papers=False)
    client = laval.client()
    client.get(address(application))
    few = cost(client, address(application))
    laval.enter()
    sixty = [{"kind": "other", "monthly": Decimal(rank)} for rank in range(30)]
    facts = plausible_budget(application) | {"income": sixty, "charges": sixty}
    actions.update_budget(application, by=laval.actor(), on=on, **facts)
    assert cost(client, address(application)) == few
