"""The risk page: an answer at once, the assumptions kept in the address, bad input said and not lost."""

from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from etrier.accounts.models import Organisation
from etrier.domain.access import Role
from etrier.domain.dates import months_after
from etrier.files.actions import open_file
from etrier.funds import actions
from etrier.funds.tests.factories import envelope
from etrier.reporting.risk.forms import RiskForm
from tests.cast import Town, join

pytestmark = pytest.mark.covers("D10")

TYPED = {
    "loans": "coming",
    "count_1": "40",
    "amount_1": "1 500",
    "months": "24",
    "rate": "4",
    "share": "50",
    "base": "principal",
    "default_rate": "5",
    "recovery_rate": "0",
    "when": "first",
    "envelope": "3 000",
}


@pytest.fixture
def today():
    return timezone.localdate()


def lent(town: Town, today, *, principal: int = 1000, months: int = 10):
    """A loan guaranteed for half, paid out two months ago."""
    paid_out = months_after(today.replace(day=1), -2)
    file = open_file(by=town.actor(), on=paid_out, cover="Alix Martin", holder=None)
    found = actions.reserve_guarantee(
        file, by=town.actor(), on=paid_out, principal=Decimal(principal), share=Decimal(50)
    )
    part = Decimal(principal) / months
    plan = [(months_after(paid_out, rank), principal - part * rank) for rank in range(1, months + 1)]
    return actions.commit_guarantee(
        found, by=town.actor(), on=paid_out, principal=Decimal(principal), plan=plan
    )


def page(town: Town, role: Role = Role.FINANCE, **typed: str):
    return town.client(role).get(
        f"{reverse('risk:risk')}?{urlencode(typed)}" if typed else reverse("risk:risk")
    )


def words(answer) -> str:
    """The page as it reads, every kind of space made plain."""
    return plain(unescape(answer.content.decode()))


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_councillor_reads_the_answer_first(laval):
    """40 loans of 1 500 €, half guaranteed, 5 % stop at once: 750 € each, Binomial(40, 5 %)."""
    answer = page(laval, **TYPED)
    assert answer.status_code == 200
    said = plain(answer.context["answer"])
    assert said.startswith("Pour 40 prêts de 1 500 €, le CCAS paierait en moyenne 1 5"), said
    assert said.endswith(
        "neuf fois sur dix, au plus 3 000 € ; moins d’une fois sur cent, plus de 4 500 €."
    ), said
    shown = words(answer)
    assert "Une enveloppe de 3 000 € suffirait à payer les banques dans 95," in shown
    assert "10 % de défauts" in shown
    assert "Les personnes cessent de payer : dès la première échéance" in shown
    assert "<svg" in shown


def test_the_same_address_gives_the_same_answer(laval):
    first, again = page(laval, **TYPED), page(laval, Role.MANAGER, **TYPED)
    assert first.context["rows"] == again.context["rows"]


def test_it_opens_on_what_the_dispositif_says(laval):
    """Laval's product guaranteed by the CCAS: up to 1 500 €, 36 months, half of it, 4 %."""
    envelope(laval, amount=8000)
    answer = page(laval)
    assert answer.status_code == 200
    begun = answer.context["form"].data
    read = [plain(begun[name]) for name in ("amount_1", "months", "share", "rate", "envelope")]
    assert read == ["1 500", "36", "50", "4", "8 000"]
    assert "Pour 40 prêts" in plain(answer.context["answer"])


def test_a_ccas_without_dispositif_still_has_an_answer(db):
    town = Town(Organisation.objects.create(name="CCAS tout neuf", code="neuf"))
    town.members[Role.FINANCE] = join(town.organisation, Role.FINANCE, "Ali", "Benoît")
    assert page(town).context["answer"]


def test_it_opens_on_the_loans_guaranteed_and_simulates_those_that_run(laval, today):
    envelope(laval, amount=8000)
    lent(laval, today, principal=1200, months=12)
    lent(laval, today, principal=800, months=8)
    answer = page(laval)
    begun = answer.context["form"].data
    assert [plain(begun[name]) for name in ("count_1", "amount_1", "months")] == ["2", "1 000", "10"]
    assert "Aujourd’hui : 2 prêts garantis, 2 000 € restant dus" in words(answer)
    running = page(laval, **(TYPED | {"loans": "running", "when": "any", "default_rate": "100"}))
    said = plain(running.context["answer"])
    assert said.startswith("Pour 2 prêts garantis aujourd’hui, le CCAS paierait en moyenne")
    assert plain(running.context["rows"][-1][1]) == "1 000 €", "half of what is owed today"


