"""French figures and dates in templates: `etrier.ui.formats`, as filters. An absent value writes nothing."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any

from django import template
from django.utils import timezone

from etrier.domain import french
from etrier.domain.lifecycle import CODE_LABELS
from etrier.ui import formats

register = template.Library()
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def _unless_absent(write: Callable[..., str]) -> Callable[..., str]:
    @wraps(write)
    def filtered(value: Any, *arguments: Any) -> str:
        return "" if value is None or value == "" else write(value, *arguments)

    return filtered


def _here(value: date) -> date:
    """An aware instant falls on a day only once it is brought to the organisation's time zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _words(pair: str) -> tuple[str, str]:
    singular, separator, plural = pair.partition(",")
    if not separator:
        raise template.TemplateSyntaxError("Attendu : « singulier,pluriel ».")
    return singular, plural


def _instant(value: datetime) -> str:
    return formats.instant(timezone.localtime(value) if timezone.is_aware(value) else value)


def _clock(value: Any) -> str:
    aware = isinstance(value, datetime) and timezone.is_aware(value)
    return formats.clock(timezone.localtime(value) if aware else value)


def _day_filter(write: Callable[..., str]) -> Callable[..., str]:
    @wraps(write)
    def here(value: date, *arguments: Any) -> str:
        return write(_here(value), *arguments)

    return _unless_absent(here)


def typeset(text: str) -> str:
    """A text with the apostrophes and the spaces of French."""
    return french.typeset(APOSTROPHE.sub("’", str(text)))


def _iso(value: date) -> str:
    return value.isoformat()


def _plural(count: Decimal | int, pair: str) -> str:
    return formats.plural(count, *_words(pair))


def _counted(count: Decimal | int, pair: str) -> str:
    return formats.counted(count, *_words(pair))


def _code(code: str, kind: str) -> str:
    """`{{ refund.reason|code:"refusal_reason" }}`: the French label of a code; itself when it has none."""
    return str(CODE_LABELS.get(kind, {}).get(str(code), code))


FILTERS: dict[str, Callable[..., str]] = {
    "euros": formats.euros,
    "round_euros": formats.round_euros,
    "number": formats.number,
    "percent": formats.percent,
    "rate": formats.rate,
    "share": formats.share,
    "instant": _instant,
    "clock": _clock,
    "duration": formats.duration,
    "months": formats.months,
    "days": formats.days,
    "ordinal": formats.ordinal,
    "in_words": formats.in_words,
    "phone": formats.phone,
    "iban": formats.iban,
    "listed": formats.listed,
    "capitalised": formats.capitalised,
    "plural": _plural,
    "counted": _counted,
    "code": _code,
}
DAY_FILTERS: dict[str, Callable[..., str]] = {
    "day": formats.day,
    "long_day": formats.long_day,
    "day_of_year": formats.day_of_year,
    "short_day": formats.short_day,
    "near_day": formats.near_day,
    "numeric_day": formats.numeric_day,
    "month": formats.month,
    "iso": _iso,
}
register.filter("typeset", _unless_absent(typeset), is_safe=True)
for name, write in FILTERS.items():
    register.filter(name, _unless_absent(write))
for name, write in DAY_FILTERS.items():
    register.filter(name, _day_filter(write))
