"""Statements of the demonstration: the same few hundred, thirty thousand times."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TWICE, MOST = 2, 2000


def forget_plans() -> None:
    """Let PostgreSQL think again how to read: tables have grown since, and it has not counted them yet."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


@contextmanager
def joined_by_hash() -> Iterator[None]:
    """Inside the block PostgreSQL joins tables by hash.

    It has not counted the rows of this transaction, and believes that a town has one in each table: it would
    read a whole table again for every row of another.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = on")


@contextmanager
def planned_once() -> Iterator[None]:
    """Inside the block PostgreSQL keeps the plan of each statement it has met twice.

    Only for a connection of one's own: through a pooler the next user would meet these plans.
    """
    connection.ensure_connection()
    session = connection.connection
    former = session.prepare_threshold, session.prepared_max
    session.prepare_threshold, session.prepared_max = TWICE, MOST
    try:
        yield
    finally:
        session.prepare_threshold, session.prepared_max = former
