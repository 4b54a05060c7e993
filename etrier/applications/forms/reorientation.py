"""What is typed when a person is better helped elsewhere."""

from typing import Any

from django import forms

from etrier.applications.forms.answers import labelled
from etrier.domain.assessment import ReorientationReason
from etrier.domain.scheme.schema import Scheme
from etrier.ui.forms import EtrierForm


class ReorientForm(EtrierForm):
    """Where to, why, what is said to the person."""

    carries_revision = True
    targets = forms.MultipleChoiceField(label="Vers quoi ?", widget=forms.CheckboxSelectMultiple)
    reasons = forms.MultipleChoiceField(
        label="Pourquoi ?", choices=labelled(ReorientationReason), widget=forms.CheckboxSelectMultiple
    )
    explanation = forms.CharField(
        label="Ce que vous dites à la personne",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ces lignes sont reprises dans le courrier : avec des mots simples, sans détail de santé.",
    )
    contact = forms.CharField(
        label="À qui s’adresser",
        required=False,
        max_length=200,
        help_text="Un service, un nom, un numéro de téléphone.",
    )
    aid_code = forms.ChoiceField(label="Aide du CCAS accordée ou demandée", required=False)
    with_letter = forms.BooleanField(label="Préparer le courrier à la personne", required=False, initial=True)

    def __init__(self, *arguments: Any, scheme: Scheme, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["targets"].choices = [  # type: ignore[attr-defined]  # declared above
            (target.code, target.label) for target in scheme.reorientations
        ]
        self.fields["aid_code"].choices = [  # type: ignore[attr-defined]  # declared above
            ("", "Aucune"),
            *((aid.code, aid.label) for aid in scheme.aids),
        ]
