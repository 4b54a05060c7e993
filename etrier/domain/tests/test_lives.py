"""The life of each thing as the circular tells it: acts, and the state each leads to."""

import pytest

from etrier.domain.lifecycle import LIFECYCLES, Act, ActRefused
from etrier.domain.lifecycle.application import OPEN, may_go_to_bank

STUDY = [(Act.RECORD_CONTACT, "contact"), (Act.OPEN_STUDY, "under_study"), (Act.COMPLETE_STUDY, "ready")]
SIGNING = [(Act.ISSUE_OFFER, "offer_issued"), (Act.SIGN_OFFER, "signed"), (Act.DISBURSE, "disbursed")]
ACCEPTED = [(Act.TRANSMIT, "sent"), (Act.ASK_QUESTION, "questioned"), (Act.ANSWER_QUESTION, "sent")]
DEFAULT = [
    (Act.DISBURSE, "running"),
    (Act.ACCELERATE, "accelerated"),
    (Act.CALL_GUARANTEE, "guarantee_called"),
]
COMMITTED = [(Act.RESERVE_GUARANTEE, "reserved"), (Act.COMMIT_GUARANTEE, "committed")]
ASKED = [(Act.SIMULATE_MEASURE, "simulated"), (Act.REQUEST_MEASURE, "requested")]
ORDERED = [
    (Act.OPEN_REFUND, "to_open"),
    (Act.ASK_BANK_DETAILS, "bank_details_awaited"),
    (Act.RECORD_BANK_DETAILS, "bank_details_awaited"),
]
LIVES = [
    ("application", [*STUDY, (Act.TRANSMIT, "with_bank"), *SIGNING]),
    (
        "application",
        [
            *STUDY,
            (Act.PUT_ON_AGENDA, "at_committee"),
            (Act.ADJOURN_OPINION, "adjourned"),
            (Act.UPDATE_BUDGET, "adjourned"),
            (Act.COMPLETE_STUDY, "ready"),
            (Act.PUT_ON_AGENDA, "at_committee"),
            (Act.GIVE_CONDITIONAL_OPINION, "favourable"),
            (Act.TRANSMIT, "with_bank"),
            (Act.TRANSMIT, "with_bank"),
            *SIGNING,
        ],
    ),
    (
        "application",
        [
            *STUDY,
            (Act.PUT_ON_AGENDA, "at_committee"),
            (Act.GIVE_UNFAVOURABLE_OPINION, "unfavourable"),
            (Act.CLOSE_APPLICATION, "closed"),
            (Act.PUT_APPEAL_ON_AGENDA, "at_committee"),
            (Act.GIVE_FAVOURABLE_OPINION, "favourable"),
            (Act.RETURN_TO_STUDY, "under_study"),
            (Act.REORIENT, "closed"),
            (Act.REOPEN_APPLICATION, "under_study"),
        ],
    ),
    ("application", [*STUDY, (Act.TRANSMIT, "with_bank"), *SIGNING, (Act.RETRACT_LOAN, "closed")]),
    ("transmission", [*ACCEPTED, (Act.ACCEPT_REQUEST, "accepted"), (Act.ISSUE_OFFER, "accepted")]),
    (
        "transmission",
        [
            (Act.TRANSMIT, "sent"),
            (Act.MAKE_COUNTER_OFFER, "counter_offer"),
            (Act.ACCEPT_COUNTER_OFFER, "accepted"),
        ],
    ),
    ("transmission", [*ACCEPTED, (Act.REFUSE_REQUEST, "refused")]),
    (
        "transmission",
        [
            (Act.TRANSMIT, "sent"),
            (Act.REMIND_BANK, "sent"),
            (Act.CLOSE_UNANSWERED, "unanswered"),
            (Act.REOPEN_TRANSMISSION, "sent"),
            (Act.RECALL_TRANSMISSION, "recalled"),
        ],
    ),
    ("offer", [(Act.ISSUE_OFFER, "issued"), (Act.SIGN_OFFER, "accepted"), (Act.RETRACT_LOAN, "retracted")]),
    ("offer", [(Act.ISSUE_OFFER, "issued"), (Act.LAPSE_OFFER, "lapsed")]),
    (
        "loan",
        [
            (Act.DISBURSE, "running"),
            (Act.REPORT_PAID, "running"),
            (Act.REPORT_UNPAID, "running"),
            (Act.GRANT_MEASURE, "running"),
            (Act.REACH_LAST_INSTALMENT, "repaid_unconfirmed"),
            (Act.REPORT_UNPAID, "running"),
            (Act.REACH_LAST_INSTALMENT, "repaid_unconfirmed"),
            (Act.REVERSE_MOVEMENT, "running"),
            (Act.CONFIRM_REPAID, "paid_off"),
        ],
    ),
    ("loan", [(Act.DISBURSE, "running"), (Act.RETRACT_LOAN, "retracted"), (Act.RETURN_CAPITAL, "retracted")]),
    (
        "loan",
        [*DEFAULT, (Act.REVERSE_MOVEMENT, "guarantee_called"), (Act.CLOSE_WITH_LOSS, "closed_with_loss")],
    ),
    ("loan", [*DEFAULT[:2], (Act.REINSTATE, "running")]),
    ("commitment", [*COMMITTED, (Act.RELEASE_GUARANTEE, "released")]),
    ("commitment", [*COMMITTED, (Act.CALL_GUARANTEE, "called"), (Act.REFUSE_CALL, "refused")]),
    (
        "commitment",
        [
            *COMMITTED,
            (Act.CALL_GUARANTEE, "called"),
            (Act.PAY_CALL, "paid"),
            (Act.RECORD_RECOVERY, "recovered"),
            (Act.RECORD_RECOVERY, "recovered"),
        ],
    ),
    (
        "difficulty",
        [
            (Act.SIGNAL_DIFFICULTY, "open"),
            (Act.ALERT_CCAS, "open"),
            (Act.ATTEMPT_CONTACT, "open"),
            (Act.REVIEW_SITUATION, "being_met"),
            (Act.LINK_AID, "being_met"),
            (Act.SOLVE_DIFFICULTY, "solved"),
        ],
    ),
    ("difficulty", [(Act.OPEN_DIFFICULTY, "open"), (Act.SETTLE_BY_MEASURE, "restructured")]),
    ("difficulty", [(Act.ALERT_CCAS, "open"), (Act.END_BY_GUARANTEE, "guarantee_called")]),
    ("refund", [*ORDERED, (Act.ORDER_REFUND, "ordered"), (Act.CONFIRM_REFUND_PAID, "paid")]),
    (
        "refund",
        [
            *ORDERED,
            (Act.SEND_REFUND_TO_COMMITTEE, "at_committee"),
            (Act.APPROVE_REFUND, "at_committee"),
            (Act.ORDER_REFUND, "ordered"),
            (Act.RETURN_REFUND, "returned"),
            (Act.RECORD_BANK_DETAILS, "returned"),
            (Act.ORDER_REFUND, "ordered"),
        ],
    ),
    (
        "refund",
        [
            (Act.OPEN_REFUND, "to_open"),
            (Act.REFUSE_REFUND, "refused"),
            (Act.GRANT_REFUND_BY_EXCEPTION, "bank_details_awaited"),
            (Act.LAPSE_REFUND, "lapsed"),
            (Act.REOPEN_REFUND, "bank_details_awaited"),
        ],
    ),
]


