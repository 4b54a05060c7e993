"""Answers common to several pages: yes or no or not asked, a day up to today, a code of a closed list."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from etrier.domain.labelled import Labelled
from etrier.ui.fields import DayField

POSTCODE = RegexValidator(r"^\d{5}$", "Écrivez un code postal à cinq chiffres, par exemple\u00a0: 53000.")
Choices = list[tuple[str, str]]


def capital(text: str) -> str:
    """First letter in upper case."""
    return text[:1].upper() + text[1:]


def labelled(codes: Iterable[Labelled], empty: str = "") -> Choices:
    """The choices of a closed list, after an empty answer when it has a name."""
    return ([("", empty)] if empty else []) + [(code.value, capital(code.label)) for code in codes]


def coded(labels: Iterable[tuple[str, str]], empty: str = "") -> Choices:
    """The same from a table of codes."""
    return ([("", empty)] if empty else []) + [(code, capital(label)) for code, label in labels]


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not asked yet: unknown is not no."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(
            choices=[("True", "Oui"), ("False", "Non"), ("", "Pas encore demandé")],
            coerce=lambda value: str(value) == "True",
            empty_value=None,
            widget=forms.RadioSelect,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else value


def until(form: forms.BaseForm, on: date, *names: str) -> None:
    """These days may not be after `on`."""
    for name in names:
        field = form.fields[name]
        if isinstance(field, DayField):
            field.latest = on
            field.widget.attrs["max"] = on.isoformat()
