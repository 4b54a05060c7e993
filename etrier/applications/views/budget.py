"""The budget: its figures without and with the loan, the page where it is described, its frozen versions."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications import actions, budget
from etrier.applications.forms.budget import BudgetForm, lines_of
from etrier.applications.models import Application, Budget, BudgetVersion, HouseholdMember
from etrier.applications.models.budget import CHARGE, INCOME
from etrier.applications.views.asking import buttons, check_may, crumbs, opened
from etrier.database.reading import row_where
from etrier.domain import budget as rules
from etrier.domain.lifecycle import Act
from etrier.domain.wording import listed
from etrier.journal.submit import shown, submitted, typed
from etrier.ui import formats

UNKNOWN = "inconnu"
Amount = Decimal | None


@login_required
def show(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The household's month, the indicators without and with the loan, what would change them."""
    application = opened(request, file)
    found = budget.described(application, request.on)
    context = crumbs(request, application) | {
        "title": "Budget du foyer",
        "next_act": next(iter(buttons(request, application, application.file, Act.UPDATE_BUDGET)), None),
        "budget": found.row if found else None,
        "versions": application.budget_versions.select_related("frozen_by"),
    }
    if found is not None:
        instalment = budget.instalment_of(application)
        context |= figures(application, found, instalment)
    return render(request, "applications/budget.html", context)


def figures(application: Application, found: budget.Described, instalment: Amount) -> dict[str, Any]:
    """What the page says of a described budget."""
    formulas = application.dispositif.parsed.budget
    study = rules.study(found.rules, formulas, instalment)
    missing = dict.fromkeys(study.without_loan.incomplete + study.with_loan.incomplete)
    return {
        "state": sentence(study, instalment),
        "missing": listed([rules.describe(found.rules, cause) for cause in missing]),
        "parts": [] if missing else parts(found.rules, study, instalment or Decimal(0)),
        "indicators": [
            (without.label, written(without), written(with_loan))
            for without, with_loan in zip(study.without_loan, study.with_loan, strict=True)
        ],
        "formula": rules.formula_sentence(formulas),
        "scenarios": [
            (
                scenario.label,
                written(scenario.study.with_loan.residual_income),
                written(scenario.study.with_loan.repayment_capacity),
                written(scenario.study.with_loan.debt_ratio),
            )
            for scenario in rules.sensitivity(found.rules, formulas, instalment)
        ],
        "sections": sections(found.row),
        "debts": [
            (debt.creditor, debt.kind_label, *map(amount, (debt.balance, debt.instalment, debt.arrears)))
            for debt in found.row.debts.all()
        ],
    }


def sentence(study: rules.Study, instalment: Amount) -> str:
    """What the budget says, in one sentence."""
    left, capacity = study.with_loan.residual_income.value, study.without_loan.repayment_capacity.value
    if left is None or capacity is None or instalment is None:
        return "Le budget est incomplet : un montant inconnu n’est pas compté pour zéro."
    return (
        f"Avec une mensualité de {formats.round_euros(instalment)}, il resterait"
        f" {formats.round_euros(left)} à vivre ; le foyer peut rembourser"
        f" {formats.round_euros(capacity)} par mois au plus."
    )


def written(indicator: rules.Indicator) -> str:
    """An indicator as people read it."""
    if indicator.value is None:
        return "incomplet"
    if indicator.unit == "%":
        return formats.percent(indicator.value)
    if indicator.unit == "€":
        return formats.euros(indicator.value)
    return f"{formats.number(indicator.value)}{formats.NARROW}{indicator.unit}"


def amount(value: Amount) -> str:
    """An amount, or that it is unknown."""
    return UNKNOWN if value is None else formats.euros(value)


def parts(described: rules.Budget, study: rules.Study, instalment: Decimal) -> list[dict[str, Any]]:
    """The month as a bar: fixed charges and debts, living expenses, the loan, what remains or is short."""
    before, after = study.without_loan, study.with_loan
    income, fixed = before.income.value or Decimal(0), before.fixed_charges.value or Decimal(0)
    debts = (after.debt_service.value or Decimal(0)) - instalment
    living = sum(
        (line.monthly or Decimal(0) for line in described.charges if line.kind in rules.LIVING_KINDS),
        Decimal(0),
    )
    left = income - fixed - debts - living - instalment
    drawn = [
        ("charges fixes", fixed, "fixed"),
        ("dettes et crédits", debts, "fixed"),
        ("dépenses courantes", living, "living"),
        ("mensualité du prêt", instalment, "loan"),
        ("ce qui reste", left, "left") if left >= 0 else ("ce qui manque", -left, "short"),
    ]
    return [{"label": label, "amount": value, "kind": kind} for label, value, kind in drawn]


