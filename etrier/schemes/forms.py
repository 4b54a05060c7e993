"""What is typed about a dispositif."""

from typing import Any

from django import forms

from etrier.accounts.models import Partner
from etrier.schemes.models import reading
from etrier.shipped import scheme_names
from etrier.ui.fields import DayField
from etrier.ui.forms import EtrierForm

MODEL_LIMIT = 500_000


class ModelField(forms.CharField):
    """The text of a dispositif; every finding is said at once, with its line and its remedy."""

    widget = forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"})

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Modèle du dispositif",
            max_length=MODEL_LIMIT,
            strip=False,
            help_text="Un texte TOML : chaque valeur, sur sa ligne, peut dire sa source.",
            **options,
        )

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        found = reading(text)
        if found.scheme is None:
            raise forms.ValidationError([str(finding) for finding in found.findings])
        return text


class DraftForm(EtrierForm):
    """A new version, from a text."""

    model = ModelField()


class EditForm(DraftForm):
    """A draft changed; two people may do it at once."""

    carries_revision = True


class InForceForm(EtrierForm):
    """From which day, by which délibération."""

    valid_from = DayField(label="En vigueur à partir du")
    resolution = forms.CharField(
        label="Délibération",
        max_length=200,
        help_text="Numéro et date de la délibération du conseil d’administration.",
    )


class CompareForm(EtrierForm):
    """Two models to read side by side."""

    carries_key = False
    left = forms.ChoiceField(label="Premier modèle")
    right = forms.ChoiceField(label="Second modèle")

    def __init__(self, *arguments: Any, own: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        shipped = [(name, f"Modèle fourni : {name.capitalize()}") for name in scheme_names()]
        choices = [*([("", "Notre dispositif en vigueur")] if own else []), *shipped]
        for name in ("left", "right"):
            field = self.fields[name]
            field.choices, field.required = choices, False  # type: ignore[attr-defined]  # a ChoiceField


class AgreementForm(EtrierForm):
    """A convention signed with a bank of the dispositif."""

    abreast = (("valid_from", "valid_to"),)
    code = forms.ChoiceField(label="Banque du dispositif")
    partner = forms.ChoiceField(
        label="Établissement",
        help_text="Ses conseillers liront les demandes que vous lui enverrez : vérifiez que c’est bien elle."
        " S’il manque, demandez à l’exploitant de l’instance de l’enregistrer.",
    )
    valid_from = DayField(label="En vigueur à partir du")
    valid_to = DayField(label="Jusqu’au", required=False, help_text="Laissez vide si elle n’a pas de terme.")

    def __init__(self, *arguments: Any, banks: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        known = [(str(bank.uid), bank.name) for bank in Partner.objects.order_by("name")]
        self.fields["code"].choices = [("", "Choisir"), *banks]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["partner"].choices = [("", "Choisir"), *known]  # type: ignore[attr-defined]  # idem

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        start, end = facts.get("valid_from"), facts.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", "La fin précède le début : corrigez l’une des deux dates.")
        if facts.get("partner"):
            facts["partner"] = Partner.objects.get(uid=facts["partner"])
        return facts


class EndAgreementForm(EtrierForm):
    """The last day of a convention."""

    valid_to = DayField(label="Dernier jour de la convention")
