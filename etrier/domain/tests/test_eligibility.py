"""Eligibility: the products of Laval and of Tarbes, all findings at once, with their reasons."""
# ruff: noqa: E501 — the table of limits is read by line

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.budget import Budget, Debt, Line, Member
from etrier.domain.eligibility import (
    CRITERIA,
    OverIndebtedness,
    Protection,
    Request,
    Severity,
    assess,
)
from etrier.domain.refusal import Refused
from etrier.domain.scheme import load
from etrier.shipped import scheme_text

ON = date(2026, 11, 23)
TARBES, LAVAL = load(scheme_text("tarbes")), load(scheme_text("laval"))

BUDGET = Budget(
    members=(Member(38), Member(9)),
    income=(Line("wage", Decimal(1400), 0), Line("housing_benefit", Decimal(250))),
    charges=(Line("rent", Decimal(480)), Line("energy", Decimal(90))),
    debts=(),
)


def request(product="classique", amount=2000, months=24, purposes=None, **facts):
    known = {
        "resident": True,
        "age": 38,
        "protection": Protection.NONE,
        "running_loans": 0,
        "over_indebtedness": OverIndebtedness.NONE,
        "support_committed": True,
        "first_contact_planned": True,
    }
    purposes = {"mobility": Decimal(9000)} if purposes is None else purposes
    return Request(
        product=product, amount=Decimal(amount), months=months, purposes=purposes, **(known | facts)
    )


def found(asked, scheme=LAVAL, budget=BUDGET, on=ON):
    return {finding.code: finding for finding in assess(scheme, asked, budget, on=on)}


@pytest.mark.covers("A10")
@pytest.mark.parametrize(
    ("scheme", "asked"),
    [
        (LAVAL, request()),
        (LAVAL, request("restructuration", 700, 12, {"overdraft": Decimal(800)})),
        (LAVAL, request("autonomie-sante", 6000, 48, {"equipment": Decimal(6500)})),
        (TARBES, request(purposes={"vehicle": Decimal(2500)})),
    ],
)
def test_a_request_within_its_product_meets_no_obstacle(scheme, asked):
    assert found(asked, scheme) == {}


@pytest.mark.covers("A10", "D5")
@pytest.mark.parametrize(
    ("asked", "code", "figure", "limit"),
    [
        (request(amount="299.99"), "amount_too_low", "299.99", "300"),
        (request(amount="3000.01"), "amount_too_high", "3000.01", "3000"),
        (request(months=5), "months_too_few", "5", "6"),
        (request(months=37), "months_too_high", "37", "36"),
        (request("autonomie-sante", "6000.01", 48, {"care": None}), "amount_too_high", "6000.01", "6000"),
        (request("restructuration", 900, 12, {"overdraft": Decimal(900)}), "ceiling_overdraft", "900", "800"),
        (request("restructuration", 1500, 12, {"debts": Decimal("1500.01")}), "ceiling_debts", "1500.01", "1500"),
        (request(purposes={"mobility": Decimal(1500)}), "amount_above_project", "2000", "1500"),
        (request(age=17), "under_age", "17", "18"),
        (request(running_loans=1), "too_many_loans", "2", "1"),
    ],
)  # fmt: skip
def test_one_step_over_a_limit_is_blocking_and_says_why(asked, code, figure, limit):
    blocking = found(asked)[code]
    assert blocking.severity is Severity.BLOCKING
    assert (blocking.figure, blocking.limit) == (figure, limit)
    assert blocking.sentence.endswith(".")


def test_a_finding_cites_the_words_of_the_source_or_the_assumption():
    assert "Entre 300 et 3000 €" in found(request(amount=3001))["amount_too_high"].source
    poor = replace(BUDGET, income=(Line("wage", Decimal(900)),))
    assert found(request(), budget=poor)["residual_income_below_floor"].source.startswith("hypothèse")


@pytest.mark.covers("D5")
def test_tarbes_goes_further_by_exception_with_a_motive():
    asked = request(amount=5000, months=48, purposes={"vehicle": Decimal(5000)})
    refused = found(asked, TARBES)
    assert refused["amount_too_high"].blocking
    assert refused["months_too_high"].blocking
    assert "motif" in refused["amount_too_high"].sentence
    allowed = found(replace(asked, motive="Véhicule adapté, seul moyen d’aller travailler."), TARBES)
    assert {code: finding.severity for code, finding in allowed.items()} == {
        "amount_exceptional": Severity.INFORMATION,
        "months_exceptional": Severity.INFORMATION,
    }
    beyond = found(replace(asked, amount=Decimal("5000.01"), motive="Besoin."), TARBES)
    assert beyond["amount_too_high"].limit == "5000"


