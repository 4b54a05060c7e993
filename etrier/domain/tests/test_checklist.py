"""Supporting documents: which are asked, from whom, until when they are good, what holds the file back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.checklist import MASK_NIR, Facts, Paper, Status, blocking, check, required
from etrier.domain.scheme import load
from etrier.domain.scheme.choices import Circumstance, Employment, Housing
from etrier.shipped import scheme_text

ON = date(2026, 11, 23)
LAVAL, TARBES = load(scheme_text("laval")), load(scheme_text("tarbes"))


def facts(**changes):
    known = {
        "product": "classique",
        "purposes": frozenset({"housing"}),
        "borrowers": {"anna": Employment.PERMANENT},
        "housing": Housing.TENANT,
        "circumstances": frozenset(),
    }
    return Facts(**(known | changes))


def asked(scheme=LAVAL, **changes):
    return {(one.code, one.person) for one in required(scheme, facts(**changes))}


def codes(scheme=LAVAL, **changes):
    return {code for code, _ in asked(scheme, **changes)}


@pytest.mark.covers("A11")
def test_an_employee_and_tenant_brings_the_usual_documents():
    assert codes() == {
        "identity", "residence", "payslips", "tax-notice", "bank-statements", "bank-details",
        "seller-bank-details", "quote", "rent-receipt", "energy", "home-insurance",
    }  # fmt: skip


@pytest.mark.covers("A11")
@pytest.mark.parametrize("scheme", [LAVAL, TARBES])
def test_a_vehicle_asks_for_its_papers(scheme):
    more = codes(scheme, purposes=frozenset({"vehicle"})) - codes(scheme)
    assert more == {"driving-licence", "registration", "roadworthiness", "vehicle-insurance"}


@pytest.mark.covers("A11", "D6", "D7")
def test_each_product_has_its_own():
    restructuration = codes(product="restructuration", purposes=frozenset({"debts", "overdraft"}))
    assert {"debt-statements", "overdraft-statement", "support-commitment"} <= restructuration
    assert not {"quote", "seller-bank-details"} & restructuration
    sante = codes(product="autonomie-sante", purposes=frozenset({"equipment"}))
    assert {"reimbursement", "disability-decision", "quote"} <= sante
    assert "disability-decision" not in codes(product="autonomie-sante", purposes=frozenset({"care"}))


@pytest.mark.covers("A11")
def test_each_borrower_brings_what_their_own_work_asks():
    pair = asked(borrowers={"anna": Employment.PERMANENT, "luc": Employment.UNEMPLOYED})
    assert ("payslips", "anna") in pair
    assert ("payslips", "luc") not in pair
    assert ("unemployment", "luc") in pair
    assert {("identity", "anna"), ("identity", "luc")} <= pair
    assert ("bank-details", "anna") in pair
    assert ("bank-details", "luc") not in pair


def test_household_housing_and_debts_call_for_theirs():
    assert "hosting" in codes(housing=Housing.HOSTED)
    assert "rent-receipt" not in codes(housing=Housing.HOSTED)
    found = codes(
        circumstances=frozenset({Circumstance.CHILDREN, Circumstance.CREDITS, Circumstance.BENEFITS})
    )
    assert {"family-record", "credit-statements", "benefits"} <= found
    assert "legal-protection" in codes(circumstances=frozenset({Circumstance.LEGAL_PROTECTION}))


def test_an_unknown_fact_is_asked_for():
    requirements = required(LAVAL, facts(borrowers={"anna": None}, housing=None, circumstances=None))
    doubtful = {one.code: one.unknown for one in requirements if one.unknown}
    assert doubtful["payslips"] == "situation professionnelle"
    assert doubtful["rent-receipt"] == "logement"
    assert doubtful["benefits"] == "situation du foyer"
    payslips = next(one for one in check(requirements, (), on=ON) if one.requirement.code == "payslips")
    assert payslips.status is Status.UNDETERMINED
    assert payslips.blocking


def standing(*papers, code="residence", on=ON):
    checked = {one.requirement.code: one for one in check(required(LAVAL, facts()), papers, on=on)}
    return checked[code]


@pytest.mark.covers("A11")
def test_a_paper_is_good_to_its_last_day_and_no_further():
    paper = Paper(code="residence", issued_on=date(2026, 8, 31), accepted=True)
    good = standing(paper, on=date(2026, 11, 30))
    assert (good.status, good.expires_on, good.blocking) == (Status.PROVIDED, date(2026, 11, 30), False)
    late = standing(paper, on=date(2026, 12, 1))
    assert (late.status, late.blocking) == (Status.EXPIRED, True)
    assert "30 novembre 2026" in late.sentence


@pytest.mark.parametrize(
    ("paper", "status", "holds"),
    [
        (None, Status.MISSING, True),
        (Paper(code="residence", issued_on=ON), Status.TO_CHECK, True),
        (Paper(code="residence", accepted=True), Status.TO_CHECK, True),
        (Paper(code="residence", issued_on=ON, accepted=False), Status.REFUSED, True),
        (Paper(code="residence", waived=True), Status.WAIVED, False),
        (Paper(code="residence", issued_on=ON, accepted=True), Status.PROVIDED, False),
        (
            Paper(code="residence", issued_on=ON, expires_on=date(2026, 1, 1), accepted=True),
            Status.EXPIRED,
            True,
        ),
        (Paper(code="residence", person="luc", issued_on=ON, accepted=True), Status.MISSING, True),
    ],
)
def test_where_a_document_stands(paper, status, holds):
    found = standing(*([paper] if paper else []))
    assert (found.status, found.blocking) == (status, holds)


def test_the_best_paper_counts():
    old = Paper(code="residence", issued_on=date(2020, 1, 1), accepted=True)
    new = Paper(code="residence", issued_on=ON, accepted=True)
    assert standing(old, new).status is Status.PROVIDED
    assert standing(new, old).expires_on == date(2027, 2, 23)


def test_only_blocking_documents_hold_the_file():
    held = {one.requirement.code for one in blocking(check(required(LAVAL, facts()), (), on=ON))}
    assert "identity" in held
    assert "energy" not in held


@pytest.mark.covers("A11")
def test_the_social_security_number_is_to_be_masked():
    assert standing(code="payslips").sentence.endswith(MASK_NIR)
    assert MASK_NIR not in standing(code="quote").sentence
    assert "Masquez le numéro de sécurité sociale" in MASK_NIR


situations = st.builds(
    Facts,
    product=st.sampled_from(["classique", "restructuration", "autonomie-sante"]),
    purposes=st.frozensets(st.sampled_from(["vehicle", "debts", "overdraft", "care"]), max_size=2),
    borrowers=st.dictionaries(st.sampled_from("ab"), st.sampled_from([None, *Employment]), max_size=2),
    housing=st.sampled_from([None, *Housing]),
    circumstances=st.one_of(st.none(), st.frozensets(st.sampled_from(list(Circumstance)), max_size=3)),
)


@settings(max_examples=100, deadline=None)
@given(situations)
def test_bringing_everything_settles_everything(situation):
    requirements = required(LAVAL, situation)
    assert len({(one.code, one.person) for one in requirements}) == len(requirements)
    papers = [Paper(code=one.code, person=one.person, issued_on=ON, accepted=True) for one in requirements]
    assert blocking(check(requirements, papers, on=ON)) == ()
    assert {one.requirement.code for one in blocking(check(requirements, (), on=ON))} == {
        one.code for one in requirements if one.document.blocking
    }
