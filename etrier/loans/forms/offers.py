"""What the bank writes on its offer, and the usury thresholds of a quarter."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from etrier.decisions.models import Transmission
from etrier.domain.dates import months_after
from etrier.loans.forms.facts import CENT, FactForm, limit_days
from etrier.loans.models.offers import NO_PAYMENT_DAYS, VALID_DAYS
from etrier.ui.fields import DayField, EurosField, MonthsField, RateField
from etrier.ui.forms import EtrierForm


class OfferForm(FactForm):
    """The figures of the offer; those the bank accepted are proposed."""

    abreast = (
        ("principal", "months"),
        ("yearly_rate", "bank_apr"),
        ("fees", "insurance_monthly"),
        ("expires_on", "disbursement_on"),
        ("on", "channel"),
    )
    day_label = "Offre émise le"
    extra = (
        "principal", "months", "yearly_rate", "bank_apr", "fees", "insurance_monthly",
        "insurance_compulsory", "on", "expires_on", "disbursement_on", "first_due_on",
    )  # fmt: skip
    principal = EurosField(label="Montant du prêt", minimum=CENT)
    months = MonthsField(label="Durée")
    yearly_rate = RateField(label="Taux débiteur annuel fixe", maximum=Decimal(100))
    bank_apr = RateField(
        label="TAEG écrit par la banque", maximum=Decimal(1000), help_text="Recopiez-le de l’offre."
    )
    fees = EurosField(label="Frais de dossier", required=False)
    insurance_monthly = EurosField(label="Assurance par mois", required=False)
    insurance_compulsory = forms.BooleanField(
        label="L’assurance est obligatoire : elle compte dans le TAEG", required=False
    )
    expires_on = DayField(label="Valable jusqu’au")
    disbursement_on = DayField(label="Déblocage prévu le")
    first_due_on = DayField(
        label="Première échéance le",
        required=False,
        help_text="À remplir seulement si elle ne tombe pas un mois après le déblocage.",
    )

    def __init__(self, *arguments: Any, transmission: Transmission, today: date, **options: Any) -> None:
        options["initial"] = proposed(transmission, today) | options.get("initial", {})
        options.setdefault("revision", transmission.revision)
        super().__init__(*arguments, today=today, earliest=transmission.answered_on, **options)
        self.fields["paper"].label = "Offre de la banque"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("fees", "insurance_monthly"):
            data[name] = data.get(name) or Decimal("0.00")
        offered, expires = data.get("on"), data.get("expires_on")
        if offered and expires and expires < offered + timedelta(VALID_DAYS):
            self.add_error("expires_on", "Une offre reste valable quinze jours au moins : vérifiez la date.")
        if data.get("insurance_compulsory") and not data["insurance_monthly"]:
            self.add_error("insurance_monthly", "Donnez le prix mensuel de l’assurance obligatoire.")
        return data


def proposed(transmission: Transmission, today: date) -> dict[str, Any]:
    """What can be filled in beforehand."""
    terms = transmission.agreement.terms(transmission.file.application.dispositif)
    return {
        "principal": transmission.agreed_amount,
        "months": transmission.agreed_months,
        "yearly_rate": transmission.agreed_rate,
        "fees": terms.fees,
        "expires_on": today + timedelta(VALID_DAYS),
        "disbursement_on": today + timedelta(NO_PAYMENT_DAYS + 1),
    }


class CorrectUsuryForm(EtrierForm):
    """The thresholds of one quarter, as the Banque de France publishes them."""

    carries_revision = True
    abreast = (("small", "middle", "large"),)
    small = RateField(label="Prêts jusqu’à 3 000 €", minimum=CENT, maximum=Decimal(100))
    middle = RateField(label="Prêts de 3 000 à 6 000 €", minimum=CENT, maximum=Decimal(100))
    large = RateField(label="Prêts de plus de 6 000 €", minimum=CENT, maximum=Decimal(100))
    source = forms.CharField(
        label="Source", help_text="L’avis publié au Journal officiel, avec sa date.", max_length=200
    )


class UsuryForm(CorrectUsuryForm):
    """A quarter more, with the day it begins."""

    carries_revision = False
    since = DayField(label="Applicables à partir du")
    field_order = ("since",)

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        limit_days(self.fields["since"], None, months_after(today, 6))

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since.day != 1 or since.month not in {1, 4, 7, 10}:
            raise forms.ValidationError("Un trimestre commence le 1er janvier, avril, juillet ou octobre.")
        return since
