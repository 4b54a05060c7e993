"""The request (demande), from first contact to disbursement."""

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act as A
from etrier.domain.lifecycle.machine import Lifecycle, begin, keep, move


class ApplicationState(Labelled):
    """Where a request stands."""

    CONTACT = "contact", "premier contact"
    UNDER_STUDY = "under_study", "à l’étude"
    READY = "ready", "étude terminée"
    AT_COMMITTEE = "at_committee", "en commission"
    ADJOURNED = "adjourned", "ajournée"
    UNFAVOURABLE = "unfavourable", "avis défavorable"
    FAVOURABLE = "favourable", "avis favorable"
    WITH_BANK = "with_bank", "à la banque"
    OFFER_ISSUED = "offer_issued", "offre de prêt émise"
    SIGNED = "signed", "offre signée"
    DISBURSED = "disbursed", "prêt débloqué"
    CLOSED = "closed", "close sans prêt"


S = ApplicationState
OPEN = tuple(state for state in S if state not in {S.DISBURSED, S.CLOSED})
STUDIED = (S.UNDER_STUDY, S.ADJOURNED)

APPLICATION = Lifecycle(
    "application",
    "La demande",
    states=S,
    initial=S.CONTACT,
    moves=(
        begin(A.RECORD_CONTACT, to=S.CONTACT),
        begin(A.REFER_PERSON, to=S.CONTACT),
        begin(A.REQUEST_ONLINE, to=S.CONTACT),
        # Study
        move(A.OPEN_STUDY, source=(S.CONTACT,), to=S.UNDER_STUDY),
        *keep(A.EXPLAIN_MICROCREDIT, A.UPDATE_SITUATION, A.UPDATE_PROJECT, source=(S.CONTACT, *STUDIED)),
        *keep(A.ADD_CO_BORROWER, A.REMOVE_CO_BORROWER, source=(S.CONTACT, *STUDIED)),
        *keep(A.CHECK_RIGHTS, A.ASSESS_SUPPORT, source=STUDIED),
        *keep(A.UPDATE_BUDGET, source=(*STUDIED, S.DISBURSED)),  # a difficulty is met on a budget of its day
        *keep(
            A.OVERRIDE_FINDING, A.CANCEL_OVERRIDE, A.WAIVE_DOCUMENT, source=(*STUDIED, S.READY, S.FAVOURABLE)
        ),
        move(A.COMPLETE_STUDY, source=STUDIED, to=S.READY),
        move(
            A.RETURN_TO_STUDY,
            source=(S.READY, S.ADJOURNED, S.UNFAVOURABLE, S.FAVOURABLE, S.WITH_BANK),
            to=S.UNDER_STUDY,
        ),
        # Commission, where there is one
        move(A.PUT_ON_AGENDA, source=(S.READY, S.ADJOURNED), to=S.AT_COMMITTEE),
        move(A.WITHDRAW_FROM_AGENDA, source=(S.AT_COMMITTEE,), to=S.READY),
        move(A.GIVE_FAVOURABLE_OPINION, source=(S.AT_COMMITTEE,), to=S.FAVOURABLE),
        move(A.GIVE_CONDITIONAL_OPINION, source=(S.AT_COMMITTEE,), to=S.FAVOURABLE),
        move(A.ADJOURN_OPINION, source=(S.AT_COMMITTEE,), to=S.ADJOURNED),
        move(A.GIVE_UNFAVOURABLE_OPINION, source=(S.AT_COMMITTEE,), to=S.UNFAVOURABLE),
        move(A.RECTIFY_OPINION, source=(S.FAVOURABLE, S.ADJOURNED, S.UNFAVOURABLE), to=S.AT_COMMITTEE),
        *keep(A.NOTIFY_OPINION, source=(S.FAVOURABLE, S.ADJOURNED, S.UNFAVOURABLE)),
        *keep(A.LODGE_APPEAL, source=(S.UNFAVOURABLE, S.CLOSED)),
        move(A.PUT_APPEAL_ON_AGENDA, source=(S.UNFAVOURABLE, S.CLOSED), to=S.AT_COMMITTEE),
        # Bank, one after the other
        move(A.TRANSMIT, source=(S.READY, S.FAVOURABLE, S.WITH_BANK), to=S.WITH_BANK),
        move(A.ISSUE_OFFER, source=(S.WITH_BANK, S.OFFER_ISSUED), to=S.OFFER_ISSUED),
        move(A.DECLINE_OFFER, source=(S.OFFER_ISSUED,), to=S.WITH_BANK),
        move(A.LAPSE_OFFER, source=(S.OFFER_ISSUED, S.SIGNED), to=S.WITH_BANK),
        move(A.SIGN_OFFER, source=(S.OFFER_ISSUED,), to=S.SIGNED),
        move(A.DISBURSE, source=(S.SIGNED,), to=S.DISBURSED),
        # Endings without a loan, and the way back
        move(A.REORIENT, source=OPEN, to=S.CLOSED),
        move(A.CLOSE_APPLICATION, source=OPEN, to=S.CLOSED),
        move(A.RETRACT_LOAN, source=(S.SIGNED, S.DISBURSED), to=S.CLOSED),
        move(A.CANCEL_SALE, source=(S.SIGNED, S.DISBURSED), to=S.CLOSED),
        move(A.REOPEN_APPLICATION, source=(S.CLOSED,), to=S.UNDER_STUDY),
    ),
)


def may_go_to_bank(state: str, *, committee: bool) -> bool:
    """Where a commission sits before the bank, its favourable opinion comes first."""
    return state in {S.FAVOURABLE, S.WITH_BANK} or (state == S.READY and not committee)
