"""The commission: sessions, quorum, recusal, opinions, their notification, appeals against them."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from etrier.applications.models import Application
from etrier.applications.tests.factories import ready
from etrier.decisions.actions import agenda, appeals, opinions, sessions
from etrier.decisions.models import AgendaItem, ItemKind
from etrier.decisions.sheet import committee_sheet
from etrier.decisions.tests.factories import (
    SESSION_ON,
    STUDIED_ON,
    favourable,
    held,
    listed,
    session,
    unfavourable,
)
from etrier.documents.models import Letter
from etrier.domain.access import Role
from etrier.domain.lifecycle import ActRefused
from etrier.journal.door import NotAllowed
from etrier.journal.models import Entry
from etrier.journal.sentences import told

AFTER = date(2026, 11, 18)


def member(town):
    return town.actor(Role.COMMITTEE_MEMBER)


def application_of(item):
    return Application.objects.get(file=item.file)


@pytest.mark.covers("A13")
def test_a_session_has_the_seats_and_quorum_of_the_dispositif(tarbes):
    committee = tarbes.dispositif.parsed.committee
    convened = session(tarbes)
    assert convened.quorum == committee.quorum
    assert tuple(row.seat for row in convened.attendances.all()) == committee.members
    assert not convened.attendances.filter(present=True).exists()


@pytest.mark.covers("A13")
def test_the_names_of_the_members_come_back_the_next_time(tarbes):
    held(tarbes, session(tarbes))
    later = session(tarbes, on=SESSION_ON, session_on=date(2026, 12, 14))
    assert [row.name for row in later.attendances.all()][:2] == ["Membre 1", "Membre 2"]


@pytest.mark.covers("A13")
def test_no_session_without_a_commission(laval):
    with pytest.raises(ValidationError, match="ne prévoit pas de commission"):
        session(laval)


@pytest.mark.covers("A13")
def test_a_session_is_convened_for_a_day_to_come_by_a_manager(tarbes):
    facts = {"on": STUDIED_ON, "starts_at": time(9), "place": "mairie"}
    with pytest.raises(ValidationError, match="à venir"):
        sessions.convene_session(
            by=tarbes.actor(Role.MANAGER), session_on=STUDIED_ON - timedelta(days=1), **facts
        )
    with pytest.raises(NotAllowed):
        sessions.convene_session(by=tarbes.actor(), session_on=SESSION_ON, **facts)


@pytest.mark.covers("A13")
def test_the_sheet_has_no_name_no_address_no_birth_date(tarbes):
    item = listed(tarbes, first_name="Éléonore", last_name="Castéran", address="3 rue des Lilas")
    person = application_of(item).applicant
    sheet = str(item.sheet)
    for private in (person.first_name, person.last_name, person.address, str(person.birth_date.year)):
        assert private not in sheet
    assert item.sheet["amount"] == str(application_of(item).amount)
    assert any(part["title"] == "Foyer" for part in item.sheet["sections"])


@pytest.mark.covers("A13")
def test_a_sheet_that_names_the_person_is_refused(tarbes):
    application = ready(tarbes, last_name="Castéran")
    sheet = committee_sheet(application, STUDIED_ON)
    sheet["sections"].append({"title": "Projet", "facts": [["Projet", "Mme CASTERAN répare sa voiture"]]})
    with pytest.raises(ValidationError, match="Castéran"):
        agenda.put_on_agenda(
            session(tarbes),
            application.file,
            kind=ItemKind.APPLICATION,
            sheet=sheet,
            by=tarbes.actor(),
            on=STUDIED_ON,
        )


@pytest.mark.covers("A13")
def test_nothing_is_held_below_the_quorum(tarbes):
    item = listed(tarbes)
    seats = item.session.attendances.count()
    with pytest.raises(ValidationError, match="quorum"):
        held(tarbes, item.session, absent=seats - item.session.quorum + 1)
    held(tarbes, item.session, absent=seats - item.session.quorum)
    assert item.session.state == "held"


@pytest.mark.covers("A13")
def test_a_session_is_not_held_before_its_day(tarbes):
    convened = session(tarbes)
    with pytest.raises(ValidationError, match="convoquée pour"):
        sessions.hold_session(convened, by=tarbes.actor(Role.MANAGER), on=STUDIED_ON)


@pytest.mark.covers("A13")
def test_a_member_who_leaves_the_room_no_longer_counts(tarbes):
    item = listed(tarbes)
    spare = item.session.attendances.count() - item.session.quorum
    held(tarbes, item.session, absent=spare)
    seat = item.session.attendances.filter(present=True).first()
    by, on = member(tarbes), SESSION_ON
    sessions.recuse_member(item, by=by, on=on, attendance=seat)
    with pytest.raises(ValidationError, match="déjà noté"):
        sessions.recuse_member(item, by=by, on=on, attendance=seat)
    with pytest.raises(ValidationError, match="ajournez"):
        opinions.give_favourable_opinion(item, by=by, on=on)
    item.refresh_from_db()
    opinions.adjourn_opinion(item, by=by, on=on, adjournment_reason="no_quorum")
    assert application_of(item).state == "adjourned"


@pytest.mark.covers("A13")
def test_a_favourable_opinion_carries_the_limits_of_its_sheet(tarbes):
    item = favourable(tarbes)
    application = application_of(item)
    assert application.state == "favourable"
    assert item.opinion_on == SESSION_ON
    assert item.limits.amount == application.amount
    assert item.limits.instalment == Decimal(item.sheet["instalment"])
    lines = [line.sentence for line in told(Entry.objects.filter(file_id=item.file_id).order_by("id"))]
    assert lines[-2:] == [
        "Dossier inscrit à la commission du 16\u00a0novembre 2026",
        "Commission\u00a0: avis favorable",
    ]


@pytest.mark.covers("A13")
def test_conditions_are_met_one_by_one(tarbes):
    item = listed(tarbes)
    held(tarbes, item.session)
    by = member(tarbes)
    with pytest.raises(ValidationError, match="au moins une condition"):
        opinions.give_conditional_opinion(item, by=by, on=SESSION_ON, conditions=[])
    with pytest.raises(ValidationError, match="autre condition"):
        opinions.give_conditional_opinion(item, by=by, on=SESSION_ON, conditions=["other"])
    opinions.give_conditional_opinion(item, by=by, on=SESSION_ON, conditions=["document", "aid_first"])
    assert item.state == "conditional"
    opinions.meet_condition(item, by=tarbes.actor(), on=AFTER, condition="document")
    assert item.unmet_conditions == ["aid_first"]
    with pytest.raises(ValidationError, match="déjà remplie"):
        opinions.meet_condition(item, by=tarbes.actor(), on=AFTER, condition="document")


@pytest.mark.covers("A13")
def test_an_unfavourable_opinion_gives_its_motives(tarbes):
    item = listed(tarbes)
    held(tarbes, item.session)
    with pytest.raises(ValidationError, match="motifs"):
        opinions.give_unfavourable_opinion(
            item, by=member(tarbes), on=SESSION_ON, opinion_reason="not_bearable", motives=" "
        )


@pytest.mark.covers("A13")
def test_an_opinion_is_given_in_session_by_the_commission(tarbes):
    item = listed(tarbes)
    with pytest.raises(ValidationError, match="pendant la séance"):
        opinions.give_favourable_opinion(item, by=member(tarbes), on=SESSION_ON)
    held(tarbes, item.session)
    with pytest.raises(NotAllowed):
        opinions.give_favourable_opinion(item, by=tarbes.actor(), on=SESSION_ON)
    assert application_of(item).state == "at_committee"


@pytest.mark.covers("A13")
def test_an_opinion_is_rectified_until_the_session_closes(tarbes):
    item = favourable(tarbes, close=False)
    by = member(tarbes)
    opinions.rectify_opinion(item, by=by, on=SESSION_ON)
    assert (item.state, item.opinion_on, item.amount_limit) == ("listed", None, None)
    with pytest.raises(ValidationError, match="Il reste 1 dossier"):
        sessions.close_session(item.session, by=by, on=SESSION_ON)
    opinions.give_favourable_opinion(item, by=by, on=SESSION_ON)
    sessions.close_session(item.session, by=by, on=SESSION_ON)
    with pytest.raises(ValidationError, match="pendant la séance"):
        opinions.rectify_opinion(item, by=by, on=SESSION_ON)


@pytest.mark.covers("A13")
def test_a_cancelled_session_gives_its_files_back(tarbes):
    item = listed(tarbes)
    sessions.cancel_session(item.session, by=tarbes.actor(Role.MANAGER), on=STUDIED_ON)
    item.refresh_from_db()
    assert (item.state, application_of(item).state) == ("withdrawn", "ready")


@pytest.mark.covers("A13")
def test_a_file_is_listed_once_in_a_session_not_yet_held(tarbes):
    item = listed(tarbes)
    with pytest.raises(ActRefused):
        agenda.put_on_agenda(
            item.session,
            item.file,
            kind=ItemKind.APPLICATION,
            sheet=item.sheet,
            by=tarbes.actor(),
            on=STUDIED_ON,
        )
    held(tarbes, item.session)
    other = ready(tarbes, last_name="Autre")
    with pytest.raises(ValidationError, match="arrêté"):
        agenda.put_on_agenda(
            item.session,
            other.file,
            kind=ItemKind.APPLICATION,
            sheet=committee_sheet(other, SESSION_ON),
            by=tarbes.actor(),
            on=SESSION_ON,
        )


@pytest.mark.covers("A13", "E1")
def test_a_refund_goes_through_the_same_session(tarbes):
    first = favourable(tarbes, close=False)
    convened = session(tarbes, on=SESSION_ON, session_on=date(2026, 12, 14))
    item = agenda.put_on_agenda(
        convened,
        first.file,
        kind=ItemKind.REFUND,
        sheet={
            "amount": "84.39",
            "sections": [{"title": "Remboursement", "facts": [["Intérêts", "84,39 €"]]}],
        },
        by=tarbes.actor(),
        on=SESSION_ON,
    )
    held(tarbes, convened)
    opinions.give_favourable_opinion(item, by=member(tarbes), on=convened.session_on)
    assert item.state == "favourable"
    assert application_of(first).state == "favourable"
    assert AgendaItem.objects.judged(first.file, ItemKind.REFUND) == item
    assert AgendaItem.objects.judged(first.file, ItemKind.APPLICATION) == first


@pytest.mark.covers("A13", "X5")
def test_the_notification_writes_the_letter_and_starts_the_appeal(tarbes):
    item = unfavourable(tarbes)
    with pytest.raises(ValidationError, match="suit l’avis"):
        opinions.notify_opinion(
            item,
            by=tarbes.actor(),
            on=AFTER,
            notified_on=SESSION_ON - timedelta(days=1),
            channel="registered_letter",
        )
    opinions.notify_opinion(item, by=tarbes.actor(), on=AFTER, notified_on=AFTER, channel="registered_letter")
    letter = Letter.objects.get(file=item.file)
    assert letter.letter_code == "refusal"
    assert letter.data["motives"] == item.motives
    assert item.appeal_until == date(2027, 1, 19)
    assert letter.data["appeal_until"] == "19 janvier 2027"


@pytest.mark.covers("A13")
def test_a_favourable_opinion_has_no_appeal(tarbes):
    item = favourable(tarbes)
    opinions.notify_opinion(item, by=tarbes.actor(), on=AFTER, notified_on=AFTER, channel="letter")
    assert Letter.objects.get(file=item.file).letter_code == "opinion"
    assert item.appeal_until is None
    with pytest.raises(ValidationError, match="avis défavorable"):
        appeals.lodge_appeal(item, by=tarbes.actor(), on=AFTER, received_on=AFTER)


@pytest.mark.covers("A13")
def test_an_appeal_is_examined_by_another_session_and_may_reverse(tarbes):
    item = unfavourable(tarbes, notified_on=AFTER)
    by = tarbes.actor()
    appeal = appeals.lodge_appeal(item, by=by, on=AFTER, received_on=AFTER, text="Je conteste.")
    appeals.acknowledge_appeal(appeal, by=by, on=AFTER)
    assert Letter.objects.filter(file=item.file, letter_code="appeal_received").exists()
    sheet = committee_sheet(application_of(item), AFTER)
    with pytest.raises(ValidationError, match="autre séance"):
        agenda.put_appeal_on_agenda(appeal, session=item.session, sheet=sheet, by=by, on=AFTER)
    other = session(tarbes, on=AFTER, session_on=date(2026, 12, 14))
    review = agenda.put_appeal_on_agenda(appeal, session=other, sheet=sheet, by=by, on=AFTER)
    with pytest.raises(ValidationError, match="elle y répondra"):
        appeals.withdraw_appeal(appeal, by=by, on=AFTER)
    held(tarbes, other)
    opinions.give_favourable_opinion(review, by=member(tarbes), on=other.session_on)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.decided_on) == ("reversed", other.session_on)
    assert application_of(item).state == "favourable"
    assert review.former == item


@pytest.mark.covers("A13")
def test_an_appeal_in_time_is_not_dismissed_as_late(tarbes):
    item = unfavourable(tarbes, notified_on=AFTER)
    appeal = appeals.lodge_appeal(item, by=tarbes.actor(), on=AFTER, received_on=AFTER)
    manager = tarbes.actor(Role.MANAGER)
    with pytest.raises(ValidationError, match="dans le délai"):
        appeals.dismiss_appeal(appeal, by=manager, on=AFTER, appeal_reason="late")
    appeal.refresh_from_db()
    appeals.dismiss_appeal(appeal, by=manager, on=AFTER, appeal_reason="no_object")
    assert appeal.state == "dismissed"
