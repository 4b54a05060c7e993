"""What a bank's adviser types: her answer, in as few fields as it takes."""

from decimal import Decimal

from django import forms

from etrier.decisions.forms.bank import codes
from etrier.ui.fields import DayField, EurosField, MonthsField, RateField
from etrier.ui.forms import EtrierForm


class AnswerForm(EtrierForm):
    """What every answer carries."""

    carries_revision = True
    text = forms.CharField(label="Message au CCAS", required=False, widget=forms.Textarea(attrs={"rows": 4}))


class AcceptForm(AnswerForm):
    """As asked."""

    yearly_rate = RateField(label="Taux débiteur annuel")
    field_order = ("yearly_rate", "text")


class ProposeForm(AnswerForm):
    """Other terms."""

    abreast = (("amount", "months", "yearly_rate"),)
    amount = EurosField(label="Montant proposé", minimum=Decimal(1))
    months = MonthsField(label="Durée proposée")
    yearly_rate = RateField(label="Taux débiteur annuel")
    field_order = ("amount", "months", "yearly_rate", "text")


class RefuseForm(AnswerForm):
    """No, for a coded reason."""

    reason = forms.ChoiceField(
        label="Motif du refus",
        choices=[choice for choice in codes("bank_reason") if choice[0] != "not_given"],
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "text")


class AskForm(AnswerForm):
    """A question before answering."""

    text = forms.CharField(label="Votre question", widget=forms.Textarea(attrs={"rows": 4}))


class SellerForm(EtrierForm):
    """When the seller was told."""

    carries_revision = True
    told_on = DayField(label="Vendeur informé le")
