"""What is typed about the household: dwelling, then one line for each other person."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from etrier.applications.forms.answers import labelled, until
from etrier.applications.forms.rows import KindField, RowsForm, Table
from etrier.applications.models import Application, Household
from etrier.domain.household import BORROWERS, Family, Relation
from etrier.domain.scheme.choices import Housing
from etrier.ui.fields import DayField

OTHERS = tuple((relation.value, relation.label) for relation in Relation if relation not in BORROWERS)
FACTS = ("relation", "first_name", "birth_date", "age", "disabled", "dependant")


def _member() -> dict[str, forms.Field]:
    return {
        "uid": forms.CharField(required=False, widget=forms.HiddenInput),
        "relation": KindField(OTHERS, label="Lien avec le demandeur"),
        "first_name": forms.CharField(label="Prénom", required=False, max_length=80),
        "birth_date": DayField(label="Date de naissance", required=False),
        "age": forms.IntegerField(label="Ou âge", required=False, min_value=0, max_value=120),
        "dependant": forms.BooleanField(label="À charge", required=False),
        "disabled": forms.BooleanField(label="En situation de handicap", required=False),
        "leaves": forms.BooleanField(label="Ne vit plus au foyer", required=False),
    }


class HouseholdForm(RowsForm):
    """The household; the borrowers' names and ages come from their sheets."""

    carries_revision = True
    tables = (Table("member", "Les autres personnes du foyer", "Personne", _member, blank=2, most=20),)
    family = forms.ChoiceField(
        label="Situation de famille", required=False, choices=labelled(Family, "Pas encore demandé")
    )
    housing = forms.ChoiceField(
        label="Logement", required=False, choices=labelled(Housing, "Pas encore demandé")
    )
    housing_since = DayField(label="Dans ce logement depuis", required=False)
    applicant_disabled = forms.BooleanField(label="En situation de handicap", required=False)
    co_borrower_disabled = forms.BooleanField(label="En situation de handicap", required=False)

    def __init__(self, *arguments: Any, application: Application, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["applicant_disabled"].label = f"{application.applicant} est en situation de handicap"
        if application.co_borrower is None:
            del self.fields["co_borrower_disabled"]
        else:
            self.fields[
                "co_borrower_disabled"
            ].label = f"{application.co_borrower} est en situation de handicap"
        days = [name for name in self.fields if name.endswith("birth_date")]
        until(self, on, "housing_since", *days)

    def is_filled(self, table: Table, row: Mapping[str, Any]) -> bool:
        return any(row.get(name) not in (None, "", False) for name in (*FACTS, "leaves"))

    def faults(self, table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if not row.get("relation") and not row.get("leaves"):
            yield "relation", "Choisissez le lien avec le demandeur."

    def facts(self) -> dict[str, Any]:
        """The arguments of the acts on the household (a valid form)."""
        data = self.cleaned_data
        disabled = [relation for relation in BORROWERS if data.get(f"{relation.value}_disabled")]
        members = [
            {name: row[name] for name in ("uid", *FACTS)} for row in self.told["member"] if not row["leaves"]
        ]
        dwelling = {name: data[name] for name in ("family", "housing", "housing_since")}
        return {"members": members, "disabled": disabled, **dwelling}


def dwelling_of(household: Household | None) -> dict[str, Any]:
    """The first values of the form, its lines apart."""
    if household is None:
        return {}
    borrowers = household.members.filter(relation__in=[relation.value for relation in BORROWERS])
    return {
        "family": household.family,
        "housing": household.housing,
        "housing_since": household.housing_since,
    } | {f"{row.relation}_disabled": row.disabled for row in borrowers}


def members_of(household: Household | None) -> list[dict[str, Any]]:
    """The lines shown first: everyone but the borrowers."""
    if household is None:
        return []
    rows = household.members.exclude(relation__in=[relation.value for relation in BORROWERS])
    return [{"uid": str(row.uid)} | {name: getattr(row, name) for name in FACTS} for row in rows]
