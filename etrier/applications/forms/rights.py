"""What is typed of the rights looked into."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from etrier.applications.forms.answers import until
from etrier.applications.forms.rows import KindField, RowsForm, Table
from etrier.applications.models import Application
from etrier.domain.assessment import OrdinaryRight, RightOutcome
from etrier.ui.fields import DayField, EurosField


def _right() -> dict[str, forms.Field]:
    return {
        "right": KindField(OrdinaryRight, label="Droit ou aide"),
        "detail": forms.CharField(label="Précision", required=False, max_length=160),
        "outcome": KindField(RightOutcome, label="Où cela en est"),
        "since": DayField(label="Le", required=False),
        "monthly": EurosField(label="Montant par mois", required=False),
    }


class RightsForm(RowsForm):
    """The list of rights asked or checked."""

    carries_revision = True
    tables = (
        Table(
            "rights",
            "Droits et aides vérifiés",
            "Droit",
            _right,
            blank=5,
            most=40,
            advice="Un droit obtenu peut rendre le prêt inutile. Pas de détail de santé.",
        ),
    )

    def __init__(self, *arguments: Any, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        until(self, on, *(name for name in self.fields if name.endswith("-since")))

    def faults(self, table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if not row["right"]:
            yield "right", "Choisissez le droit ou l’aide."
        if not row["outcome"]:
            yield "outcome", "Dites où cela en est."
        if row["right"] == OrdinaryRight.OTHER and not row["detail"]:
            yield "detail", "Précisez de quel droit ou de quelle aide il s’agit."


def rights_of(application: Application) -> dict[str, list[dict[str, Any]]]:
    """The recorded rights as the form shows them."""
    cells = ("right", "detail", "outcome", "since", "monthly")
    return {"rights": list(application.rights.order_by("rank", "pk").values(*cells))}
