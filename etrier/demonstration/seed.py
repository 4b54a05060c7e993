"""Fill an empty database with the demonstration: two towns, three years, made by the acts alone.

The same day gives the same rows to the byte: names, figures, states, journal, public keys and instants of
recording (`making`). Only what must not be guessed differs, the keys that encrypt papers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import transaction

from etrier.accounts.actor import acting_for
from etrier.config.sweep import STEPS
from etrier.database.making import made_by
from etrier.demonstration.cast import PLACES, Place, shares
from etrier.demonstration.commission import Commission, session_days
from etrier.demonstration.days import Calendar, Story, working_day
from etrier.demonstration.jobs import jobs_held_back
from etrier.demonstration.making import Scribe
from etrier.demonstration.parts import YEARS, parts
from etrier.demonstration.people import names
from etrier.demonstration.scenes import Scene, tale_of
from etrier.demonstration.statements import forget_plans, joined_by_hash, planned_once
from etrier.demonstration.towns import open_directory, raise_organisation, seat_advisers, settle
from etrier.documents.vault import together
from etrier.followup.actions.support import complete_support_contact
from etrier.followup.models import SupportContact
from etrier.schemes.actions import organisation_of
from etrier.ui.formats import counted, ordinal

FILES = 140
"""Files of a demonstration, all towns together."""
ORDINARY = 60
"""Files for which a town's envelope is made; more files, more envelope."""
WEEK, MONTHS = timedelta(7), timedelta(56)
Told = Callable[[str], None]


def seed(
    on: date,
    *,
    files: int = FILES,
    places: Sequence[Place] = PLACES,
    told: Told = lambda sentence: None,
) -> None:
    """Play these towns up to that day, so many files in all; `told` receives progress, in French.

    All or nothing: interrupted, it leaves the database as it was.
    """
    with transaction.atomic(), planned_once(), jobs_held_back(), together():
        for place, share in zip(places, shares(files, places), strict=True):
            play(place, on, share, told)


@dataclass
class Progress:
    """Turns the scribe to each day, and says where a town's story is, once a quarter."""

    name: str
    told: Told
    scribe: Scribe
    quarter: tuple[int, int] = (0, 0)
    opened: int = 0

    def __call__(self, day: date) -> None:
        self.scribe.turn_to(day)
        quarter = (day.year, (day.month - 1) // 3 + 1)
        if quarter != self.quarter:
            forget_plans()
        if quarter != self.quarter and self.opened:
            opened = counted(self.opened, "dossier", "dossiers")
            self.told(f"{self.name} : {ordinal(quarter[1])} trimestre {quarter[0]}, {opened}")
        self.quarter = quarter


def play(place: Place, on: date, files: int, told: Told) -> None:
    """One town, from its délibération to that day."""
    opened_on = date(on.year - YEARS - 1, 1, 2)
    drawn_from = f"{place.code} {on} {files}"
    rng, scribe = Random(drawn_from), Scribe(drawn_from)  # noqa: S311 -- a demonstration, not a secret
    scribe.turn_to(opened_on)
    with made_by(scribe), acting_for(raise_organisation(place, opened_on)) as house:
        town = settle(place, organisation_of(house), opened_on, room=max(1, files // ORDINARY))
        seat_advisers(town)
        open_directory(town)
        scene, calendar = Scene(town, on), Calendar()
        if town.dispositif.parsed.committee.sits:
            scene.commission = Commission(town, session_days(opened_on, on), calendar)
        progress = Progress(place.town, told, scribe)
        for story in [*house_work(scene), *tales(scene, files, rng, progress)]:
            calendar.add(story)
        calendar.play(on, progress)
        sweep(scene, on)
        told(f"{place.town} : {files} dossiers, jusqu’au {on:%d/%m/%Y}.")


def tales(scene: Scene, files: int, rng: Random, progress: Progress) -> Iterator[Story]:
    """Each part played by someone else; told from its own draw, so that one does not change another."""
    known = names(rng)
    for number, part in enumerate(parts(scene, files, rng), start=1):
        own = Random(rng.random())  # noqa: S311 -- a demonstration, not a secret
        tale = tale_of(scene, part, own, next(known), number)
        yield tallied(part.telling(scene, tale), progress)


def tallied(story: Story, progress: Progress) -> Story:
    """The same story, its file counted when it begins."""
    day = next(story, None)
    if day is not None:
        yield day
        progress.opened += 1
        yield from story


def house_work(scene: Scene) -> Iterator[Story]:
    """What goes on beside the files: the sweep, the calls that the support plans ask for."""
    first = scene.on - timedelta(YEARS * 365 + 90)
    yield swept(scene, first)
    yield called(scene, first)


def swept(scene: Scene, first: date) -> Story:
    """The sweep, rarely in years past, then once a week, and on the last day."""
    day = first
    while day < scene.on:
        yield day
        sweep(scene, day)
        day += MONTHS if day + MONTHS < scene.recent else WEEK


def sweep(scene: Scene, day: date) -> None:
    """All that a day asks of the house, in one town."""
    with joined_by_hash():
        for _, step in STEPS:
            step(scene.town.house, day)


def called(scene: Scene, first: date) -> Story:
    """Workers make the calls and visits of the support, save those of these last days."""
    day = working_day(first)
    while day < scene.on - timedelta(3):
        yield day
        due = SupportContact.objects.filter(
            organisation=scene.town.organisation, state="planned", due_on__lte=day
        )
        for contact in due.select_related("file").order_by("pk"):
            worker = next(w for w in scene.town.workers if w.user.pk == contact.file.holder_id)
            channel = "phone" if contact.channel == "phone" else "meeting"
            complete_support_contact(contact, by=worker.actor, on=day, channel=channel)
        day = working_day(day + WEEK)
