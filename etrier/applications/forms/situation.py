"""What is typed when the study begins, when support is assessed, and when a request ends."""

from datetime import date
from typing import Any

from django import forms

from etrier.accounts.actor import Actor
from etrier.applications.forms.answers import YesNoField, coded, labelled, until
from etrier.applications.forms.contact import holders_of
from etrier.applications.models import Application
from etrier.applications.models.situation import DECLARED
from etrier.domain.eligibility import OverIndebtedness
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.scheme.choices import Employment
from etrier.ui.fields import DayField
from etrier.ui.forms import EtrierForm

ENDS = ("withdrawn", "abandoned", "moved", "deceased")
AFTER = {
    "refused_committee": ("unfavourable", "adjourned"),
    "refused_banks": ("with_bank", "favourable", "ready", "under_study"),
    "offer_lapsed": ("offer_issued", "with_bank"),
}
"""Reasons that only make sense from some states."""
KINDS = ("social", "administrative", "budget")


class OpenStudyForm(EtrierForm):
    """For which product, and by whom."""

    carries_revision = True
    product_code = forms.ChoiceField(label="Produit étudié", widget=forms.RadioSelect)
    holder = forms.ChoiceField(label="Qui suit le dossier")

    def __init__(self, *arguments: Any, application: Application, actor: Actor, **options: Any) -> None:
        super().__init__(*arguments, **options)
        products = application.dispositif.parsed.products
        self.holders = holders_of(actor)
        self.fields["product_code"].choices = [  # type: ignore[attr-defined]  # declared above
            (product.code, f"{product.label}\u00a0: {product.objective}") for product in products
        ]
        self.fields["holder"].choices = [  # type: ignore[attr-defined]  # declared above
            (uid, user.full_name) for uid, user in self.holders.items()
        ]
        if len(products) == 1:
            self.initial.setdefault("product_code", products[0].code)
        follows = application.file.holder_id or actor.user_id
        mine = [uid for uid, user in self.holders.items() if user.pk == follows]
        self.initial.setdefault("holder", mine[0] if mine else "")

    def facts(self) -> dict[str, Any]:
        """The arguments of `actions.open_study` (a valid form)."""
        data = self.cleaned_data
        return {
            "product_code": data["product_code"],
            "holder": self.holders[data["holder"]],
            "revision": data["revision"],
        }