@pytest.mark.covers("D6")
def test_restructuration_ceilings_are_named_and_do_not_combine():
    both = request("restructuration", 1500, 24, {"debts": Decimal(900), "overdraft": Decimal(600)})
    assert set(found(both)) == {"ceilings_not_combined"}
    sentence = found(request("restructuration", 700, 24, {"overdraft": Decimal(1000)}))[
        "ceiling_overdraft"
    ].sentence
    assert "découvert bancaire" in sentence
    combined = replace(
        LAVAL,
        products=tuple(
            replace(product, ceilings_combine=True) if product.ceilings else product
            for product in LAVAL.products
        ),
    )
    assert found(both, combined) == {}


@pytest.mark.covers("D6")
def test_compulsory_support_is_signed_and_planned_before_the_bank():
    asked = request(
        "restructuration",
        500,
        12,
        {"debts": Decimal(500)},
        support_committed=False,
        first_contact_planned=False,
    )
    assert set(found(asked)) == {"support_not_committed", "support_not_planned"}
    assert found(replace(asked, support_committed=True, first_contact_planned=True)) == {}
    assert found(request(support_committed=False, first_contact_planned=False)) == {}


@pytest.mark.covers("D6")
def test_a_debt_the_loan_settles_no_longer_weighs():
    heavy = replace(
        BUDGET, income=(Line("wage", Decimal(1200)),), debts=(Debt("X", Decimal(600), Decimal(300)),)
    )
    asked = request("restructuration", 600, 12, {"debts": Decimal(600)})
    assert "instalment_unaffordable" in found(asked, budget=heavy)
    relieved = replace(heavy, debts=(replace(heavy.debts[0], settled=True),))
    assert "instalment_unaffordable" not in found(asked, budget=relieved)


@pytest.mark.covers("A10")
def test_a_poor_budget_speaks_by_every_indicator():
    # 900 − 570 = 330 for 1.3 units: capacity 0, and 330 − 86.85 under 300 × 1.3
    poor = replace(BUDGET, income=(Line("wage", Decimal(900)),), debts=(Debt("X", None, Decimal(260)),))
    findings = found(request(instalment=Decimal("86.85")), budget=poor)
    assert findings["instalment_unaffordable"].limit == "0.00"
    assert findings["residual_income_below_floor"].figure == "-12.96"
    assert findings["debt_ratio_too_high"].severity is Severity.WARNING
    assert findings["debt_ratio_too_high"].figure == "38.54"


def test_an_unfinished_budget_blocks_and_names_its_lines():
    unknown = replace(BUDGET, charges=(Line("rent", None),))
    finding = found(request(), budget=unknown)["budget_incomplete"]
    assert finding.blocking
    assert finding.figure == "charges[0]"
    assert "Loyer" in finding.sentence
    assert found(request(), budget=None)["budget_missing"].blocking


@pytest.mark.covers("A10")
def test_the_person_and_their_protection():
    assert found(request(resident=False))["not_resident"].blocking
    assert (
        "curateur"
        in found(request(protection=Protection.CURATORSHIP))["curatorship_without_agreement"].sentence
    )
    assert (
        "tuteur"
        in found(request(protection=Protection.GUARDIANSHIP))["guardianship_without_agreement"].sentence
    )
    assert found(request(protection=Protection.CURATORSHIP, protector_agrees=True)) == {}
    assert found(request(protection=Protection.SAFEGUARD))["safeguard"].severity is Severity.WARNING


def test_over_indebtedness_blocks_unless_agreed_or_ended():
    active = request(over_indebtedness=OverIndebtedness.ACTIVE)
    assert found(active)["over_indebtedness_active"].blocking
    assert found(replace(active, over_indebtedness_agreed=True)) == {}
    assert found(request(over_indebtedness=OverIndebtedness.ENDED)) == {}
    tolerant = replace(LAVAL, eligibility=replace(LAVAL.eligibility, blocked_by_over_indebtedness=False))
    assert found(active, tolerant)["over_indebtedness_active"].severity is Severity.WARNING


def test_what_is_unknown_of_the_person_is_to_verify():
    asked = Request(product="classique", amount=Decimal(2000), months=24, purposes={"mobility": None})
    findings = found(asked)
    assert set(findings) == {
        "residence_unknown", "age_unknown", "protection_unknown", "running_loans_unknown", "over_indebtedness_unknown",
    }  # fmt: skip
    assert {finding.severity for finding in findings.values()} == {Severity.WARNING}


