"""How long requests take, stage by stage, and what becomes of them: pure functions over plain rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from etrier.domain.indicators import NOTHING_YET, Figure
from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.application import ApplicationState

OPINIONS = (A.GIVE_FAVOURABLE_OPINION, A.GIVE_CONDITIONAL_OPINION, A.GIVE_UNFAVOURABLE_OPINION)


class Step(Labelled):
    """A day of a request's life that delays are measured from and to: the first such act of a file."""

    CONTACT = "contact", "premier contact"
    STUDY = "study", "ouverture de l’étude"
    STUDIED = "studied", "fin de l’étude"
    OPINION = "opinion", "avis de la commission"
    SENT = "sent", "transmission à la banque"
    ANSWERED = "answered", "réponse de la banque"
    SIGNED = "signed", "signature de l’offre"
    DISBURSED = "disbursed", "déblocage"


ACTS_OF: Mapping[Step, tuple[A, ...]] = {
    Step.CONTACT: (A.RECORD_CONTACT, A.REFER_PERSON, A.REQUEST_ONLINE),
    Step.STUDY: (A.OPEN_STUDY,),
    Step.STUDIED: (A.COMPLETE_STUDY,),
    Step.OPINION: OPINIONS,
    Step.SENT: (A.TRANSMIT,),
    Step.ANSWERED: (A.ACCEPT_REQUEST, A.MAKE_COUNTER_OFFER, A.REFUSE_REQUEST),
    Step.SIGNED: (A.SIGN_OFFER,),
    Step.DISBURSED: (A.DISBURSE,),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch between two steps."""

    code: str
    label: str
    start: Step
    end: Step


STAGES = (
    Stage("before_study", "Avant l’étude", Step.CONTACT, Step.STUDY),
    Stage("study", "Étude", Step.STUDY, Step.STUDIED),
    Stage("committee", "Commission", Step.STUDIED, Step.OPINION),
    Stage("bank", "Banque", Step.SENT, Step.ANSWERED),
    Stage("signature", "Signature", Step.ANSWERED, Step.SIGNED),
    Stage("disbursement", "Déblocage", Step.SIGNED, Step.DISBURSED),
    Stage("whole", "Du contact au prêt", Step.CONTACT, Step.DISBURSED),
)


def stage_delays(year: int, lives: Iterable[Mapping[Step, date | None]]) -> tuple[Figure, ...]:
    """Median days of each stage, over the files whose stage ended in the year."""
    known = list(lives)
    return tuple(_delay(stage, year, known) for stage in STAGES)


def _delay(stage: Stage, year: int, lives: Iterable[Mapping[Step, date | None]]) -> Figure:
    days = [
        (end - start).days
        for life in lives
        if (start := life.get(stage.start)) is not None
        and (end := life.get(stage.end)) is not None
        and end.year == year
        and end >= start
    ]
    definition = f"Délai médian entre {_the(stage.start)} et {_the(stage.end)}, étapes achevées dans l’année."
    if not days:
        return Figure(f"delay_{stage.code}", stage.label, definition, "jours", None, NOTHING_YET)
    return Figure(f"delay_{stage.code}", stage.label, definition, "jours", Decimal(str(median(days))))


def _the(step: Step) -> str:
    label = step.label
    if label[0] in "aeiouéo":
        return f"l’{label}"
    feminine = step in {Step.STUDIED, Step.SENT, Step.ANSWERED, Step.SIGNED}
    return f"la {label}" if feminine else f"le {label}"


class Outcome(Labelled):
    """What became of a request."""

    LOAN = "loan", "prêt"
    REORIENTED = "reoriented", "réorientée"
    REFUSED = "refused", "refusée"
    ABANDONED = "abandoned", "abandonnée"
    OPEN = "open", "en cours"


REFUSALS = ("refused_committee", "refused_banks")


def outcome_of(state: str, closing_reason: str) -> Outcome:
    """The outcome of a request in this state; a retracted loan is a request given up."""
    if state == ApplicationState.DISBURSED:
        return Outcome.LOAN
    if state != ApplicationState.CLOSED:
        return Outcome.OPEN
    if closing_reason == "reoriented":
        return Outcome.REORIENTED
    return Outcome.REFUSED if closing_reason in REFUSALS else Outcome.ABANDONED


def outcomes(counts: Mapping[tuple[str, str], int]) -> tuple[Figure, ...]:
    """What became of the requests received in a year, from their number by state and closing reason."""
    totals = dict.fromkeys(Outcome, 0)
    for (state, reason), count in counts.items():
        totals[outcome_of(state, reason)] += count
    return tuple(
        Figure(
            "outcome",
            "Suite des demandes",
            "Ce que sont devenues les demandes reçues dans l’année, aujourd’hui.",
            "",
            Decimal(count),
            of=outcome.label,
        )
        for outcome, count in totals.items()
    )
