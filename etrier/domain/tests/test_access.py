"""The table of rights: closed by default, and the lines the mission draws between the roles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etrier.domain import access
from etrier.domain.access import GRANTS, MAY, READS, Reading, Role, may, may_read
from etrier.domain.lifecycle import Act

pytestmark = pytest.mark.covers("X2")

DECISIONS = {
    Act.GIVE_FAVOURABLE_OPINION,
    Act.GIVE_CONDITIONAL_OPINION,
    Act.ADJOURN_OPINION,
    Act.GIVE_UNFAVOURABLE_OPINION,
    Act.CLOSE_APPLICATION,
    Act.REORIENT,
    Act.ACCEPT_REQUEST,
    Act.REFUSE_REQUEST,
    Act.CLOSE_UNANSWERED,
    Act.CONFIRM_REPAID,
    Act.REFUSE_REFUND,
    Act.ORDER_REFUND,
    Act.OVERRIDE_FINDING,
    Act.GRANT_MEASURE,
    Act.CALL_GUARANTEE,
}


def acts_of(role: Role) -> set[Act]:
    return {act for act, roles in MAY.items() if role in roles}


def pages_of(role: Role) -> set[Reading]:
    return {reading for reading, roles in READS.items() if role in roles}


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_role(act):
    assert MAY[act]


@pytest.mark.parametrize("reading", Reading)
def test_every_page_has_a_role(reading):
    assert READS[reading]


def test_every_role_is_of_use():
    assert {role for role in Role if acts_of(role) or pages_of(role)} == set(Role)


def test_an_act_stands_in_one_row():
    granted = [act for _, acts in GRANTS for act in acts]
    assert len(granted) == len(set(granted))


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(Act), st.sampled_from(Reading))
def test_nobody_outside_the_table_may(roles, act, reading):
    assert may(roles, act) is bool(roles & MAY[act])
    assert may_read(roles, reading) is bool(roles & READS[reading])


@given(st.frozensets(st.sampled_from(Role)))
def test_what_the_tables_do_not_name_is_refused_to_all(roles):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "MAY", {})
        patch.setattr(access, "READS", {})
        assert not any(may(roles, act) for act in Act)
        assert not any(may_read(roles, reading) for reading in Reading)


def test_the_observer_sees_only_figures_and_does_nothing():
    assert pages_of(Role.OBSERVER) == {Reading.SEE_FIGURES}
    assert not acts_of(Role.OBSERVER)


def test_reception_records_contacts_and_appointments_without_reading_the_study():
    assert {Act.RECORD_CONTACT, Act.PLAN_APPOINTMENT} <= acts_of(Role.RECEPTION)
    assert not {Reading.SEE_FILE, Reading.SEE_LOANS, Reading.SEE_HEALTH} & pages_of(Role.RECEPTION)
    assert not {Act.OPEN_STUDY, Act.UPDATE_BUDGET, Act.TRANSMIT} & acts_of(Role.RECEPTION)


def test_a_committee_member_sees_the_anonymous_sheet_alone():
    assert pages_of(Role.COMMITTEE_MEMBER) == {
        Reading.SEE_COMMITTEE,
        Reading.SEE_FIGURES,
        Reading.SEE_SCHEME,
    }
    assert not may({Role.SOCIAL_WORKER}, Act.GIVE_UNFAVOURABLE_OPINION), "the worker recommends, no more"


def test_finance_sees_refunds_and_pays_them_without_the_file():
    assert Reading.SEE_REFUNDS in pages_of(Role.FINANCE)
    assert not {Reading.SEE_FILE, Reading.SEE_FILES, Reading.SEE_LOANS} & pages_of(Role.FINANCE)
    assert Act.ORDER_REFUND in acts_of(Role.FINANCE)
    assert not may({Role.SOCIAL_WORKER}, Act.ORDER_REFUND)


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.BANK_ADVISER, Reading.SEE_BANK_DESK),
        (Role.REFERRER, Reading.SEE_REFERRALS),
        (Role.BORROWER, Reading.SEE_OWN_SPACE),
    ],
)
def test_those_outside_the_ccas_enter_by_their_own_door(role, page):
    assert pages_of(role) == {page}


def test_the_administrator_manages_members_and_reads_no_file():
    assert Act.CHANGE_ROLES in acts_of(Role.ADMINISTRATOR)
    assert not {Reading.SEE_FILE, Reading.SEE_FILES, Reading.SEE_LOANS} & pages_of(Role.ADMINISTRATOR)


def test_only_the_officer_reads_the_readings_and_erases():
    assert READS[Reading.SEE_READINGS] == {Role.DATA_PROTECTION_OFFICER}
    assert MAY[Act.PURGE_FILE] == {Role.DATA_PROTECTION_OFFICER, Role.SYSTEM}


def test_health_papers_are_the_workers():
    assert READS[Reading.SEE_HEALTH] == {Role.SOCIAL_WORKER}


def test_people_decide_not_the_software():
    assert not DECISIONS & acts_of(Role.SYSTEM)
    assert not pages_of(Role.SYSTEM)


@pytest.mark.parametrize(
    "act", [Act.ACCEPT_REQUEST, Act.REFUSE_REQUEST, Act.GRANT_MEASURE, Act.CONFIRM_REPAID]
)
def test_what_the_bank_answers_may_be_entered_by_the_worker(act):
    assert {Role.BANK_ADVISER, Role.SOCIAL_WORKER} <= MAY[act]
