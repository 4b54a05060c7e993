"""What is typed of an envelope: the délibération, its amount, its period."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from etrier.ui.fields import DayField, EurosField
from etrier.ui.forms import EtrierForm


class AmendForm(EtrierForm):
    """A délibération that brings the envelope to another total."""

    carries_revision = True
    amount = EurosField(label="Montant total de l’enveloppe", minimum=Decimal(0), maximum=Decimal(10_000_000))
    resolution = forms.CharField(label="Délibération", max_length=200, help_text="Numéro ou titre.")
    voted_on = DayField(label="Votée le")

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        voted: Any = self.fields["voted_on"]
        voted.latest = today
        voted.widget.attrs |= voted.widget_attrs(voted.widget)


class VoteForm(AmendForm):
    """The délibération that opens an envelope."""

    abreast = (("valid_from", "valid_to"),)
    carries_revision = False
    valid_from = DayField(label="Valable à partir du")
    valid_to = DayField(
        label="Jusqu’au", required=False, help_text="Vide : jusqu’à ce qu’une autre la remplace."
    )
    repaid_principal_frees_room = forms.BooleanField(
        label="Le capital remboursé libère l’enveloppe", required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", "La fin précède le début : corrigez les dates.")
        return data


class CloseForm(EtrierForm):
    """Nothing to fill in."""

    carries_revision = True
