"""What is typed about the papers of a request."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from etrier.applications.checklist import Line
from etrier.applications.forms.answers import until
from etrier.documents.forms import PaperField
from etrier.ui.fields import DayField
from etrier.ui.forms import EtrierForm


class PieceForm(EtrierForm):
    """One line of the list, by its label and whose it is."""

    piece = forms.ChoiceField(label="Quelle pièce ?")

    def __init__(self, *arguments: Any, lines: Iterable[Line], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["piece"].choices = [  # type: ignore[attr-defined]  # declared above
            ("", "Choisir"),
            *((line.key, f"{line.label} · {line.owner_label}") for line in lines),
        ]


class BringForm(PieceForm):
    """A paper brought for a line of the list."""

    content = PaperField()
    dated_on = DayField(
        label="Date portée sur la pièce",
        required=False,
        help_text="Indispensable pour les pièces qui ne valent qu’un temps.",
    )

    def __init__(self, *arguments: Any, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        until(self, on, "dated_on")


class WaiveForm(PieceForm):
    """A paper done without."""

    motive = forms.CharField(
        label="Pourquoi s’en passer ?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Votre motif reste au dossier. Sans détail de santé.",
    )