def test_several_amounts_are_told_apart(laval):
    answer = page(laval, **(TYPED | {"count_2": "10", "amount_2": "800"}))
    assert "Pour 40 prêts de 1 500 € et 10 prêts de 800 €" in plain(answer.context["answer"])


def test_what_comes_back_is_told_before_and_after(laval):
    answer = page(laval, **(TYPED | {"recovery_rate": "50"}))
    table = {row[0]: plain(row[1]) for row in answer.context["rows"]}
    assert table["9 fois sur 10, au plus"] == "1 500 €"
    advanced = "Avancé aux banques avant ce qui revient, 9 fois sur 10, au plus"
    assert table[advanced] == "3 000 €"
    assert "Plus tard, 50 % de ce qu’il a payé lui revient." in words(answer)


def test_without_default_nothing_is_paid(laval):
    answer = page(laval, **(TYPED | {"default_rate": "0"}))
    assert "le CCAS ne paierait rien" in plain(answer.context["answer"])


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("count_1", "beaucoup", "nombre entier de prêts"),
        ("count_1", "0", "nombre entier de prêts"),
        ("count_1", "²", "nombre entier de prêts"),
        ("count_1", "99999999999999999999", "nombre entier de prêts"),
        ("count_1", "", "Écrivez le nombre de ces prêts"),
        ("amount_1", "-5", "négatif"),
        ("amount_1", "1e400", "Écrivez un montant"),
        ("amount_1", "NaN", "Écrivez un montant"),
        ("amount_2", "800", "Écrivez le nombre de ces prêts"),
        ("count_3", "3", "Écrivez le montant de ces prêts"),
        ("months", "0", "durée de 1 à 120 mois"),
        ("months", "1000000", "durée de 1 à 120 mois"),
        ("rate", "quatre", "taux en pour cent"),
        ("share", "101", "taux de 0 à 100"),
        ("default_rate", "-1", "taux de 0 à 100"),
        ("recovery_rate", "Infinity", "taux en pour cent"),
        ("when", "demain", "réponses proposées"),
        ("base", "tout", "réponses proposées"),
        ("loans", "running", "réponses proposées"),
        ("envelope", "x" * 5000, "Écrivez un montant"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(laval, name, typed, said):
    answer = page(laval, **(TYPED | {name: typed}))
    assert answer.status_code == 422
    shown = words(answer)
    assert said in shown
    assert "La réponse" not in shown
    if name not in {"when", "base", "loans", "count_1", "amount_2", "count_3"} or typed == "beaucoup":
        assert typed in shown
    assert 'value="1 500"' in shown or name == "amount_1"


def test_too_many_loans_together_are_refused(laval):
    answer = page(laval, **(TYPED | {"count_1": "9000", "count_2": "1001", "amount_2": "800"}))
    assert answer.status_code == 422
    assert "10 000 prêts au plus" in words(answer)


def test_more_money_than_a_ccas_could_guarantee_is_refused_in_french(laval):
    answer = page(laval, **(TYPED | {"count_1": "10000", "amount_1": "50000"}))
    assert answer.status_code == 422
    assert "Garantie : au plus 100 000 000 € en tout." in words(answer)
    assert 'value="10000"' in words(answer)


def test_the_most_loans_answer(laval):
    assert page(laval, **(TYPED | {"count_1": "10 000"})).status_code == 200


def test_who_may_read_it(laval, today):
    for role in (Role.FINANCE, Role.MANAGER, Role.SOCIAL_WORKER):
        assert page(laval, role).status_code == 200
    for role in (Role.RECEPTION, Role.OBSERVER, Role.COMMITTEE_MEMBER):
        assert page(laval, role).status_code == 403
    assert page(laval, Role.RECEPTION, **TYPED).status_code == 403


def test_another_town_reads_only_its_own_loans(laval, tarbes, today):
    laval.enter()
    envelope(laval)
    lent(laval, today)
    assert "1 prêt garanti" in words(page(laval))
    assert "prêt garanti" not in words(page(tarbes))


def test_it_is_reached_from_the_envelope(laval):
    for _ in range(2):
        shown = words(laval.client(Role.FINANCE).get(reverse("funds:envelope")))
        assert reverse("risk:risk") in shown
        laval.enter()
        if "Aucune enveloppe" in shown:
            envelope(laval)


def test_many_loans_cost_the_queries_of_one(laval, today, django_assert_num_queries):
    envelope(laval, amount=100_000)
    lent(laval, today)
    client, address = laval.client(Role.FINANCE), reverse("risk:risk")
    client.get(address)  # the model of the dispositif is read once for all
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    laval.enter()
    for _ in range(11):
        lent(laval, today)
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_every_field_has_a_label():
    assert all(field.label for field in RiskForm(running="").fields.values())
