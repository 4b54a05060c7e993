"""What is typed of a difficulty: who said it, what was tried, why, what answers it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from etrier.domain.account import InstalmentStatus
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import day, euros
from etrier.followup.forms.fields import SPOKEN, DatedForm, bounded, codes
from etrier.loans.models import MeasureRequest
from etrier.ui.fields import DayField
from etrier.ui.forms import EtrierForm

ATTEMPTED = ("phone", "text_message", "email", "letter", "home_visit", "meeting", "other")
BANK_SPEAKS = ("phone", "email", "letter", "bank_desk", "meeting", "other")
HEALTH_ADVICE = "Si la cause est la santé, ne donnez aucun détail : la cause suffit."
UNKNOWN = [("", "La personne ne le dit pas")]


class SignalForm(EtrierForm):
    """What the person says on the telephone or at the desk."""

    channel = forms.ChoiceField(label="Comment elle l’a dit", choices=codes("channel", SPOKEN))
    cause = forms.ChoiceField(label="Pourquoi", choices=UNKNOWN + codes("cause"), required=False)
    words = forms.CharField(
        label="Ce qu’elle dit", required=False, widget=forms.Textarea, help_text=HEALTH_ADVICE
    )


class OpenForm(EtrierForm):
    """A difficulty the worker sees coming."""

    cause = forms.ChoiceField(
        label="Pourquoi", choices=[("", "Pas encore connu"), *codes("cause")], required=False
    )


class AlertForm(EtrierForm):
    """The bank says an instalment unpaid."""

    on = DayField(label="Alerte reçue le")
    number = forms.TypedChoiceField(label="Échéance impayée", coerce=int)
    channel = forms.ChoiceField(label="Comment", choices=codes("channel", BANK_SPEAKS))

    def __init__(
        self,
        *arguments: Any,
        today: date,
        since: date,
        lines: Sequence[InstalmentStatus],
        **options: Any,
    ) -> None:
        options["initial"] = {"on": today}
        super().__init__(*arguments, **options)
        bounded(self, "on", earliest=since, latest=today)
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (line.number, f"n° {line.number} du {day(line.due_on)}, {euros(line.remaining)}")
            for line in lines
        ]


class AttemptForm(DatedForm):
    """One attempt to reach the person."""

    channel = forms.ChoiceField(label="Comment", choices=codes("channel", ATTEMPTED))
    outcome = forms.ChoiceField(
        label="Résultat", choices=codes("outcome"), widget=forms.RadioSelect, initial="reached"
    )
    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea)
    field_order = ("channel", "outcome", "on", "note")


class ReviewForm(DatedForm):
    """The situation looked at again."""

    cause = forms.ChoiceField(label="Cause", choices=codes("cause"))
    review = forms.CharField(
        label="Ce que montre le point fait ensemble",
        required=False,
        widget=forms.Textarea,
        help_text=HEALTH_ADVICE,
    )
    field_order = ("cause", "review", "on")


class SolveForm(DatedForm):
    """How it ended."""

    solution = forms.ChoiceField(label="Issue", choices=codes("solution"), widget=forms.RadioSelect)
    field_order = ("solution", "on")


class SettleForm(DatedForm):
    """Which granted measure answers the difficulty."""

    measure = forms.ChoiceField(label="Aménagement accordé", widget=forms.RadioSelect)
    field_order = ("measure", "on")

    def __init__(self, *arguments: Any, measures: Sequence[MeasureRequest], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.measures = {str(measure.uid): measure for measure in measures}
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(uid, measure_words(measure)) for uid, measure in self.measures.items()]
        field.error_messages["required"] = "Choisissez l’aménagement que la banque a accordé."

    def clean_measure(self) -> MeasureRequest:
        return self.measures[self.cleaned_data["measure"]]


def measure_words(measure: MeasureRequest) -> str:
    """A measure in a few words: what it is and when it was decided."""
    kind = CODE_LABELS["measure"].get(measure.granted_kind or measure.kind, measure.kind)
    return f"{kind}, le {day(measure.decided_on)}" if measure.decided_on else kind


class EndForm(DatedForm):
    """The day something ended."""


class StepForm(DatedForm):
    """A step of the protocol, done or without object."""

    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea)
    field_order = ("on", "note")


class PlanStepForm(EtrierForm):
    """One more step."""

    step = forms.ChoiceField(label="Étape")
    deadline_on = DayField(label="À faire avant le")

    def __init__(self, *arguments: Any, today: date, planned: set[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        bounded(self, "deadline_on", earliest=today)
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, label) for code, label in codes("step") if code not in planned]
