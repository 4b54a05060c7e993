"""What is typed at the end of a loan."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from schwifty import BIC
from schwifty.exceptions import SchwiftyException

from etrier.decisions.forms.bank import SPOKEN, codes
from etrier.decisions.models import Session
from etrier.domain.evaluation import Change, Moment
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import day, euros
from etrier.outcomes.actions.evaluations import THEMES, Answer
from etrier.outcomes.models import Refund
from etrier.ui.fields import DayField, EurosField, IbanField
from etrier.ui.formats import capitalised
from etrier.ui.forms import EtrierForm

MOST_AT_ONCE = 200


def certificate() -> EurosField:
    """The interest on the bank's certificate, compared with the account."""
    return EurosField(
        label="Intérêts selon l’attestation de la banque",
        required=False,
        help_text="Si elle est arrivée : elle est comparée au calcul.",
    )


class OpenForm(EtrierForm):
    """The bank's certificate, when it came."""

    certificate = certificate()


class AskForm(OpenForm):
    """The same, on the refund that was read."""

    carries_revision = True


class DetailsForm(EtrierForm):
    """The account the refund goes to."""

    carries_revision = True
    holder = forms.ChoiceField(label="Titulaire du compte", widget=forms.RadioSelect)
    iban = IbanField(label="IBAN", help_text="Recopiez-le du RIB, avec ou sans espaces.")
    bic = forms.CharField(label="BIC", required=False, max_length=11)
    certificate = certificate()

    def __init__(self, *arguments: Any, holders: list[tuple[str, str]], **options: Any) -> None:
        if len(holders) == 1:
            options["initial"] = {"holder": holders[0][0]} | options.get("initial", {})
        super().__init__(*arguments, **options)
        field = self.fields["holder"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = holders

    def clean_bic(self) -> str:
        written = "".join(self.cleaned_data["bic"].split()).upper()
        if not written:
            return ""
        try:
            return str(BIC(written).compact)
        except SchwiftyException as error:
            raise ValidationError(
                "Un BIC compte 8 ou 11 lettres et chiffres : recopiez-le du RIB, ou laissez vide."
            ) from error


class CommitteeForm(EtrierForm):
    """The session that examines it."""

    carries_revision = True
    session = forms.ChoiceField(label="Séance", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, sessions: Sequence[Session], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sessions = {str(one.uid): one for one in sessions}
        field = self.fields["session"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{day(one.session_on)}, {one.place}") for key, one in self.sessions.items()]

    def clean_session(self) -> Session:
        return self.sessions[self.cleaned_data["session"]]


class RefuseForm(EtrierForm):
    """Why, and the day the person was told: her appeal runs from it."""

    carries_revision = True
    reason = forms.ChoiceField(label="Motif", widget=forms.RadioSelect)
    text = forms.CharField(
        label="Ce que le courrier ajoute",
        required=False,
        widget=forms.Textarea,
        help_text="La règle du dispositif et les échéances en cause y sont déjà écrites.",
    )
    notified_on = DayField(label="Notifié à la personne le")

    def __init__(self, *arguments: Any, reasons: Iterable[str], on: date, **options: Any) -> None:
        options["initial"] = {"notified_on": on} | options.get("initial", {})
        super().__init__(*arguments, **options)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = codes("refund_reason", tuple(reasons))


class MotiveForm(EtrierForm):
    """Why the rule is set aside."""

    carries_revision = True
    motive = forms.CharField(label="Motif", widget=forms.Textarea)


class AppealForm(EtrierForm):
    """What the person contests."""

    carries_revision = True
    received_on = DayField(label="Recours reçu le")
    text = forms.CharField(label="Ce que dit la personne", required=False, widget=forms.Textarea)


class PaidForm(EtrierForm):
    """The day of the payment."""

    carries_revision = True
    paid_on = DayField(label="Payé le")


class OrderPaidForm(EtrierForm):
    """The day a whole order was paid."""

    paid_on = DayField(label="Payé le")


class ReturnForm(EtrierForm):
    """Why the transfer came back."""

    carries_revision = True
    reason = forms.ChoiceField(label="Motif", choices=codes("return_reason"), widget=forms.RadioSelect)
    returned_on = DayField(label="Revenu le")


class OrderForm(EtrierForm):
    """Which refunds leave together."""

    refunds = forms.MultipleChoiceField(
        label="Remboursements à mandater",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un remboursement."},
    )

    def __init__(self, *arguments: Any, ready: Sequence[Refund], **options: Any) -> None:
        self.ready = {str(one.uid): one for one in ready}
        options["initial"] = {"refunds": list(self.ready)} | options.get("initial", {})
        super().__init__(*arguments, **options)
        field = self.fields["refunds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (key, f"{one.file.number} · {one.holder_name} : {euros(one.amount)}")
            for key, one in self.ready.items()
        ]

    def clean_refunds(self) -> list[Refund]:
        return [self.ready[key] for key in self.cleaned_data["refunds"]]


YES_NO = [("", "Non dit"), ("yes", "Oui"), ("no", "Non")]


class EvaluationForm(EtrierForm):
    """Theme by theme: better, the same, worse; because of the microcredit or not."""

    abreast = (("held_on", "channel"),)
    marks_optional = False
    moment = forms.ChoiceField(label="Quel bilan ?", widget=forms.RadioSelect)
    held_on = DayField(label="Fait le")
    channel = forms.ChoiceField(label="Comment", choices=codes("channel", SPOKEN))
    verbatim = forms.CharField(
        label="Ce que dit la personne",
        required=False,
        widget=forms.Textarea,
        help_text="Avec ses mots. Facultatif.",
    )

    def __init__(self, *arguments: Any, moments: Sequence[Moment], on: date, **options: Any) -> None:
        proposed = {"held_on": on, "moment": moments[-1] if moments else ""}
        options["initial"] = proposed | options.get("initial", {})
        super().__init__(*arguments, **options)
        field = self.fields["moment"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one), capitalised(one.label)) for one in moments]
        for theme in THEMES:
            self.fields[f"change_{theme}"] = forms.ChoiceField(
                label="Évolution",
                required=False,
                choices=[("", "Non abordé"), *((str(one), capitalised(one.label)) for one in Change)],
            )
            self.fields[f"attributable_{theme}"] = forms.ChoiceField(
                label="Grâce au microcrédit ou à l’accompagnement ?", required=False, choices=YES_NO
            )

    @property
    def themes(self) -> list[dict[str, Any]]:
        """The fields of each theme, together."""
        return [
            {
                "label": capitalised(CODE_LABELS["theme"][theme]),
                "fields": [self[f"change_{theme}"], self[f"attributable_{theme}"]],
            }
            for theme in THEMES
        ]

    @property
    def others(self) -> list[Any]:
        """The fields beside the themes."""
        return [self[name] for name in ("moment", "held_on", "channel")]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for theme in THEMES:
            if data.get(f"attributable_{theme}") and not data.get(f"change_{theme}"):
                self.add_error(f"change_{theme}", "Dites d’abord comment ce thème a évolué.")
        return data

    def answers(self, data: dict[str, Any]) -> dict[str, Answer]:
        """What was said, theme by theme."""
        said = {"": None, "yes": True, "no": False}
        return {
            theme: Answer(Change(data[f"change_{theme}"]), said[data[f"attributable_{theme}"]])
            for theme in THEMES
            if data[f"change_{theme}"]
        }