class AssignForm(EtrierForm):
    """Who follows the file from now on."""

    carries_revision = True
    holder = forms.ChoiceField(label="Qui suit le dossier", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.holders = holders_of(actor)
        self.fields["holder"].choices = [  # type: ignore[attr-defined]  # declared above
            (uid, user.full_name) for uid, user in self.holders.items()
        ]

    def facts(self) -> dict[str, Any]:
        """The arguments of `files.actions.assign_file` (a valid form)."""
        data = self.cleaned_data
        return {"holder": self.holders[data["holder"]], "revision": data["revision"]}


class SituationForm(EtrierForm):
    """Residence, work, credits, over-indebtedness: what no paper shows."""

    abreast = (("employed_since", "employed_until"),)
    carries_revision = True
    marks_optional = False
    resident = YesNoField(label="Habite la commune")
    resident_since = DayField(label="Y habite depuis", required=False)
    employment = forms.ChoiceField(
        label="Situation professionnelle", required=False, choices=labelled(Employment, "Pas encore demandé")
    )
    employment_detail = forms.CharField(label="Métier, employeur", required=False, max_length=200)
    employed_since = DayField(label="Dans cette situation depuis", required=False)
    employed_until = DayField(label="Fin du contrat, s’il en a une", required=False)
    co_employment = forms.ChoiceField(
        label="Situation professionnelle du co-emprunteur",
        required=False,
        choices=labelled(Employment, "Pas encore demandé"),
    )
    co_employment_detail = forms.CharField(
        label="Métier, employeur du co-emprunteur", required=False, max_length=200
    )
    bank_refused = YesNoField(label="Une banque a déjà refusé de prêter, ou refuserait")
    steady_income = YesNoField(label="A des ressources régulières, même modestes")
    circumstances = forms.MultipleChoiceField(
        label="Le foyer a",
        required=False,
        choices=labelled(DECLARED),
        widget=forms.CheckboxSelectMultiple,
        help_text="Ces réponses disent quelles pièces demander.",
    )
    running_loans = forms.IntegerField(
        label="Microcrédits en cours de remboursement",
        required=False,
        min_value=0,
        max_value=20,
        help_text="Écrivez 0 s’il n’y en a pas ; laissez vide si vous ne l’avez pas encore demandé.",
    )
    over_indebtedness = forms.ChoiceField(
        label="Surendettement", required=False, choices=labelled(OverIndebtedness, "Pas encore demandé")
    )
    over_indebtedness_until = DayField(label="Plan jusqu’au", required=False)
    over_indebtedness_agreed = forms.BooleanField(
        label="La commission de surendettement, ou le juge, est d’accord avec ce prêt", required=False
    )
    protector_agrees = YesNoField(label="Le curateur ou le tuteur est d’accord")
    note = forms.CharField(
        label="Précisions utiles à l’étude",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Sans détail de santé.",
    )

    def __init__(self, *arguments: Any, application: Application, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["resident"].label = f"Habite {application.dispositif.parsed.organisation.territory}"
        until(self, on, "resident_since", "employed_since")
        if application.co_borrower is None:
            del self.fields["co_employment"], self.fields["co_employment_detail"]
        if not any(person.protected for person in application.borrowers):
            del self.fields["protector_agrees"]


class SupportForm(EtrierForm):
    """The need for support: of which kind, how close, and who already follows the person."""

    carries_revision = True
    kinds = forms.MultipleChoiceField(
        label="Quel accompagnement",
        required=False,
        choices=coded([(code, CODE_LABELS["support_kind"][code]) for code in KINDS]),
        widget=forms.CheckboxSelectMultiple,
        help_text="Ne cochez rien si aucun accompagnement n’est nécessaire.",
    )
    level = forms.ChoiceField(
        label="À quel niveau",
        required=False,
        choices=coded(CODE_LABELS["support_level"].items()),
        widget=forms.RadioSelect,
    )
    need = forms.CharField(
        label="Pourquoi", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    followed_by = forms.CharField(
        label="La personne est déjà suivie ailleurs, par",
        required=False,
        max_length=200,
        help_text="Service et nom : un accompagnement régulier ne s’ajoute pas à un autre sans raison.",
    )

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        if data.get("kinds") and not data.get("level"):
            self.add_error("level", "Choisissez le niveau de l’accompagnement.")
        return data


class CloseForm(EtrierForm):
    """Why the request ends without a loan."""

    carries_revision = True
    reason = forms.ChoiceField(label="Pour quelle raison", widget=forms.RadioSelect)
    died_on = DayField(
        label="Date du décès",
        required=False,
        help_text="Seulement en cas de décès : plus rien ne sera envoyé à la personne.",
    )
    motive = forms.CharField(
        label="Ce qui s’est passé", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: Any, application: Application, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        codes = [*ENDS, *(code for code, states in AFTER.items() if application.state in states)]
        labels = CODE_LABELS["closing_reason"]
        self.fields["reason"].choices = coded(  # type: ignore[attr-defined]  # declared above
            [(code, labels[code]) for code in codes]
        )
        until(self, on, "died_on")

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        died = data.get("reason") == "deceased"
        if died and not data.get("died_on") and "died_on" not in self.errors:
            self.add_error("died_on", "Indiquez la date du décès.")
        if not died and data.get("died_on"):
            self.add_error(
                "died_on", "Une date de décès est écrite : choisissez cette raison, ou effacez-la."
            )
        return data


class ConfirmForm(EtrierForm):
    """Only a confirmation."""

    carries_revision = True
