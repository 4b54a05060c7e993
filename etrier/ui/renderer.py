"""How forms are drawn: label, help, field, error; classes and suffixes by kind of widget."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

FEW, SHORT = 4, 24
"""So many answers at most, so many characters at most, stand side by side."""
CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class EtrierBoundField(forms.BoundField):
    """A field as our templates draw it."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        shaped: forms.Widget = widget or self.field.widget
        built: dict[str, Any] = dict(super().build_widget_attrs(attrs, widget))
        if shaped.is_hidden:
            return built
        if isinstance(shaped, CHECKS):
            kind = "form-check-input"
        else:
            kind = "form-select" if isinstance(shaped, forms.Select) else "form-control"
        own = shaped.attrs.get("class", "")
        wrong = "is-invalid" if self.errors else ""
        built["class"] = " ".join(word for word in (kind, own, wrong) if word)
        return built

    @property
    def shape(self) -> str:
        """check, choices (several inputs under one legend) or line."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        return "check" if isinstance(widget, forms.CheckboxInput) else "line"

    @property
    def is_short(self) -> bool:
        """A few short answers, read at a glance on one line."""
        labels = [str(option.choice_label) for option in self.subwidgets]
        return len(labels) <= FEW and all(len(label) <= SHORT for label in labels)

    @property
    def anchor(self) -> str:
        """Where a link of the error summary leads: the first input of the field."""
        return f"{self.auto_id}_0" if self.shape == "choices" else str(self.id_for_label)

    @property
    def suffix(self) -> str:
        return str(getattr(self.field, "suffix", ""))

    @property
    def suffix_words(self) -> str:
        return str(getattr(self.field, "suffix_words", ""))

    @property
    def marked_optional(self) -> bool:
        return (
            not self.field.required
            and self.shape != "check"
            and getattr(self.form, "marks_optional", True)
            and not self.field.disabled
        )


class EtrierRenderer(DjangoTemplates):
    """`FORM_RENDERER`: `{{ form }}` and `{{ form.amount.as_field_group }}` wear the house's look."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = EtrierBoundField
