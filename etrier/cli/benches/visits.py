"""Visits to the main pages of a town, as its people make them: what each costs the server.

Run in a process of its own, Django ready, on the database of the bench (`python -m etrier.cli.benches`).
"""

import gc
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etrier.accounts.actor import acting_for
from etrier.accounts.models import Membership, Organisation, User
from etrier.decisions.models import Transmission
from etrier.demonstration.cast import PLACES, address
from etrier.domain.access import Role
from etrier.files.models import File
from etrier.files.reading import SESSION_KEY
from etrier.loans.models import Loan
from etrier.outcomes.models import Refund

WORD = "martin"


@dataclass(frozen=True, slots=True)
class Visit:
    """One page and the browser of whoever opens it."""

    name: str
    url: str
    browser: Client


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs: queries, then seconds of server time over the rounds."""

    name: str
    queries: int
    p50: float
    low: float
    high: float


def members(town: Organisation) -> Iterator[tuple[Role, Client]]:
    """A signed-in browser for each role of the town; the worker's may open any file."""
    with acting_for(town):
        people = list(Membership.objects.filter(organisation=town, state="active").select_related("user"))
    for person in people:
        browser = Client()
        browser.force_login(person.user)
        yield Role(person.roles[0]), browser


def visits(town: Organisation) -> list[Visit]:
    """The pages people open all day long, the floor first: a page that reads nothing."""
    browsers = dict(members(town))
    worker, manager, finance = (browsers[role] for role in (Role.SOCIAL_WORKER, Role.MANAGER, Role.FINANCE))
    with acting_for(town):
        files = File.objects.filter(organisation=town).order_by("-pk")
        loan = Loan.objects.filter(organisation=town, state="running").select_related("file").latest("pk")
        study = files.filter(application__state="under_study").first() or files[0]
        refund = Refund.objects.filter(organisation=town).select_related("file").latest("pk")
        year = files[0].year
    asked = worker.session
    asked[SESSION_KEY] = {str(one.uid): "supervision" for one in (loan.file, study, refund.file)}
    asked.save()
    at = {
        "Se connecter (plancher)": ("account_login", {}, Client()),
        "Ma journée": ("desk:day", {}, worker),
        "Dossiers": ("desk:files", {}, worker),
        "Un dossier": ("desk:file", {"file": loan.file.uid}, worker),
        "Son histoire": ("desk:history", {"file": loan.file.uid}, worker),
        "Son prêt": ("loans:account", {"file": loan.file.uid}, worker),
        "Un budget": ("applications:budget", {"file": study.uid}, worker),
        "Les pièces d’une demande": ("applications:checklist", {"file": study.uid}, worker),
        "Les rendez-vous de la semaine": ("followup:agenda", {}, worker),
        "Prêts": ("loans:loans", {}, worker),
        "Un remboursement": ("outcomes:refund", {"file": refund.file.uid}, worker),
        "Remboursements": ("outcomes:refunds", {}, finance),
        "Enveloppe de garantie": ("funds:envelope", {}, manager),
        "Pilotage": ("reporting:year", {}, manager),
        "Dispositif": ("schemes:scheme", {}, manager),
    }
    found = [Visit(name, reverse(url, kwargs=keys), browser) for name, (url, keys, browser) in at.items()]
    search = reverse("desk:search")
    found.append(Visit("Chercher un nom", f"{search}?q={WORD}", worker))
    found.append(Visit("Chercher un numéro", f"{search}?q={year}-00", worker))
    return found + list(desk(town))


def desk(town: Organisation) -> Iterator[Visit]:
    """What a bank's adviser opens."""
    with acting_for(town):
        waiting = Transmission.objects.filter(organisation=town, state="sent")
        sent = waiting.select_related("partner").latest("pk")
    first, last = next(place for place in PLACES if place.code == town.code).advisers[sent.partner.code]
    browser = Client()
    browser.force_login(User.objects.get(email=address(first, last)))
    yield Visit("Banque : demandes reçues", reverse("portal:desk"), browser)
    yield Visit("Banque : une demande", reverse("portal:request", args=[sent.uid]), browser)


def queries(visit: Visit) -> int:
    """How many queries a page asks once caches are warm. Raises `RuntimeError` when it does not open."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            answer = visit.browser.get(visit.url)
        if answer.status_code != 200:
            raise RuntimeError(f"{visit.name} ({visit.url}) : {answer.status_code}")
    return len(asked)


def timed(visit: Visit) -> float:
    """Seconds from the request to the answer, inside the server."""
    gc.collect()
    started = perf_counter()
    visit.browser.get(visit.url)
    return perf_counter() - started


def measured(code: str, rounds: int) -> list[Cost]:
    """Every page, once per round, in turn."""
    town = Organisation.objects.get(code=code)
    wanted = visits(town)
    asked = [queries(one) for one in wanted]
    spent: list[list[float]] = [[] for _ in wanted]
    for turn in range(1, rounds + 1):
        print(f"tour {turn}/{rounds}", file=sys.stderr, flush=True)
        for place, one in enumerate(wanted):
            spent[place].append(timed(one))
    return [
        Cost(one.name, count, median(times), *quantiles(times, n=4, method="inclusive")[::2])
        for one, count, times in zip(wanted, asked, spent, strict=True)
    ]
