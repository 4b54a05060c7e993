"""What is typed when a person decides: passing over a finding, ending a study, taking it up again."""

from typing import Any

from django import forms

from etrier.applications.findings import Judged
from etrier.applications.forms.answers import coded
from etrier.domain.lifecycle import CODE_LABELS
from etrier.ui.forms import EtrierForm


class FindingField(forms.ChoiceField):
    """One of the findings of the page, by its sentence."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, widget=forms.RadioSelect)


class OverrideForm(EtrierForm):
    """Which blocking finding is passed over, and why."""

    finding = FindingField("Quel constat ?")
    motive = forms.CharField(
        label="Pourquoi passez-vous outre ?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Votre motif reste au dossier, avec votre nom et la date. Sans détail de santé.",
    )

    def __init__(self, *arguments: Any, found: list[Judged], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["finding"].choices = [(one.code, one.sentence) for one in found]  # type: ignore[attr-defined]  # declared above


class CancelOverrideForm(EtrierForm):
    """Which finding stands again."""

    finding = FindingField("Quel constat faut-il rétablir ?")

    def __init__(self, *arguments: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["finding"].choices = choices  # type: ignore[attr-defined]  # declared above


class ConclusionForm(EtrierForm):
    """The worker's recommendation."""

    carries_revision = True
    recommendation = forms.ChoiceField(
        label="Votre préconisation",
        choices=coded(CODE_LABELS["recommendation"].items()),
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label="Ce qui la fonde",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text="Écrivez sans nom ni détail de santé : la commission, où il y en a une, lit ces lignes.",
    )


class ReturnForm(EtrierForm):
    """Why the study is taken up again."""

    reason = forms.ChoiceField(
        label="Pourquoi reprendre l’étude ?",
        choices=coded(CODE_LABELS["study_reason"].items()),
        widget=forms.RadioSelect,
    )
