"""What is typed by who runs the instance."""

import re

from django import forms
from django.core.exceptions import ValidationError

from etrier.ui.forms import EtrierForm

ZONES = [
    ("Europe/Paris", "France hexagonale et Corse"),
    ("America/Guadeloupe", "Guadeloupe"),
    ("America/Cayenne", "Guyane"),
    ("Indian/Reunion", "La Réunion"),
    ("America/Martinique", "Martinique"),
    ("Indian/Mayotte", "Mayotte"),
    ("Pacific/Noumea", "Nouvelle-Calédonie"),
    ("Pacific/Tahiti", "Polynésie française"),
    ("America/St_Barthelemy", "Saint-Barthélemy"),
    ("America/Marigot", "Saint-Martin"),
    ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
    ("Pacific/Wallis", "Wallis-et-Futuna"),
]
"""Where a CCAS may be: the days and hours of its files are those of the place."""
DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


class OrganisationForm(EtrierForm):
    """A CCAS or CIAS to open."""

    name = forms.CharField(label="Nom", max_length=120, help_text="Par exemple : CCAS de Laval.")
    time_zone = forms.ChoiceField(
        label="Où se trouve l’organisation",
        choices=ZONES,
        initial="Europe/Paris",
        help_text="Les dates et les heures des dossiers seront celles de ce lieu.",
    )
    mfa_required = forms.BooleanField(
        label="Double authentification obligatoire pour ses membres",
        required=False,
        initial=True,
        help_text="Chacun devra choisir une application d’authentification à sa première connexion.",
    )


class BankForm(EtrierForm):
    """A bank of the instance."""

    carries_revision = True
    name = forms.CharField(
        label="Nom",
        max_length=120,
        help_text="Assez précis pour ne désigner qu’un établissement : caisse régionale, agence, service.",
    )
    mail_domain = forms.CharField(
        label="Domaine des courriels de la banque",
        max_length=120,
        required=False,
        help_text="Par exemple : banque.exemple.fr. Seules ces adresses pourront être invitées.",
    )
    mfa_required = forms.BooleanField(
        label="Double authentification obligatoire pour ses conseillers", required=False, initial=True
    )

    def clean_mail_domain(self) -> str:
        domain = str(self.cleaned_data["mail_domain"]).strip().lower().removeprefix("@")
        if domain and not DOMAIN.fullmatch(domain):
            raise ValidationError("Écrivez ce qui suit l’arobase, par exemple : banque.exemple.fr.")
        return domain


class RegisterBankForm(BankForm):
    """A bank to make known: nobody else may be editing it."""

    carries_revision = False


class DeclineForm(EtrierForm):
    """Why an account is not given."""

    answer = forms.CharField(
        label="Réponse au CCAS", widget=forms.Textarea(attrs={"rows": 4}), max_length=1000
    )
