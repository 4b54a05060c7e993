"""The budget study: each formula by hand, unknown is never zero, what the loan changes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.budget import (
    DEFAULT_FORMULAS,
    Budget,
    Debt,
    Line,
    Member,
    describe,
    formula_sentence,
    sensitivity,
    study,
)
from etrier.domain.scheme import load
from etrier.domain.scheme.choices import Divisor, Period
from etrier.shipped import scheme_text

LAVAL = load(scheme_text("laval"))

FAMILY = Budget(
    members=(Member(38), Member(36), Member(14), Member(9)),
    income=(Line("wage", Decimal(1150), 0), Line("housing_benefit", Decimal("212.40"))),
    charges=(
        Line("rent", Decimal(480)),
        Line("energy", Decimal(95)),
        Line("food", Decimal(400)),
    ),
    debts=(Debt("Meubles Dupré", Decimal(900), Decimal(45), Decimal(0)),),
)
INSTALMENT = Decimal("65.14")
NOBODY = Budget(members=())


def formulas(**changes):
    return replace(DEFAULT_FORMULAS, residual_income=replace(DEFAULT_FORMULAS.residual_income, **changes))


@pytest.mark.covers("A6")
def test_indicators_by_hand_without_and_with_the_loan():
    found = study(FAMILY, formulas(floor=Decimal(200)), INSTALMENT)
    without, with_loan = found.without_loan, found.with_loan
    assert without.income.value == Decimal("1362.40")
    assert without.fixed_charges.value == Decimal(575)
    assert without.consumption_units.value == Decimal("2.3")
    # (1362.40 − 575 − 45) / 2.3 = 322.7826…
    assert without.residual_income.value == Decimal("322.78")
    # (742.40 − 65.14) / 2.3 = 294.4608…
    assert with_loan.residual_income.value == Decimal("294.46")
    # 45 / 1362.40 and 110.14 / 1362.40
    assert without.debt_ratio.value == Decimal("3.30")
    assert with_loan.debt_ratio.value == Decimal("8.08")
    # 742.40 − 200 × 2.3
    assert without.repayment_capacity.value == Decimal("282.40")
    assert with_loan.repayment_capacity.value == Decimal("217.26")
    # two adults, two children: 3 parts
    assert without.family_quotient.value == Decimal("454.13")
    assert with_loan.family_quotient == without.family_quotient


def test_every_indicator_says_what_it_is_even_when_it_is_unknown():
    for side in (
        study(FAMILY, DEFAULT_FORMULAS, None).without_loan,
        study(NOBODY, DEFAULT_FORMULAS, None).with_loan,
    ):
        assert [(one.code, one.label, one.unit) for one in side] == [
            ("income", "Ressources", "€"),
            ("fixed_charges", "Charges fixes", "€"),
            ("debt_service", "Mensualités de dettes", "€"),
            ("residual_income", "Reste à vivre", "€"),
            ("consumption_units", "Unités de consommation", "UC"),
            ("debt_ratio", "Taux d’endettement", "%"),
            ("repayment_capacity", "Capacité de remboursement", "€"),
            ("family_quotient", "Quotient familial", "€"),
        ]


def test_without_anybody_nothing_is_divided():
    scale = replace(DEFAULT_FORMULAS.consumption_units, first=Decimal(0))
    for divisor in (Divisor.PERSONS, Divisor.CONSUMPTION_UNITS, Divisor.CAF_PARTS):
        found = study(NOBODY, formulas(divisor=divisor), Decimal(0)).without_loan
        assert found.residual_income.incomplete == ("members",)
        assert found.repayment_capacity.incomplete == ("members",)
        assert found.family_quotient.incomplete == ("members",)
    alone = study(Budget((Member(38),)), replace(DEFAULT_FORMULAS, consumption_units=scale), Decimal(0))
    assert alone.without_loan.residual_income.incomplete == ("members",)


@pytest.mark.covers("A6")
@pytest.mark.parametrize(
    ("divisor", "period", "expected"),
    [
        (Divisor.NONE, Period.MONTH, "742.40"),
        (Divisor.PERSONS, Period.MONTH, "185.60"),
        (Divisor.CONSUMPTION_UNITS, Period.DAY_30, "10.76"),
        (Divisor.PERSONS, Period.DAY_30_42, "6.10"),
        (Divisor.CAF_PARTS, Period.MONTH, "247.47"),
    ],
)
def test_divisor_and_period_are_the_dispositifs(divisor, period, expected):
    found = study(FAMILY, formulas(divisor=divisor, period=period), INSTALMENT)
    assert found.without_loan.residual_income.value == Decimal(expected)


def test_a_daily_floor_weighs_a_month_of_days():
    found = study(
        FAMILY, formulas(divisor=Divisor.PERSONS, period=Period.DAY_30, floor=Decimal(5)), INSTALMENT
    )
    assert found.without_loan.repayment_capacity.value == Decimal("142.40")


def test_debt_service_stays_in_the_residual_income_when_the_formula_says_so():
    found = study(FAMILY, formulas(deducts_debt_service=False, divisor=Divisor.NONE), INSTALMENT)
    assert found.without_loan.residual_income.value == Decimal("787.40")
    assert found.with_loan.residual_income.value == Decimal("787.40")
    assert found.with_loan.repayment_capacity.value == Decimal("677.26")


def test_rent_enters_the_debt_ratio_when_the_ccas_says_so():
    found = study(FAMILY, replace(DEFAULT_FORMULAS, debt_ratio_with_rent=True), INSTALMENT)
    assert found.without_loan.debt_ratio.value == Decimal("38.53")
    unknown = replace(FAMILY, charges=(Line("energy", Decimal(95)), Line("rent", None)))
    found = study(unknown, replace(DEFAULT_FORMULAS, debt_ratio_with_rent=True), INSTALMENT)
    assert found.without_loan.debt_ratio.incomplete == ("charges[1]",)


@pytest.mark.parametrize(
    ("others", "units", "parts"),
    [
        ([], "1", "2"),
        ([Member(14)], "1.5", "2.5"),
        ([Member(13)], "1.3", "2.5"),
        ([Member(40), Member(3)], "1.8", "2.5"),
        ([Member(40), Member(3), Member(5), Member(7)], "2.4", "4"),
        ([Member(40), Member(3), Member(5), Member(7), Member(8)], "2.7", "4.5"),
        ([Member(10, disabled=True)], "1.3", "3"),
        ([Member(19)], "1.5", "2.5"),
        ([Member(20)], "1.5", "2"),
        ([Member(25, dependant=True)], "1.5", "2.5"),
        ([Member(17, dependant=False)], "1.5", "2"),
    ],
)
def test_consumption_units_and_parts(others, units, parts):
    budget = Budget(members=(Member(38), *others), income=(Line("wage", Decimal(1000)),))
    found = study(budget, DEFAULT_FORMULAS, Decimal(0)).without_loan
    assert found.consumption_units.value == Decimal(units)
    assert found.family_quotient.value == (1000 / Decimal(parts)).quantize(Decimal("0.01"))


def test_the_tax_notice_replaces_monthly_lines_in_the_family_quotient():
    found = study(replace(FAMILY, yearly_income=Decimal(12000)), DEFAULT_FORMULAS, INSTALMENT)
    assert found.without_loan.family_quotient.value == Decimal("404.13")  # (1000 + 212.40) / 3
    unknown = replace(
        FAMILY,
        yearly_income=Decimal(12000),
        income=(Line("wage", None), Line("housing_benefit", None)),
    )
    found = study(unknown, DEFAULT_FORMULAS, INSTALMENT)
    assert found.without_loan.family_quotient.incomplete == ("income[1]",)


@pytest.mark.covers("A6")
def test_unknown_is_not_zero():
    unknown = replace(FAMILY, charges=(*FAMILY.charges, Line("water", None)))
    found = study(unknown, DEFAULT_FORMULAS, INSTALMENT).without_loan
    assert found.residual_income.value is None
    assert found.residual_income.incomplete == ("charges[3]",)
    assert found.repayment_capacity.incomplete == ("charges[3]",)
    assert found.debt_ratio.known
    assert found.family_quotient.known
    assert describe(unknown, "charges[3]") == "Eau (charge n° 4)"
    assert describe(unknown, "income[0]") == "Salaire (ressource n° 1)"
    zero = replace(FAMILY, charges=(*FAMILY.charges, Line("water", Decimal(0))))
    assert study(zero, DEFAULT_FORMULAS, INSTALMENT).without_loan.residual_income.known


def test_an_unknown_living_expense_hinders_no_formula():
    unknown = replace(FAMILY, charges=(*FAMILY.charges, Line("leisure", None)))
    assert study(unknown, DEFAULT_FORMULAS, INSTALMENT) == study(FAMILY, DEFAULT_FORMULAS, INSTALMENT)


def test_an_unknown_instalment_hinders_only_the_side_with_the_loan():
    found = study(FAMILY, DEFAULT_FORMULAS, None)
    assert found.without_loan.incomplete == ()
    assert found.with_loan.residual_income.incomplete == ("instalment",)
    assert found.with_loan.income.known


def test_what_is_unknown_is_named_in_words():
    budget = Budget(members=(Member(None), Member(None)), debts=(Debt("Le garage", None, None),))
    found = study(budget, DEFAULT_FORMULAS, None).with_loan
    assert found.incomplete == ("debts[0]", "instalment", "members[1]")
    assert [describe(budget, cause) for cause in found.incomplete] == [
        "Le garage (dette n° 1)",
        "mensualité du prêt demandé",
        "âge de la personne n° 2",
    ]
    no_income = replace(FAMILY, income=())
    assert study(no_income, DEFAULT_FORMULAS, None).without_loan.debt_ratio.incomplete == ("income",)
    assert describe(no_income, "income") == "ressources du foyer"
    assert describe(no_income, "members") == "composition du foyer"


def test_a_child_of_unknown_age_counts_once_said_dependant():
    parts = replace(DEFAULT_FORMULAS, residual_income=formulas(divisor=Divisor.CAF_PARTS).residual_income)
    said = replace(FAMILY, members=(Member(38), Member(None, dependant=True)))
    assert study(said, parts, INSTALMENT).without_loan.family_quotient.value == Decimal("544.96")
    unsaid = replace(FAMILY, members=(Member(38), Member(None)))
    found = study(unsaid, parts, INSTALMENT).without_loan
    assert found.family_quotient.incomplete == ("members[1]",)
    assert found.residual_income.incomplete == ("members[1]",)
    assert found.repayment_capacity.incomplete == ("members[1]",)
    two = study(
        replace(FAMILY, members=(Member(38), Member(None), Member(None))), parts, INSTALMENT
    ).without_loan
    for indicator in (two.family_quotient, two.consumption_units):
        assert indicator.incomplete == ("members[1]", "members[2]")


def test_a_kind_the_software_does_not_know_is_another_income_or_charge():
    budget = Budget(
        members=(Member(38),),
        income=(Line("royalties", None),),
        charges=(Line("boat", None),),
    )
    found = study(budget, DEFAULT_FORMULAS, Decimal(0)).without_loan
    assert [describe(budget, cause) for cause in found.residual_income.incomplete] == [
        "Autre ressource (ressource n° 1)",
        "Autre charge fixe (charge n° 1)",
    ]


def test_a_household_that_spends_more_than_it_has_can_repay_nothing():
    budget = Budget(members=(Member(38),), charges=(Line("rent", Decimal("0.01")),))
    assert study(budget, DEFAULT_FORMULAS, Decimal(0)).without_loan.repayment_capacity.value == 0


def test_a_capacity_of_a_few_cents_is_not_zero():
    budget = Budget(members=(Member(38),), income=(Line("wage", Decimal("0.40")),))
    assert study(budget, DEFAULT_FORMULAS, Decimal(0)).without_loan.repayment_capacity.value == Decimal(
        "0.40"
    )


def test_a_study_cannot_be_altered_once_made():
    """It is frozen with each decision: equal studies hash alike."""
    found = study(FAMILY, DEFAULT_FORMULAS, INSTALMENT)
    assert hash(found) == hash(study(FAMILY, DEFAULT_FORMULAS, INSTALMENT))
    assert hash(sensitivity(FAMILY, DEFAULT_FORMULAS, INSTALMENT))


@pytest.mark.covers("D6")
def test_debts_that_the_loan_settles_stop_with_it():
    settled = replace(FAMILY, debts=(replace(FAMILY.debts[0], settled=True),))
    found = study(settled, DEFAULT_FORMULAS, INSTALMENT)
    assert found.without_loan.debt_service.value == 45
    assert found.with_loan.debt_service.value == INSTALMENT
    others = replace(FAMILY, debts=(*settled.debts, Debt("Le garage", Decimal(300), Decimal(30))))
    found = study(others, DEFAULT_FORMULAS, INSTALMENT)
    assert found.without_loan.debt_service.value == 75
    assert found.with_loan.debt_service.value == INSTALMENT + 30


@pytest.mark.covers("A6")
def test_sensitivity_takes_an_income_away_and_makes_energy_dearer():
    found = sensitivity(FAMILY, DEFAULT_FORMULAS, INSTALMENT)
    assert [(scenario.code, scenario.label) for scenario in found] == [
        ("income_lost[0]", "Sans «\u00a0Salaire (ressource n° 1)\u00a0»"),
        ("income_lost[1]", "Sans «\u00a0Aide au logement (ressource n° 2)\u00a0»"),
        ("energy_up", "Énergie\u00a0: + 10 %"),
    ]
    no_wage, _, dearer_energy = (scenario.study for scenario in found)
    assert no_wage.without_loan.income.value == Decimal("212.40")
    assert dearer_energy.without_loan.fixed_charges.value == Decimal("584.50")
    assert {scenario.study.with_loan.debt_service.value for scenario in found} == {45 + INSTALMENT}
    assert sensitivity(Budget(members=(Member(30),)), DEFAULT_FORMULAS, None) == ()
    rent_alone = Budget(members=(Member(30),), charges=(Line("rent", Decimal(300)),))
    assert sensitivity(rent_alone, DEFAULT_FORMULAS, None) == ()


def test_the_formula_is_said_in_french():
    text = formula_sentence(LAVAL.budget).replace("\u202f", " ")
    assert text == (
        "(ressources − charges fixes − mensualités de dettes) / le nombre d’unités de consommation, "
        "par mois, plancher 300 €"
    )
    bare = formulas(deducts_debt_service=False, divisor=Divisor.PERSONS, period=Period.MONTH)
    assert formula_sentence(bare) == (
        "(ressources − charges fixes) / le nombre de personnes, par mois, sans plancher"
    )


amounts = st.decimals(0, 5000, places=2)
maybe = st.one_of(st.none(), amounts)
lines = st.lists(st.builds(Line, st.sampled_from(["wage", "rent", "food", "other"]), maybe), max_size=5)
budgets = st.builds(
    Budget,
    members=st.lists(st.builds(Member, st.one_of(st.none(), st.integers(0, 99))), max_size=5).map(tuple),
    income=lines.map(tuple),
    charges=lines.map(tuple),
    debts=st.lists(st.builds(Debt, st.just("X"), maybe, maybe), max_size=3).map(tuple),
)


@pytest.mark.covers("A6")
@settings(max_examples=150, deadline=None)
@given(budgets, maybe)
def test_an_indicator_is_a_figure_or_its_missing_lines(budget, instalment):
    for side in (found := study(budget, LAVAL.budget, instalment)).without_loan, found.with_loan:
        for indicator in side:
            assert (indicator.value is None) == bool(indicator.incomplete)
            for cause in indicator.incomplete:
                assert describe(budget, cause)
    assert found.without_loan.income.known == all(line.monthly is not None for line in budget.income)
    assert found.without_loan.debt_service.known == all(debt.instalment is not None for debt in budget.debts)


@settings(max_examples=100, deadline=None)
@given(budgets, amounts, amounts)
def test_a_dearer_instalment_never_leaves_more_to_live_on(budget, one, other):
    low, high = sorted((one, other))
    less = study(budget, LAVAL.budget, high).with_loan
    more = study(budget, LAVAL.budget, low).with_loan
    for code in ("residual_income", "repayment_capacity"):
        figures = getattr(less, code).value, getattr(more, code).value
        assert None in figures or figures[0] <= figures[1]
