"""The commission, where the dispositif has one: convened, told, heard, notified."""

from datetime import date, timedelta

from etrier.domain.access import Role
from etrier.ui.formats import day as in_words
from tests.page import Control
from tests.visitors import Visitor
from tests.walks.stage import Stage, Walk


def room(stage: Stage, role: Role) -> Visitor:
    """The commission's room, from the rail."""
    visitor = stage.visitor(role)
    visitor.follow("Commission")
    return visitor


def convene(stage: Stage) -> date:
    """The manager convenes the commission in a week."""
    day = stage.on + timedelta(7)
    manager = room(stage, Role.MANAGER)
    manager.does(
        "Convoquer une séance", {"Date de la séance": day, "Heure": "14:30", "Lieu": "salle du conseil"}
    )
    manager.reads("salle du conseil")
    return day


def list_request(walk: Walk) -> None:
    """The worker puts the file on the agenda; the sheet bears no name."""
    worker = walk.at_file()
    worker.follow("Inscrire à la commission")
    worker.does_not_read(walk.wish.last_name, walk.wish.phone)
    worker.press("", {"Séance": worker.page.control("Séance").choices[-1][0]})


def sit(walk: Walk, day: date) -> Visitor:
    """The manager opens the session, enough members are there; a member opens the sheet."""
    stage = walk.stage
    stage.clock.go_to(day)
    manager = room(stage, Role.MANAGER)
    manager.follow(f"Séance du {in_words(day)}")
    names = {
        one.label: (True if one.kind == "checkbox" else f"Membre {rank}")
        for rank, one in enumerate(fields_of(manager, "Noter les présents"))
    }
    manager.press("", names)
    manager.does("Ouvrir la séance")
    member = room(stage, Role.COMMITTEE_MEMBER)
    member.follow(f"Séance du {in_words(day)}")
    return member


def fields_of(visitor: Visitor, link: str) -> list[Control]:
    """The visible fields of the page behind a link."""
    visitor.follow(link)
    return [one for one in visitor.page.controls(visitor.page.main) if not one.hidden]


def favourable(walk: Walk, day: date) -> None:
    """A favourable opinion, the session closed."""
    member = sit(walk, day)
    member.follow("Affaire n° 1")
    member.does_not_read(walk.wish.last_name)
    member.does("Rendre un avis favorable")
    manager = room(walk.stage, Role.MANAGER)
    manager.follow(f"Séance du {in_words(day)}")
    manager.does("Clore la séance")
    walk.stage.jobs()


def judged(walk: Walk) -> None:
    """The request goes through its commission: favourable, notified."""
    day = convene(walk.stage)
    list_request(walk)
    favourable(walk, day)
    worker = walk.at_file()
    worker.follow("La commission")
    worker.does("Notifier l’avis", {"Comment": "Par lettre recommandée"})
