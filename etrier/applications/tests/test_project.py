"""The project: its expenses, its financing plan that must balance, the instalment at each bank."""

from decimal import Decimal

import pytest

from etrier.applications.models import Application, Project
from etrier.applications.project import plan_of, purposes_of
from etrier.applications.tests.factories import studied, under_study
from etrier.domain.access import Role
from etrier.domain.scheme.schema import Scheme
from etrier.journal.models import Entry
from etrier.journal.sentences import told

COUNTS = {"items-rows": "2", "fundings-rows": "2"}


@pytest.fixture
def application(laval) -> Application:
    laval.enter()
    return under_study(laval)


@pytest.fixture
def scheme(application) -> Scheme:
    return application.dispositif.parsed


def address(application, page: str = "") -> str:
    return f"/dossiers/{application.file.uid}/etude/projet/{page}"


def typed(application, **changes: str) -> dict[str, str]:
    product = application.product
    return (
        COUNTS
        | {
            "revision": str(application.revision),
            "product_code": product.code,
            "amount": "2 000",
            "months": "24",
            "description": "Aller travailler.",
            "items-0-purpose_code": product.purposes[0].code,
            "items-0-detail": "Scooter",
            "items-0-seller": "Garage des Remparts",
            "items-0-quoted_on": "2026-11-05",
            "items-0-cost": "2 300",
            "fundings-0-kind": "own_funds",
            "fundings-0-amount": "300",
        }
        | {name.replace("__", "-"): value for name, value in changes.items()}
    )


@pytest.mark.covers("A9")
def test_a_project_is_described_and_its_plan_balances(laval, application):
    client = laval.client()
    assert client.get(address(application, "modifier/")).status_code == 200
    answer = client.post(address(application, "modifier/"), typed(application))
    assert answer.status_code == 302
    page = client.get(address(application)).content.decode()
    assert "Le plan de financement est équilibré." in page
    assert "Garage des Remparts" in page
    assert "2\u202f300,00" in page
    laval.enter()
    application.refresh_from_db()
    assert (application.amount, application.months) == (Decimal(2000), 24)
    assert purposes_of(application) == {application.purpose_code: Decimal(2300)}
    sentences = told(Entry.objects.filter(file_id=application.file_id).order_by("id"))
    assert sentences[-1].sentence == "Projet mis à jour\u00a0: 2\u202f000,00\u202f€ demandés"


@pytest.mark.covers("A9")
def test_the_instalment_is_shown_at_the_rate_of_each_bank(laval, application):
    page = laval.client().get(address(application)).content.decode()
    terms = application.dispositif.parsed.agreements
    lenders = [bank for bank in terms if bank.rate(application.product_code) is not None]
    assert len(lenders) == 3
    for bank in lenders:
        assert bank.name in page
    assert "86,85" in page
    assert "Un crédit coûte de l’argent" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fundings__0__amount": "200"}, "il manque 100"),
        ({"fundings__0__amount": "400"}, "100\u202f€ de trop"),
        ({"amount": "-5"}, "négatif"),
        ({"amount": "0"}, "au moins"),
        ({"months": "0"}, "Écrivez une durée"),
        ({"product_code": ""}, "Choisissez une des réponses"),
        ({"items__0__cost": "zéro"}, "Écrivez un montant"),
        ({"items__0__purpose_code": ""}, "Choisissez l’objet"),
        ({"items__0__quoted_on": "2026-02-31"}, "n’existe pas"),
        ({"items__0__quoted_on": "2090-01-01"}, "Choisissez une date jusqu’au"),
        ({"fundings__0__kind": ""}, "d’où vient cet argent"),
        ({"description": "1 85 05 78 006 084 91"}, "sécurité sociale"),
    ],
)
def test_a_faulty_project_is_told_and_kept(laval, application, changes, sentence):
    answer = laval.client().post(address(application, "modifier/"), typed(application, **changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Garage des Remparts" in page
    laval.enter()
    assert not Project.objects.exists()


def test_a_purpose_of_another_product_is_refused(laval, application, scheme):
    other = next(
        purpose.code
        for product in scheme.products
        for purpose in product.purposes
        if application.product.purpose(purpose.code) is None
    )
    answer = laval.client().post(
        address(application, "modifier/"), typed(application, items__0__purpose_code=other)
    )
    assert answer.status_code == 422
    assert "ne finance pas cela" in answer.content.decode()


def test_a_cost_may_wait_but_the_plan_is_then_incomplete(laval, application):
    sent = typed(application, items__0__cost="")
    assert laval.client().post(address(application, "modifier/"), sent).status_code == 302
    laval.enter()
    application.refresh_from_db()
    assert plan_of(application).gap is None
    assert "à compléter" in laval.client().get(address(application)).content.decode()


@pytest.mark.covers("D5")
def test_the_motive_of_an_exception_is_asked_only_where_there_may_be_one(laval, tarbes):
    for town in (laval, tarbes):
        town.enter()
        application = under_study(town)
        may = any(product.exception.allowed for product in application.dispositif.parsed.products)
        page = town.client().get(address(application, "modifier/")).content.decode()
        assert ("Motif de l’exception" in page) is may


def test_more_lines_keep_what_was_typed(laval, application):
    answer = laval.client().post(
        address(application, "modifier/"), typed(application, more="fundings", amount="abc")
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'name="fundings-3-amount"' in page
    assert 'value="abc"' in page


def test_two_people_on_one_project_are_told(laval, application):
    client = laval.client()
    seen = typed(application)
    assert client.post(address(application, "modifier/"), seen).status_code == 302
    answer = client.post(
        address(application, "modifier/"), seen | {"amount": "1 900", "items-0-cost": "2 200"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Cette page a changé" in page
    assert "2\u202f000" in page
    assert "1\u202f900" in page


@pytest.mark.parametrize("page", ["", "modifier/"])
def test_who_may_not_is_refused(laval, tarbes, page):
    laval.enter()
    application = studied(laval, papers=False)
    assert tarbes.client().get(address(application, page)).status_code == 404
    assert laval.client(Role.RECEPTION).get(address(application, page)).status_code == 403
