"""Where a sending, an item or a session stands, in one sentence for people."""

from datetime import date

from etrier.decisions.models import AgendaItem, Session, Transmission
from etrier.domain.lifecycle import CODE_LABELS
from etrier.domain.wording import day, euros, percent, plural
from etrier.ui.formats import capitalised, clock, long_day


def awaiting(transmission: Transmission, on: date) -> str:
    """How long the bank has had the file, and whether it is late."""
    late = (on - transmission.answer_due_on).days
    said = f"Transmis le {day(transmission.sent_on)}, réponse attendue le {day(transmission.answer_due_on)}"
    return f"{said} : {plural(late, 'jour')} de retard." if late > 0 else f"{said}."


def agreed(transmission: Transmission) -> str:
    """« 2 000 € sur 24 mois à 4 % »"""
    if transmission.agreed_amount is None or transmission.agreed_rate is None:
        return ""
    return (
        f"{euros(transmission.agreed_amount)} sur {transmission.agreed_months} mois"
        f" à {percent(transmission.agreed_rate)}"
    )


def delay(transmission: Transmission) -> str:
    """« en 3 jours »"""
    days = transmission.answer_days
    return "" if days is None else f"en {plural(days, 'jour')}" if days else "le jour même"


def refusal(transmission: Transmission) -> str:
    """The reason of the bank's refusal."""
    answer = transmission.answers.filter(kind="refused").last()
    return CODE_LABELS["bank_reason"].get(answer.reason, "") if answer else ""


def standing(transmission: Transmission, on: date) -> str:
    """Where a sending stands."""
    ended = day(transmission.ended_on) if transmission.ended_on else ""
    match transmission.state:
        case "questioned":
            said = "La banque a posé une question et attend votre réponse. " + awaiting(transmission, on)
        case "accepted":
            said = f"La banque a accepté {delay(transmission)} : {agreed(transmission)}."
        case "counter_offer":
            said = "La banque propose d’autres conditions : la personne doit dire si elles lui conviennent."
        case "refused":
            said = f"La banque a refusé {delay(transmission)} : {refusal(transmission)}."
        case "recalled":
            said = f"Dossier retiré de la banque le {ended}."
        case "unanswered":
            said = f"La banque n’a pas répondu ; l’attente a pris fin le {ended}."
        case _:
            said = awaiting(transmission, on)
    return said


def session_standing(session: Session, on: date) -> str:
    """Where a session stands."""
    when = f"{long_day(session.session_on)} à {clock(session.starts_at)}, {session.place}"
    match session.state:
        case "held":
            return f"Séance en cours. {when}."
        case "closed":
            return f"Procès-verbal arrêté le {day(session.closed_on)}. {when}." if session.closed_on else when
        case "cancelled":
            return f"Séance annulée ; elle devait se tenir le {when}."
    return f"{'Aujourd’hui, le' if session.session_on == on else 'Convoquée pour le'} {when}."


def opinion_standing(item: AgendaItem) -> str:
    """The opinion given on an item, or that it waits."""
    if item.opinion_on is None:
        return "Retiré de l’ordre du jour." if item.state == "withdrawn" else "À examiner en séance."
    given = f"{capitalised(item.state_label)}, le {day(item.opinion_on)}"
    reason = CODE_LABELS["opinion_reason"].get(item.opinion_reason) or CODE_LABELS["adjournment_reason"].get(
        item.adjournment_reason
    )
    return f"{given} : {reason}." if reason else f"{given}."
