"""What is typed of a sending and of the bank's answer."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from etrier.decisions.banks import BankChoice
from etrier.decisions.models import Transmission
from etrier.documents.forms import PaperField
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import euros, percent
from etrier.schemes.models import Agreement
from etrier.ui.fields import DayField, EurosField, MonthsField, RateField
from etrier.ui.formats import capitalised
from etrier.ui.forms import EtrierForm

SPOKEN = ("meeting", "phone", "home_visit", "email", "letter", "personal_link", "other")
SENT_BY = ("bank_desk", "email", "letter", "hand_delivery", "other")
HEARD_BY = ("phone", "email", "letter", "meeting", "other")


def codes(name: str, wanted: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The choices of a closed list, all of them or those wanted, in that order."""
    labels = CODE_LABELS[name]
    return [(code, capitalised(labels[code])) for code in (tuple(wanted) or labels)]


class TransmitForm(EtrierForm):
    """The bank the person chose, her consent, how the pack goes; the promises of a compulsory support."""

    abreast = (("given_on", "consent_channel"), ("support_signed_on", "first_contact_on"))
    carries_revision = True
    agreement = forms.ChoiceField(label="Banque choisie par la personne", widget=forms.RadioSelect)
    given_on = DayField(label="Accord de la personne donné le")
    consent_channel = forms.ChoiceField(
        label="Comment elle a donné son accord", choices=codes("channel", SPOKEN)
    )
    channel = forms.ChoiceField(label="Comment le dossier part", choices=codes("channel", SENT_BY))
    support_signed_on = DayField(label="Engagement d’accompagnement signé le", required=False)
    first_contact_on = DayField(label="Premier contact d’accompagnement prévu le", required=False)

    def __init__(
        self, *arguments: Any, choices: list[BankChoice], compulsory: bool, on: date, **options: Any
    ) -> None:
        options["initial"] = {"given_on": on, "channel": "bank_desk"} | options.get("initial", {})
        super().__init__(*arguments, **options)
        self.agreements = {str(c.agreement.uid): c.agreement for c in choices if not c.unavailable}
        field = self.fields["agreement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(c.agreement.uid), _bank(c)) for c in choices if not c.unavailable]
        if not compulsory:
            del self.fields["support_signed_on"], self.fields["first_contact_on"]

    def clean_agreement(self) -> Agreement:
        return self.agreements[self.cleaned_data["agreement"]]


def _bank(choice: BankChoice) -> str:
    parts = [f"{choice.label} : {percent(choice.rate)}"]
    if choice.instalment is not None:
        parts.append(f"{euros(choice.instalment)} par mois")
    parts.append(f"réponse sous {choice.terms.answer_days} jours")
    return ", ".join(parts) + (f" ({choice.history})" if choice.history else "")


class HeardForm(EtrierForm):
    """How and when the worker learnt what the bank says; the paper that proves it, if there is one."""

    abreast = (("received_on", "channel"), ("amount", "months", "yearly_rate"))
    carries_revision = True
    received_on = DayField(label="Réponse reçue le")
    channel = forms.ChoiceField(label="Comment", choices=codes("channel", HEARD_BY))
    text = forms.CharField(label="Ce que dit la banque", required=False, widget=forms.Textarea)
    paper = PaperField(label="Courrier ou courriel de la banque", required=False)

    def __init__(self, *arguments: Any, transmission: Transmission, on: date, **options: Any) -> None:
        options["initial"] = self.known(transmission) | {"received_on": on} | options.get("initial", {})
        options.setdefault("revision", transmission.revision)
        super().__init__(*arguments, **options)

    def known(self, transmission: Transmission) -> dict[str, Any]:
        """What can be proposed beforehand."""
        return {}


def agreed_rate(transmission: Transmission) -> dict[str, Any]:
    """The rate of the convention, which the bank rarely leaves."""
    terms = transmission.agreement.terms(transmission.file.application.dispositif)
    return {"yearly_rate": terms.rate(transmission.product_code)}


class AcceptForm(HeardForm):
    """The bank lends what was asked."""

    yearly_rate = RateField(label="Taux débiteur annuel")
    field_order = ("yearly_rate", "received_on", "channel", "text", "paper")

    def known(self, transmission: Transmission) -> dict[str, Any]:
        return agreed_rate(transmission)


class CounterOfferForm(HeardForm):
    """The bank proposes other terms."""

    amount = EurosField(label="Montant proposé", minimum=Decimal(1))
    months = MonthsField(label="Durée proposée")
    yearly_rate = RateField(label="Taux débiteur annuel")
    field_order = ("amount", "months", "yearly_rate", "received_on", "channel", "text", "paper")

    def known(self, transmission: Transmission) -> dict[str, Any]:
        return agreed_rate(transmission)


class RefuseForm(HeardForm):
    """The bank does not lend."""

    reason = forms.ChoiceField(label="Motif du refus", choices=codes("bank_reason"), widget=forms.RadioSelect)
    field_order = ("reason", "received_on", "channel", "text", "paper")


class AskForm(HeardForm):
    """The bank has a question."""

    text = forms.CharField(label="Question de la banque", widget=forms.Textarea)


class RemindForm(EtrierForm):
    """How the bank was reminded."""

    carries_revision = True
    channel = forms.ChoiceField(label="Comment", choices=codes("channel", HEARD_BY))


class SellerForm(EtrierForm):
    """When the seller was told."""

    carries_revision = True
    told_on = DayField(label="Vendeur informé le")


class MessageForm(EtrierForm):
    """A message of the thread."""

    text = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 4}))


class ReplyForm(MessageForm):
    """The answer to the bank's question."""

    carries_revision = True
    text = forms.CharField(label="Votre réponse", widget=forms.Textarea)


class ConsentForm(EtrierForm):
    """Something else the person agrees to than the sending to a bank."""

    abreast = (("given_on", "channel"),)
    OTHERS = tuple(code for code in CODE_LABELS["consent"] if code != "transmission")
    consent = forms.ChoiceField(label="La personne est d’accord pour", choices=codes("consent", OTHERS))
    given_on = DayField(label="Donné le")
    channel = forms.ChoiceField(label="Comment", choices=codes("channel", SPOKEN))
    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea)


class WithdrawConsentForm(EtrierForm):
    """The day the person took her consent back."""

    carries_revision = True
    withdrawn_on = DayField(label="Accord retiré le")
