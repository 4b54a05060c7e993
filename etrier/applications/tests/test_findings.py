"""The findings on screen, and what a person decides beside them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from etrier.applications import actions
from etrier.applications.findings import blocking, findings_of
from etrier.applications.models import FindingOverride
from etrier.applications.tests.factories import (
    contact,
    plausible_budget,
    plausible_project,
    studied,
    under_study,
)
from etrier.domain.access import Role
from etrier.journal.models import Entry
from etrier.journal.sentences import told


@pytest.fixture
def application(laval):
    laval.enter()
    return studied(laval, papers=False)


def address(application, page: str = "") -> str:
    return f"/dossiers/{application.file.uid}/etude/constats/{page}"


def codes(found) -> list[str]:
    return [one.code for one in found]


def too_much(laval, application, on, amount: Decimal) -> None:
    """Ask for more than the product ever allows."""
    facts = plausible_project(application) | {"amount": amount, "fundings": []}
    facts["items"] = [facts["items"][0] | {"cost": amount}]
    actions.update_project(application, by=laval.actor(), on=on, **facts)


@pytest.mark.covers("A10")
def test_a_plausible_request_is_blocked_by_nothing(laval, application, on):
    assert blocking(application, on) == ()
    page = laval.client().get(address(application)).content.decode()
    assert "ce sont des personnes qui décident" in page


@pytest.mark.covers("A10")
def test_every_criterion_speaks_at_once_with_figure_limit_and_source(laval, application, on):
    limit = application.product.amount.max
    too_much(laval, application, on, limit + 500)
    actions.update_situation(application, by=laval.actor(), on=on, resident=False)
    found = codes(blocking(application, on))
    assert {"amount_too_high", "not_resident"} <= set(found)
    page = laval.client().get(address(application)).content.decode()
    assert "bloquant" in page
    assert "limite ordinaire du produit" in page
    assert "Constaté\u00a0: 3\u202f500,00\u202f; limite\u00a0: 3\u202f000." in page
    assert "Source" in page


@pytest.mark.covers("A10")
def test_an_assumed_limit_is_said_to_be_one(laval, application, on):
    facts = plausible_budget(application) | {"income": [{"kind": "wage", "monthly": Decimal(700)}]}
    actions.update_budget(application, by=laval.actor(), on=on, **facts)
    assert "residual_income_below_floor" in codes(blocking(application, on))
    assert "hypothèse" in laval.client().get(address(application)).content.decode()


def test_without_a_budget_it_is_said(laval, on):
    laval.enter()
    application = under_study(laval)
    assert "budget_missing" in codes(blocking(application, on))
    page = laval.client().get(address(application)).content.decode()
    assert "etude/budget/modifier/" in page
    assert "Passer outre" not in page
    laval.enter()
    with pytest.raises(ValidationError, match="complétez d’abord l’étude"):
        actions.override_finding(
            application, by=laval.actor(), on=on, finding="budget_missing", motive="Pressé."
        )


def test_without_an_amount_nothing_else_can_be_judged(laval, on):
    laval.enter()
    application = contact(laval, amount=None)
    assert codes(findings_of(application, on)) == ["project_missing"]
    assert "le montant" in findings_of(application, on)[0].sentence


@pytest.mark.covers("A10")
def test_a_person_passes_over_with_a_motive_that_stands_for_these_figures(laval, application, on):
    limit = application.product.amount.max
    too_much(laval, application, on, limit + 500)
    client = laval.client()
    url = address(application, "passer-outre/")
    assert "limite ordinaire" in client.get(f"{url}?constat=amount_too_high").content.decode()
    sent = {"finding": "amount_too_high", "motive": "Véhicule adapté, l’aide attendue tarde."}
    assert client.post(url, sent).status_code == 302
    laval.enter()
    assert "amount_too_high" not in codes(blocking(application, on))
    page = client.get(address(application)).content.decode()
    assert "levé avec motif" in page
    assert "l’aide attendue tarde" in page
    laval.enter()
    entry = Entry.objects.get(act="override_finding")
    assert entry.data == {"finding": "amount_too_high"}
    assert told([entry])[0].sentence == "Constat levé avec motif"
    application.refresh_from_db()
    too_much(laval, application, on, limit + 900)
    assert "amount_too_high" in codes(blocking(application, on))


def test_an_override_is_cancelled(laval, application, on):
    too_much(laval, application, on, application.product.amount.max + 500)
    actions.override_finding(
        application, by=laval.actor(), on=on, finding="amount_too_high", motive="Aide attendue."
    )
    client = laval.client()
    url = address(application, "retablir/")
    assert client.get(url).status_code == 200
    assert client.post(url, {"finding": "amount_too_high"}).status_code == 302
    laval.enter()
    assert FindingOverride.objects.get().cancelled_on is not None
    assert "amount_too_high" in codes(blocking(application, on))
    assert "Aucun constat n’a été levé." in client.get(url).content.decode()


def test_what_does_not_block_cannot_be_passed_over(laval, application):
    url = address(application, "passer-outre/")
    client = laval.client()
    assert "Aucun constat n’est à lever." in client.get(url).content.decode()
    answer = client.post(url, {"finding": "amount_too_high", "motive": "Pour voir"})
    assert answer.status_code == 422
    assert "Pour voir" in answer.content.decode()


def test_a_motive_is_compulsory(laval, application, on):
    too_much(laval, application, on, application.product.amount.max + 500)
    answer = laval.client().post(
        address(application, "passer-outre/"), {"finding": "amount_too_high", "motive": " "}
    )
    assert answer.status_code == 422
    assert "Remplissez ce champ" in answer.content.decode()


@pytest.mark.covers("D6")
def test_a_compulsory_support_is_promised_at_the_latest_when_the_file_is_sent(laval, on):
    laval.enter()
    product = next(p for p in laval.dispositif.parsed.products if p.support.mode == "compulsory")
    application = studied(laval, product_code=product.code, amount=Decimal(1000), papers=False)
    assert blocking(application, on) == ()
    promised = codes(blocking(application, on, sending=True))
    assert promised == ["support_not_committed", "support_not_planned"]
    facts = {"support_committed": True, "first_contact_planned": True}
    assert blocking(application, on, sending=True, **facts) == ()


@pytest.mark.parametrize("page", ["", "passer-outre/", "retablir/"])
def test_who_may_not_is_refused(laval, tarbes, application, page):
    assert tarbes.client().get(address(application, page)).status_code == 404
    assert laval.client(Role.RECEPTION).get(address(application, page)).status_code == 403
