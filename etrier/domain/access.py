"""Who may do which act, and open which page. Closed by default: what no row grants is refused.

A right is a role's, for an act whatever the file; which rows one sees is the business of each list.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act
from etrier.domain.lifecycle.acts import Act as A


class Role(Labelled):
    """What a person is in an organisation. `SYSTEM` is Étrier itself, in its sweep and its jobs.

    `OPERATOR` and `BANK_ADVISER` belong to no organisation: one opens the doors of the instance and sees no
    file, the other sees what was sent to her bank.
    """

    RECEPTION = "reception", "accueil"
    SOCIAL_WORKER = "social_worker", "travailleur social"
    MANAGER = "manager", "responsable"
    COMMITTEE_MEMBER = "committee_member", "membre de la commission"
    FINANCE = "finance", "finances"
    BANK_ADVISER = "bank_adviser", "conseiller bancaire"
    REFERRER = "referrer", "prescripteur"
    BORROWER = "borrower", "emprunteur"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "délégué à la protection des données"
    ADMINISTRATOR = "administrator", "administrateur"
    OBSERVER = "observer", "observateur"
    OPERATOR = "operator", "exploitant de l’instance"
    SYSTEM = "system", "Étrier"


class Reading(Labelled):
    """A page, or a part of a page, that not everyone may open."""

    SEE_DAY = "see_day", "Ma journée"
    SEE_FILES = "see_files", "la liste des dossiers et la recherche"
    SEE_CONTACT = "see_contact", "la fiche de contact et les rendez-vous"
    SEE_FILE = "see_file", "le dossier entier : étude, pièces, suivi"
    SEE_HEALTH = "see_health", "les pièces de santé"
    SEE_COMMITTEE = "see_committee", "la commission : séances et fiches anonymes"
    SEE_LOANS = "see_loans", "les prêts et les paiements"
    SEE_REFUNDS = "see_refunds", "les remboursements d’intérêts"
    SEE_ENVELOPE = "see_envelope", "l’enveloppe de garantie"
    SEE_FIGURES = "see_figures", "le pilotage"
    SEE_SCHEME = "see_scheme", "le dispositif"
    SEE_DIRECTORY = "see_directory", "l’annuaire des partenaires"
    SEE_SETTINGS = "see_settings", "les réglages"
    MANAGE_MEMBERS = "manage_members", "les membres et leurs rôles"
    SEE_JOURNAL = "see_journal", "le journal de l’organisation"
    SEE_READINGS = "see_readings", "qui a lu quel dossier"
    SEE_RETENTION = "see_retention", "les dossiers à archiver ou à effacer"
    SEE_BANK_DESK = "see_bank_desk", "l’espace de la banque"
    SEE_REFERRALS = "see_referrals", "l’espace du prescripteur"
    SEE_OWN_SPACE = "see_own_space", "l’espace de l’emprunteur"
    SEE_INSTANCE = "see_instance", "l’instance : ses organisations, ses banques, ses exploitants"


R = Role
WORKERS = (R.SOCIAL_WORKER, R.MANAGER)
DESK = (R.RECEPTION, *WORKERS)
COMMITTEE = (R.COMMITTEE_MEMBER, R.MANAGER)
BANK = (R.BANK_ADVISER, *WORKERS)
MONEY = (R.FINANCE, R.MANAGER)
ADMIN = (R.ADMINISTRATOR,)
PRIVACY = (R.DATA_PROTECTION_OFFICER,)
HOUSE = (R.SYSTEM,)
INSTANCE = (R.OPERATOR,)

Grants = tuple[tuple[tuple[Role, ...], tuple[Act, ...]], ...]

GRANTS: Grants = (
    # First contact, by whoever answers the door or the telephone
    (
        DESK,
        (
            A.RECORD_CONTACT, A.EXPLAIN_MICROCREDIT, A.UPDATE_IDENTITY, A.UPDATE_CONTACT_RULES,
            A.UPDATE_PROTECTION, A.ADD_CO_BORROWER, A.RECORD_HOUSEHOLD,
            A.PLAN_APPOINTMENT, A.MOVE_APPOINTMENT, A.MARK_EXCUSED, A.CANCEL_APPOINTMENT,
            A.NOTE_EXCHANGE, A.RECORD_CONSENT, A.WITHDRAW_CONSENT,
        ),
    ),
    ((*DESK, R.SYSTEM), (A.OPEN_FILE, A.REGISTER_PERSON)),
    ((R.REFERRER, *DESK), (A.REFER_PERSON,)),
    ((R.BORROWER, *HOUSE), (A.REQUEST_ONLINE,)),
    ((R.BORROWER, *DESK, R.SYSTEM), (A.RECEIVE_DOCUMENT, A.SIGNAL_DIFFICULTY)),
    # The study and the worker's day
    (
        WORKERS,
        (
            A.REMOVE_CO_BORROWER, A.OPEN_STUDY, A.UPDATE_HOUSEHOLD, A.UPDATE_SITUATION,
            A.UPDATE_BUDGET, A.UPDATE_PROJECT,
            A.ASSESS_SUPPORT, A.CHECK_RIGHTS, A.OVERRIDE_FINDING, A.CANCEL_OVERRIDE, A.WAIVE_DOCUMENT,
            A.COMPLETE_STUDY, A.RETURN_TO_STUDY, A.REORIENT, A.CLOSE_APPLICATION, A.REOPEN_APPLICATION,
            A.MERGE_PERSON, A.ASSIGN_FILE, A.SEND_FEEDBACK, A.CANCEL_LIFE_EVENT, A.RECORD_LIFE_EVENT,
            A.ISSUE_LINK, A.REVOKE_LINK, A.REMOVE_DOCUMENT,
            A.MARK_SEEN, A.MARK_NO_SHOW, A.CORRECT_APPOINTMENT,
            A.SEND_LETTER, A.CANCEL_LETTER, A.RETRY_LETTER,
        ),
    ),
    ((*WORKERS, R.SYSTEM), (A.ACCEPT_DOCUMENT, A.REJECT_DOCUMENT, A.WRITE_LETTER)),
    (HOUSE, (A.CHECK_DOCUMENT, A.EXPIRE_DOCUMENT, A.FINISH_LETTER, A.FAIL_LETTER, A.EXPIRE_LINK)),
    # The commission: the worker presents, the commission gives its opinion
    (
        WORKERS,
        (
            A.PUT_ON_AGENDA, A.WITHDRAW_FROM_AGENDA, A.MEET_CONDITION, A.NOTIFY_OPINION,
            A.LODGE_APPEAL, A.ACKNOWLEDGE_APPEAL, A.PUT_APPEAL_ON_AGENDA, A.WITHDRAW_APPEAL,
        ),
    ),
    ((R.MANAGER,), (A.CONVENE_SESSION, A.MOVE_SESSION, A.CANCEL_SESSION, A.DISMISS_APPEAL)),
    (
        COMMITTEE,
        (
            A.RECORD_ATTENDANCE, A.RECUSE_MEMBER, A.HOLD_SESSION, A.CLOSE_SESSION,
            A.GIVE_FAVOURABLE_OPINION, A.GIVE_CONDITIONAL_OPINION, A.ADJOURN_OPINION,
            A.GIVE_UNFAVOURABLE_OPINION, A.RECTIFY_OPINION, A.UPHOLD_REFUSAL, A.REVERSE_REFUSAL,
        ),
    ),
    # The bank: what the CCAS does towards it, what the bank does itself or by the worker's hand
    (
        WORKERS,
        (
            A.TRANSMIT, A.SEAL_PACK, A.REMIND_BANK, A.ANSWER_QUESTION,
            A.RECALL_TRANSMISSION, A.CLOSE_UNANSWERED, A.REOPEN_TRANSMISSION,
            A.ACCEPT_COUNTER_OFFER, A.DECLINE_COUNTER_OFFER, A.DECLINE_OFFER,
            A.DRAW_UP_CHARTER, A.CANCEL_CHARTER,
        ),
    ),
    (
        BANK,
        (
            A.ASK_QUESTION, A.ACCEPT_REQUEST, A.MAKE_COUNTER_OFFER, A.REFUSE_REQUEST, A.REASSURE_SELLER,
            A.ISSUE_OFFER, A.REPLACE_OFFER, A.SIGN_OFFER, A.RETRACT_LOAN, A.CANCEL_SALE, A.DISBURSE,
            A.RETURN_CAPITAL, A.SIGN_CHARTER, A.COMPLETE_CHARTER, A.SEND_MESSAGE, A.READ_MESSAGE,
            A.IMPORT_SCHEDULE, A.RECORD_REPORT, A.REPORT_PAID, A.REPAY_EARLY, A.WARN_FICP,
            A.RECORD_OVERINDEBTEDNESS,
            A.CONFIRM_REPAID, A.CANCEL_CONFIRMATION, A.ACCELERATE, A.REINSTATE,
            A.GRANT_MEASURE, A.GRANT_OTHERWISE, A.REFUSE_MEASURE, A.ALERT_CCAS,
        ),
    ),
    ((*BANK, R.SYSTEM), (A.REPORT_UNPAID, A.REVERSE_MOVEMENT, A.LAPSE_OFFER)),
    (HOUSE, (A.PRESUME_PAID, A.REACH_LAST_INSTALMENT)),
    # The guarantee: reserved and released by what the bank answers, called by whoever answers for it
    ((*BANK, R.SYSTEM), (A.RESERVE_GUARANTEE, A.COMMIT_GUARANTEE, A.RELEASE_GUARANTEE)),
    ((R.BANK_ADVISER, R.MANAGER), (A.CALL_GUARANTEE, A.CLOSE_WITH_LOSS)),
    (MONEY, (A.PAY_CALL, A.REFUSE_CALL, A.RECORD_RECOVERY)),
    (MONEY, (A.VOTE_ENVELOPE, A.AMEND_ENVELOPE, A.CLOSE_ENVELOPE)),
    # Beside the person during the loan
    ((*BANK, R.BORROWER), (A.SIMULATE_MEASURE,)),
    (
        WORKERS,
        (
            A.REQUEST_MEASURE, A.WITHDRAW_MEASURE,
            A.MOVE_SUPPORT_CONTACT, A.COMPLETE_SUPPORT_CONTACT,
            A.TAKE_UP_DIFFICULTY, A.ATTEMPT_CONTACT, A.REVIEW_SITUATION, A.LINK_AID, A.REOPEN_DIFFICULTY,
            A.REQUEST_AID, A.GRANT_AID, A.REFUSE_AID,
            A.RECORD_EVALUATION,
        ),
    ),
    (
        (*WORKERS, R.SYSTEM),
        (
            A.SET_SUPPORT_PLAN, A.REVISE_SUPPORT_PLAN, A.END_SUPPORT_PLAN,
            A.PLAN_SUPPORT_CONTACT, A.MISS_SUPPORT_CONTACT, A.CANCEL_SUPPORT_CONTACT,
            A.OPEN_DIFFICULTY, A.SOLVE_DIFFICULTY, A.SETTLE_BY_MEASURE, A.END_BY_GUARANTEE,
            A.PLAN_STEP, A.COMPLETE_STEP, A.DROP_STEP, A.END_AID,
        ),
    ),
    ((*DESK, R.SYSTEM), (A.ADD_TASK, A.COMPLETE_TASK, A.DROP_TASK)),
    (DESK, (A.MOVE_TASK, A.REOPEN_TASK)),
    # The end of the loan
    ((*WORKERS, R.SYSTEM), (A.OPEN_REFUND, A.LAPSE_REFUND)),
    ((R.COMMITTEE_MEMBER, *WORKERS), (A.REFUSE_REFUND,)),
    (WORKERS, (A.ASK_BANK_DETAILS, A.SEND_REFUND_TO_COMMITTEE, A.REOPEN_REFUND)),
    ((*WORKERS, R.FINANCE), (A.RECORD_BANK_DETAILS,)),
    # What the commission said of it stands on the agenda; this carries it over
    ((*WORKERS, R.COMMITTEE_MEMBER, R.SYSTEM), (A.APPROVE_REFUND, A.ADJOURN_REFUND)),
    ((R.MANAGER,), (A.GRANT_REFUND_BY_EXCEPTION,)),
    # The figures: what no file holds is typed by who answers for the year
    ((R.MANAGER,), (A.RECORD_YEAR_TOTALS, A.CORRECT_YEAR_TOTALS)),
    (MONEY, (A.ORDER_REFUND, A.CONFIRM_REFUND_PAID, A.RETURN_REFUND)),
    # The house
    (
        (R.MANAGER, R.ADMINISTRATOR),
        (
            A.DRAFT_SCHEME, A.EDIT_SCHEME, A.PUT_SCHEME_IN_FORCE, A.REPLACE_SCHEME, A.DROP_SCHEME,
            A.SIGN_AGREEMENT, A.AMEND_AGREEMENT, A.END_AGREEMENT,
        ),
    ),
    (
        WORKERS,
        (
            A.ADD_PARTNER, A.UPDATE_PARTNER, A.RETIRE_PARTNER, A.RESTORE_PARTNER,
            A.ASK_ACCOUNT, A.CANCEL_ACCOUNT_REQUEST,
        ),
    ),
    (
        ADMIN,
        (A.CHANGE_SETTINGS, A.RECORD_USURY_THRESHOLD, A.CORRECT_USURY_THRESHOLD, A.CHANGE_ROLES),
    ),
    (
        (*ADMIN, R.OPERATOR),
        (
            A.RENEW_INVITATION, A.REVOKE_INVITATION,
            A.SUSPEND_MEMBER, A.RESTORE_MEMBER, A.END_MEMBERSHIP,
        ),
    ),
    ((*ADMIN, R.OPERATOR, R.SYSTEM), (A.INVITE_MEMBER,)),
    (HOUSE, (A.ACCEPT_INVITATION, A.EXPIRE_INVITATION)),
    # The instance: the doors of the CCAS and of the banks, opened by who sees nothing behind them
    (INSTANCE, (A.SET_UP_ORGANISATION, A.REGISTER_BANK, A.UPDATE_BANK, A.GRANT_ACCOUNT, A.DECLINE_ACCOUNT)),
    # Personal data: only the officer puts away and erases
    (PRIVACY, (A.EXPORT_PERSONAL_DATA, A.RESTORE_FILE)),
    ((*PRIVACY, R.SYSTEM), (A.ARCHIVE_FILE, A.PURGE_FILE, A.ERASE_PERSON)),
)  # fmt: skip

MAY: Mapping[Act, frozenset[Role]] = MappingProxyType(
    {act: frozenset(roles) for roles, acts in GRANTS for act in acts}
)

READS: Mapping[Reading, frozenset[Role]] = MappingProxyType(
    {
        Reading.SEE_DAY: frozenset(DESK),
        Reading.SEE_FILES: frozenset(DESK),
        Reading.SEE_CONTACT: frozenset(DESK),
        Reading.SEE_FILE: frozenset(WORKERS),
        Reading.SEE_HEALTH: frozenset({R.SOCIAL_WORKER}),
        Reading.SEE_COMMITTEE: frozenset({R.COMMITTEE_MEMBER, *WORKERS}),
        Reading.SEE_LOANS: frozenset(WORKERS),
        Reading.SEE_REFUNDS: frozenset({R.FINANCE, *WORKERS}),
        Reading.SEE_ENVELOPE: frozenset({R.FINANCE, *WORKERS}),
        Reading.SEE_FIGURES: frozenset({R.OBSERVER, R.FINANCE, R.COMMITTEE_MEMBER, *WORKERS}),
        Reading.SEE_SCHEME: frozenset({R.ADMINISTRATOR, R.FINANCE, R.COMMITTEE_MEMBER, *DESK}),
        Reading.SEE_DIRECTORY: frozenset(DESK),
        Reading.SEE_SETTINGS: frozenset({R.ADMINISTRATOR, R.MANAGER}),
        Reading.MANAGE_MEMBERS: frozenset(ADMIN),
        Reading.SEE_JOURNAL: frozenset({R.DATA_PROTECTION_OFFICER, R.MANAGER}),
        Reading.SEE_READINGS: frozenset(PRIVACY),
        Reading.SEE_RETENTION: frozenset(PRIVACY),
        Reading.SEE_BANK_DESK: frozenset({R.BANK_ADVISER}),
        Reading.SEE_REFERRALS: frozenset({R.REFERRER}),
        Reading.SEE_OWN_SPACE: frozenset({R.BORROWER}),
        Reading.SEE_INSTANCE: frozenset(INSTANCE),
    }
)


def may(roles: Collection[Role], act: Act) -> bool:
    """Whether one of these roles has the right to the act."""
    return not MAY.get(act, frozenset()).isdisjoint(roles)


def may_read(roles: Collection[Role], reading: Reading) -> bool:
    """Whether one of these roles may open the page."""
    return not READS.get(reading, frozenset()).isdisjoint(roles)