def sections(row: Budget) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lines by section: label (and whose), amount."""
    lines: dict[str, list[tuple[str, str]]] = {INCOME: [], CHARGE: [], "living": []}
    for line in row.lines.select_related("member__person"):
        whose = f" · {line.member.label}" if line.member else ""
        section = "living" if line.living else line.category
        lines[section].append((f"{line.label}{whose}", amount(line.monthly)))
    titles = {INCOME: "Ressources", CHARGE: "Charges fixes", "living": "Dépenses courantes"}
    return [(titles[section], rows) for section, rows in lines.items()]


@login_required
def update_budget(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The whole budget on one page; « Ajouter des lignes » keeps what is typed."""
    application = opened(request, file)
    check_may(request, Act.UPDATE_BUDGET)
    row = row_where(Budget, application=application)
    members = list(
        HouseholdMember.objects.filter(household__file=application.file_id).select_related("person")
    )
    form = BudgetForm(
        typed(request),
        given=lines_of(row),
        members=members,
        revision=application.revision,
        initial={"yearly_income": row.yearly_income, "note": row.note} if row else None,
    )
    if form.grows:
        form.keep_quiet()
    elif submitted(
        request,
        form,
        lambda _: actions.update_budget(application, by=request.actor, on=request.on, **form.facts()),
        current=lambda _: current(application, form),
    ):
        return redirect("applications:budget", application.file.uid)
    return shown(
        request,
        "applications/update_budget.html",
        form=form,
        title="Décrire le budget",
        state="Par mois. Laissez vide ce qui n’existe pas ; cochez « inconnu » ce qui reste à savoir.",
        act_label="Enregistrer le budget",
        **crumbs(request, application) | {"cancel_url": reverse("applications:budget", args=[file])},
        described=bool(members),
    )


def current(application: Application, form: BudgetForm) -> dict[str, Any]:
    """The budget as someone else has just recorded it, by field of the page."""
    row = row_where(Budget, application=application)
    own = {"yearly_income": row.yearly_income if row else None, "note": row.note if row else ""}
    return form.flat(lines_of(row)) | own


@login_required
def version(request: Asked, file: uuid.UUID, budget_version: uuid.UUID) -> HttpResponse:
    """A frozen version, as it was judged."""
    application = opened(request, file)
    found = (
        BudgetVersion.objects.filter(application=application, uid=budget_version)
        .select_related("frozen_by")
        .first()
    )
    if found is None:
        raise Http404("Cette version du budget n’existe pas.")
    return render(
        request,
        "applications/budget_version.html",
        crumbs(request, application)
        | {
            "title": f"Budget figé le {formats.day(found.frozen_on)}",
            "state": f"Version gardée pour : {found.moment_label}.",
            "version": found,
            "indicators": frozen_indicators(found),
            "sections": frozen_sections(found),
            "debts": [
                (
                    debt["creditor"],
                    *(frozen_amount(debt[name]) for name in ("balance", "instalment", "arrears")),
                )
                for debt in found.data["debts"]
            ],
            "instalment": frozen_amount(found.data["instalment"]),
        },
    )


def frozen_amount(text: str | None) -> str:
    """An amount of a frozen version."""
    return amount(None if text is None else Decimal(text))


def frozen_indicators(found: BudgetVersion) -> list[tuple[str, str, str]]:
    """The figures of a version, without and with the loan, under the labels of today."""
    labels = {one.code: one for one in rules.study(rules.Budget(()), rules.DEFAULT_FORMULAS, None).with_loan}
    rows = []
    for code, without in found.indicators["without"].items():
        known = labels[code]
        rows.append(
            (known.label, frozen(without, known.unit), frozen(found.indicators["with"][code], known.unit))
        )
    return rows


def frozen(figure: dict[str, Any], unit: str) -> str:
    """One figure of a version."""
    value = figure.get("value")
    return written(rules.Indicator("", "", unit, None if value is None else Decimal(value)))


def frozen_sections(found: BudgetVersion) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lines of a version, as they were."""
    return [
        (
            title,
            [
                (rules.kind_label(table, line["kind"]), frozen_amount(line["monthly"]))
                for line in found.data[table]
            ],
        )
        for title, table in (("Ressources", "income"), ("Charges et dépenses", "charges"))
    ]
