"""Filling in a page's form as a person would: from its HTML, field by field."""

from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"
TEXT_KINDS = {"text", "search", "email", "tel", "url", "password", "textarea", ""}


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
                given.get("method", "get").lower(), given.get("action", ""), "data-unguarded" not in given
            )
            self.forms.append(self.current)
        if self.current is None:
            return
        name = given.get("name", "")
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
            found.options.append(value or "on")
            if "checked" in given:
                found.checked.append(value or "on")
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
        elif tag == "textarea":
            self.area = None


def form_of(html: str) -> HtmlForm | None:
    """The form of an act on a page: the one to send that is not the rail's."""
    return next((form for form in Forms(html).forms if form.method == "post" and form.guarded), None)


def filled(form: HtmlForm, on: date) -> dict[str, Any]:
    """Plausible answers: what the page proposes, else the first choice, today, a small amount, a word."""
    return {one.name: answer for one in form.fields.values() if (answer := answer_to(one, on)) is not None}


def answer_to(one: Field, on: date) -> Any:  # noqa: PLR0911 -- one line per kind of field
    """What a person in a hurry would put in one field."""
    offered = [option for option in one.options if option]
    if one.kind == "csrfmiddlewaretoken" or one.name == "csrfmiddlewaretoken":
        return None
    if one.kind in ("select", "radio"):
        return one.checked[0] if one.checked and one.checked[0] else (offered[0] if offered else None)
    if one.kind == "checkbox":
        return one.checked or offered[:1]
    if one.kind == "file":
        return SimpleUploadedFile("piece.pdf", PDF)
    if one.value.strip() or one.kind == "hidden":
        return one.value
    if one.kind == "date":
        return on.isoformat()
    if one.kind == "time":
        return "10:00"
    if one.kind == "email":
        return "personne@example.org"
    if one.kind == "tel":
        return "0639980012"
    if one.mode in ("decimal", "numeric") or one.kind == "number":
        return "12"
    return "Texte"
