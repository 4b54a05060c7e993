"""What is typed by hand of a year."""

from decimal import Decimal

from django import forms

from etrier.domain.indicators import Records, yearly
from etrier.reporting.actions import LEGIBLE
from etrier.ui.fields import EurosField
from etrier.ui.forms import EtrierForm

LABELS = {figure.code: figure.label for figure in yearly(2000, Records())}


class TotalsForm(EtrierForm):
    """The total of the optional aids, and what the archives do not say."""

    optional_aids = EurosField(
        label="Total des aides facultatives de l’année",
        required=False,
        maximum=Decimal(100_000_000),
        help_text="Celui du compte administratif. Laissez vide s’il n’est pas connu.",
    )
    illegible = forms.MultipleChoiceField(
        label="Chiffres que vos archives ne permettent pas de lire",
        required=False,
        choices=[(code, LABELS[code]) for code in LEGIBLE],
        widget=forms.CheckboxSelectMultiple,
        help_text="Ils seront montrés comme illisibles, et aucun taux n’en sera tiré.",
    )


class CorrectTotalsForm(TotalsForm):
    """The same, on the totals that were read."""

    carries_revision = True
