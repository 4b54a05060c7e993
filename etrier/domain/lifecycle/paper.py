"""Papers that come in and letters that go out."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, move


class DocumentState(Labelled):
    """Where a supporting document (pièce justificative) stands: kept first, checked after."""

    RECEIVED = "received", "reçue"
    CHECKING = "checking", "analyse en cours"
    ACCEPTED = "accepted", "acceptée"
    REJECTED = "rejected", "rejetée"
    EXPIRED = "expired", "périmée"
    REMOVED = "removed", "retirée"


P = DocumentState
UNCHECKED = (P.RECEIVED, P.CHECKING)

DOCUMENT = Lifecycle(
    "document",
    "La pièce",
    states=P,
    initial=P.RECEIVED,
    moves=(
        begin(A.RECEIVE_DOCUMENT, to=P.RECEIVED),
        move(A.CHECK_DOCUMENT, source=UNCHECKED, to=P.CHECKING),
        move(A.ACCEPT_DOCUMENT, source=(P.CHECKING, P.REJECTED), to=P.ACCEPTED),
        move(A.REJECT_DOCUMENT, source=(*UNCHECKED, P.ACCEPTED), to=P.REJECTED),
        move(A.EXPIRE_DOCUMENT, source=(P.ACCEPTED,), to=P.EXPIRED),
        move(A.REMOVE_DOCUMENT, source=(*UNCHECKED, P.ACCEPTED, P.REJECTED, P.EXPIRED), to=P.REMOVED),
    ),
)


class LetterState(Labelled):
    """Where a letter (courrier) stands: written from frozen facts, laid out by a job, then sent."""

    QUEUED = "queued", "mise en page en cours"
    READY = "ready", "prêt à envoyer"
    FAILED = "failed", "mise en page échouée"
    SENT = "sent", "envoyé"
    CANCELLED = "cancelled", "annulé"


C = LetterState

LETTER = Lifecycle(
    "letter",
    "Le courrier",
    states=C,
    initial=C.QUEUED,
    moves=(
        begin(A.WRITE_LETTER, to=C.QUEUED),
        move(A.FINISH_LETTER, source=(C.QUEUED,), to=C.READY),
        move(A.FAIL_LETTER, source=(C.QUEUED,), to=C.FAILED),
        move(A.RETRY_LETTER, source=(C.FAILED,), to=C.QUEUED),
        move(A.SEND_LETTER, source=(C.READY,), to=C.SENT),
        move(A.CANCEL_LETTER, source=(C.QUEUED, C.READY, C.FAILED), to=C.CANCELLED),
    ),
)
