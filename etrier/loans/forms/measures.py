"""What is typed to simulate a measure, to ask for it and to note what the bank decided."""

from collections.abc import Iterable
from typing import Any

from django import forms

from etrier.decisions.forms.bank import codes
from etrier.loans.forms.facts import CENT, FactForm
from etrier.ui.fields import EurosField, MonthsField
from etrier.ui.forms import EtrierForm

NEEDS = {
    "postponement": ("hold_months", "interest", "keep_end"),
    "extension": ("more_months",),
    "revision": ("instalment",),
}
FIGURES = ("kind", "start", "hold_months", "interest", "keep_end", "more_months", "instalment")


class MeasureFields(EtrierForm):
    """One measure; only the figures of its kind are asked."""

    kind = forms.ChoiceField(label="Mesure", choices=codes("measure", NEEDS), widget=forms.RadioSelect)
    start = forms.TypedChoiceField(label="À partir de l’échéance", coerce=int)
    hold_months = MonthsField(label="Report : nombre d’échéances", required=False, maximum=24)
    interest = forms.ChoiceField(
        label="Report : intérêts pendant le report", required=False, choices=codes("interest")
    )
    keep_end = forms.BooleanField(
        label="Report : la date de fin ne change pas, les mensualités augmentent", required=False
    )
    more_months = MonthsField(label="Allongement : mois ajoutés", required=False, maximum=60)
    instalment = EurosField(label="Révision : nouvelle mensualité", required=False, minimum=CENT)

    def __init__(self, *arguments: Any, lines: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["start"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(lines)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in NEEDS.get(data.get("kind", ""), ()):
            if name != "keep_end" and not data.get(name) and name not in self.errors:
                self.add_error(name, "Remplissez ce champ pour cette mesure.")
        return data

    @property
    def asked(self) -> tuple[str, dict[str, Any]]:
        """Kind and terms, as they are kept (a valid form)."""
        return measure_typed(self.cleaned_data)


def measure_typed(data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Kind and terms of what was typed."""
    kind, start = data["kind"], data["start"]
    if kind == "postponement":
        terms = {
            "start": start,
            "months": data["hold_months"],
            "interest": data["interest"],
            "keep_end": data["keep_end"],
        }
    elif kind == "extension":
        terms = {"start": start, "months": data["more_months"]}
    else:
        terms = {"start": start, "instalment": str(data["instalment"])}
    return kind, terms


class SimulateForm(MeasureFields):
    """A measure to compare with the ordinary ones, then to keep."""


class RequestForm(FactForm):
    """What the worker sends to the bank: the coded cause, and what the person wishes."""

    day_label = "Demandée à la banque le"
    extra = ("cause", "wish")
    cause = forms.ChoiceField(label="Cause de la difficulté", choices=codes("cause"))
    wish = forms.CharField(
        label="Ce que souhaite la personne",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Avec ses mots. Rien sur sa santé.",
    )


class GrantForm(FactForm):
    day_label = "Accordée par la banque le"


class GrantOtherwiseForm(FactForm, MeasureFields):
    day_label = "Accordée par la banque le"
    extra = FIGURES


class RefuseMeasureForm(FactForm):
    day_label = "Refusée par la banque le"
    extra = ("reason",)
    reason = forms.ChoiceField(
        label="Motif de la banque", choices=codes("measure_reason"), widget=forms.RadioSelect
    )
