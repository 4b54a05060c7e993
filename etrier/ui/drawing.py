"""Drawing by Jinja, whose templates stand in `jinja2/`: in half the time of Django’s (decision 0015)."""

from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import localize
from django.utils.safestring import SafeString
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from etrier.ui import formats
from etrier.ui.templatetags import etrier_filters

TEMPLATES = Path(__file__).parent / "jinja2"


class Templates(Environment):
    """The templates of `jinja2/`, each with what it may call in one dictionary: Jinja’s chain of two takes
    longer to read, at each field of a form, than drawing the field."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def typeset(text: Any) -> str:
    """The filter of the pages: what needs no escaping still needs none."""
    written = "" if text is None else etrier_filters.typeset(text)
    return SafeString(written) if hasattr(text, "__html__") else written


def pixel(value: float) -> str:
    """A coordinate with a decimal point, whatever the language of the page."""
    return f"{value:.1f}"


def said(value: Any) -> Any:
    """A figure or a date as pages write it."""
    return value if isinstance(value, str) else localize(value)


def environment(**options: Any) -> Environment:
    """What the templates of `jinja2/` may call."""
    made = Templates(trim_blocks=True, lstrip_blocks=True, **options)
    made.filters |= {
        "typeset": typeset,
        "pixel": pixel,
        "euros": formats.euros,
        "capitalised": formats.capitalised,
    }
    return made


@cache
def components() -> Environment:
    """The components of the pages; unlike forms, whose attributes are for browsers, they speak French."""
    return environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        finalize=said,
        autoescape=True,
        auto_reload=settings.DEBUG,
    )


def draw(template: str, facts: Mapping[str, Any]) -> SafeString:
    """One component."""
    return SafeString(components().get_template(f"ui/components/{template}").render(facts))
