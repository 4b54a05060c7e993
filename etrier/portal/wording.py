"""Where a request stands, said to the bank."""

from datetime import date

from etrier.decisions.models import Transmission
from etrier.decisions.wording import agreed, awaiting
from etrier.domain.wording import day


def standing(transmission: Transmission, on: date) -> str:
    """One sentence: what the bank said, or is awaited to say."""
    answered = day(transmission.answered_on) if transmission.answered_on else ""
    match transmission.state:
        case "questioned":
            said = f"Votre question est au CCAS, qui va répondre. {awaiting(transmission, on)}"
        case "accepted":
            said = f"Accord donné le {answered} : {agreed(transmission)}."
        case "counter_offer":
            said = f"Contre-proposition faite le {answered} : le CCAS attend la réponse de la personne."
        case "refused":
            said = f"Refusé le {answered}."
        case "recalled":
            said = "Le CCAS a retiré ce dossier : il n’attend plus de réponse."
        case "unanswered":
            said = "Le CCAS n’attend plus de réponse."
        case _:
            said = awaiting(transmission, on)
    return said
