"""What is typed at the first contact, on one page."""

from datetime import date, timedelta
from typing import Any

from django import forms

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.applications.forms.answers import YesNoField, coded, labelled, until
from etrier.applications.forms.person import ContactRuleFields, IdentityFields, SamePersonMixin
from etrier.domain.household import Explained
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.scheme.schema import Scheme
from etrier.files.models import holder_choices
from etrier.people.actions import CONTACT_RULES, IDENTITY
from etrier.ui.fields import DayField, EurosField, MonthsField
from etrier.ui.forms import EtrierForm

CHANNELS = ("phone", "meeting", "home_visit", "email", "letter", "other")
OLDEST = timedelta(days=366)


def project_choices(scheme: Scheme) -> list[Any]:
    """Product and purpose in one list, grouped by product; « produit/objet » as code."""
    groups: list[Any] = [("", "À préciser")]
    for product in scheme.products:
        purposes = [(f"{product.code}/{purpose.code}", purpose.label) for purpose in product.purposes]
        groups.append((product.label, [*purposes, (f"{product.code}/", "Objet à préciser")]))
    return groups


class WishFields(EtrierForm):
    """What the person wants, and the questions that tell whether a microcredit fits."""

    abreast = (("amount", "months"),)
    project = forms.ChoiceField(label="Pour quoi faire", required=False)
    amount = EurosField(label="Montant souhaité", required=False)
    months = MonthsField(label="Durée souhaitée", required=False)
    resident = YesNoField(label="Habite la commune")
    bank_refused = YesNoField(label="Une banque a déjà refusé de prêter, ou refuserait")
    steady_income = YesNoField(label="A des ressources régulières, même modestes")

    def __init__(self, *arguments: Any, scheme: Scheme, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.scheme = scheme
        self.fields["project"].choices = project_choices(scheme)  # type: ignore[attr-defined]  # declared above
        self.fields["resident"].label = f"Habite {scheme.organisation.territory}"

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError("Le montant demandé doit dépasser zéro.")
        return amount

    def wished(self) -> dict[str, Any]:
        """What was typed, as far as it is readable, for the first look."""
        data = self.cleaned_data
        facts = {
            name: data.get(name) for name in ("amount", "months", "resident", "bank_refused", "steady_income")
        }
        return facts | {"product": (data.get("project") or "").partition("/")[0]}


class SimulationForm(WishFields):
    """The simulator: nothing about a person, nothing kept."""

    carries_key = False


class ContactForm(SamePersonMixin, IdentityFields, ContactRuleFields, WishFields):
    """A first contact: who, how to reach her, what she wants, what she was told, by which way she came."""

    requested_on = DayField(label="Date du contact")
    origin = forms.ChoiceField(
        label="Comment la personne est-elle venue", choices=coded(CODE_LABELS["origin"].items(), "Choisir")
    )
    origin_detail = forms.CharField(
        label="Qui l’oriente", required=False, max_length=200, help_text="Nom et service, s’il y en a."
    )
    channel = forms.ChoiceField(
        label="Moyen du contact",
        choices=coded([(code, CODE_LABELS["channel"][code]) for code in CHANNELS], "Choisir"),
    )
    wish = forms.CharField(
        label="Ce que la personne souhaite, avec ses mots",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sans diagnostic ni détail de santé : « santé » suffit.",
    )
    explained = forms.MultipleChoiceField(
        label="Ce qui a été expliqué",
        choices=labelled(Explained),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    holder = forms.ChoiceField(label="Qui suit la demande", required=False)

    def __init__(self, *arguments: Any, actor: Actor, on: date, **options: Any) -> None:
        super().__init__(*arguments, on=on, **options)
        self.actor = actor
        until(self, on, "requested_on")
        requested: Any = self.fields["requested_on"]
        requested.earliest = on - OLDEST
        requested.widget.attrs["min"] = requested.earliest.isoformat()
        self.initial.setdefault("requested_on", on)
        self.holders = holders_of(actor)
        self.fields["holder"].choices = [  # type: ignore[attr-defined]  # declared above
            ("", "Personne pour l’instant"),
            *((uid, user.full_name) for uid, user in self.holders.items()),
        ]
        mine = [uid for uid, user in self.holders.items() if user.pk == actor.user_id]
        self.initial.setdefault("holder", mine[0] if mine else "")

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        if not (data.get("phone") or data.get("email") or data.get("address")) and not self.errors:
            self.add_error(
                "phone", "Notez au moins un moyen de joindre la personne : téléphone, courriel ou adresse."
            )
        if not self.errors:
            self.ask_same_person(data)
        return data

    def facts(self) -> dict[str, Any]:
        """The arguments of `actions.record_contact` (a valid form)."""
        data = self.cleaned_data
        product, _, purpose = data["project"].partition("/")
        asked = ("origin", "origin_detail", "channel", "wish", "amount", "months")
        answers = ("resident", "bank_refused", "steady_income")
        return {name: data[name] for name in (*asked, *answers)} | {
            "on": data["requested_on"],
            "told": {name: data[name] for name in (*IDENTITY, *CONTACT_RULES)},
            "known": self.known,
            "holder": self.holders.get(data["holder"]),
            "explained_points": data["explained"],
            "product_code": product,
            "purpose_code": purpose,
        }


def holders_of(actor: Actor) -> dict[str, User]:
    """Who may follow a file, by the key shown outside, in the order of names."""
    if actor.organisation is None:
        return {}
    members = holder_choices(actor.organisation).order_by("user__last_name", "user__first_name", "pk")
    return {str(membership.user.uid): membership.user for membership in members}


class ExplainForm(EtrierForm):
    """What was explained after the first contact."""

    carries_revision = True
    points = forms.MultipleChoiceField(
        label="Ce qui a été expliqué", choices=labelled(Explained), widget=forms.CheckboxSelectMultiple
    )
