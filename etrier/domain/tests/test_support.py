"""The support plan and the unpaid protocol fall on business days of the place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.business_days import PLACES, business_days_after, is_business_day, next_business_day
from etrier.domain.refusal import Refused
from etrier.domain.scheme import load
from etrier.domain.scheme.choices import Channel, SupportLevel
from etrier.domain.support import (
    ContactReason,
    Owner,
    ProtocolStep,
    planned_contacts,
    protocol_deadlines,
)
from etrier.shipped import scheme_text

LAVAL, TARBES = load(scheme_text("laval")), load(scheme_text("tarbes"))
CLASSIQUE, RESTRUCTURATION, _ = LAVAL.products


@pytest.mark.parametrize(
    ("on", "place", "business"),
    [
        (date(2026, 7, 14), "", False),
        (date(2026, 7, 15), "", True),
        (date(2026, 7, 18), "", False),
        (date(2026, 4, 6), "", False),  # lundi de Pâques
        (date(2026, 4, 3), "", True),
        (date(2026, 4, 3), "6AE", False),  # vendredi saint
        (date(2026, 4, 3), "57", False),
        (date(2025, 12, 26), "57", False),
        (date(2025, 12, 26), "", True),
        (date(2026, 5, 22), "972", False),  # abolition de l’esclavage
        (date(2026, 5, 22), "", True),
        (date(2027, 12, 20), "974", False),
    ],
)
def test_business_days_know_week_ends_holidays_and_places(on, place, business):
    assert is_business_day(on, place) is business


def test_business_days_are_counted_from_the_next_one():
    friday = date(2026, 11, 20)
    assert business_days_after(friday, 0) == friday
    assert business_days_after(friday, 1) == date(2026, 11, 23)
    saturday = date(2026, 11, 21)
    assert business_days_after(saturday, 0) == business_days_after(saturday, 1) == date(2026, 11, 23)
    assert business_days_after(date(2026, 7, 13), 1) == date(2026, 7, 15)


def test_an_unknown_place_is_refused():
    with pytest.raises(Refused, match="territoire"):
        is_business_day(date(2026, 1, 5), "XX")


@settings(max_examples=80, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 30), st.sampled_from(list(PLACES)))
def test_business_days_after_counts_business_days(on, count, place):
    end = business_days_after(on, count, place)
    between = (on + timedelta(days=step) for step in range(1, (end - on).days + 1))
    passed = sum(is_business_day(day, place) for day in between)
    assert is_business_day(end, place)
    assert passed == count or (count == 0 and end == next_business_day(on, place))


def contacts(product, level, scheme=LAVAL):
    return planned_contacts(
        scheme, product, level, disbursed_on=date(2026, 1, 15), last_due_on=date(2028, 1, 15)
    )


@pytest.mark.covers("R2")
def test_light_support_is_one_phone_point_midway():
    (only,) = contacts(CLASSIQUE, SupportLevel.LIGHT)
    assert (only.on, only.channel, only.reason) == (date(2027, 1, 15), Channel.PHONE, ContactReason.MIDWAY)


@pytest.mark.covers("R2")
def test_regular_support_comes_every_three_months_and_stops_before_the_last_instalment():
    found = contacts(CLASSIQUE, SupportLevel.REGULAR)
    assert [contact.on for contact in found] == [
        date(2026, 4, 15),
        date(2026, 7, 15),
        date(2026, 10, 15),
        date(2027, 1, 15),
        date(2027, 4, 15),
        date(2027, 7, 15),
        date(2027, 10, 15),
    ]
    assert {contact.channel for contact in found} == {Channel.MEETING}
    assert len(contacts(CLASSIQUE, SupportLevel.REINFORCED)) == 23


@pytest.mark.covers("R2", "D6")
def test_compulsory_support_begins_with_a_first_contact():
    first, midway = contacts(RESTRUCTURATION, SupportLevel.LIGHT)
    assert (first.on, first.reason) == (date(2026, 2, 16), ContactReason.FIRST)  # le 14 est un samedi
    assert midway.reason is ContactReason.MIDWAY


@pytest.mark.covers("R4")
def test_the_protocol_dates_each_step_and_says_who_owes_it():
    bank = LAVAL.agreements[0]
    found = protocol_deadlines(
        bank.missed_payment, LAVAL.protocol, due_on=date(2026, 7, 1), alerted_on=date(2026, 7, 10)
    )
    assert [(deadline.step, deadline.owner, deadline.on) for deadline in found] == [
        (ProtocolStep.BANK_REMINDER, Owner.BANK, date(2026, 7, 6)),
        (ProtocolStep.BANK_ALERT, Owner.BANK, date(2026, 7, 16)),
        (ProtocolStep.REACH, Owner.CCAS, date(2026, 7, 16)),  # 3 jours ouvrés, le 14 juillet en moins
        (ProtocolStep.REVIEW, Owner.CCAS, date(2026, 7, 27)),
        (ProtocolStep.SOLUTIONS, Owner.CCAS, date(2026, 8, 3)),
        (ProtocolStep.MEETING, Owner.CCAS, date(2026, 8, 10)),
    ]


@pytest.mark.covers("R4")
def test_without_news_the_ccas_starts_at_the_banks_deadline():
    bank = TARBES.agreements[0]
    found = protocol_deadlines(bank.missed_payment, TARBES.protocol, due_on=date(2026, 3, 2))
    assert found[1].on == date(2026, 3, 17)
    assert found[2].on == date(2026, 3, 20)
    elsewhere = replace(TARBES.protocol, reach_days=0)
    assert protocol_deadlines(bank.missed_payment, elsewhere, due_on=date(2026, 3, 2))[2].on == date(
        2026, 3, 17
    )


@settings(max_examples=80, deadline=None)
@given(
    st.dates(date(2009, 1, 1), date(2060, 1, 1)),
    st.integers(6, 84),
    st.sampled_from(list(SupportLevel)),
    st.sampled_from(LAVAL.products),
)
def test_a_plan_is_in_order_on_business_days_within_the_loan(disbursed_on, months, level, product):
    last = disbursed_on + timedelta(days=30 * months)
    found = planned_contacts(LAVAL, product, level, disbursed_on=disbursed_on, last_due_on=last)
    dates = [contact.on for contact in found]
    assert dates == sorted(dates)
    assert all(is_business_day(on) for on in dates)
    assert all(disbursed_on < on <= next_business_day(last) for on in dates)
    assert dates
