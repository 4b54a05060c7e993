"""Forms found on live pages with answers that the site takes, then corrupted one field at a time."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from etrier.domain.access import may
from tests.addresses import Address
from tests.corruption import LEAST, Sent, corruptions, forms_of, problems, shape
from tests.filling import HtmlForm, delivered, filled
from tests.keys import candidates
from tests.likely import LIKELY, TYPED
from tests.neighbours import Everyone, Inhabited
from tests.test_addresses import ACTS, state_of


@dataclass(frozen=True, slots=True)
class Target:
    """A form on a live page, with answers that the site takes."""

    name: str
    browser: Client
    where: str
    form: HtmlForm
    payload: dict[str, Any]


class Undo(Exception):
    """Takes back what a form did, so that the next one finds the same thing."""


def send(target: Target, payload: dict[str, Any]) -> Any:
    """Send a form; what it did is taken back, the session of the browser too; what a refusal would have left
    stays to be seen."""
    session = deepcopy(target.browser.cookies)
    answer = None
    try:
        with transaction.atomic():
            form = target.form
            answer = delivered(
                target.browser, target.where, payload, method=form.method, encoding=form.encoding
            )
            if answer.status_code == 422:
                return answer
            raise Undo
    except Undo:
        target.browser.cookies = session
        return answer


def told(answer: Any) -> list[str]:
    """Why a form was refused; nothing when it was taken."""
    if answer.status_code == 302:
        elsewhere = ("/motif/", reverse("account_login"))
        return [one for one in elsewhere if one in answer["Location"]]
    page = answer.content.decode()
    return problems(page) if answer.status_code in (200, 422) else [f"statut {answer.status_code}"]


def places(address: Address, home: Inhabited) -> Iterator[dict[str, Any]]:
    """Keys of live things, the likeliest first."""
    if address.name in LIKELY:
        thing = LIKELY[address.name](home.place)
        above = {name: getattr(thing, name).uid for name in address.keys[:-1]}
        last = address.keys[-1]
        yield above | {last: thing.file.uid if last == "file" else thing.uid}
    yield from candidates(address.app, address.keys, home.place)


def pages(address: Address, home: Inhabited, people: Everyone) -> Iterator[tuple[Client, str, str]]:
    """Where an address opens, for who, with its page."""
    act = ACTS.get(address.name.rpartition(":")[2])
    roles = sorted(people.browsers, key=lambda role: act is not None and not may({role}, act))
    for keys in places(address, home):
        home.town.enter()
        for role in roles:
            answer = people.open(role, address, keys)
            home.town.enter()
            if answer.status_code == 200 and "html" in answer["Content-Type"]:
                yield people.browsers[role], reverse(address.name, kwargs=keys), answer.content.decode()
                break


class Sweep:
    """The forms of an app, each met once."""

    def __init__(self, home: Inhabited, people: Everyone) -> None:
        self.home, self.people = home, people
        self.met: set[tuple[str, ...]] = set()
        self.wrong: list[str] = []

    def targets(self, address: Address) -> list[Target]:
        """The forms of an address with valid answers, on the first live thing on which all are taken."""
        refusals: list[str] = []
        for browser, where, page in pages(address, self.home, self.people):
            forms = [form for form in forms_of(page) if self.is_new(address, form)]
            if not forms:
                return []
            own = TYPED[address.name](self.home.place) if address.name in TYPED else {}
            found = [
                Target(
                    address.name,
                    browser,
                    form.action or where,
                    form,
                    filled(form, self.home.place.on) | own,
                )
                for form in forms
            ]
            refusals = [sentence for target in found for sentence in told(send(target, target.payload))]
            if not refusals:
                self.met |= {signature(address, form) for form in forms}
                return found
        self.wrong += [f"{address.name}: valid answers are refused: {refusals}"] if refusals else []
        return []

    def is_new(self, address: Address, form: HtmlForm) -> bool:
        """Whether a form has fields and was not met under another address."""
        fields = set(form.fields) - {"csrfmiddlewaretoken"}
        return bool(fields) and signature(address, form) not in self.met

    def mistreat(self, target: Target) -> None:
        """Corrupt one field at a time; what was refused must leave everything as it was."""
        before, tried = state_of([self.home.town.organisation]), 0
        for one, value in corruptions(target.form):
            payload = target.payload | {one.name: value}
            said = f"{target.name}: {one.name} = {str(value)[:40]!r}"
            try:
                answer = send(target, payload)
            except Exception as error:  # a fault of the site, whichever it is
                self.wrong.append(f"{said}: {type(error).__name__}: {str(error)[:200]}")
                continue
            tried += 1
            sent = Sent(target.form, payload, one, value, answer.status_code, answer.content.decode())
            self.wrong += [f"{said}: {fault}" for fault in sent.faults()]
        self.home.town.enter()
        if tried < LEAST:
            self.wrong.append(f"{target.name}: only {tried} corruptions")
        if state_of([self.home.town.organisation]) != before:
            self.wrong.append(f"{target.name}: a refusal changed something")

    def run(self, some: Iterable[Address]) -> list[str]:
        """What is wrong with the forms of some addresses."""
        for address in some:
            for target in self.targets(address):
                self.mistreat(target)
            self.home.town.enter()
        return self.wrong


def signature(address: Address, form: HtmlForm) -> tuple[str, ...]:
    """The same form on two pages is one form."""
    return (form.action or address.name, *sorted({shape(name) for name in form.fields}))