@pytest.mark.parametrize(("name", "life"), LIVES)
def test_a_life_goes_as_the_circular_tells_it(name, life):
    lifecycle, state = LIFECYCLES[name], None
    for act, expected in life:
        state = lifecycle.target(act, state) or state
        assert (act, state) == (act, expected)


@pytest.mark.parametrize("state", OPEN)
def test_an_open_request_may_be_closed_or_reoriented(state):
    assert LIFECYCLES["application"].target(Act.CLOSE_APPLICATION, state) == "closed"
    assert LIFECYCLES["application"].target(Act.REORIENT, state) == "closed"


@pytest.mark.parametrize(
    ("name", "act", "state"),
    [
        ("application", Act.TRANSMIT, "contact"),
        ("application", Act.TRANSMIT, "unfavourable"),
        ("application", Act.DISBURSE, "offer_issued"),
        ("application", Act.CLOSE_APPLICATION, "disbursed"),
        ("application", Act.UPDATE_BUDGET, "with_bank"),
        ("loan", Act.REPORT_UNPAID, "paid_off"),
        ("loan", Act.CALL_GUARANTEE, "running"),
        ("loan", Act.GRANT_MEASURE, "accelerated"),
        ("measure", Act.GRANT_MEASURE, "simulated"),
        ("commitment", Act.PAY_CALL, "committed"),
        ("refund", Act.ORDER_REFUND, "refused"),
        ("transmission", Act.ACCEPT_REQUEST, "refused"),
    ],
)
def test_what_the_rules_forbid_is_refused(name, act, state):
    with pytest.raises(ActRefused):
        LIFECYCLES[name].target(act, state)


def test_a_commission_comes_before_the_bank():
    assert may_go_to_bank("ready", committee=False)
    assert not may_go_to_bank("ready", committee=True)
    assert may_go_to_bank("favourable", committee=True)
    assert may_go_to_bank("with_bank", committee=True)
    assert not may_go_to_bank("unfavourable", committee=False)
