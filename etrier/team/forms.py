"""What is typed about members."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password

from etrier.domain.access import Role
from etrier.ui.forms import EtrierForm

NOT_HERE = {Role.BANK_ADVISER, Role.BORROWER, Role.OPERATOR, Role.SYSTEM}
ROLES = [(role.value, role.label) for role in Role if role not in NOT_HERE]


class RolesForm(EtrierForm):
    """Roles and title of a member."""

    carries_revision = True
    roles = forms.MultipleChoiceField(
        label="Rôles",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Une personne peut en avoir plusieurs.",
    )
    title = forms.CharField(label="Fonction", max_length=120, required=False)


class PersonForm(EtrierForm):
    """A person to invite."""

    email = forms.EmailField(label="Courriel professionnel")
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    title = forms.CharField(label="Fonction", max_length=120, required=False)


class InviteForm(PersonForm):
    """A person to invite, and what she will do."""

    roles = forms.MultipleChoiceField(label="Rôles", choices=ROLES, widget=forms.CheckboxSelectMultiple)


class PasswordForm(EtrierForm):
    """The password of a new member."""

    password = forms.CharField(
        label="Mot de passe", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    again = forms.CharField(
        label="Le même, une seconde fois",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["password"].help_text = password_validators_help_texts()[0]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("password") and facts.get("again") and facts["password"] != facts["again"]:
            self.add_error("again", "Les deux mots de passe diffèrent : écrivez deux fois le même.")
        return facts
