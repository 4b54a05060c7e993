"""What is put in one field of a valid form, and what a page must then answer."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.filling import Field, Forms, HtmlForm
from tests.french import english_words

LEAST = 50
"""How many times a form is corrupted."""
NIR = "1 84 12 75 115 001 56"
TOO_LONG = "é" * 5000
NASTY = (
    "", "\x00", TOO_LONG, NIR, " ", "-1", "0", "2026-02-31", "31/02/2026", "pas une date", "NaN", "1e400",
    "0001-01-01", "9999-12-31", "-0,01", "12,345", "Infinity", "99999999999999999999", "1 000 000 000 000",
    "25:61", "<script>alert(1)</script>", "'; DROP TABLE files_file; --", "{{ 7*7 }}", "%s%n", "\u202e",
    "../../etc/passwd", "FR7630006000011234567890188", "00000000-0000-0000-0000-000000000000", "null", "[]",
    "true", "🙂" * 300, "a\x00b", "2026-13-01", "00/00/0000", "29/02/2025", "-99999999999999999999", "+", "-",
    "0x1F", "１２", "1,2,3", "1.000.000,00 €", "١٢", "24:00", "@", "a@b", "…", "\ud7ff\ufffd", "\r\n\r\n",
    "2147483648", "9223372036854775808", "&#0;", "0000000000",
)  # fmt: skip
WORST = {"text": NIR, "textarea": NIR, "date": "2026-02-31", "decimal": "-1", "numeric": "0"}
"""What every field of a kind meets."""
FILES = (
    ("virus.pdf", b"MZ\x90\x00" + b"\x00" * 300),
    ("vide.pdf", b""),
    ("page.pdf", b"<html><script>1</script></html>"),
    ("gros.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024 + 1)),
)
TYPED = {"text", "textarea", "email", "tel", "number", "date", "time", "search"}
READABLE = {
    "date": r"(19|20)\d\d-(0[1-9]|1[0-2])-[012]\d",
    "time": r"([01]\d|2[0-3]):[0-5]\d",
    "email": r"\w+@\w+\.\w+",
    "decimal": r"[0-9][0-9\s.,]*€?",
    "numeric": r"[0-9][0-9\s.,]*€?",
}
"""What a field of a kind may at best be able to read."""
SUMMARY = re.compile(r'<div class="error-summary".*?</div>', re.DOTALL)
ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
ANCHOR = re.compile(r'<a href="#([^"]+)">.*?</a>', re.DOTALL)
FORMS = re.compile(r"<form\b.*?</form>", re.DOTALL)


def shape(name: str) -> str:
    """What the fields of all the lines of a table have in common."""
    return re.sub(r"\d+", "0", name)


def corruptions(form: HtmlForm) -> list[tuple[Field, Any]]:
    """One field and what is put in it, spread over all the fields of a form.

    What is wrong for the kind of a field comes first, then the rest in an order of its own.
    """
    alike: dict[str, list[Field]] = defaultdict(list)
    for one in form.fields.values():
        if one.name != "csrfmiddlewaretoken":
            alike[shape(one.name)].append(one)
    found: list[tuple[Field, Any]] = []
    papers = [group for group in alike.values() if group[0].kind == "file"]
    others = [group for group in alike.values() if group[0].kind != "file"]
    for group in papers:
        found += [(group[0], SimpleUploadedFile(*file)) for file in FILES]
    each = -(-(LEAST - len(found)) // max(1, len(others)))
    for group in others:
        for rank, value in enumerate(values_for(group[0])[: max(each, 2)]):
            found.append((group[rank % len(group)], value))
    return found


def values_for(one: Field) -> list[str]:
    """All that is nasty, the worst for this field first."""
    start = crc32(shape(one.name).encode()) % len(NASTY)
    turned = NASTY[start:] + NASTY[:start]
    first = WORST.get(one.mode or one.kind)
    return sorted(turned, key=lambda value: (value != first, not cannot_be(one, value)))


def cannot_be(one: Field, value: Any) -> bool:
    """Whether this field surely cannot hold this value, so that a sentence must stand beside it."""
    if one.kind == "file" or one.kind in ("hidden", "checkbox", "password", "search"):
        return one.kind == "file"
    if not value.strip():
        return False
    if one.kind in ("select", "radio"):
        return value not in one.options
    readable = READABLE.get(one.mode or one.kind, r".*")
    too_much = "\x00" in value or value == NIR or (value == TOO_LONG and one.kind != "textarea")
    return too_much or not re.fullmatch(readable, value, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form sent with one field corrupted, and what came back."""

    form: HtmlForm
    payload: dict[str, Any]
    one: Field
    value: Any
    status: int
    page: str

    @property
    def refused(self) -> bool:
        """A 422; the pages of the account, which are a library's, answer 200 with their errors."""
        return self.status == 422 or (self.status == 200 and SUMMARY.search(self.page) is not None)

    def faults(self) -> Iterator[str]:
        """What is wrong with the answer."""
        if self.status not in (200, 302, 422):
            yield f"statut {self.status}"
        elif self.refused:
            yield from self.badly_told()
            yield from self.lost()
        elif cannot_be(self.one, self.value):
            yield "accepté"

    def badly_told(self) -> Iterator[str]:
        """A refusal says why in French, at the top and beside the field."""
        said = problems(self.page)
        if not said:
            yield "refusé sans un mot"
        if found := english_words(said):
            yield f"dit en anglais ({found}) : {said}"
        for anchor in ANCHOR.findall(SUMMARY.search(self.page)[0] if said else ""):
            if f'id="{anchor}"' not in self.page:
                yield f"le résumé mène à {anchor}, qui n’est pas sur la page"
        if cannot_be(self.one, self.value) and f'{self.one.name}_error"' not in self.page:
            yield f"rien n’est dit près du champ : {said}"

    def lost(self) -> Iterator[str]:
        """Everything typed is shown again, files and passwords apart."""
        held = best_match(self.page, self.form)
        if held is None:
            yield "le formulaire a disparu"
            return
        for name, typed in self.payload.items():
            shown = held.fields.get(name)
            if shown is None or (name == self.one.name and "\x00" in str(typed)):
                continue
            if shown.kind in TYPED and flat(shown.value) != flat(typed):
                yield f"« {str(typed)[:30]} » du champ {name} est devenu « {shown.value[:30]} »"
            elif shown.kind in ("select", "radio", "checkbox") and name != self.one.name:
                wanted = [typed] if isinstance(typed, str) else list(typed)
                if sorted(wanted) != sorted(shown.checked) and any(wanted):
                    yield f"le choix {wanted} du champ {name} est devenu {shown.checked}"


def flat(value: Any) -> str:
    """A text without its spaces: a telephone number comes back as one reads it."""
    return "".join(str(value).split())


def problems(page: str) -> list[str]:
    """The sentences of the error summary."""
    found = SUMMARY.search(page)
    if found is None:
        return []
    items = ITEM.findall(found[0])
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", ANCHOR.sub("", item))).split()) for item in items]


def forms_of(page: str) -> list[HtmlForm]:
    """The forms in the page itself, the rail apart."""
    main = page[max(0, page.find("<main")) :]
    return Forms("".join(FORMS.findall(main))).forms


def best_match(page: str, form: HtmlForm) -> HtmlForm | None:
    """The same form on the page that answered."""
    wanted = set(form.fields)
    found = max(forms_of(page), key=lambda one: len(wanted & set(one.fields)), default=None)
    return found if found is not None and len(wanted & set(found.fields)) > len(wanted) // 2 else None
