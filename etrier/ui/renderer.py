"""How forms are drawn: label, help, field, error; classes and suffixes by kind of widget.

By Jinja, whose templates stand in `jinja2/`: it takes half the time (decision 0015).
"""

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import Jinja2
from django.template.backends import jinja2
from django.utils.safestring import SafeString
from jinja2 import Environment

from etrier.ui import drawing
from etrier.ui.forms import rows_of
from etrier.ui.templatetags import etrier_components

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

    def as_cell(self) -> SafeString:
        """A field as a cell of a table that is typed."""
        return self.render("ui/cell.html")

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


def environment(**options: Any) -> Environment:
    """What the templates of forms may call."""
    made = drawing.environment(**options)
    made.globals |= {"error_summary": etrier_components.error_summary, "rows_of": rows_of}
    return made


class EtrierRenderer(Jinja2):
    """`FORM_RENDERER`: `{{ form }}` and `{{ form.amount.as_field_group }}` wear the house's look."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = EtrierBoundField

    @cached_property
    def engine(self) -> jinja2.Jinja2:
        """Django's templates of widgets, and ours."""
        return jinja2.Jinja2(
            {
                "APP_DIRS": True,
                "DIRS": [Path(django.forms.__file__).parent / "jinja2"],
                "NAME": "forms",
                "OPTIONS": {"environment": f"{__name__}.environment"},
            }
        )
