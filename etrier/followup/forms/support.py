"""What is typed of the support: its level, its contacts, its end."""

from datetime import date
from typing import Any

from django import forms

from etrier.domain.scheme.choices import Channel
from etrier.followup.forms.fields import SPOKEN, DatedForm, bounded, codes
from etrier.ui.fields import DayField
from etrier.ui.formats import capitalised
from etrier.ui.forms import EtrierForm

FOLLOWED = "Une personne suivie ailleurs n’a pas besoin de deux accompagnements : notez par qui."


class PlanForm(EtrierForm):
    """How close the support is, and who already follows the person."""

    level = forms.ChoiceField(label="Niveau", choices=codes("support_level"), widget=forms.RadioSelect)
    followed_by = forms.CharField(
        label="Suivie ailleurs par", required=False, max_length=200, help_text=FOLLOWED
    )


class ReviseForm(PlanForm):
    """Another level."""

    carries_revision = True


class EndForm(EtrierForm):
    """Why it stops."""

    carries_revision = True
    reason = forms.ChoiceField(label="Pourquoi", choices=codes("support_end"), widget=forms.RadioSelect)


class ContactForm(EtrierForm):
    """One more contact."""

    due_on = DayField(label="Jour")
    channel = forms.ChoiceField(
        label="Forme",
        choices=[(channel.value, capitalised(channel.label)) for channel in Channel],
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        bounded(self, "due_on", earliest=today)


class FirstContactForm(ContactForm):
    """The first contact that a compulsory support promises before the bank."""

    first = forms.BooleanField(
        label="C’est le premier contact de l’accompagnement obligatoire", required=False, initial=True
    )


class MoveContactForm(EtrierForm):
    """Another day."""

    carries_revision = True
    due_on = DayField(label="Nouveau jour")

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        bounded(self, "due_on", earliest=today)


class DoneForm(DatedForm):
    """What was said, on which day and by which way."""

    channel = forms.ChoiceField(label="Comment", choices=codes("channel", SPOKEN))
    note = forms.CharField(
        label="Ce qu’il faut retenir",
        required=False,
        widget=forms.Textarea,
        help_text="Ce texte reste dans le dossier ; le journal n’en dit rien.",
    )
    field_order = ("on", "channel", "note")
