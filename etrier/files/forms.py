"""What is typed about a file as a whole."""

from django import forms

from etrier.files.reading import MOTIVES
from etrier.ui.forms import EtrierForm


class MotiveForm(EtrierForm):
    """Why one opens a file that another worker follows."""

    motive = forms.ChoiceField(
        label="Pourquoi ouvrez-vous ce dossier ?", choices=list(MOTIVES.items()), widget=forms.RadioSelect
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
