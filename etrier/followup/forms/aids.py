"""What is typed of an aid."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.scheme.support import Aid as OwnAid
from etrier.domain.wording import day
from etrier.followup.forms.fields import DatedForm
from etrier.followup.models import Aid
from etrier.ui.fields import DayField, EurosField
from etrier.ui.forms import EtrierForm

CENT = Decimal("0.01")


def aid_choices(aids: Sequence[OwnAid]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The CCAS's own aids as its dispositif names them, then those that others give."""
    own = [(aid.code, aid.label) for aid in aids]
    known = {code for code, _ in own}
    others = [
        (code, label[:1].upper() + label[1:])
        for code, label in CODE_LABELS["aid"].items()
        if code not in known
    ]
    return [("Aides du CCAS", own), ("Autres aides", others)]


class RequestAidForm(DatedForm):
    """What is asked for the person."""

    abreast = (("starts_on", "ends_on"),)
    carries_revision = False
    code = forms.ChoiceField(label="Aide")
    amount = EurosField(label="Montant demandé", required=False, minimum=CENT)
    starts_on = DayField(label="À partir du", required=False)
    ends_on = DayField(label="Jusqu’au", required=False)
    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea)
    field_order = ("code", "amount", "starts_on", "ends_on", "on", "note")

    def __init__(self, *arguments: Any, aids: Sequence[OwnAid], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["on"].label = "Demandée le"
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = aid_choices(aids)


class GrantAidForm(DatedForm):
    """What is granted: an amount, or a period."""

    abreast = (("starts_on", "ends_on"),)
    amount = EurosField(label="Montant accordé", required=False, minimum=CENT)
    starts_on = DayField(label="À partir du", required=False)
    ends_on = DayField(label="Jusqu’au", required=False)
    field_order = ("amount", "starts_on", "ends_on", "on")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["on"].label = "Accordée le"


class EndAidForm(DatedForm):
    """A refusal, or the end."""

    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea)
    field_order = ("on", "note")


class LinkAidForm(EtrierForm):
    """Which aid answers the difficulty."""

    carries_revision = True
    aid = forms.ChoiceField(label="Aide à rattacher", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, aids: Sequence[Aid], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.aids = {str(aid.uid): aid for aid in aids}
        field = self.fields["aid"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (uid, f"{aid.label}, {aid.state_label} (demande du {day(aid.requested_on)})")
            for uid, aid in self.aids.items()
        ]

    def clean_aid(self) -> Aid:
        return self.aids[self.cleaned_data["aid"]]
