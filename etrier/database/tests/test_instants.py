"""Instants come back from PostgreSQL as they went."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from etrier.database.instants import InstantLoader

pytestmark = pytest.mark.django_db


def read_back(value: datetime | None) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [value])
        return cursor.fetchone()[0]


@given(st.datetimes(timezones=st.just(UTC)))
@example(datetime(2026, 11, 27, 0, 2, 39, tzinfo=UTC))
@example(datetime(2026, 11, 27, 0, 2, 39, 500_000, tzinfo=UTC))
@example(datetime(1, 1, 1, tzinfo=UTC))
def test_an_instant_comes_back_the_same_and_in_utc(value):
    found = read_back(value)
    assert (found, found.tzinfo) == (value, UTC)


def test_an_instant_of_another_zone_comes_back_in_utc_and_none_stays_none():
    reunion = datetime(2026, 3, 29, 4, 0, tzinfo=timezone(timedelta(hours=4)))
    assert read_back(reunion) == datetime(2026, 3, 29, tzinfo=UTC)
    assert read_back(None) is None


def test_a_connection_reads_by_our_reader_and_keeps_it():
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert cursor.cursor.connection.adapters.get_loader(1184, 0) is InstantLoader
        assert cursor.cursor.adapters.get_loader(1184, 0) is InstantLoader
