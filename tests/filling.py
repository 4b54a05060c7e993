"""Filling in a page's form as a person would: from its HTML, field by field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"
PASSWORD = "quatre-rivières-et-un-pont-27"
LATER_LINE = re.compile(r"\w+-[1-9]\d*-\w+")
"""A line of a table after its first: it stays as the page proposes it."""
ANSWERS: tuple[tuple[str, Callable[[date], Any]], ...] = (
    (r"postcode", lambda on: "53000"),
    (r"iban", lambda on: "FR7630006000011234567890189"),
    (r"bic|certificate", lambda on: ""),
    (r"(old_?)?password[12]?|again", lambda on: PASSWORD),
    (r"died_on|first_due_on", lambda on: ""),
    (r"session_on", lambda on: (on + timedelta(7)).isoformat()),
    (r"since", lambda on: on.replace(month=on.month - (on.month - 1) % 3, day=1).isoformat()),
    (r"appeal_reason", lambda on: "no_object"),
    (r"solution", lambda on: "no_longer_relevant"),
    (r"items-0-cost", lambda on: "2012"),
    (r"(\w+-\d+-)?unknown", lambda on: []),
)
"""What only makes sense in one way, by the name of its field, whatever the page proposes."""


@dataclass
class Field:
    """One input of a form, with what it offers and what it holds."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    mode: str = ""


@dataclass
class HtmlForm:
    """A form of a page."""

    method: str = "get"
    action: str = ""
    guarded: bool = True
    encoding: str = ""
    fields: dict[str, Field] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self.current: HtmlForm | None = None
        self.select: Field | None = None
        self.area: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.current = HtmlForm(
                given.get("method", "get").lower(),
                given.get("action", ""),
                "data-unguarded" not in given,
                given.get("enctype", ""),
            )
            self.forms.append(self.current)
        if self.current is None:
            return
        name = given.get("name", "")
        if "disabled" in given:
            return
        if tag == "input" and name:
            self.take(given, name)
        elif tag == "select" and name:
            self.select = self.current.fields.setdefault(name, Field(name, "select"))
        elif tag == "option" and self.select is not None:
            self.select.options.append(given.get("value", ""))
            if "selected" in given:
                self.select.checked.append(given.get("value", ""))
        elif tag == "textarea" and name:
            self.area = self.current.fields.setdefault(name, Field(name, "textarea"))

    def take(self, given: dict[str, str], name: str) -> None:
        """An input: those of one name are one field."""
        assert self.current is not None
        kind, value = given.get("type", "text"), given.get("value", "")
        found = self.current.fields.setdefault(name, Field(name, kind, mode=given.get("inputmode", "")))
        if kind in ("radio", "checkbox"):
            value = given.get("value", "on")
            found.options.append(value)
            if "checked" in given:
                found.checked.append(value)
        else:
            found.value = value

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area is not None:
            self.area.value = self.area.value.removeprefix("\n")
            self.area = None


def delivered(
    browser: Client, where: str, values: Mapping[str, Any], *, method: str, encoding: str, **options: Any
) -> Any:
    """Send a form as a browser does: in parts only where the page says so, which papers need."""
    if method != "post":
        return browser.get(where, values, **options)
    if encoding == "multipart/form-data":
        return browser.post(where, values, **options)
    text = urlencode(values, doseq=True)
    return browser.post(where, text, content_type="application/x-www-form-urlencoded", **options)


def form_of(html: str) -> HtmlForm | None:
    """The form of an act on a page: the one to send that is not the rail's."""
    return next((form for form in Forms(html).forms if form.method == "post" and form.guarded), None)


def filled(form: HtmlForm, on: date) -> dict[str, Any]:
    """Plausible answers: what only makes sense so, what the page proposes, else the first choice, today, a
    small amount, a word."""
    return {one.name: answer for one in form.fields.values() if (answer := answer_to(one, on)) is not None}


def answer_to(one: Field, on: date) -> Any:
    """What a person in a hurry would put in one field; nothing when it is not hers to fill."""
    if one.name == "csrfmiddlewaretoken":
        return None
    for name, answer in ANSWERS:
        if re.fullmatch(name, one.name):
            return answer(on)
    if LATER_LINE.fullmatch(one.name):
        return proposed(one)
    return proposed(one) or chosen(one, on)


def proposed(one: Field) -> Any:
    """What the page itself proposes."""
    if one.kind == "checkbox":
        return one.checked
    if one.kind in ("select", "radio"):
        return one.checked[0] if one.checked else None
    return one.value


def chosen(one: Field, on: date) -> Any:
    """A first answer of the right kind."""
    offered = [option for option in one.options if option]
    if one.kind in ("select", "radio"):
        return offered[0] if offered else None
    if one.kind == "checkbox":
        return offered[:1]
    if one.kind == "file":
        return SimpleUploadedFile("piece.pdf", PDF)
    if one.mode in ("decimal", "numeric"):
        return "12"
    plain = {
        "hidden": "",
        "date": on.isoformat(),
        "time": "10:00",
        "email": "personne@example.org",
        "tel": "0639980012",
        "number": "12",
    }
    return plain.get(one.kind, "Texte")
