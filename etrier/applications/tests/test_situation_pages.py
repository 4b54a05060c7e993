"""Pages that begin the study, say the situation and the support, hand the file over, close and reopen."""

from datetime import date

import pytest
from django.urls import reverse

from etrier.applications import actions
from etrier.applications.models import Application
from etrier.applications.tests.factories import CONTACT_ON, contact, under_study
from etrier.people.tests.factories import told
from tests.cast import Role, join


def text(response) -> str:
    return response.content.decode()


def page(name, application):
    return reverse(f"applications:{name}", args=[application.file.uid])


def fresh(application) -> Application:
    return Application.objects.with_people().get(pk=application.pk)


@pytest.mark.covers("A5")
def test_the_study_opens_for_a_product_and_a_worker(laval):
    application = contact(laval, role="reception", holder=None, product_code="classique", explained_points=())
    client, url = laval.client(), page("open_study", application)
    asked = text(client.get(url))
    assert "Rien n’est noté de ce qui a été expliqué" in asked
    worker = laval.user()
    data = {
        "revision": application.revision,
        "product_code": "autonomie-sante",
        "holder": str(worker.uid),
    }
    wrong = client.post(url, data | {"product_code": "nope"})
    assert wrong.status_code == 422
    assert "Choisissez une des réponses proposées." in text(wrong)
    assert client.post(url, data).status_code == 302
    application = fresh(application)
    assert (application.state, application.product_code, application.purpose_code) == (
        "under_study", "autonomie-sante", "",
    )  # fmt: skip
    assert application.file.holder == worker
    again = client.post(url, data | {"revision": application.revision})
    assert again.status_code == 422
    assert "n’est pas possible" in text(again)


def test_reception_does_not_open_studies(laval):
    application = contact(laval, holder=None)
    client = laval.client("reception")
    for name in ("open_study", "update_situation", "assess_support", "close_application", "assign_file"):
        assert client.get(page(name, application)).status_code == 403
    assert client.get(page("contact", application)).status_code == 200
    assert page("open_study", application) not in text(client.get(page("contact", application)))


@pytest.mark.covers("A3", "A5")
def test_the_household_is_described_then_changed_line_by_line(laval):
    application = contact(laval)
    client, url = laval.client(), page("record_household", application)
    assert application.applicant.full_name in text(client.get(url))
    data = {
        "revision": "0", "family": "couple", "housing": "tenant", "housing_since": "2019-05-01",
        "applicant_disabled": "on", "member-rows": "3",
        "member-0-relation": "partner", "member-0-first_name": "Sam", "member-0-age": "41",
        "member-1-relation": "child", "member-1-birth_date": "04/05/2017", "member-1-dependant": "on",
    }  # fmt: skip
    missing = client.post(url, data | {"member-2-first_name": "Zoé"})
    assert missing.status_code == 422
    assert "Choisissez le lien avec le demandeur." in text(missing)
    assert 'value="Zoé"' in text(missing)
    more = client.post(url, data | {"more": "member"})
    assert more.status_code == 200
    assert 'name="member-4-relation"' in text(more)
    assert client.post(url, data).status_code == 302
    household = actions.household_of(application)
    rows = list(household.members.select_related("person"))
    on = date(2026, 11, 23)
    assert [(row.relation, row.age_on(on), row.disabled) for row in rows] == [
        ("applicant", application.applicant.age(on), True),
        ("partner", 41, False),
        ("child", 9, False),
    ]

    changed = {
        "revision": household.revision, "family": "separated", "housing": "hosted", "member-rows": "2",
        "member-0-uid": str(rows[1].uid), "member-0-relation": "partner", "member-0-leaves": "on",
        "member-1-uid": str(rows[2].uid), "member-1-relation": "child", "member-1-birth_date": "2017-05-04",
    }  # fmt: skip
    url = page("update_household", application)
    assert str(rows[1].uid) in text(client.get(url))
    assert client.post(url, changed).status_code == 302
    assert list(household.members.values_list("pk", flat=True)) == [rows[0].pk, rows[2].pk]
    stale = client.post(url, changed)
    assert stale.status_code == 422
    assert "Cette page a changé pendant que vous écriviez" in text(stale)


def test_reception_describes_a_household_but_does_not_change_it(laval):
    application = contact(laval, holder=None)
    client = laval.client("reception")
    assert client.get(page("record_household", application)).status_code == 200
    actions.record_household(application, by=laval.actor(), on=CONTACT_ON)
    assert client.get(page("update_household", application)).status_code == 403


