"""The loan, the measures that change its schedule, and the guarantee the CCAS gives for it.

In arrears and restructured are derived from the account and the schedule, never stored.
"""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class LoanState(Labelled):
    """Where a loan stands."""

    RUNNING = "running", "en remboursement"
    REPAID_UNCONFIRMED = "repaid_unconfirmed", "terminé, à confirmer"
    PAID_OFF = "paid_off", "soldé"
    RETRACTED = "retracted", "rétracté"
    ACCELERATED = "accelerated", "déchéance du terme"
    GUARANTEE_CALLED = "guarantee_called", "garantie appelée"
    CLOSED_WITH_LOSS = "closed_with_loss", "clos avec une perte"


L = LoanState
LIVE = (L.RUNNING, L.REPAID_UNCONFIRMED)
DEFAULTED = (L.ACCELERATED, L.GUARANTEE_CALLED)

LOAN = Lifecycle(
    "loan",
    "Le prêt",
    states=L,
    initial=L.RUNNING,
    moves=(
        begin(A.DISBURSE, to=L.RUNNING),
        *keep(A.IMPORT_SCHEDULE, A.PRESUME_PAID, A.REPAY_EARLY, A.WARN_FICP, source=(L.RUNNING,)),
        *keep(A.GRANT_MEASURE, A.GRANT_OTHERWISE, source=(L.RUNNING,)),
        *keep(A.RECORD_REPORT, A.REPORT_PAID, source=(*LIVE, *DEFAULTED)),
        *keep(A.RECORD_OVERINDEBTEDNESS, source=(*LIVE, *DEFAULTED, L.CLOSED_WITH_LOSS)),
        # A payment that falls, or is withdrawn, brings back a loan thought finished
        move(A.REPORT_UNPAID, source=LIVE, to=L.RUNNING),
        move(A.REVERSE_MOVEMENT, source=LIVE, to=L.RUNNING),
        *keep(A.REVERSE_MOVEMENT, source=DEFAULTED),
        # The good end: only a fact from the bank makes it
        move(A.REACH_LAST_INSTALMENT, source=(L.RUNNING,), to=L.REPAID_UNCONFIRMED),
        move(A.CONFIRM_REPAID, source=(*LIVE, L.ACCELERATED), to=L.PAID_OFF),
        move(A.CANCEL_CONFIRMATION, source=(L.PAID_OFF,), to=L.REPAID_UNCONFIRMED),
        # Retraction: neither granted nor defaulted
        move(A.RETRACT_LOAN, source=(L.RUNNING,), to=L.RETRACTED),
        move(A.CANCEL_SALE, source=(L.RUNNING,), to=L.RETRACTED),
        *keep(A.RETURN_CAPITAL, source=(L.RETRACTED,)),
        # Default
        move(A.ACCELERATE, source=(L.RUNNING,), to=L.ACCELERATED),
        move(A.REINSTATE, source=(L.ACCELERATED,), to=L.RUNNING),
        move(A.CALL_GUARANTEE, source=DEFAULTED, to=L.GUARANTEE_CALLED),
        *keep(A.PAY_CALL, A.REFUSE_CALL, source=(L.GUARANTEE_CALLED,)),
        move(A.CLOSE_WITH_LOSS, source=DEFAULTED, to=L.CLOSED_WITH_LOSS),
        *keep(A.RECORD_RECOVERY, source=(L.GUARANTEE_CALLED, L.CLOSED_WITH_LOSS)),
    ),
)


class MeasureState(Labelled):
    """Where a bank measure stands: simulated by anyone, asked by the worker, decided by the bank."""

    SIMULATED = "simulated", "simulée"
    REQUESTED = "requested", "demandée à la banque"
    GRANTED = "granted", "accordée"
    GRANTED_OTHERWISE = "granted_otherwise", "accordée autrement"
    REFUSED = "refused", "refusée"
    WITHDRAWN = "withdrawn", "abandonnée"


M = MeasureState

MEASURE = Lifecycle(
    "measure",
    "La mesure",
    states=M,
    initial=M.SIMULATED,
    moves=(
        begin(A.SIMULATE_MEASURE, to=M.SIMULATED),
        move(A.REQUEST_MEASURE, source=(M.SIMULATED,), to=M.REQUESTED),
        move(A.GRANT_MEASURE, source=(M.REQUESTED,), to=M.GRANTED),
        move(A.GRANT_OTHERWISE, source=(M.REQUESTED,), to=M.GRANTED_OTHERWISE),
        move(A.REFUSE_MEASURE, source=(M.REQUESTED,), to=M.REFUSED),
        move(A.WITHDRAW_MEASURE, source=(M.SIMULATED, M.REQUESTED), to=M.WITHDRAWN),
    ),
)


class EnvelopeState(Labelled):
    """Where a guarantee envelope stands."""

    OPEN = "open", "ouverte"
    CLOSED = "closed", "close"


ENVELOPE = Lifecycle(
    "envelope",
    "L’enveloppe de garantie",
    states=EnvelopeState,
    initial=EnvelopeState.OPEN,
    moves=(
        begin(A.VOTE_ENVELOPE, to=EnvelopeState.OPEN),
        *keep(A.AMEND_ENVELOPE, source=(EnvelopeState.OPEN,)),
        move(A.CLOSE_ENVELOPE, source=(EnvelopeState.OPEN,), to=EnvelopeState.CLOSED),
    ),
)


class CommitmentState(Labelled):
    """Where the CCAS's own guarantee of one loan stands."""

    RESERVED = "reserved", "réservée"
    COMMITTED = "committed", "engagée"
    CALLED = "called", "appelée"
    REFUSED = "refused", "refusée"
    PAID = "paid", "payée"
    RECOVERED = "recovered", "recouvrée"
    RELEASED = "released", "libérée"


C = CommitmentState

COMMITMENT = Lifecycle(
    "commitment",
    "La garantie du CCAS",
    states=C,
    initial=C.RESERVED,
    moves=(
        begin(A.RESERVE_GUARANTEE, to=C.RESERVED),
        move(A.COMMIT_GUARANTEE, source=(C.RESERVED,), to=C.COMMITTED),
        move(A.RELEASE_GUARANTEE, source=(C.RESERVED, C.COMMITTED), to=C.RELEASED),
        move(A.CALL_GUARANTEE, source=(C.COMMITTED, C.REFUSED), to=C.CALLED),
        move(A.REFUSE_CALL, source=(C.CALLED,), to=C.REFUSED),
        move(A.PAY_CALL, source=(C.CALLED,), to=C.PAID),
        move(A.RECORD_RECOVERY, source=(C.PAID, C.RECOVERED), to=C.RECOVERED),
    ),
)
