"""A difficulty during repayment, and the steps of the unpaid protocol beside it."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class DifficultyState(Labelled):
    """Where a difficulty stands."""

    OPEN = "open", "ouverte"
    BEING_MET = "being_met", "prise en charge"
    SOLVED = "solved", "résolue"
    RESTRUCTURED = "restructured", "prêt aménagé"
    GUARANTEE_CALLED = "guarantee_called", "garantie appelée"


D = DifficultyState
PENDING = (D.OPEN, D.BEING_MET)

DIFFICULTY = Lifecycle(
    "difficulty",
    "La difficulté",
    states=D,
    initial=D.OPEN,
    moves=(
        begin(A.SIGNAL_DIFFICULTY, to=D.OPEN),
        begin(A.OPEN_DIFFICULTY, to=D.OPEN),
        begin(A.ALERT_CCAS, to=D.OPEN),
        *keep(A.ALERT_CCAS, A.SIGNAL_DIFFICULTY, A.ATTEMPT_CONTACT, A.LINK_AID, source=PENDING),
        move(A.TAKE_UP_DIFFICULTY, source=(D.OPEN,), to=D.BEING_MET),
        move(A.REVIEW_SITUATION, source=PENDING, to=D.BEING_MET),
        move(A.SOLVE_DIFFICULTY, source=PENDING, to=D.SOLVED),
        move(A.SETTLE_BY_MEASURE, source=PENDING, to=D.RESTRUCTURED),
        move(A.END_BY_GUARANTEE, source=PENDING, to=D.GUARANTEE_CALLED),
        move(A.REOPEN_DIFFICULTY, source=(D.SOLVED, D.RESTRUCTURED), to=D.BEING_MET),
    ),
)


class StepState(Labelled):
    """Where a step of the unpaid protocol stands."""

    PLANNED = "planned", "à faire"
    DONE = "done", "faite"
    DROPPED = "dropped", "sans objet"


PROTOCOL_STEP = Lifecycle(
    "protocol_step",
    "L’étape du protocole",
    states=StepState,
    initial=StepState.PLANNED,
    moves=(
        begin(A.PLAN_STEP, to=StepState.PLANNED),
        move(A.COMPLETE_STEP, source=(StepState.PLANNED,), to=StepState.DONE),
        move(A.DROP_STEP, source=(StepState.PLANNED,), to=StepState.DROPPED),
    ),
)
