"""What PostgreSQL itself says of every table: closed to other organisations, or shared for a reason."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from etrier.database.migration import is_isolated
from etrier.database.shared import SHARED
from etrier.files.actions import open_file
from etrier.files.models import SearchWord

TABLES = """
    SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner) = current_user,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organisation_id'
                   AND NOT a.attisdropped)
    FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""
KEYS = """
    SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, c.conname,
           (SELECT array_agg(a.attname::text) FROM pg_attribute a
            WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey))
    FROM pg_constraint c WHERE c.contype = 'f'
"""


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.covers("X1")
@pytest.mark.django_db
def test_every_table_is_closed_or_shared_for_a_reason():
    tables = rows(TABLES)
    assert len(tables) > 20
    for name, enabled, forced, owned, has_organisation in tables:
        assert not owned, f"the site owns {name}"
        if name in SHARED:
            assert not has_organisation, f"{name} is shared but belongs to organisations"
        else:
            assert enabled and forced, f"{name} has no forced row security and is not in SHARED"


WALLS = """
    SELECT c.relname, p.policyname, p.permissive FROM pg_class c
    JOIN pg_policies p ON p.schemaname = 'public' AND p.tablename = c.relname
    WHERE c.relforcerowsecurity AND c.relnamespace = 'public'::regnamespace
"""
OPEN_TO_OPERATORS = {
    "accounts_membership",
    "instance_instanceinvitation",
    "journal_entry",
    "journal_submission",
    "partners_accountrequest",
    "team_invitation",
}
"""What who runs the instance may meet: accesses, invitations, requests for an account, her own journal."""


@pytest.mark.covers("X1")
@pytest.mark.django_db
def test_every_closed_table_has_a_wall_against_banks_and_operators():
    found: dict[str, set[tuple[str, str]]] = {}
    for table, policy, permissive in rows(WALLS):
        found.setdefault(table, set()).add((policy, permissive))
    wanted = {("partner", "RESTRICTIVE"), ("operator", "RESTRICTIVE"), ("organisation", "PERMISSIVE")}
    assert {table for table, policies in found.items() if not wanted <= policies} == set()


@pytest.mark.covers("X1")
@pytest.mark.django_db
def test_the_wall_against_operators_has_no_other_door():
    policies = rows("SELECT tablename, qual FROM pg_policies WHERE policyname = 'operator'")
    assert {table for table, condition in policies if " OR " in condition} == OPEN_TO_OPERATORS


@pytest.mark.covers("X1")
@pytest.mark.django_db
def test_the_planner_supposes_that_every_row_passes_the_walls():
    """« IS NULL » of a setting would be counted as one row in two hundred: see `migration.absent`."""
    walls = "SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE permissive = 'RESTRICTIVE'"
    found = rows(walls)
    assert found
    assert [row for row in found if "::bigint IS NULL" in f"{row[2]} {row[3]}"] == []


@pytest.mark.django_db
def test_the_list_of_shared_tables_holds_nothing_else():
    assert set(SHARED) <= {row[0] for row in rows(TABLES)}


@pytest.mark.covers("X1")
@pytest.mark.django_db
def test_keys_between_organisations_tables_carry_the_organisation():
    isolated = {m._meta.db_table for m in apps.get_models() if is_isolated(m)}
    checked = 0
    for child, parent, name, columns in rows(KEYS):
        if child in isolated and parent in isolated:
            assert "organisation_id" in columns, f"{name}: {child} could point at another town's {parent}"
            checked += 1
    expected = sum(
        1
        for model in apps.get_models()
        if is_isolated(model)
        for field in model._meta.local_fields
        if field.is_relation and is_isolated(field.related_model)
    )
    assert checked >= expected > 0


@pytest.mark.django_db
def test_what_is_written_once_stays_written():
    for table in ("journal_entry", "journal_reading"):
        with (
            connection.cursor() as cursor,
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(f'UPDATE "{table}" SET organisation_id = organisation_id')  # noqa: S608 -- our names
        with (
            connection.cursor() as cursor,
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- our names


@pytest.mark.covers("X1")
@pytest.mark.django_db
def test_the_sites_role_has_no_power():
    ((powerful,),) = rows("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    assert powerful is False


def test_a_child_cannot_point_at_another_towns_parent(laval, tarbes, on):

    tarbes.enter()
    theirs = open_file(by=tarbes.actor(), on=on, cover="Alice Martin", holder=None)
    laval.enter()
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchWord.objects.create(organisation=laval.organisation, file_id=theirs.pk, word="martin")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