@pytest.mark.covers("A5")
def test_the_situation_is_kept_and_unknown_is_not_no(laval):
    application = under_study(laval)
    client, url = laval.client(), page("update_situation", application)
    assert "Aide à domicile" in text(client.get(url))
    data = {
        "revision": application.revision, "resident": "", "employment": "unemployed", "running_loans": "",
        "circumstances": ["debts", "overdraft"], "over_indebtedness": "active", "steady_income": "False",
    }  # fmt: skip
    wrong = client.post(
        url, data | {"employed_since": "2090-01-01", "running_loans": "-1", "note": "à garder"}
    )
    assert wrong.status_code == 422
    assert "à garder" in text(wrong)
    assert client.post(url, data).status_code == 302
    situation = fresh(application).situation
    assert (situation.resident, situation.steady_income, situation.running_loans) == (None, False, None)
    assert {code.value for code in situation.declared_circumstances} == {
        "debts",
        "overdraft",
        "over_indebtedness",
    }


def test_contract_dates_that_cross_are_refused_by_the_database_in_french(laval):
    application = under_study(laval)
    answer = laval.client().post(
        page("update_situation", application),
        {"revision": application.revision, "employed_since": "2026-05-01", "employed_until": "2026-04-01"},
    )
    assert answer.status_code == 422
    assert "La fin du contrat de travail ne peut pas précéder son début." in text(answer)


def test_the_situation_asks_about_the_co_borrower_and_the_protector_only_when_there_is_one(laval):
    application = under_study(laval)
    client, url = laval.client(), page("update_situation", application)
    alone = text(client.get(url))
    assert 'name="co_employment"' not in alone
    assert 'name="protector_agrees"' not in alone
    actions.add_co_borrower(
        application,
        by=laval.actor(),
        on=CONTACT_ON,
        told=told(protection="guardianship", protector_name="UDAF"),
    )
    together = text(client.get(url))
    assert 'name="co_employment"' in together
    assert 'name="protector_agrees"' in together


@pytest.mark.covers("A5")
def test_support_has_kinds_a_level_and_who_follows_elsewhere(laval):
    application = under_study(laval)
    client, url = laval.client(), page("assess_support", application)
    data = {"revision": application.revision, "kinds": ["budget", "social"], "level": "", "need": "Seule."}
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "Choisissez le niveau" in text(refused)
    client.post(url, data | {"level": "reinforced", "followed_by": "Mme Roy, département"})
    application = fresh(application)
    assert application.support_kinds == ["budget", "social"]
    assert application.followed_elsewhere
    client.post(url, {"revision": application.revision})
    application = fresh(application)
    assert (application.support_kinds, application.support_level) == (["none"], "")


def test_a_file_is_handed_to_another_worker(laval):
    colleague = join(laval.organisation, Role.SOCIAL_WORKER, "Anouk", "Delaunay").user
    laval.enter()
    application = contact(laval)
    client, url = laval.client(), page("assign_file", application)
    asked = text(client.get(url))
    assert colleague.full_name in asked
    assert laval.user("reception").full_name not in asked
    data = {"revision": application.file.revision, "holder": str(colleague.uid)}
    assert client.post(url, data | {"holder": str(laval.user("finance").uid)}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert fresh(application).file.holder == colleague


@pytest.mark.covers("A12")
def test_a_request_is_closed_for_a_reason_then_reopened(laval):
    application = under_study(laval)
    client = laval.client()
    url = page("close_application", application)
    assert "refusée après l’avis de la commission" not in text(client.get(url)).lower()
    data = {"revision": application.revision, "reason": "deceased", "motive": "Appel de sa fille."}
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "Indiquez la date du décès." in text(refused)
    assert "Appel de sa fille." in text(refused)
    mistaken = client.post(url, data | {"reason": "moved", "died_on": "2026-11-01"})
    assert mistaken.status_code == 422
    assert client.post(url, data | {"reason": "moved"}).status_code == 302
    application = fresh(application)
    assert (application.state, application.closing_label) == ("closed", "personne partie de la commune")
    reopen = page("reopen_application", application)
    assert "Rouvrir la demande" in text(client.get(reopen))
    assert client.post(reopen, {"revision": application.revision}).status_code == 302
    assert fresh(application).state == "under_study"


def test_what_was_explained_is_added_with_its_author(laval):
    application = contact(laval, role="reception", holder=None, explained_points=("cost",))
    client, url = laval.client(), page("explain_microcredit", application)
    assert client.post(url, {"revision": application.revision}).status_code == 422
    answer = client.post(url, {"revision": application.revision, "points": ["bank_decides"]})
    application = fresh(application)
    assert answer["Location"] == page("contact", application)
    assert application.explained_points == ["bank_decides", "cost"]
    assert application.explained_by == laval.user()


@pytest.mark.parametrize(
    "name",
    ["contact", "open_study", "update_situation", "assess_support", "record_household", "assign_file",
     "close_application", "explain_microcredit", "add_co_borrower", "remove_co_borrower",
     "reopen_application"],
)  # fmt: skip
def test_another_town_finds_nothing(laval, tarbes, name):
    laval.enter()
    url = page(name, contact(laval))
    assert tarbes.client().get(url).status_code == 404
    assert tarbes.client().post(url, {}).status_code == 404
