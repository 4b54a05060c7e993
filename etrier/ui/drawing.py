"""Drawing by Jinja, whose templates stand in `jinja2/`: in half the time of Django’s (decision 0015)."""

from collections.abc import Mapping
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
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 - escaping is asked for by who calls
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
