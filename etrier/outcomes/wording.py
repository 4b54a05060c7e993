"""Where a refund stands, in one sentence for people."""

from datetime import date

from etrier.domain.lifecycle import Act
from etrier.domain.wording import day, euros
from etrier.outcomes.models import Refund
from etrier.outcomes.possible import opinion

OPINIONS = {
    "favourable": "La commission est favorable : approuvez le remboursement.",
    "conditional": "La commission est favorable, à des conditions à vérifier avant d’approuver.",
    "adjourned": "La commission a ajourné ce remboursement.",
    "withdrawn": "Ce remboursement a été retiré de l’ordre du jour.",
    "unfavourable": "La commission est défavorable : le remboursement est à refuser.",
}


def standing(found: Refund) -> str:
    """Where it stands, and for whom it waits."""
    say = {
        "to_open": judged,
        "bank_details_awaited": awaited,
        "at_committee": before_committee,
        "ordered": ordered,
        "paid": paid,
        "returned": returned,
        "refused": refused,
        "lapsed": lapsed,
    }
    return say[found.state](found)


def _on(when: date | None) -> str:
    return f" le {day(when)}" if when else ""


def judged(found: Refund) -> str:
    """What the policy says, before anybody wrote to the person."""
    if not found.granted:
        return " ".join(reason["sentence"] for reason in found.refusals)
    if not found.amount:
        return "Aucun intérêt n’a été payé : il n’y a rien à rembourser."
    return f"{euros(found.amount)} à rembourser : demandez le RIB."


def awaited(found: Refund) -> str:
    """Before the commission or the order."""
    if found.details_on is None:
        if found.asked_on is None:
            return f"{euros(found.amount)} à rembourser : demandez le RIB."
        return f"{euros(found.amount)} à rembourser : RIB demandé{_on(found.asked_on)}, pas encore reçu."
    after = "présenter en commission" if found.by_committee and found.approved_on is None else "mandater"
    return f"RIB reçu{_on(found.details_on)} : {euros(found.amount)} à {after}."


def before_committee(found: Refund) -> str:
    """On the agenda, or after its opinion."""
    if found.approved_on is not None:
        return f"Approuvé en commission{_on(found.approved_on)} : {euros(found.amount)} à mandater."
    if said := opinion(found):
        return OPINIONS[said]
    return f"Présenté à la commission{_on(found.item.session.session_on) if found.item else ''}."


def refused(found: Refund) -> str:
    """Refused, and what the person may still do."""
    if found.appeal_pending:
        return f"Recours reçu{_on(found.appeal_on)} : à examiner."
    until = found.appeal_until
    may = f" Recours possible jusqu’au {day(until)}." if until and found.refusal_reason != "declined" else ""
    return f"Refusé{_on(found.refused_on)} : {found.refusal_label}.{may}"


def ordered(found: Refund) -> str:
    """With finance."""
    return f"{euros(found.amount)} mandatés{_on(found.ordered_on)}, à payer par le comptable."


def paid(found: Refund) -> str:
    """Done."""
    return f"{euros(found.amount)} payés{_on(found.paid_on)}."


def returned(found: Refund) -> str:
    """The transfer came back."""
    after = "à mandater de nouveau" if found.details_on else "un autre RIB est attendu"
    return f"Virement revenu{_on(found.returned_on)} ({found.return_label}) : {after}."


def lapsed(found: Refund) -> str:
    """Nobody answered."""
    return f"Clos{_on(found.lapsed_on)}, le RIB n’ayant pas été transmis."


TONES = {"paid": "good", "refused": "neutral", "lapsed": "neutral", "returned": "bad"}


def tone(found: Refund) -> str:
    """The colour of its state."""
    return TONES.get(found.state, "waiting")


CONFIRMED = {
    Act.APPROVE_REFUND: ("Approuver ce remboursement ?", "L’avis de la commission est reporté ici."),
    Act.ADJOURN_REFUND: (
        "Ajourner ce remboursement ?",
        "Il pourra être présenté à une autre séance.",
    ),
    Act.UPHOLD_REFUSAL: ("Confirmer le refus ?", "Le recours est examiné ; le refus demeure."),
    Act.LAPSE_REFUND: (
        "Ne plus attendre le RIB ?",
        "Le remboursement est clos. Il pourra être rouvert si la personne revient.",
    ),
    Act.REOPEN_REFUND: ("Rouvrir ce remboursement ?", "Le RIB est de nouveau attendu."),
    Act.ORDER_REFUND: (
        "Mandater ce remboursement ?",
        "Un fichier de mandat est préparé pour la comptabilité ; la personne reçoit un courrier.",
    ),
}
"""The question and the consequence of the acts with nothing to fill in."""
