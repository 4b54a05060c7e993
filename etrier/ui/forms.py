"""The base of every form: French messages, bounded texts, no social-security number, revision and key."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.datastructures import MultiValueDict

from etrier.domain import nir
from etrier.ui import formats
from etrier.ui.components import Clash

LINE_LIMIT = 200
TEXT_LIMIT = 4000
STALE = "La version de cette page est illisible. Rechargez la page, puis recommencez."
WRONG_CHOICE = "Choisissez une des réponses proposées."


def rows_of(form: forms.BaseForm) -> list[list[forms.BoundField]]:
    """The visible fields as they are laid out: those abreast together, where the first of them stands."""
    groups = {name: group for group in getattr(form, "abreast", ()) for name in group}
    visible = {bound.name: bound for bound in form.visible_fields()}
    rows = []
    while visible:
        name = next(iter(visible))
        rows.append([visible.pop(one) for one in groups.get(name, (name,)) if one in visible])
    return rows


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary; `anchor` is the input it leads to."""

    anchor: str
    label: str
    message: str


def problems(form: forms.BaseForm) -> list[Problem]:
    """Everything wrong in a form, in the order of its fields, form-wide errors first."""
    found = [Problem("", "", str(message)) for message in form.non_field_errors()]
    for bound in form:
        anchor = "" if bound.is_hidden else getattr(bound, "anchor", bound.id_for_label)
        found += [Problem(str(anchor), str(bound.label), str(message)) for message in bound.errors]
    return found


class TypedText:
    """Refuses a text over its limit, saying by how much (nothing is cut), or one that holds a NIR."""

    def __init__(self, limit: int, *, guards_nir: bool) -> None:
        self.limit, self.guards_nir = limit, guards_nir

    def __call__(self, value: Any) -> None:
        text = str(value)
        if len(text) > self.limit:
            written = formats.counted(len(text), "caractère", "caractères")
            limit = formats.number(self.limit)
            raise ValidationError(
                f"Ce texte compte {written}, la limite est de {limit} : raccourcissez-le.", code="max_length"
            )
        if self.guards_nir and nir.contains_nir(text):
            raise ValidationError(nir.ADVICE, code="nir")


class RevisionField(forms.IntegerField):
    """The revision of what the page showed, so that a later write by someone else is noticed."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE)
        super().__init__(min_value=0, max_value=2**31 - 1, error_messages=messages)


class KeyField(forms.Field):
    """The idempotency key: made with the page, the same when it is shown again with its errors."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)

    def to_python(self, value: Any) -> uuid.UUID | None:
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return None

    def prepare_value(self, value: Any) -> str:
        return str(self.to_python(value) or uuid.uuid4())


class EtrierForm(forms.Form):
    """Carries `key` (unless `carries_key` is off, for searches) and, when `carries_revision`, `revision`.

    `abreast`: fields that are read together, side by side where there is room.
    """

    abreast: tuple[tuple[str, ...], ...] = ()
    carries_key: ClassVar[bool] = True
    carries_revision: ClassVar[bool] = False
    marks_optional: ClassVar[bool] = True

    def __init__(self, *arguments: Any, revision: int | None = None, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        self._speaking: set[str] = set()
        super().__init__(*arguments, **options)
        if self.carries_revision:
            self.fields["revision"] = RevisionField()
            self.initial["revision"] = revision
        if self.carries_key and self.prefix is None:
            self.fields["key"] = KeyField()

    def __getitem__(self, name: str) -> forms.BoundField:
        """A field as it is drawn and cleaned; it learns to speak here, once, as some are added late."""
        if name in self.fields and name not in self._speaking:
            speak(self.fields[name])
            self._speaking.add(name)
        return super().__getitem__(name)

    @property
    def revision(self) -> int:
        """The revision the person was looking at (a valid form)."""
        return int(self.cleaned_data["revision"])

    def clashes(self, current: Mapping[str, Any], revision: int) -> tuple[Clash, ...]:
        """What differs between the values now stored and those typed; the form takes the new revision,
        so that sending it again means « keep mine »."""
        typed = MultiValueDict(self.data) if isinstance(self.data, MultiValueDict) else dict(self.data)
        typed[self.add_prefix("revision")] = str(revision)
        self.data = typed
        found = []
        for bound in self.visible_fields():
            if bound.name not in current or bound.name not in self.cleaned_data:
                continue
            theirs = written(bound.field, current[bound.name])
            yours = written(bound.field, self.cleaned_data[bound.name])
            if theirs != yours:
                found.append(Clash(str(bound.label), theirs, yours))
        return tuple(found)


def written(field: forms.Field, value: Any) -> str:
    """A field's value as a person reads it."""
    if isinstance(field, forms.ChoiceField):
        labels = {str(code): str(label) for code, label in _flat(field.choices)}
        values = value if isinstance(value, list | tuple | set) else [value]
        return formats.listed([labels.get(str(one), str(one or "")) for one in values])
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal):
        return formats.number(value)
    if isinstance(value, date):
        return formats.day(value)
    return "" if value is None else str(value)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label


def speak(field: forms.Field) -> None:
    """Messages that say what to do, and a limit on every text; the browser never cuts what is typed."""
    default = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") is default:
        field.error_messages["required"] = (
            WRONG_CHOICE if isinstance(field, forms.ChoiceField) else "Remplissez ce champ."
        )
    if isinstance(field, forms.ChoiceField):
        for code, message in type(field).default_error_messages.items():
            if code.startswith("invalid") and field.error_messages[code] is message:
                field.error_messages[code] = WRONG_CHOICE
    if isinstance(field, forms.CharField) and not any(isinstance(v, TypedText) for v in field.validators):
        limit = field.max_length or (TEXT_LIMIT if isinstance(field.widget, forms.Textarea) else LINE_LIMIT)
        field.validators = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
        field.validators.append(TypedText(limit, guards_nir=getattr(field, "guards_nir", True)))
        field.widget.attrs.pop("maxlength", None)
        if field.widget.attrs.get("rows") == "10":
            field.widget.attrs["rows"] = "4"
