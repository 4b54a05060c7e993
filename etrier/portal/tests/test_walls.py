"""What a bank's request may touch, asked of PostgreSQL itself: her rows, and nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.sql import SQL, Identifier

from etrier.database.isolation import Scope, scoped
from etrier.decisions.actions.messages import send_message
from etrier.decisions.models import AnswerKind, MessageSide, Transmission
from etrier.decisions.tests.factories import adviser, answered, refused, with_bank

PERSONAL = (
    "files_file",
    "files_searchword",
    "people_person",
    "applications_application",
    "applications_household",
    "applications_situation",
    "documents_document",
    "documents_letter",
    "decisions_session",
    "decisions_agendaitem",
    "decisions_appeal",
    "decisions_consent",
    "funds_commitment",
    "schemes_agreement",
    "journal_entry",
    "journal_reading",
)


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table)))
        return cursor.fetchone()[0]


@pytest.fixture
def two_banks(laval, on):
    """One request refused by a bank, now at another; each heard, each written to."""
    laval.enter()
    first = refused(laval)
    send_message(first, by=laval.actor(), on=on, side=MessageSide.CCAS, text="Merci de votre réponse.")
    second = with_bank(laval, first.file.application, bank=1, on=on)
    answered(laval, second, AnswerKind.QUESTION, on=on, text="Quel âge a le véhicule ?")
    send_message(second, by=laval.actor(), on=on, side=MessageSide.CCAS, text="Six ans.")
    return first, second


def bank_scope(transmission, *, organisation=None):
    member = adviser(transmission.partner)
    return Scope(organisation=organisation, partner=transmission.partner_id, user=member.user_id)


@pytest.mark.covers("X1", "A14")
@pytest.mark.parametrize("with_the_town", [False, True])
def test_only_her_banks_rows_exist(laval, two_banks, with_the_town):
    _first, second = two_banks
    town = laval.organisation.pk if with_the_town else None
    with scoped(bank_scope(second, organisation=town)):
        assert count("decisions_transmission") == 1
        assert count("decisions_bankanswer") == 1
        assert count("decisions_message") == 1
        assert Transmission.objects.get().pk == second.pk
        for table in PERSONAL:
            assert count(table) == 0, table


@pytest.mark.covers("X1")
def test_the_positive_control_sees_them_all(laval, two_banks):
    laval.enter()
    assert count("decisions_transmission") == 2
    assert count("decisions_message") == 2
    assert count("files_file") == 1
    assert count("journal_entry") > 0


@pytest.mark.covers("X1")
def test_in_another_town_her_act_sees_nothing(laval, tarbes, two_banks):
    with scoped(bank_scope(two_banks[1], organisation=tarbes.organisation.pk)):
        assert count("decisions_transmission") == 0


@pytest.mark.covers("X1")
@pytest.mark.parametrize("with_the_town", [False, True])
def test_she_changes_nothing_she_was_sent(laval, two_banks, with_the_town):
    town = laval.organisation.pk if with_the_town else None
    with scoped(bank_scope(two_banks[1], organisation=town)), connection.cursor() as cursor:
        for table in ("decisions_transmission", "decisions_message"):
            cursor.execute(SQL("UPDATE {} SET state = 'accepted'").format(Identifier(table)))
            assert cursor.rowcount == 0


@pytest.mark.covers("X1")
@pytest.mark.parametrize("target", ["own", "other"])
def test_she_answers_her_own_requests_alone(laval, two_banks, target):
    first, second = two_banks
    transmission = second if target == "own" else first
    sql = (
        "INSERT INTO decisions_bankanswer (organisation_id, uid, recorded_at, transmission_id, file_id,"
        " partner_id, kind, received_on, channel, reason, text)"
        " VALUES (%s, gen_random_uuid(), now(), %s, %s, %s, 'question', '2026-11-23', 'bank_desk', '', 'x')"
    )
    values = [laval.organisation.pk, transmission.pk, transmission.file_id, second.partner_id]
    with scoped(bank_scope(second, organisation=laval.organisation.pk)), connection.cursor() as cursor:
        if target == "own":
            cursor.execute(sql, values)
            assert cursor.rowcount == 1
        else:
            with pytest.raises(DatabaseError, match="same_bank"), transaction.atomic():
                cursor.execute(sql, values)


@pytest.mark.covers("X1")
def test_she_adds_no_transmission_nor_message(laval, two_banks):
    second = two_banks[1]
    with scoped(bank_scope(second, organisation=laval.organisation.pk)):
        for table in ("decisions_transmission", "decisions_message"):
            with connection.cursor() as cursor:
                cursor.execute(SQL("SELECT * FROM {} LIMIT 0").format(Identifier(table)))
                names = [column.name for column in cursor.description if column.name not in ("id", "uid")]
                copy = SQL(
                    "INSERT INTO {table} (uid, {names}) SELECT gen_random_uuid(), {names} FROM {table}"
                )
                statement = copy.format(
                    table=Identifier(table), names=SQL(", ").join(Identifier(name) for name in names)
                )
                with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                    cursor.execute(statement)


@pytest.mark.covers("X1")
def test_with_nobody_in_scope_nothing_exists(two_banks):
    with scoped(Scope()):
        assert count("decisions_transmission") == 0
