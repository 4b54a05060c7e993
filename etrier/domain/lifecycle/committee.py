"""The commission: its sessions, its opinions, and the appeals against a refusal."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class SessionState(Labelled):
    """Where a session (séance) stands."""

    OPEN = "open", "convoquée"
    HELD = "held", "en séance"
    CLOSED = "closed", "close"
    CANCELLED = "cancelled", "annulée"


SESSION = Lifecycle(
    "session",
    "La séance",
    states=SessionState,
    initial=SessionState.OPEN,
    moves=(
        begin(A.CONVENE_SESSION, to=SessionState.OPEN),
        *keep(A.MOVE_SESSION, source=(SessionState.OPEN,)),
        *keep(A.RECORD_ATTENDANCE, A.RECUSE_MEMBER, source=(SessionState.OPEN, SessionState.HELD)),
        move(A.HOLD_SESSION, source=(SessionState.OPEN,), to=SessionState.HELD),
        move(A.CLOSE_SESSION, source=(SessionState.HELD,), to=SessionState.CLOSED),
        move(A.CANCEL_SESSION, source=(SessionState.OPEN,), to=SessionState.CANCELLED),
    ),
)


class AgendaItemState(Labelled):
    """What became of a file on the agenda (ordre du jour)."""

    LISTED = "listed", "à examiner"
    FAVOURABLE = "favourable", "avis favorable"
    CONDITIONAL = "conditional", "avis favorable avec conditions"
    ADJOURNED = "adjourned", "ajourné"
    UNFAVOURABLE = "unfavourable", "avis défavorable"
    WITHDRAWN = "withdrawn", "retiré de l’ordre du jour"


Item = AgendaItemState
OPINIONS = (Item.FAVOURABLE, Item.CONDITIONAL, Item.ADJOURNED, Item.UNFAVOURABLE)

AGENDA_ITEM = Lifecycle(
    "agenda_item",
    "Le dossier en commission",
    states=Item,
    initial=Item.LISTED,
    moves=(
        begin(A.PUT_ON_AGENDA, to=Item.LISTED),
        begin(A.PUT_APPEAL_ON_AGENDA, to=Item.LISTED),
        move(A.WITHDRAW_FROM_AGENDA, source=(Item.LISTED,), to=Item.WITHDRAWN),
        move(A.GIVE_FAVOURABLE_OPINION, source=(Item.LISTED,), to=Item.FAVOURABLE),
        move(A.GIVE_CONDITIONAL_OPINION, source=(Item.LISTED,), to=Item.CONDITIONAL),
        move(A.ADJOURN_OPINION, source=(Item.LISTED,), to=Item.ADJOURNED),
        move(A.GIVE_UNFAVOURABLE_OPINION, source=(Item.LISTED,), to=Item.UNFAVOURABLE),
        move(A.RECTIFY_OPINION, source=OPINIONS, to=Item.LISTED),
        *keep(A.MEET_CONDITION, source=(Item.CONDITIONAL,)),
        *keep(A.NOTIFY_OPINION, source=OPINIONS),
    ),
)


class AppealState(Labelled):
    """Where an appeal (recours gracieux) stands."""

    LODGED = "lodged", "reçu"
    ACKNOWLEDGED = "acknowledged", "réception confirmée"
    UPHELD = "upheld", "refus confirmé"
    REVERSED = "reversed", "refus annulé"
    DISMISSED = "dismissed", "irrecevable"
    WITHDRAWN = "withdrawn", "abandonné"


PENDING_APPEAL = (AppealState.LODGED, AppealState.ACKNOWLEDGED)

APPEAL = Lifecycle(
    "appeal",
    "Le recours",
    states=AppealState,
    initial=AppealState.LODGED,
    moves=(
        begin(A.LODGE_APPEAL, to=AppealState.LODGED),
        move(A.ACKNOWLEDGE_APPEAL, source=(AppealState.LODGED,), to=AppealState.ACKNOWLEDGED),
        *keep(A.PUT_APPEAL_ON_AGENDA, source=PENDING_APPEAL),
        move(A.UPHOLD_REFUSAL, source=PENDING_APPEAL, to=AppealState.UPHELD),
        move(A.REVERSE_REFUSAL, source=PENDING_APPEAL, to=AppealState.REVERSED),
        move(A.DISMISS_APPEAL, source=PENDING_APPEAL, to=AppealState.DISMISSED),
        move(A.WITHDRAW_APPEAL, source=PENDING_APPEAL, to=AppealState.WITHDRAWN),
    ),
)
