"""A fact of the bank: its day, how it became known, the paper that proves it, and a figure or a code."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from etrier.decisions.forms.bank import HEARD_BY, codes
from etrier.documents.forms import PaperField
from etrier.ui.fields import DayField, EurosField
from etrier.ui.forms import EtrierForm

CENT = Decimal("0.01")
STAGES = ("filed", "admissible", "inadmissible", "plan", "imposed", "cancellation")


def limit_days(field: Any, earliest: date | None, latest: date) -> None:
    """Bound a day field once the page knows the thing it tells of."""
    field.earliest, field.latest = earliest or field.earliest, latest
    field.widget.attrs |= field.widget_attrs(field.widget)


class FactForm(EtrierForm):
    """A day not in the future, a channel, a paper if there is one. Subclasses name what else is typed."""

    abreast: tuple[tuple[str, ...], ...] = (("on", "channel"),)
    carries_revision = True
    day_label = "Date"
    extra: tuple[str, ...] = ()
    on = DayField()
    channel = forms.ChoiceField(label="Comment le savez-vous ?", choices=codes("channel", HEARD_BY))
    paper = PaperField(label="Pièce de la banque", required=False)

    def __init__(self, *arguments: Any, today: date, earliest: date | None = None, **options: Any) -> None:
        options["initial"] = {"on": today, "channel": "phone"} | options.get("initial", {})
        super().__init__(*arguments, **options)
        self.fields["on"].label = self.day_label
        limit_days(self.fields["on"], earliest and min(earliest, today), today)
        self.order_fields([*self.extra, "on", "channel", "paper"])


class SignForm(FactForm):
    day_label = "Signée par la personne le"


class DisburseForm(FactForm):
    day_label = "Débloqué le"
    extra = ("on", "first_due_on")
    first_due_on = DayField(
        label="Première échéance le",
        required=False,
        help_text="À remplir seulement si elle ne tombe pas un mois après le déblocage.",
    )


class WithdrawForm(FactForm):
    day_label = "La personne s’est rétractée le"


class SaleForm(FactForm):
    day_label = "Vente annulée le"


class PaidForm(FactForm):
    day_label = "Reçu par la banque le"
    extra = ("number", "amount")
    number = forms.TypedChoiceField(label="Échéance", coerce=int, required=False, empty_value=None)
    amount = EurosField(label="Montant payé", minimum=CENT)

    def __init__(self, *arguments: Any, lines: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "La plus ancienne"), *lines]


class UnpaidForm(FactForm):
    day_label = "Impayé connu le"
    extra = ("number", "amount")
    number = forms.TypedChoiceField(label="Échéance", coerce=int)
    amount = EurosField(
        label="Montant impayé",
        required=False,
        help_text="Laissez vide si toute l’échéance est impayée.",
    )

    def __init__(self, *arguments: Any, lines: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(lines)

    def clean_amount(self) -> Decimal:
        return self.cleaned_data["amount"] or Decimal("0.00")


class ReverseForm(FactForm):
    day_label = "Annulé le"
    extra = ("reason",)
    reason = forms.ChoiceField(label="Pourquoi", choices=codes("reversal_reason"), widget=forms.RadioSelect)


class AmountForm(FactForm):
    extra = ("amount",)
    amount = EurosField(label="Montant", minimum=CENT)


class CapitalForm(AmountForm):
    day_label = "Restitué le"


class CallForm(AmountForm):
    day_label = "Appel reçu le"


class PayCallForm(AmountForm):
    day_label = "Payé le"


class RecoveryForm(AmountForm):
    day_label = "Reçue le"


class LossForm(AmountForm):
    day_label = "Clos le"


class RefuseCallForm(FactForm):
    day_label = "Refusé le"
    extra = ("reason",)
    reason = forms.ChoiceField(label="Motif du refus", choices=codes("call_reason"), widget=forms.RadioSelect)


class AccelerateForm(FactForm):
    day_label = "Déchéance prononcée le"
    extra = ("accrued_interest",)
    accrued_interest = EurosField(
        label="Intérêts courus réclamés",
        required=False,
        help_text="Depuis la dernière échéance ; vide s’il n’y en a pas.",
    )

    def clean_accrued_interest(self) -> Decimal:
        return self.cleaned_data["accrued_interest"] or Decimal("0.00")


class WarnForm(FactForm):
    day_label = "Avertissement envoyé le"


class OverindebtednessForm(FactForm):
    day_label = "Depuis le"
    extra = ("stage",)
    stage = forms.ChoiceField(
        label="Étape", choices=codes("overindebtedness", STAGES), widget=forms.RadioSelect
    )


class ConfirmRepaidForm(FactForm):
    day_label = "Attestation de la banque du"


class EarlyForm(FactForm):
    day_label = "Reçu par la banque le"
    extra = ("number", "amount", "mode")
    number = forms.TypedChoiceField(label="À la date de l’échéance", coerce=int)
    amount = EurosField(
        label="Montant remboursé d’avance",
        required=False,
        minimum=CENT,
        help_text="Laissez vide pour un remboursement total.",
    )
    mode = forms.ChoiceField(
        label="Ensuite",
        choices=[
            ("shorten", "Même mensualité, fin plus tôt"),
            ("reduce", "Même fin, mensualité réduite"),
        ],
        widget=forms.RadioSelect,
        initial="shorten",
    )

    def __init__(self, *arguments: Any, lines: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(lines)


class SignCharterForm(FactForm):
    day_label = "Signée le"
    extra = ("party",)
    party = forms.ChoiceField(label="Par", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, parties: Iterable[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = codes("party", tuple(parties))
        del self.fields["channel"]
        self.fields["paper"].label = "Charte signée"
