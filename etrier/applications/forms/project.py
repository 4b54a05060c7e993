"""What is typed of a project: what is asked for, each expense with its quote, what else pays."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from etrier.applications.forms.answers import until
from etrier.applications.forms.rows import KindField, RowsForm, Table
from etrier.applications.models import Project
from etrier.domain.assessment import FundingKind
from etrier.domain.scheme.schema import Scheme
from etrier.domain.wording import quoted
from etrier.ui.fields import DayField, EurosField, MonthsField

CENT = Decimal("0.01")


def _item() -> dict[str, forms.Field]:
    return {
        "purpose_code": forms.ChoiceField(label="Objet", required=False, choices=[("", "Choisir")]),
        "detail": forms.CharField(label="Détail", required=False, max_length=160),
        "seller": forms.CharField(label="Vendeur ou créancier", required=False, max_length=160),
        "quoted_on": DayField(label="Devis du", required=False),
        "cost": EurosField(label="Coût", required=False, minimum=CENT),
    }


def _funding() -> dict[str, forms.Field]:
    return {
        "kind": KindField(FundingKind, label="Financement"),
        "detail": forms.CharField(label="Organisme ou précision", required=False, max_length=160),
        "amount": EurosField(label="Montant", required=False, minimum=CENT),
        "certain": forms.BooleanField(label="Acquis", required=False),
    }


class ProjectForm(RowsForm):
    """The project, its expenses and its financing plan."""

    carries_revision = True
    tables = (
        Table(
            "items",
            "Ce que le prêt paie",
            "Dépense",
            _item,
            blank=2,
            most=20,
            advice="Laissez le coût vide tant qu’il n’est pas connu. Pas de diagnostic dans le détail.",
        ),
        Table(
            "fundings",
            "Ce qui paie le reste",
            "Financement",
            _funding,
            blank=2,
            most=20,
            advice="Prêt, apport et aides doivent égaler le coût du projet.",
        ),
    )
    product_code = forms.ChoiceField(label="Produit")
    amount = EurosField(label="Montant demandé", required=False, minimum=CENT)
    months = MonthsField(label="Durée demandée", required=False)
    exception_motive = forms.CharField(
        label="Motif de l’exception",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Seulement au-delà du montant ou de la durée ordinaires, si le produit le permet.",
    )
    description = forms.CharField(
        label="Le projet, en quelques mots",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce que le prêt changera pour la personne. Sans diagnostic ni détail de santé.",
    )
    wanted_on = DayField(label="Souhaité pour le", required=False)

    def __init__(self, *arguments: Any, scheme: Scheme, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.scheme = scheme
        self.fields["product_code"].choices = [  # type: ignore[attr-defined]  # declared above
            ("", "Choisir"),
            *((product.code, product.label) for product in scheme.products),
        ]
        if not any(product.exception.allowed for product in scheme.products):
            del self.fields["exception_motive"]
        purposes = {
            purpose.code: purpose.label for product in scheme.products for purpose in product.purposes
        }
        for name, one in self.fields.items():
            if name.endswith("-purpose_code") and isinstance(one, forms.ChoiceField):
                one.choices = [("", "Choisir"), *purposes.items()]
        until(self, on, *(name for name in self.fields if name.endswith("-quoted_on")))

    def is_filled(self, table: Table, row: Mapping[str, Any]) -> bool:
        return super().is_filled(table, row) or bool(row.get("kind"))

    def faults(self, table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if table.name == "fundings":
            if not row["kind"]:
                yield "kind", "Choisissez d’où vient cet argent."
            if row["amount"] is None:
                yield "amount", "Écrivez le montant de ce financement."
            return
        product = self.scheme.product(self.cleaned_data.get("product_code") or "")
        if not row["purpose_code"]:
            yield "purpose_code", "Choisissez l’objet de cette dépense."
        elif product is not None and product.purpose(row["purpose_code"]) is None:
            yield (
                "purpose_code",
                f"{quoted(product.label)} ne finance pas cela : changez l’objet ou le produit.",
            )

    def facts(self) -> dict[str, Any]:
        """The arguments of `actions.update_project` (a valid form)."""
        names = ("product_code", "amount", "months", "description", "wanted_on")
        return {name: self.cleaned_data[name] for name in names} | {
            "exception_motive": self.cleaned_data.get("exception_motive", ""),
            "items": self.told["items"],
            "fundings": self.told["fundings"],
            "revision": self.revision,
        }


def tables_of(project: Project | None) -> dict[str, list[dict[str, Any]]]:
    """The recorded project as the form's tables show it."""
    if project is None:
        return {"items": [], "fundings": []}
    items = ("purpose_code", "detail", "seller", "quoted_on", "cost")
    fundings = ("kind", "detail", "amount", "certain")
    return {
        "items": list(project.items.order_by("rank", "pk").values(*items)),
        "fundings": list(project.fundings.order_by("rank", "pk").values(*fundings)),
    }
