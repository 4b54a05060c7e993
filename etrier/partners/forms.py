"""What is typed about partners."""

from typing import Any

from django import forms

from etrier.accounts.models import Partner
from etrier.database.reading import row_where
from etrier.domain.lifecycle import CODE_LABELS
from etrier.ui.fields import PhoneField
from etrier.ui.formats import capitalised
from etrier.ui.forms import EtrierForm

KINDS = [(code, capitalised(label)) for code, label in CODE_LABELS["partner_kind"].items()]


class PartnerForm(EtrierForm):
    """A partner of the directory."""

    kind = forms.ChoiceField(label="Nature", choices=[("", "Choisir"), *KINDS])
    name = forms.CharField(label="Nom", max_length=120)
    bank = forms.ChoiceField(
        label="Établissement",
        required=False,
        help_text="Pour une banque qui prête : celle que nomme votre convention.",
    )
    phone = PhoneField(label="Téléphone", required=False)
    email = forms.EmailField(label="Courriel", required=False)
    address = forms.CharField(
        label="Adresse", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(
        label="À savoir",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Horaires, comment s’y adresser ; rien sur une personne accompagnée.",
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        banks = [(str(bank.uid), bank.name) for bank in Partner.objects.order_by("name")]
        self.fields["bank"].choices = [("", "Aucune"), *banks]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("bank") and facts.get("kind") not in (None, "bank"):
            self.add_error("bank", "Ce partenaire n’est pas une banque : laissez « Aucune ».")
        elif "bank" in facts:
            facts["bank"] = row_where(Partner, uid=facts["bank"]) if facts["bank"] else None
        return facts


class UpdatePartnerForm(PartnerForm):
    """The same, when two people may be editing it."""

    carries_revision = True


class ContactForm(EtrierForm):
    """Someone at a partner's."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    title = forms.CharField(label="Fonction", max_length=120, required=False)
    phone = PhoneField(label="Téléphone", required=False)
    email = forms.EmailField(label="Courriel", required=False)


class UpdateContactForm(ContactForm):
    """The same, when two people may be editing it."""

    carries_revision = True


class AccountForm(EtrierForm):
    """The adviser an account is asked for."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    title = forms.CharField(label="Fonction", max_length=120, required=False)
    email = forms.EmailField(
        label="Courriel professionnel",
        help_text="Celui que la banque lui a donné, pas un courriel personnel.",
    )
