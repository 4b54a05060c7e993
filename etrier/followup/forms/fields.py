"""What the forms of this stage have in common: an hour, a duration, coded choices, the day of an act."""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from etrier.accounts.models import Membership, Organisation
from etrier.domain.access import Role
from etrier.domain.lifecycle import CODE_LABELS
from etrier.ui.fields import DayField
from etrier.ui.formats import duration
from etrier.ui.forms import EtrierForm

SPOKEN = ("phone", "meeting", "home_visit", "text_message", "email", "letter", "personal_link", "other")
LENGTHS = (15, 30, 45, 60, 75, 90, 120, 180)


def codes(name: str, wanted: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The choices of a closed list, all of them or those wanted, in that order."""
    labels = CODE_LABELS[name]
    return [(code, labels[code][:1].upper() + labels[code][1:]) for code in (tuple(wanted) or labels)]


class ClockInput(forms.TextInput):
    """The browser's clock; what is no hour is shown again as text, so that it is not lost."""

    input_type = "time"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not re.fullmatch(r"\d\d:\d\d", shown, re.ASCII):
            context["widget"]["type"] = "text"
        return context


class ClockField(forms.Field):
    """« 9:30 », « 9h30 », « 9 h » → `time`."""

    widget = ClockInput(attrs={"class": "is-short"})
    WRITING = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d{2})?(?::00)?", re.ASCII)

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = self.WRITING.fullmatch(str(value)[:20].strip())
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError("Écrivez une heure comme 9:30.", code="invalid")
        return time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class LengthField(forms.TypedChoiceField):
    """How long something lasts, in minutes; `also` is one that the list does not have."""

    def __init__(self, *, also: int = 60, **options: Any) -> None:
        lengths = sorted({*LENGTHS, also})
        options["choices"] = [(minutes, duration(minutes)) for minutes in lengths]
        super().__init__(coerce=int, initial=also, **options)


def bounded(form: EtrierForm, name: str, *, earliest: date | None = None, latest: date | None = None) -> None:
    """Limit a day of a form by what is known of the thing, on the page as in the check."""
    field = form.fields[name]
    assert isinstance(field, DayField) and isinstance(field.widget, forms.Widget)
    field.earliest, field.latest = earliest or field.earliest, latest or field.latest
    field.widget.attrs.update(field.widget_attrs(field.widget))


class DatedForm(EtrierForm):
    """An act told afterwards: the day it was done, between what came before and today."""

    carries_revision = True
    on = DayField(label="Date")

    def __init__(self, *arguments: Any, today: date, since: date | None = None, **options: Any) -> None:
        options["initial"] = {"on": today} | options.get("initial", {})
        super().__init__(*arguments, **options)
        bounded(self, "on", earliest=since, latest=today)


class NoteForm(EtrierForm):
    """A confirmation with a few words, kept in the file and never in the journal."""

    carries_revision = True
    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea)


class WorkerField(forms.ChoiceField):
    """A member who receives people; the value is the user, the first choice may be nobody."""

    def __init__(self, *, organisation: Organisation, nobody: str = "", **options: Any) -> None:
        members = (
            Membership.objects.filter(
                organisation=organisation,
                state="active",
                roles__overlap=[Role.SOCIAL_WORKER.value, Role.MANAGER.value],
            )
            .select_related("user")
            .order_by("user__last_name", "user__first_name")
        )
        self.users = {str(member.user.uid): member.user for member in members}
        choices = [(uid, user.full_name) for uid, user in self.users.items()]
        super().__init__(choices=[("", nobody), *choices] if nobody else choices, **options)

    def clean(self, value: Any) -> Any:
        return self.users.get(super().clean(value))
