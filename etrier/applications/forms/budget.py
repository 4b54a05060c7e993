"""What is typed of a budget, on one page: amounts beside printed kinds, « inconnu » apart from 0."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from etrier.applications.forms.rows import KindField, RowsForm, Table
from etrier.applications.models import Budget, BudgetLine, HouseholdMember
from etrier.applications.models.budget import CHARGE, INCOME
from etrier.domain.assessment import DebtKind
from etrier.domain.budget import LIVING_KINDS, ChargeKind, IncomeKind
from etrier.ui.fields import EurosField

FIXED_KINDS = tuple((kind.value, kind.label) for kind in ChargeKind if kind not in LIVING_KINDS)
LIVING = tuple((kind.value, kind.label) for kind in ChargeKind if kind in LIVING_KINDS)
OWED_KINDS = (DebtKind.CREDIT, DebtKind.DEBT)
NO_AMOUNT = "Écrivez le montant, 0 s’il est nul, ou cochez « inconnu »."
BOTH = "Un montant est écrit : décochez « inconnu », ou effacez le montant."


def _amount() -> EurosField:
    return EurosField(label="Montant par mois", required=False)


def _unknown() -> forms.BooleanField:
    return forms.BooleanField(label="Inconnu", required=False)


def _member() -> forms.ChoiceField:
    return forms.ChoiceField(label="Pour qui", required=False, choices=[("", "Le foyer")])


def _detail() -> forms.CharField:
    return forms.CharField(label="Précision", required=False, max_length=120)


def _income() -> dict[str, forms.Field]:
    kind = KindField(IncomeKind)
    return {"kind": kind, "member": _member(), "monthly": _amount(), "unknown": _unknown()}


def _printed() -> dict[str, forms.Field]:
    return {"monthly": _amount(), "unknown": _unknown(), "detail": _detail()}


def _other() -> dict[str, forms.Field]:
    cells = {"kind": KindField(ChargeKind), "member": _member(), "detail": _detail()}
    return {**cells, "monthly": _amount(), "unknown": _unknown()}


def _owed() -> dict[str, forms.Field]:
    return {
        "kind": KindField([(kind.value, kind.label) for kind in OWED_KINDS]),
        "creditor": forms.CharField(label="Créancier", required=False, max_length=120),
        "balance": EurosField(label="Reste dû", required=False),
        "instalment": EurosField(label="Mensualité", required=False),
        "unknown": forms.BooleanField(label="Inconnue", required=False),
        "arrears": EurosField(label="Retard", required=False),
        "settled": forms.BooleanField(label="Soldée", required=False),
    }


def _overdraft() -> dict[str, forms.Field]:
    return {
        "creditor": forms.CharField(label="Banque", required=False, max_length=120),
        "balance": EurosField(label="Découvert", required=False),
        "unknown": forms.BooleanField(label="Inconnu", required=False),
        "settled": forms.BooleanField(label="Comblé", required=False),
    }


class BudgetForm(RowsForm):
    """The whole budget. Charges are printed, one line each; those with two lines go to « autres »."""

    carries_revision = True
    tables = (
        Table("income", "Ressources", "Ressource", _income, blank=4),
        Table("fixed", "Charges fixes", "Charge", _printed, fixed=FIXED_KINDS),
        Table("living", "Dépenses courantes", "Dépense", _printed, fixed=LIVING),
        Table(
            "other",
            "Autres charges et dépenses",
            "Autre charge",
            _other,
            blank=2,
            advice="Pour une seconde charge de même nature, ou celle d’une seule personne.",
        ),
        Table(
            "owed",
            "Dettes et crédits",
            "Dette",
            _owed,
            blank=3,
            advice="Reste dû et retard : vides s’ils sont inconnus. « Soldée » : par le prêt demandé.",
        ),
        Table("overdraft", "Découverts bancaires", "Découvert", _overdraft, blank=1, most=10),
    )
    yearly_income = EurosField(
        label="Revenu annuel du dernier avis d’impôt",
        required=False,
        help_text="Pour le quotient familial ; laissez vide si l’avis n’est pas encore là.",
    )
    note = forms.CharField(
        label="Observations",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sans diagnostic ni détail de santé.",
    )

    def __init__(self, *arguments: Any, members: Sequence[HouseholdMember], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.members = {str(member.uid): member for member in members}
        choices = [("", "Le foyer"), *((uid, member.label) for uid, member in self.members.items())]
        for name, one in self.fields.items():
            if name.endswith("-member") and isinstance(one, forms.ChoiceField):
                one.choices = choices

    def faults(self, table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        amount = {"owed": "instalment", "overdraft": "balance"}.get(table.name, "monthly")
        if "kind" in row and not row["kind"]:
            yield "kind", "Choisissez la nature de cette ligne."
        if "creditor" in row and not row["creditor"]:
            yield "creditor", "Écrivez à qui cet argent est dû."
        if row[amount] is None and not row["unknown"]:
            yield amount, NO_AMOUNT
        elif row[amount] is not None and row["unknown"]:
            yield "unknown", BOTH

    def is_filled(self, table: Table, row: Mapping[str, Any]) -> bool:
        """A kind chosen without an amount is a line too, unless its kind is printed."""
        return super().is_filled(table, row) or (not table.fixed and bool(row.get("kind")))

    def facts(self) -> dict[str, Any]:
        """The arguments of `actions.update_budget` (a valid form)."""
        charges = [*self.told["fixed"], *self.told["living"], *self.told["other"]]
        return {
            "income": [self._line(row) for row in self.told["income"]],
            "charges": [self._line(row) for row in charges],
            "debts": [
                *(row | {"kind": DebtKind(row["kind"])} for row in self.told["owed"]),
                *(row | {"kind": DebtKind.OVERDRAFT} for row in self.told["overdraft"]),
            ],
            "yearly_income": self.cleaned_data["yearly_income"],
            "note": self.cleaned_data["note"],
            "revision": self.revision,
        }

    def _line(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, "member": self.members.get(row.get("member") or ""), "detail": row.get("detail") or ""}


def lines_of(budget: Budget | None) -> dict[str, list[dict[str, Any]]]:
    """The recorded budget as the form's tables show it."""
    tables: dict[str, list[dict[str, Any]]] = {table.name: [] for table in BudgetForm.tables}
    if budget is None:
        return tables
    printed: set[str] = set()
    for line in budget.lines.select_related("member__person"):
        row = _shown(line)
        if line.category == INCOME:
            tables["income"].append(row)
        elif line.category == CHARGE and line.member_id is None and line.kind not in printed:
            printed.add(line.kind)
            tables["living" if line.living else "fixed"].append(row)
        else:
            tables["other"].append(row)
    for debt in budget.debts.all():
        facts = {
            "kind": debt.kind,
            "creditor": debt.creditor,
            "balance": debt.balance,
            "settled": debt.settled,
        }
        if debt.kind == DebtKind.OVERDRAFT:
            tables["overdraft"].append(facts | {"unknown": debt.balance is None})
        else:
            owed = {
                "instalment": debt.instalment,
                "arrears": debt.arrears,
                "unknown": debt.instalment is None,
            }
            tables["owed"].append(facts | owed)
    return tables


def _shown(line: BudgetLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "member": str(line.member.uid) if line.member else "",
        "detail": line.detail,
        "monthly": line.monthly,
        "unknown": line.monthly is None,
    }
