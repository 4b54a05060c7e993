"""The first contact as acts: what they leave, what they refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from etrier.applications import actions
from etrier.applications.models import Application
from etrier.applications.tests.factories import CONTACT_ON, contact, under_study
from etrier.domain.lifecycle import ActRefused
from etrier.files.models import File
from etrier.files.search import found
from etrier.journal.door import Conflict, NotAllowed
from etrier.journal.models import Entry
from etrier.journal.sentences import told as sentences
from etrier.people.models import Person, Way
from etrier.people.tests.factories import person, told


def history(application: Application) -> list[str]:
    return [
        line.sentence for line in sentences(Entry.objects.filter(file_id=application.file_id).order_by("id"))
    ]


@pytest.mark.covers("A1")
def test_a_first_contact_opens_a_file_a_sheet_and_a_request(laval):
    application = contact(laval, role="reception", origin="mdph", first_name="Léa", last_name="Ben-Amar")
    application.refresh_from_db()
    assert (application.state, application.requested_on) == ("contact", CONTACT_ON)
    assert application.file.number == "2026-0001"
    assert application.file.cover == "Léa Ben-Amar"
    assert application.dispositif == laval.dispositif
    assert application.explained_on == CONTACT_ON
    assert application.explained_by == laval.user("reception")
    assert history(application) == [
        "Dossier ouvert",
        "Personne enregistrée",
        "Premier contact enregistré, origine\u00a0: la MDPH ou la MDA",
        "Microcrédit accompagné expliqué",
    ]


def test_a_file_is_found_by_name_birth_date_phone_and_number(laval):
    application = contact(
        laval, first_name="Léa", last_name="Ben-Amar", birth_date=date(1985, 3, 12), phone="0639981234"
    )
    contact(laval)
    for query in ("amar lea", "12/03/1985", "06 39 98 12 34", "2026-0001", "0001"):
        assert list(found(File.objects.all(), query)) == [application.file], query


def test_no_request_without_a_dispositif_in_force(laval):
    with pytest.raises(ValidationError, match="Aucun dispositif n’est en vigueur le 1er mars 2019"):
        contact(laval, on=date(2019, 3, 1))


@pytest.mark.parametrize("facts", [{"amount": Decimal(0)}, {"amount": Decimal(-5)}, {"months": 0}])
def test_absurd_wishes_are_refused(laval, facts):
    with pytest.raises(ValidationError, match="doit dépasser zéro"):
        contact(laval, **facts)


def test_a_birth_to_come_is_refused(laval):
    with pytest.raises(ValidationError, match="à venir"):
        contact(laval, birth_date=date(2027, 1, 1))


@pytest.mark.covers("A3", "E3")
def test_a_known_person_has_no_more_requests_open_than_the_dispositif_allows(laval):
    first = contact(laval)
    with pytest.raises(ValidationError, match="2026-0001"):
        contact(laval, known=first.applicant)
    actions.close_application(first, by=laval.actor(), on=CONTACT_ON, reason="withdrawn")
    second = contact(laval, known=first.applicant)
    assert second.applicant == first.applicant
    assert second.file.follows == first.file
    assert Person.objects.count() == 1


@pytest.mark.covers("X3")
def test_a_known_persons_rules_are_never_loosened_by_a_new_request(laval):
    known = person(laval, letters_allowed=False, avoid="son frère")
    application = actions.record_contact(
        by=laval.actor(),
        on=CONTACT_ON,
        known=known,
        origin="phone",
        told=told(
            phone="0639980000", letters_allowed=True, calls_allowed=False, avoid="sa mère", first_name=""
        ),
    )
    known = application.applicant
    assert (known.letters_allowed, known.calls_allowed, known.phone) == (False, False, "0639980000")
    assert known.avoid == "son frère ; sa mère"
    assert known.first_name
    assert not known.may_be_reached(Way.LETTER)
    assert known.may_be_reached(Way.EMAIL)


@pytest.mark.covers("A3")
def test_a_co_borrower_comes_and_goes(laval):
    application = contact(laval, first_name="Awa", last_name="Diallo")
    actions.add_co_borrower(
        application, by=laval.actor(), on=CONTACT_ON, told=told(first_name="Idris", last_name="Diallo")
    )
    assert application.file.cover == "Awa Diallo et Idris Diallo"
    assert list(found(File.objects.all(), "idris")) == [application.file]
    with pytest.raises(ValidationError, match="déjà un co-emprunteur"):
        actions.add_co_borrower(application, by=laval.actor(), on=CONTACT_ON, told=told())
    actions.remove_co_borrower(application, by=laval.actor(), on=CONTACT_ON)
    application.refresh_from_db()
    assert application.co_borrower is None
    assert application.file.cover == "Awa Diallo"
    assert not found(File.objects.all(), "idris").exists()


@pytest.mark.covers("A3")
def test_merging_hands_the_requests_over(laval):
    kept = contact(laval, first_name="Léa", last_name="Martin", email="", letters_allowed=True)
    double = contact(laval, first_name="Lea", last_name="Martin", email="lea@example.org").applicant
    theirs = Application.objects.get(applicant=double)
    actions.merge_person(double, into=kept.applicant, by=laval.actor(), on=CONTACT_ON, file=kept.file)
    theirs.refresh_from_db()
    double.refresh_from_db()
    assert theirs.applicant == kept.applicant
    assert theirs.file.cover == "Léa Martin"
    assert (double.state, double.merged_into) == ("merged", kept.applicant)
    kept.applicant.refresh_from_db()
    assert kept.applicant.email == "lea@example.org"
    with pytest.raises(ActRefused):
        actions.merge_person(double, into=kept.applicant, by=laval.actor(), on=CONTACT_ON, file=kept.file)


def test_two_who_borrow_together_are_not_one(laval):
    application = contact(laval)
    actions.add_co_borrower(application, by=laval.actor(), on=CONTACT_ON, told=told())
    with pytest.raises(ValidationError, match="empruntent ensemble"):
        actions.merge_person(
            application.co_borrower,
            into=application.applicant,
            by=laval.actor(),
            on=CONTACT_ON,
            file=application.file,
        )


def test_who_may_not_does_not(laval, tarbes):
    laval.enter()
    with pytest.raises(NotAllowed):
        contact(laval, role="finance")
    application = contact(laval)
    with pytest.raises(NotAllowed):
        actions.open_study(application, by=tarbes.actor(), on=CONTACT_ON)
    with pytest.raises(NotAllowed):
        actions.open_study(application, by=laval.actor("reception"), on=CONTACT_ON)


def test_the_second_of_two_writers_is_told(laval):
    application = contact(laval)
    actions.open_study(application, by=laval.actor(), on=CONTACT_ON, revision=application.revision)
    with pytest.raises(Conflict):
        actions.update_situation(application, by=laval.actor(), on=CONTACT_ON, revision=0, resident=True)


@pytest.mark.covers("A5")
def test_a_study_keeps_household_situation_and_support(laval):
    application = under_study(laval)
    application.refresh_from_db()
    assert application.state == "under_study"
    members = application.file.household.for_budget(date(2026, 11, 23))
    assert [(m.age, m.dependant) for m in members] == [
        (application.applicant.age(date(2026, 11, 23)), False),
        (9, True),
    ]
    assert application.situation.employment_label == "salarié en CDD ou intérim"
    assert history(application)[-1] == (
        "Accompagnement à prévoir\u00a0: accompagnement budgétaire, niveau régulier"
    )


@pytest.mark.covers("A3")
def test_the_households_borrowers_follow_the_request(laval):
    application = under_study(laval)
    by = laval.actor()
    actions.add_co_borrower(application, by=by, on=CONTACT_ON, told=told(first_name="Idris"))
    household = application.file.household
    assert [m.relation for m in household.members.all()] == ["applicant", "co_borrower", "child"]
    actions.remove_co_borrower(application, by=by, on=CONTACT_ON)
    assert sorted(m.relation for m in household.members.all()) == ["applicant", "child", "partner"]
    child = household.members.get(relation="child")
    actions.update_household(
        application,
        by=by,
        on=CONTACT_ON,
        members=[{"uid": child.uid, "relation": "child", "age": 9, "birth_date": None}],
    )
    child.refresh_from_db()
    assert [m.relation for m in household.members.all()] == ["applicant", "child"]
    assert (child.age_on(date(2028, 1, 1)), child.first_name) == (11, "Lina")


@pytest.mark.covers("A12", "R11")
def test_a_request_is_closed_with_a_reason_and_reopened(laval):
    application = under_study(laval)
    by = laval.actor()
    actions.close_application(
        application, by=by, on=date(2026, 11, 20), reason="abandoned", motive="Sans nouvelles."
    )
    assert (application.state, application.closed_on) == ("closed", date(2026, 11, 20))
    assert history(application)[-1] == "Demande close\u00a0: sans nouvelles de la personne"
    actions.reopen_application(application, by=by, on=date(2026, 11, 21))
    assert (application.state, application.closing_reason) == ("under_study", "")
    with pytest.raises(ValidationError, match="date du décès"):
        actions.close_application(application, by=by, on=date(2026, 11, 22), reason="deceased")
    actions.close_application(
        application, by=by, on=date(2026, 11, 22), reason="deceased", died_on=date(2026, 11, 21)
    )
    applicant = Person.objects.get(pk=application.applicant_id)
    assert not any(applicant.may_be_reached(way) for way in Way)
    with pytest.raises(ValidationError, match="décédée"):
        actions.reopen_application(application, by=by, on=date(2026, 11, 23))
