"""What is typed of a task."""

from datetime import date
from typing import Any

from django import forms

from etrier.accounts.models import Organisation
from etrier.followup.forms.fields import WorkerField, bounded, codes
from etrier.ui.fields import DayField
from etrier.ui.forms import EtrierForm

HOLDER = "La personne qui suit le dossier"


class MoveForm(EtrierForm):
    """Another day, or someone else."""

    carries_revision = True
    due_on = DayField(label="À faire avant le")

    def __init__(self, *arguments: Any, organisation: Organisation, today: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["owner"] = WorkerField(
            label="Par", organisation=organisation, nobody=HOLDER, required=False
        )
        self.order_fields(("kind", "detail", "due_on", "owner"))
        bounded(self, "due_on", earliest=today)


class AddForm(MoveForm):
    """Something to do in a file."""

    carries_revision = False
    kind = forms.ChoiceField(label="Quoi", choices=codes("task"))
    detail = forms.CharField(label="Précisions", required=False, max_length=400)
