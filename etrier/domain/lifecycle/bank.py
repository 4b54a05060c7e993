"""The bank's part before the loan: transmission, offer, and the charter signed beside it."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class TransmissionState(Labelled):
    """Where a file sent to one bank stands there."""

    SENT = "sent", "en attente de la banque"
    QUESTIONED = "questioned", "question de la banque"
    ACCEPTED = "accepted", "acceptée"
    COUNTER_OFFER = "counter_offer", "contre-proposition"
    REFUSED = "refused", "refusée"
    RECALLED = "recalled", "retirée"
    UNANSWERED = "unanswered", "restée sans réponse"


T = TransmissionState
AWAITED = (T.SENT, T.QUESTIONED)

TRANSMISSION = Lifecycle(
    "transmission",
    "La transmission",
    states=T,
    initial=T.SENT,
    moves=(
        begin(A.TRANSMIT, to=T.SENT),
        move(A.ASK_QUESTION, source=(T.SENT,), to=T.QUESTIONED),
        move(A.ANSWER_QUESTION, source=(T.QUESTIONED,), to=T.SENT),
        *keep(A.REMIND_BANK, A.SEAL_PACK, source=AWAITED),
        move(A.ACCEPT_REQUEST, source=AWAITED, to=T.ACCEPTED),
        move(A.MAKE_COUNTER_OFFER, source=AWAITED, to=T.COUNTER_OFFER),
        move(A.ACCEPT_COUNTER_OFFER, source=(T.COUNTER_OFFER,), to=T.ACCEPTED),
        move(A.DECLINE_COUNTER_OFFER, source=(T.COUNTER_OFFER,), to=T.RECALLED),
        move(A.REFUSE_REQUEST, source=AWAITED, to=T.REFUSED),
        move(A.RECALL_TRANSMISSION, source=(*AWAITED, T.COUNTER_OFFER, T.ACCEPTED), to=T.RECALLED),
        move(A.CLOSE_UNANSWERED, source=AWAITED, to=T.UNANSWERED),
        move(A.REOPEN_TRANSMISSION, source=(T.UNANSWERED,), to=T.SENT),
        *keep(A.REASSURE_SELLER, A.ISSUE_OFFER, source=(T.ACCEPTED,)),
    ),
)


class OfferState(Labelled):
    """Where a loan offer (offre de prêt) stands."""

    ISSUED = "issued", "à signer"
    ACCEPTED = "accepted", "signée"
    DECLINED = "declined", "déclinée"
    LAPSED = "lapsed", "caduque"
    REPLACED = "replaced", "remplacée"
    RETRACTED = "retracted", "rétractée"
    CANCELLED = "cancelled", "tombée avec la vente"


OFFER = Lifecycle(
    "offer",
    "L’offre de prêt",
    states=OfferState,
    initial=OfferState.ISSUED,
    moves=(
        begin(A.ISSUE_OFFER, to=OfferState.ISSUED),
        move(A.REPLACE_OFFER, source=(OfferState.ISSUED,), to=OfferState.REPLACED),
        move(A.DECLINE_OFFER, source=(OfferState.ISSUED,), to=OfferState.DECLINED),
        move(A.LAPSE_OFFER, source=(OfferState.ISSUED, OfferState.ACCEPTED), to=OfferState.LAPSED),
        move(A.SIGN_OFFER, source=(OfferState.ISSUED,), to=OfferState.ACCEPTED),
        *keep(A.DISBURSE, source=(OfferState.ACCEPTED,)),
        move(A.RETRACT_LOAN, source=(OfferState.ACCEPTED,), to=OfferState.RETRACTED),
        move(A.CANCEL_SALE, source=(OfferState.ACCEPTED,), to=OfferState.CANCELLED),
    ),
)


class CharterState(Labelled):
    """Where the charte de l'accompagnement stands."""

    DRAWN_UP = "drawn_up", "à signer"
    PARTLY_SIGNED = "partly_signed", "en cours de signature"
    SIGNED = "signed", "signée par tous"
    CANCELLED = "cancelled", "annulée"


UNSIGNED = (CharterState.DRAWN_UP, CharterState.PARTLY_SIGNED)

CHARTER = Lifecycle(
    "charter",
    "La charte de l’accompagnement",
    states=CharterState,
    initial=CharterState.DRAWN_UP,
    moves=(
        begin(A.DRAW_UP_CHARTER, to=CharterState.DRAWN_UP),
        move(A.SIGN_CHARTER, source=UNSIGNED, to=CharterState.PARTLY_SIGNED),
        move(A.COMPLETE_CHARTER, source=UNSIGNED, to=CharterState.SIGNED),
        move(A.CANCEL_CHARTER, source=UNSIGNED, to=CharterState.CANCELLED),
    ),
)
