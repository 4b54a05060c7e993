"""What is typed about a person: identity, contact rules, legal protection, which sheet is hers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from etrier.accounts.actor import Actor
from etrier.applications.forms.answers import POSTCODE, labelled, until
from etrier.applications.models import Application
from etrier.domain.eligibility import Protection
from etrier.domain.wording import day
from etrier.people.actions import CONTACT_RULES, IDENTITY
from etrier.people.doubles import Likeness, likenesses
from etrier.people.models import Person
from etrier.ui.fields import DayField, PhoneField
from etrier.ui.forms import EtrierForm

NEW = "new"


class IdentityFields(EtrierForm):
    """Who the person is, and where she is found."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    birth_name = forms.CharField(label="Nom de naissance, s’il est différent", max_length=80, required=False)
    birth_date = DayField(label="Date de naissance", required=False)
    phone = PhoneField(label="Téléphone", required=False)
    email = forms.EmailField(label="Courriel", required=False, max_length=254)
    address = forms.CharField(
        label="Adresse", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    postcode = forms.CharField(label="Code postal", required=False, max_length=10, validators=[POSTCODE])
    town = forms.CharField(label="Commune", required=False, max_length=100)

    def __init__(self, *arguments: Any, on: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        until(self, on, "birth_date")


class ContactRuleFields(EtrierForm):
    """How the person accepts to be reached; every message obeys."""

    letters_allowed = forms.BooleanField(
        label="Un courrier peut être envoyé chez elle", required=False, initial=True
    )
    calls_allowed = forms.BooleanField(label="On peut l’appeler", required=False, initial=True)
    texts_allowed = forms.BooleanField(label="On peut lui envoyer un SMS", required=False, initial=True)
    emails_allowed = forms.BooleanField(label="On peut lui écrire par courriel", required=False, initial=True)
    avoid = forms.CharField(
        label="Qui ne doit rien savoir de la demande",
        required=False,
        max_length=200,
        help_text="Par exemple : un conjoint, un voisin qui relève le courrier.",
    )
    contact_advice = forms.CharField(
        label="Comment la joindre au mieux",
        required=False,
        max_length=200,
        help_text="Par exemple : plutôt le matin ; ne pas laisser de message.",
    )


class IdentityForm(IdentityFields):
    """Correct an identity."""

    carries_revision = True


class ContactRulesForm(ContactRuleFields):
    """Change contact rules."""

    carries_revision = True


class ProtectionForm(EtrierForm):
    """An adult-protection measure, and who exercises it."""

    carries_revision = True
    protection = forms.ChoiceField(
        label="Mesure de protection", choices=labelled(Protection), widget=forms.RadioSelect
    )
    protector_name = forms.CharField(label="Curateur, tuteur ou mandataire", required=False, max_length=120)
    protector_contact = forms.CharField(
        label="Ses coordonnées", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        measured = data.get("protection") in (Protection.CURATORSHIP, Protection.GUARDIANSHIP)
        if measured and not data.get("protector_name"):
            self.add_error("protector_name", "Indiquez qui exerce la mesure : son accord sera demandé.")
        return data


class SamePersonMixin:
    """Before a sheet is made, the sheets that look like it are shown, and a person chooses.

    `doubles` holds them once the form is sent; `known` is the sheet chosen, None for a new one.
    """

    doubles: tuple[Likeness, ...] = ()
    known: Person | None = None
    actor: Actor

    def ask_same_person(self, data: Mapping[str, Any], *, but: tuple[Person, ...] = ()) -> None:
        """Add the question, and its error when it is not answered."""
        form: Any = self
        if not data.get("first_name") or not data.get("last_name") or self.actor.organisation is None:
            return
        found = likenesses(self.actor.organisation, data, but=but)
        if not found:
            return
        self.doubles = tuple(found)
        numbers = _file_numbers([likeness.person for likeness in found])
        choices = [(str(one.person.uid), _described(one, numbers.get(one.person.pk, []))) for one in found]
        form.fields["same_as"] = forms.ChoiceField(
            label="Est-ce une personne déjà connue ?",
            choices=[*choices, (NEW, "Non, c’est quelqu’un d’autre : faire une nouvelle fiche")],
            widget=forms.RadioSelect,
            required=False,
        )
        answer = form.data.get("same_as", "")
        if answer == NEW:
            return
        self.known = next((one.person for one in found if str(one.person.uid) == answer), None)
        if self.known is None:
            form.add_error("same_as", "Une fiche ressemble à cette personne : dites si c’est elle.")


def _file_numbers(persons: list[Person]) -> dict[int, list[str]]:
    """The file numbers of each person, in one query."""
    numbers: dict[int, list[str]] = {}
    keys = [person.pk for person in persons]
    rows = Application.objects.filter(Q(applicant__in=keys) | Q(co_borrower__in=keys)).select_related("file")
    for row in rows.order_by("pk"):
        for key in (row.applicant_id, row.co_borrower_id):
            if key in keys and key is not None:
                numbers.setdefault(key, []).append(row.file.number)
    return numbers


def _described(likeness: Likeness, numbers: list[str]) -> str:
    """One sheet, as it is offered: name, birth date, files, and why it is offered."""
    person = likeness.person
    parts = [f"Oui, c’est {person.full_name}"]
    if person.birth_date:
        parts.append(f"date de naissance\u00a0: {day(person.birth_date)}")
    parts.append(f"dossier {', '.join(numbers)}" if numbers else "sans dossier")
    return f"{', '.join(parts)} ({', '.join(likeness.reasons)})"


class CoBorrowerForm(SamePersonMixin, IdentityFields, ContactRuleFields):
    """Who borrows with the applicant."""

    carries_revision = True

    def __init__(self, *arguments: Any, actor: Actor, applicant: Person, **options: Any) -> None:
        self.actor, self.applicant = actor, applicant
        super().__init__(*arguments, **options)

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or self.cleaned_data)
        self.ask_same_person(data, but=(self.applicant,))
        return data

    @property
    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in (*IDENTITY, *CONTACT_RULES)}


class MergeForm(EtrierForm):
    """Which sheet is the double of the one shown."""

    double = forms.ChoiceField(label="Quelle fiche est son double ?", widget=forms.RadioSelect)
    sure = forms.BooleanField(label="J’ai vérifié que ces deux fiches sont celles d’une seule personne.")

    def __init__(self, *arguments: Any, found: list[Likeness], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.found = found
        numbers = _file_numbers([one.person for one in found])
        self.fields["double"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared above
            (str(one.person.uid), _described(one, numbers.get(one.person.pk, []))) for one in found
        ]

    @property
    def chosen(self) -> Person:
        """The sheet chosen (a valid form)."""
        return next(one.person for one in self.found if str(one.person.uid) == self.cleaned_data["double"])
