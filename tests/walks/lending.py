"""The bank's answer, the offer, the signature, the money."""

from datetime import date, timedelta
from decimal import Decimal

from etrier.domain.apr import shown
from etrier.domain.schedule import Schedule, Terms, schedule_of
from etrier.domain.scheme.agreements import Agreement as Convention
from etrier.schemes.models import Agreement
from etrier.ui.formats import euros, percent
from tests.visitors import Visitor
from tests.walks.stage import Walk

FIRST_CONTACT_AFTER = 10


def bank(walk: Walk, rank: int = 0) -> Agreement:
    """The rank-th of the banks that lend what she asks for."""
    walk.stage.see()
    lenders = [
        terms.code for terms in walk.stage.scheme.agreements if terms.rate(walk.product.code) is not None
    ]
    found = {agreement.code: agreement for agreement in walk.stage.town.agreements}
    return found[lenders[rank]]


def convention(walk: Walk, rank: int = 0) -> Convention:
    """What the dispositif says of this bank."""
    found = walk.stage.scheme.agreement(bank(walk, rank).code)
    assert found is not None
    return found


def rate(walk: Walk, rank: int = 0) -> Decimal:
    """Its rate for what she asks for, percent a year."""
    found = convention(walk, rank).rate(walk.product.code)
    assert found is not None
    return found


def expected(walk: Walk, rank: int, disbursed_on: date) -> Schedule:
    """The schedule the rules give, to compare with what the pages show."""
    return schedule_of(Terms(walk.wish.amount, rate(walk, rank), walk.wish.months, disbursed_on))


def transmit(walk: Walk, rank: int = 0) -> None:
    """She chose her bank and agreed; the pack leaves, frozen."""
    worker, chosen = walk.at_file(), bank(walk, rank)
    worker.follow("Transmettre à la banque")
    promises = {}
    if walk.product.support.mode == "compulsory":
        promises = {
            "Engagement d’accompagnement signé": walk.stage.on,
            "Premier contact d’accompagnement": walk.stage.on + timedelta(FIRST_CONTACT_AFTER),
        }
    worker.press("", {"Banque choisie": f"{chosen.partner}\u00a0:", **promises})
    worker.reads(f"{chosen.partner}", "En attente de la banque")


def adviser_opens(walk: Walk, rank: int = 0) -> Visitor:
    """The adviser finds the request on her own desk."""
    adviser = walk.stage.adviser(bank(walk, rank).partner)
    adviser.open("/")
    adviser.follow(walk.wish.full_name)
    adviser.reads(walk.wish.last_name, walk.product.label)
    return adviser


def adviser_accepts(walk: Walk, rank: int = 0) -> None:
    """She lends what was asked, at the convention's rate."""
    adviser = adviser_opens(walk, rank)
    adviser.does("Accepter le prêt")
    adviser.reads("Accord donné")
    walk.stage.see()


def adviser_refuses(walk: Walk, rank: int = 0, reason: str = "") -> None:
    """She does not lend."""
    adviser = adviser_opens(walk, rank)
    adviser.follow("Refuser le prêt")
    choice = adviser.page.control("Motif")
    adviser.press("", {choice.label: reason or choice.choices[0][0]})
    walk.stage.see()


def offer(walk: Walk, rank: int = 0) -> None:
    """The bank's offer is copied: our TAEG beside its own, the usury threshold beside both."""
    stage = walk.stage
    worker = walk.at_file()
    paid_out = stage.on + timedelta(12)
    schedule = expected(walk, rank, paid_out)
    apr = shown(schedule.apr)
    worker.does(
        "Enregistrer l’offre de prêt",
        {"TAEG écrit par la banque": apr, "Déblocage prévu le": paid_out},
    )
    worker.reads(
        f"Mensualité {euros(schedule.instalment)}",
        f"TAEG de la banque {percent(apr)}",
        f"TAEG calculé par Étrier {percent(apr)}",
        "Les deux TAEG concordent.",
    )


def sign(walk: Walk) -> None:
    """She signs at the bank, then the charter where there is one; everyone signs it."""
    worker = walk.at_file()
    worker.does("Enregistrer la signature")
    worker.reads("Signée le")
    if walk.stage.scheme.charter.parties == "none":
        return
    worker = walk.at_file()
    worker.follow("La charte")
    worker.does("Établir la charte")
    for _ in range(4):
        waiting = [words for words in worker.page.links() if words.startswith("Enregistrer")]
        if not waiting:
            break
        worker.does(waiting[0])
    worker.reads("Signée par tous")
    walk.stage.jobs()


def disburse(walk: Walk, rank: int = 0) -> Schedule:
    """The bank pays out; the schedule begins."""
    worker = walk.at_file()
    worker.does("Enregistrer le déblocage")
    schedule = expected(walk, rank, walk.stage.on)
    worker.reads(f"0 sur {walk.wish.months} échéances réglées", euros(schedule.instalment))
    return schedule


def borrow(walk: Walk, rank: int = 0) -> Schedule:
    """From the sending to the money, in a month, the adviser answering at her own desk."""
    stage = walk.stage
    transmit(walk, rank)
    stage.days_later(4)
    adviser_accepts(walk, rank)
    stage.days_later(1)
    offer(walk, rank)
    stage.days_later(2)
    sign(walk)
    stage.days_later(10)
    return disburse(walk, rank)
