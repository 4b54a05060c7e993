"""Every form, mistreated: from a plausible form, one field corrupted at a time. Never an error 500; what was
typed comes back with a sentence in French."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.addresses import Address, addresses
from tests.filling import Field, HtmlForm, filled, form_of
from tests.live import Place
from tests.neighbours import HOMES, Everyone
from tests.test_addresses import OPEN_TO_ALL, opened

NOT_YET = {"applications", "decisions", "funds", "loans", "outcomes"}
"""Forms whose sweep was not yet seen green as a whole; each has tests of bad input beside its pages."""
APPS = sorted({address.app for address in addresses()} - NOT_YET - {"", "portal"})
LEAST = 50
NASTY = (
    "",
    " ",
    "-1",
    "0",
    "-0,01",
    "12,345",
    "1e400",
    "NaN",
    "Infinity",
    "1 000 000 000 000",
    "99999999999999999999",
    "2026-02-31",
    "31/02/2026",
    "0001-01-01",
    "9999-12-31",
    "pas une date",
    "25:61",
    "é" * 5000,
    "\x00",
    "\u202e",
    "<script>alert(1)</script>",
    "'; DROP TABLE files_file; --",
    "{{ 7*7 }}",
    "%s%n",
    "../../etc/passwd",
    "1 84 12 75 115 001 07",
    "FR7630006000011234567890188",
    "00000000-0000-0000-0000-000000000000",
    "null",
    "[]",
    "true",
    "🙂" * 300,
)
FILES = (
    ("vide.pdf", b""),
    ("virus.pdf", b"MZ\x90\x00" + b"\x00" * 300),
    ("page.pdf", b"<html><script>1</script></html>"),
    ("gros.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024 + 1)),
)
ECHOED = {"text", "textarea", "email", "tel", "number", "date", "time"}


def corruptions(form: HtmlForm) -> list[tuple[Field, Any]]:
    """One field and what is put in it, spread over all the fields: fifty and a little more for a form."""
    found: list[tuple[Field, Any]] = []
    for one in form.fields.values():
        if one.name == "csrfmiddlewaretoken":
            continue
        if one.kind == "file":
            found += [(one, SimpleUploadedFile(*file)) for file in FILES]
        else:
            found += [(one, value) for value in NASTY]
    return found[:: max(1, len(found) // LEAST)]


def mistreated(address: Address, place: Place, people: Everyone) -> list[str]:
    """What went wrong with the form of an address."""
    found = opened(address, place, people)
    if found is None:
        return []
    role, keys, answer = found
    form = form_of(answer.content.decode()) if "html" in answer["Content-Type"] else None
    if form is None:
        return []
    where, browser = reverse(address.name, kwargs=keys), people.browsers[role]
    payload, wrong = filled(form, place.on), []
    for one, value in corruptions(form):
        status, kept = sent(browser, where, payload | {one.name: value}, one, value)
        if status >= 500 or status not in (200, 302, 400, 403, 404, 409, 422):
            wrong.append(f"{address.name}: {status} for {one.name} = {str(value)[:40]!r}")
        elif not kept:
            wrong.append(f"{address.name}: {one.name} = {str(value)[:40]!r} was lost")
    return wrong


class Undo(Exception):
    """Takes back what a form did, so that the next one finds the same thing."""


def sent(browser: Client, where: str, payload: dict[str, Any], one: Field, value: Any) -> tuple[int, bool]:
    """The status of a corrupted form, and whether a refusal shows again what was typed."""
    answer = None
    try:
        with transaction.atomic():
            answer = browser.post(where, payload)
            raise Undo
    except Undo:
        pass
    assert answer is not None
    if answer.status_code != 422 or one.kind not in ECHOED or not str(value).strip():
        return answer.status_code, True
    return answer.status_code, shown_again(answer.content.decode(), one.name, str(value))


def shown_again(page: str, name: str, value: str) -> bool:
    """Whether a field of the page still holds what was typed."""
    form = form_of(page)
    held = form.fields.get(name) if form else None
    return held is None or "\x00" in value or held.value.strip() == value.strip()


@pytest.mark.covers("X7")
@pytest.mark.parametrize("app", APPS)
def test_no_form_breaks_or_forgets_in(app, neighbourhood):
    home = neighbourhood.at(HOMES.get(app, ("laval",))[0])
    here, people, place = home.town, home.people, home.place
    here.enter()
    wrong = []
    for address in addresses():
        if address.app == app and address.name not in OPEN_TO_ALL:
            wrong += mistreated(address, place, people)
            here.enter()
    assert not wrong, "\n".join(wrong)
