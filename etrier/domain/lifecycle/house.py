"""The house itself: dispositif, partners, agreements, organisation, members."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class SchemeState(Labelled):
    """Where a version of the dispositif stands. One in force is replaced, never rewritten."""

    DRAFT = "draft", "en projet"
    IN_FORCE = "in_force", "en vigueur"
    REPLACED = "replaced", "remplacé"
    DROPPED = "dropped", "abandonné"


SCHEME = Lifecycle(
    "scheme",
    "Le dispositif",
    states=SchemeState,
    initial=SchemeState.DRAFT,
    moves=(
        begin(A.DRAFT_SCHEME, to=SchemeState.DRAFT),
        *keep(A.EDIT_SCHEME, source=(SchemeState.DRAFT,)),
        move(A.PUT_SCHEME_IN_FORCE, source=(SchemeState.DRAFT,), to=SchemeState.IN_FORCE),
        move(A.REPLACE_SCHEME, source=(SchemeState.IN_FORCE,), to=SchemeState.REPLACED),
        move(A.DROP_SCHEME, source=(SchemeState.DRAFT,), to=SchemeState.DROPPED),
    ),
)


class PartnerState(Labelled):
    """Whether a partner stands in the directory."""

    ACTIVE = "active", "actif"
    RETIRED = "retired", "retiré"


PARTNER = Lifecycle(
    "partner",
    "Le partenaire",
    states=PartnerState,
    initial=PartnerState.ACTIVE,
    moves=(
        begin(A.ADD_PARTNER, to=PartnerState.ACTIVE),
        *keep(A.UPDATE_PARTNER, source=(PartnerState.ACTIVE,)),
        move(A.RETIRE_PARTNER, source=(PartnerState.ACTIVE,), to=PartnerState.RETIRED),
        move(A.RESTORE_PARTNER, source=(PartnerState.RETIRED,), to=PartnerState.ACTIVE),
    ),
)


class BankState(Labelled):
    """A bank known to the instance: every CCAS that signs with it means the same one."""

    REGISTERED = "registered", "enregistrée"


BANK = Lifecycle(
    "bank",
    "La banque",
    states=BankState,
    initial=BankState.REGISTERED,
    moves=(
        begin(A.REGISTER_BANK, to=BankState.REGISTERED),
        *keep(A.UPDATE_BANK, source=(BankState.REGISTERED,)),
    ),
)


class AccountRequestState(Labelled):
    """Where a CCAS's request for a bank adviser's account stands."""

    ASKED = "asked", "demandé"
    GRANTED = "granted", "accordé"
    DECLINED = "declined", "refusé"
    CANCELLED = "cancelled", "annulé"


Q = AccountRequestState

ACCOUNT_REQUEST = Lifecycle(
    "account_request",
    "La demande de compte",
    states=Q,
    initial=Q.ASKED,
    moves=(
        begin(A.ASK_ACCOUNT, to=Q.ASKED),
        move(A.GRANT_ACCOUNT, source=(Q.ASKED,), to=Q.GRANTED),
        move(A.DECLINE_ACCOUNT, source=(Q.ASKED,), to=Q.DECLINED),
        move(A.CANCEL_ACCOUNT_REQUEST, source=(Q.ASKED,), to=Q.CANCELLED),
    ),
)


class AgreementState(Labelled):
    """Where an agreement (convention) with a bank stands."""

    IN_FORCE = "in_force", "en vigueur"
    ENDED = "ended", "terminée"


AGREEMENT = Lifecycle(
    "agreement",
    "La convention",
    states=AgreementState,
    initial=AgreementState.IN_FORCE,
    moves=(
        begin(A.SIGN_AGREEMENT, to=AgreementState.IN_FORCE),
        *keep(A.AMEND_AGREEMENT, source=(AgreementState.IN_FORCE,)),
        move(A.END_AGREEMENT, source=(AgreementState.IN_FORCE,), to=AgreementState.ENDED),
    ),
)


class OrganisationState(Labelled):
    """An organisation (CCAS, CIAS) at work."""

    ACTIVE = "active", "active"


ORGANISATION = Lifecycle(
    "organisation",
    "L’organisation",
    states=OrganisationState,
    initial=OrganisationState.ACTIVE,
    moves=(
        begin(A.SET_UP_ORGANISATION, to=OrganisationState.ACTIVE),
        *keep(A.CHANGE_SETTINGS, source=(OrganisationState.ACTIVE,)),
    ),
)


class UsuryThresholdState(Labelled):
    """The usury thresholds (seuils de l'usure) of a quarter are recorded, then corrected."""

    RECORDED = "recorded", "enregistrés"


USURY_THRESHOLD = Lifecycle(
    "usury_threshold",
    "Les seuils de l’usure",
    states=UsuryThresholdState,
    initial=UsuryThresholdState.RECORDED,
    moves=(
        begin(A.RECORD_USURY_THRESHOLD, to=UsuryThresholdState.RECORDED),
        *keep(A.CORRECT_USURY_THRESHOLD, source=(UsuryThresholdState.RECORDED,)),
    ),
)


class YearTotalsState(Labelled):
    """The totals of a year that no file holds are typed, then corrected."""

    RECORDED = "recorded", "enregistrés"


YEAR_TOTALS = Lifecycle(
    "year_totals",
    "Les totaux de l’année",
    states=YearTotalsState,
    initial=YearTotalsState.RECORDED,
    moves=(
        begin(A.RECORD_YEAR_TOTALS, to=YearTotalsState.RECORDED),
        *keep(A.CORRECT_YEAR_TOTALS, source=(YearTotalsState.RECORDED,)),
    ),
)


class InvitationState(Labelled):
    """Where an invitation to join stands."""

    SENT = "sent", "envoyée"
    ACCEPTED = "accepted", "acceptée"
    REVOKED = "revoked", "annulée"
    EXPIRED = "expired", "expirée"


V = InvitationState

INVITATION = Lifecycle(
    "invitation",
    "L’invitation",
    states=V,
    initial=V.SENT,
    moves=(
        begin(A.INVITE_MEMBER, to=V.SENT),
        move(A.RENEW_INVITATION, source=(V.SENT, V.EXPIRED), to=V.SENT),
        move(A.ACCEPT_INVITATION, source=(V.SENT,), to=V.ACCEPTED),
        move(A.REVOKE_INVITATION, source=(V.SENT, V.EXPIRED), to=V.REVOKED),
        move(A.EXPIRE_INVITATION, source=(V.SENT,), to=V.EXPIRED),
    ),
)


class MembershipState(Labelled):
    """Whether a person works for an organisation here."""

    ACTIVE = "active", "actif"
    SUSPENDED = "suspended", "suspendu"
    ENDED = "ended", "terminé"


B = MembershipState

MEMBERSHIP = Lifecycle(
    "membership",
    "L’accès du membre",
    states=B,
    initial=B.ACTIVE,
    moves=(
        begin(A.ACCEPT_INVITATION, to=B.ACTIVE),
        *keep(A.CHANGE_ROLES, source=(B.ACTIVE, B.SUSPENDED)),
        move(A.SUSPEND_MEMBER, source=(B.ACTIVE,), to=B.SUSPENDED),
        move(A.RESTORE_MEMBER, source=(B.SUSPENDED,), to=B.ACTIVE),
        move(A.END_MEMBERSHIP, source=(B.ACTIVE, B.SUSPENDED), to=B.ENDED),
    ),
)