def test_the_national_frame_only_warns_and_is_dated():
    asked = request("autonomie-sante", 6000, 48, {"care": Decimal(6000)})
    assert "amount_above_national_frame" not in found(asked)
    before = found(asked, on=date(2022, 2, 6))["amount_above_national_frame"]
    assert (before.severity, before.limit) == (Severity.WARNING, "5000")
    assert found(asked, on=date(2015, 6, 1))["months_above_national_frame"].limit == "36"
    assert not any(finding.blocking for finding in found(asked, on=date(2015, 6, 1)).values())


@pytest.mark.covers("D8")
def test_the_bank_must_lend_the_product_and_the_amount():
    debts = request("restructuration", 500, 12, {"debts": Decimal(500)}, bank="credit-fraternel")
    assert "Crédit Fraternel" in found(debts)["no_bank_for_product"].sentence
    big = request("autonomie-sante", 5500, 48, {"care": Decimal(5500)})
    assert found(big) == {}
    assert found(replace(big, bank="caisse-du-bocage"))["amount_above_bank_ceiling"].limit == "5000"


def test_the_dispositif_holds_on_the_day():
    assert found(request(), on=date(2014, 12, 31))["scheme_not_in_force"].blocking


def test_an_unknown_product_is_refused():
    with pytest.raises(Refused, match="classique"):
        assess(LAVAL, request("jardin"), BUDGET, on=ON)


def test_blocking_findings_come_first_and_none_hides_another():
    asked = request(amount=9000, months=90, purposes={"jardin": None}, resident=None, age=12)
    severities = [finding.severity for finding in assess(LAVAL, asked, None, on=ON)]
    assert severities == sorted(severities, key=list(Severity).index)
    codes = set(found(asked, budget=None))
    assert {
        "amount_too_high",
        "months_too_high",
        "purpose_not_offered",
        "under_age",
        "budget_missing",
    } <= codes
    assert {"residence_unknown", "amount_above_national_frame", "months_above_national_frame"} <= codes
    assert len(CRITERIA) == len(set(CRITERIA)) == 18


amounts = st.decimals("0.01", 12_000, places=2)
purposes = st.dictionaries(
    st.sampled_from(["mobility", "debts", "overdraft", "care", "vehicle", "jardin"]),
    st.one_of(st.none(), amounts),
    max_size=3,
)
requests = st.builds(
    Request,
    product=st.sampled_from(["classique", "restructuration", "autonomie-sante"]),
    amount=amounts,
    months=st.integers(0, 100),
    purposes=purposes,
    motive=st.sampled_from(["", "Besoin."]),
    resident=st.sampled_from([None, True, False]),
    age=st.one_of(st.none(), st.integers(0, 99)),
    protection=st.sampled_from([None, *Protection]),
    running_loans=st.one_of(st.none(), st.integers(0, 3)),
    over_indebtedness=st.sampled_from([None, *OverIndebtedness]),
    support_committed=st.booleans(),
    bank=st.sampled_from(["", "caisse-du-bocage", "credit-fraternel", "inconnue"]),
    instalment=st.one_of(st.none(), amounts),
)
incomes = st.one_of(st.none(), st.decimals(0, 3000, places=2))


@pytest.mark.covers("A10")
@settings(max_examples=200, deadline=None)
@given(requests, amounts, incomes, st.sampled_from([TARBES, LAVAL]))
def test_raising_the_amount_never_removes_a_blocking_finding(asked, more, income, scheme):
    product = scheme.product(asked.product) or scheme.products[0]
    least = max(asked.amount, product.amount.min or Decimal(0))
    asked = replace(asked, product=product.code, amount=least)
    budget = replace(BUDGET, income=(Line("wage", income),))
    before = {code for code, finding in found(asked, scheme, budget).items() if finding.blocking}
    raised = replace(asked, amount=least + more)
    after = {code for code, finding in found(raised, scheme, budget).items() if finding.blocking}
    assert before <= after


@settings(max_examples=100, deadline=None)
@given(requests)
def test_every_finding_is_a_whole_french_sentence(asked):
    for finding in assess(LAVAL, asked, BUDGET, on=ON):
        assert finding.sentence[0].isupper()
        assert finding.sentence.endswith(".")
        assert "None" not in finding.sentence + finding.source
