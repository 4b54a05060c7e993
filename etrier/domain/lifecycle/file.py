"""The file and the persons in it, what they agreed to, what was said and what happened to them."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class FileState(Labelled):
    """Whether a file (dossier) is at work, put away, or reduced to figures without a name."""

    LIVE = "live", "actif"
    ARCHIVED = "archived", "archivé"
    PURGED = "purged", "effacé"


FILE = Lifecycle(
    "file",
    "Le dossier",
    states=FileState,
    initial=FileState.LIVE,
    moves=(
        begin(A.OPEN_FILE, to=FileState.LIVE),
        *keep(A.ASSIGN_FILE, A.SEND_FEEDBACK, source=(FileState.LIVE,)),
        *keep(A.EXPORT_PERSONAL_DATA, source=(FileState.LIVE, FileState.ARCHIVED)),
        move(A.ARCHIVE_FILE, source=(FileState.LIVE,), to=FileState.ARCHIVED),
        move(A.RESTORE_FILE, source=(FileState.ARCHIVED,), to=FileState.LIVE),
        move(A.PURGE_FILE, source=(FileState.ARCHIVED,), to=FileState.PURGED),
    ),
)


class PersonState(Labelled):
    """Whether a person's sheet (fiche) is in use."""

    KNOWN = "known", "connue"
    MERGED = "merged", "réunie avec son double"
    ERASED = "erased", "effacée"


PERSON = Lifecycle(
    "person",
    "La personne",
    states=PersonState,
    initial=PersonState.KNOWN,
    moves=(
        begin(A.REGISTER_PERSON, to=PersonState.KNOWN),
        *keep(A.UPDATE_IDENTITY, A.UPDATE_CONTACT_RULES, A.UPDATE_PROTECTION, source=(PersonState.KNOWN,)),
        move(A.MERGE_PERSON, source=(PersonState.KNOWN,), to=PersonState.MERGED),
        move(A.ERASE_PERSON, source=(PersonState.KNOWN, PersonState.MERGED), to=PersonState.ERASED),
    ),
)


class HouseholdState(Labelled):
    """A household (foyer) is described, then kept up to date."""

    DESCRIBED = "described", "décrit"


HOUSEHOLD = Lifecycle(
    "household",
    "Le foyer",
    states=HouseholdState,
    initial=HouseholdState.DESCRIBED,
    moves=(
        begin(A.RECORD_HOUSEHOLD, to=HouseholdState.DESCRIBED),
        *keep(A.UPDATE_HOUSEHOLD, source=(HouseholdState.DESCRIBED,)),
    ),
)


class ConsentState(Labelled):
    """Whether what a person agreed to still holds."""

    GIVEN = "given", "donné"
    WITHDRAWN = "withdrawn", "retiré"


CONSENT = Lifecycle(
    "consent",
    "L’accord de la personne",
    states=ConsentState,
    initial=ConsentState.GIVEN,
    moves=(
        begin(A.RECORD_CONSENT, to=ConsentState.GIVEN),
        move(A.WITHDRAW_CONSENT, source=(ConsentState.GIVEN,), to=ConsentState.WITHDRAWN),
    ),
)


class LifeEventState(Labelled):
    """Whether a life event (événement de vie) is true, or was entered by mistake."""

    RECORDED = "recorded", "signalé"
    CANCELLED = "cancelled", "annulé"


LIFE_EVENT = Lifecycle(
    "life_event",
    "L’événement",
    states=LifeEventState,
    initial=LifeEventState.RECORDED,
    moves=(
        begin(A.RECORD_LIFE_EVENT, to=LifeEventState.RECORDED),
        move(A.CANCEL_LIFE_EVENT, source=(LifeEventState.RECORDED,), to=LifeEventState.CANCELLED),
    ),
)


class ExchangeState(Labelled):
    """An exchange (échange) with the person or a partner is noted once."""

    NOTED = "noted", "noté"


EXCHANGE = Lifecycle(
    "exchange",
    "L’échange",
    states=ExchangeState,
    initial=ExchangeState.NOTED,
    moves=(begin(A.NOTE_EXCHANGE, to=ExchangeState.NOTED),),
)


class MessageState(Labelled):
    """Whether a message between the worker and the bank adviser was read."""

    SENT = "sent", "envoyé"
    READ = "read", "lu"


MESSAGE = Lifecycle(
    "message",
    "Le message",
    states=MessageState,
    initial=MessageState.SENT,
    moves=(
        begin(A.SEND_MESSAGE, to=MessageState.SENT),
        move(A.READ_MESSAGE, source=(MessageState.SENT,), to=MessageState.READ),
    ),
)


class LinkState(Labelled):
    """Whether a borrower's personal link opens."""

    ISSUED = "issued", "valable"
    REVOKED = "revoked", "retiré"
    EXPIRED = "expired", "expiré"


LINK = Lifecycle(
    "link",
    "Le lien personnel",
    states=LinkState,
    initial=LinkState.ISSUED,
    moves=(
        begin(A.ISSUE_LINK, to=LinkState.ISSUED),
        move(A.REVOKE_LINK, source=(LinkState.ISSUED,), to=LinkState.REVOKED),
        move(A.EXPIRE_LINK, source=(LinkState.ISSUED,), to=LinkState.EXPIRED),
    ),
)
