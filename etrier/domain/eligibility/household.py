"""Criteria on the person and the household: who borrows, and whether the budget bears it."""

from collections.abc import Iterator
from decimal import Decimal

from etrier.domain.budget import Indicator, describe, study
from etrier.domain.eligibility.case import Case, Finding, OverIndebtedness, Protection, Severity
from etrier.domain.eligibility.saying import blocking, finding, unknown
from etrier.domain.wording import euros, listed, percent, plural


def residence_on_the_territory(case: Case) -> Iterator[Finding]:
    """The person lives where the CCAS acts, on the day of the request."""
    if not case.scheme.eligibility.residence or case.request.resident:
        return
    territory = case.scheme.organisation.territory
    if case.request.resident is None:
        yield unknown("residence_unknown", f"La résidence à {territory} reste à vérifier.", "resident")
    else:
        yield blocking(
            "not_resident",
            f"La personne n’habite pas {territory} : orientez-la vers le CCAS de sa commune.",
            source=case.said("eligibility.residence"),
            concerns="resident",
        )


def of_age(case: Case) -> Iterator[Finding]:
    """A minor cannot borrow."""
    least, age = case.scheme.eligibility.min_age, case.request.age
    if age is None:
        yield unknown("age_unknown", "La date de naissance reste à préciser.", "age")
    elif age < least:
        yield blocking(
            "under_age",
            f"La personne a {plural(age, 'an')} ; il faut avoir {plural(least, 'an')}.",
            figure=str(age),
            limit=str(least),
            source=case.said("eligibility.min_age"),
            concerns="age",
        )


def legal_protection_is_met(case: Case) -> Iterator[Finding]:
    """A protected adult borrows with the curator, or through the guardian and the judge."""
    protection = case.request.protection
    if protection is None:
        yield unknown(
            "protection_unknown", "Demandez si la personne est sous protection juridique.", "protection"
        )
    elif protection is Protection.SAFEGUARD:
        yield finding(
            "safeguard",
            Severity.WARNING,
            "La personne est sous sauvegarde de justice : vérifiez qu’un mandataire n’est pas désigné pour "
            "cet emprunt.",
            source="Code civil, art. 435 et 437",
            concerns="protection",
        )
    elif protection is not Protection.NONE and not case.request.protector_agrees:
        curator = protection is Protection.CURATORSHIP
        who = "l’assistance du curateur" if curator else "l’acte du tuteur, autorisé par le juge"
        yield blocking(
            f"{protection.value}_without_agreement",
            f"La personne est en {protection.label} : l’emprunt demande {who}, qui manque au dossier.",
            source="Code civil, art. 467" if curator else "Code civil, art. 505",
            concerns="protector_agrees",
        )


def concurrent_loans_within_limit(case: Case) -> Iterator[Finding]:
    """No more loans at once than the dispositif allows, this one included."""
    running, most = case.request.running_loans, case.scheme.eligibility.concurrent_loans
    if running is None:
        yield unknown("running_loans_unknown", "Vérifiez si un microcrédit est en cours.", "running_loans")
    elif running + 1 > most:
        yield blocking(
            "too_many_loans",
            f"La personne rembourse déjà {plural(running, 'microcrédit')} ; "
            f"{plural(most, 'prêt')} au plus à la fois, celui-ci compris.",
            figure=str(running + 1),
            limit=str(most),
            source=case.said("eligibility.concurrent_loans"),
            concerns="running_loans",
        )


def over_indebtedness_allows_it(case: Case) -> Iterator[Finding]:
    """An over-indebtedness plan forbids new debt without an agreement."""
    state = case.request.over_indebtedness
    if state is None:
        yield unknown(
            "over_indebtedness_unknown",
            "Demandez si un dossier de surendettement est ouvert.",
            "over_indebtedness",
        )
    elif (
        state in (OverIndebtedness.ACTIVE, OverIndebtedness.FILED)
        and not case.request.over_indebtedness_agreed
    ):
        blocked = case.scheme.eligibility.blocked_by_over_indebtedness
        what = (
            "Un plan de surendettement est en cours"
            if state is OverIndebtedness.ACTIVE
            else ("Un dossier de surendettement est déposé")
        )
        yield finding(
            f"over_indebtedness_{state.value}",
            Severity.BLOCKING if blocked else Severity.WARNING,
            f"{what} : emprunter l’aggrave, sauf accord de la commission de surendettement ou du juge.",
            source="Code de la consommation, art. L. 761-1",
            concerns="over_indebtedness",
        )


def budget_is_complete(case: Case) -> Iterator[Finding]:
    """No decision on an unfinished budget: unknown is not zero."""
    if case.budget is None or case.study is None:
        yield blocking("budget_missing", "L’étude budgétaire n’est pas faite.", concerns="budget")
        return
    causes = case.study.without_loan.incomplete + case.study.with_loan.incomplete
    causes = tuple(dict.fromkeys(causes))
    if causes:
        lines = listed(describe(case.budget, cause) for cause in causes)
        yield blocking(
            "budget_incomplete",
            f"L’étude budgétaire est incomplète ; restent à préciser : {lines}.",
            figure=", ".join(causes),
            concerns="budget",
        )


def residual_income_above_floor(case: Case) -> Iterator[Finding]:
    """What is left to live on, once the loan is repaid each month, stays above the CCAS's floor."""
    floor = case.scheme.budget.residual_income.floor
    figure = _value(case, "residual_income")
    if figure is not None and floor and figure < floor:
        yield blocking(
            "residual_income_below_floor",
            f"Avec le prêt, le reste à vivre serait de {euros(figure)}, sous le plancher de {euros(floor)} "
            f"({case.scheme.budget.residual_income.period.label}).",
            figure=str(figure),
            limit=str(floor),
            source=case.said("budget.residual_income.floor"),
            concerns="budget",
        )


def debt_ratio_below_limit(case: Case) -> Iterator[Finding]:
    """The debt ratio with the loan, beside the CCAS's limit: a sign, weaker than the residual income."""
    most = case.scheme.eligibility.max_debt_ratio
    figure = _value(case, "debt_ratio")
    if most is not None and figure is not None and figure > most:
        yield finding(
            "debt_ratio_too_high",
            Severity.WARNING,
            f"Avec le prêt, le taux d’endettement serait de {percent(figure)}, au-delà de {percent(most)}.",
            figure=str(figure),
            limit=str(most),
            source=case.said("eligibility.max_debt_ratio"),
            concerns="budget",
        )


def instalment_is_bearable(case: Case) -> Iterator[Finding]:
    """The instalment fits in the repayment capacity; debts that the loan settles no longer weigh."""
    if case.study is None or case.budget is None or case.instalment is None:
        return
    relieved = study(case.budget, case.scheme.budget, Decimal(0)).with_loan.repayment_capacity.value
    if relieved is not None and case.instalment > relieved:
        yield blocking(
            "instalment_unaffordable",
            f"La mensualité, {euros(case.instalment)}, dépasse la capacité de remboursement du foyer, "
            f"{euros(relieved)}.",
            figure=str(case.instalment),
            limit=str(relieved),
            source=case.said("budget.residual_income.floor"),
            concerns="instalment",
        )


def _value(case: Case, indicator: str) -> Decimal | None:
    """A figure of the study with the loan, None when incomplete: another criterion says so."""
    if case.study is None:
        return None
    found: Indicator = getattr(case.study.with_loan, indicator)
    return found.value
