"""Who is asking, told to PostgreSQL: four settings that last exactly as long as the transaction.

Row-level security reads them (see `migration.Isolate`). A setting that is absent hides every row, so
forgetting a scope shows nothing rather than too much. They are set by `set_config(…, true)`: a
session-level setting would leak to the next user of a pooled connection.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisation whose rows exist, the partner bank that asks, the user signed in, each by its key;
    and whether the asker runs the instance: what she may touch is then named table by table."""

    organisation: int | None = None
    partner: int | None = None
    user: int | None = None
    operator: bool = False


NOBODY = Scope()
_current: ContextVar[Scope] = ContextVar("etrier_scope", default=NOBODY)


class Unsafe(Exception):
    """The database role of the site could see through the walls; the site refuses to run with it."""


def current() -> Scope:
    """The scope of the code that runs now."""
    return _current.get()


def _tell(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('etrier.organisation', %s, true), set_config('etrier.partner', %s, true),"
            " set_config('etrier.user', %s, true), set_config('etrier.operator', %s, true)",
            [
                "" if value is None else str(value)
                for value in (scope.organisation, scope.partner, scope.user, 1 if scope.operator else None)
            ],
        )


@contextmanager
def scoped(scope: Scope) -> Iterator[Scope]:
    """Run a block inside one transaction that sees only what the scope may see.

    Nested scopes give back the former one; a rollback does so by itself, since the settings belong to
    the transaction.
    """
    former = _current.get()
    token = _current.set(scope)
    nested = connection.in_atomic_block
    try:
        with transaction.atomic():
            if nested or scope != NOBODY:  # a transaction begins without any setting
                _tell(scope)
            yield scope
            if transaction.get_connection().savepoint_ids and not connection.needs_rollback:
                _tell(former)
    finally:
        _current.reset(token)


def enter(scope: Scope) -> None:
    """Change scope inside the transaction already open (a request that has just found out who asks)."""
    _current.set(scope)
    _tell(scope)


def refuse_privileged(cursor) -> None:
    """Raise `Unsafe` when this connection is a superuser, bypasses row security or owns our tables."""
    cursor.execute(
        "SELECT rolsuper OR rolbypassrls,"
        " EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND relowner = r.oid"
        "         AND relnamespace = 'public'::regnamespace)"
        " FROM pg_roles r WHERE rolname = current_user"
    )
    powerful, owner = cursor.fetchone()
    if powerful or owner:
        raise Unsafe(
            "Le rôle PostgreSQL du site est trop puissant : il est superutilisateur, contourne la sécurité"
            " par ligne ou possède les tables. Donnez dans DATABASE_URL un rôle membre de etrier_site."
        )
