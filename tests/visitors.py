"""Someone in front of the site: she follows links, fills fields by their labels, presses buttons.

Two of them know how: one through Django's test client, fast; one in Chromium (`tests.browser`).
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from etrier.ui import formats
from tests.filling import PDF, delivered
from tests.page import Control, Page, plain, sent

Answers = Mapping[str, Any]


class Refused(AssertionError):
    """The site did not take what was sent; says why."""


def written(answer: Any) -> str:
    """An answer as it is typed: days as the browser's calendar gives them, amounts in French."""
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, Decimal):
        return formats.number(answer, 2)
    return str(answer)


class Visitor(ABC):
    """What a person does, whatever she uses."""

    page: Page

    @abstractmethod
    def open(self, path: str) -> None:
        """Type an address: only to arrive."""

    @abstractmethod
    def follow(self, words: str) -> None:
        """Follow the link that bears these words."""

    @abstractmethod
    def press(self, words: str = "", answers: Answers | None = None, *, taken: bool = True) -> None:
        """Fill fields and press a button; `taken` false when the site must refuse."""

    @property
    @abstractmethod
    def path(self) -> str:
        """Where she is."""

    def reads(self, *sentences: str) -> None:
        """These words are on the page."""
        said = self.page.text
        for sentence in sentences:
            assert plain(sentence) in said, f"« {sentence} » n’est pas sur la page {self.path} :\n{said}"

    def does_not_read(self, *sentences: str) -> None:
        """These words are not."""
        for sentence in sentences:
            assert plain(sentence) not in self.page.text, f"« {sentence} » est sur la page {self.path}"

    def does(self, link: str, answers: Answers | None = None, button: str = "") -> None:
        """Follow the link of an act, fill its page, send it."""
        self.follow(link)
        self.press(button, answers or {})

    def check(self, taken: bool) -> None:
        """What was sent was taken, or was not, as expected."""
        if taken and self.page.problems:
            raise Refused(f"{self.path} : {self.page.problems}")
        if not taken:
            assert self.page.problems, f"{self.path} : rien n’a été refusé"


class Reader(Visitor):
    """Reads pages through the test client."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.here = "/"

    @property
    def path(self) -> str:
        return self.here

    def open(self, path: str) -> None:
        self._take(self.client.get(path, follow=True), path)

    def follow(self, words: str) -> None:
        self.open(urljoin(self.here, self.page.link(words).attrs["href"]))

    def press(self, words: str = "", answers: Answers | None = None, *, taken: bool = True) -> None:
        controls = {label: self.page.control(label) for label in answers or {}}
        near = next(iter(controls.values())).form if controls else None
        button = self.page.button(words, near)
        form = button.within("form")
        assert form is not None
        values: dict[str, Any] = dict(sent(self.page, form))
        if button.attrs.get("name"):
            values[button.attrs["name"]] = button.attrs.get("value", "")
        for label, answer in (answers or {}).items():
            values |= typed(controls[label], answer)
        where = urljoin(self.here, form.attrs.get("action") or self.here)
        method, encoding = form.attrs.get("method", "get").lower(), form.attrs.get("enctype", "")
        answer = delivered(self.client, where, values, method=method, encoding=encoding, follow=True)
        self._take(answer, where)
        self.check(taken)

    def _take(self, answer: Any, path: str) -> None:
        if answer.redirect_chain:
            path = urlsplit(answer.redirect_chain[-1][0]).path
        assert answer.status_code in (200, 422), f"{path} : {answer.status_code}"
        self.here, self.page = path, Page(answer.content.decode())


def typed(control: Control, answer: Any) -> dict[str, Any]:
    """The value a field sends for an answer."""
    if control.kind == "file":
        return {control.name: SimpleUploadedFile("piece.pdf", PDF)}
    if control.kind == "checkbox" and isinstance(answer, bool):
        return {control.name: [control.choices[0][1]] if answer else []}
    if control.kind in ("radio", "select", "checkbox"):
        wanted = answer if isinstance(answer, list | tuple) else [answer]
        return {control.name: control.codes(*wanted)}
    return {control.name: written(answer)}
