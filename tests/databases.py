"""A migrated template, made again only when a migration changes, and copies of it: one per process."""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parents[1]
LOCK = 7_242_015


def fingerprint() -> str:
    """Changes when a migration, the lock of dependencies or the way of preparing does."""
    digest = hashlib.sha256()
    sources = [*sorted(ROOT.glob("etrier/*/migrations/*.py")), *sorted(ROOT.glob("requirements*.lock"))]
    for path in [*sources, ROOT / "etrier/database/migration.py", ROOT / "etrier/database/roles.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def owner(database: str = "") -> psycopg.Connection:
    """A connection of the migrator, outside any transaction."""
    url = make_conninfo(settings.OWNER_URL, **({"dbname": database} if database else {}))
    return psycopg.connect(url, autocommit=True)


@contextlib.contextmanager
def template() -> Iterator[tuple[psycopg.Connection, str]]:
    """The migrated template, built once whoever comes first, and held while the block copies it.

    The two before it stay: another process may still be at work with former migrations.
    """
    name = f"etrier_template_{fingerprint()}"
    with owner() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        rows = connection.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()
        known = [row[0] for row in rows if row[0].startswith("etrier_template_")]
        if name not in known:
            for old in known[2:]:
                drop(connection, old)
            build(connection, name)
        yield connection, name


def build(connection: psycopg.Connection, name: str) -> None:
    """Migrate a new database as its owner, under another name until it is whole."""
    draft = f"{name}_draft"
    drop(connection, draft)
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    environment = os.environ | {
        "ETRIER_ROLE": "owner",
        "ETRIER_OWNER_URL": make_url(settings.OWNER_URL, draft),
        "DATABASE_URL": make_url(settings.SITE_URL, draft),
        "DJANGO_SETTINGS_MODULE": "etrier.config.settings_for_tests",
    }
    done = subprocess.run(
        [sys.executable, "-m", "etrier", "database", "prepare"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"etrier database prepare failed:\n{done.stdout}\n{done.stderr}")
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
    )


def make_url(url: str, database: str) -> str:
    """The same address, for another database of the same server."""
    return str(make_conninfo(url, dbname=database))


def drop(connection: psycopg.Connection, name: str) -> None:
    """Remove a database if it is there; one in use by another process stays."""
    with contextlib.suppress(psycopg.errors.ObjectInUse, psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def discard(connection: psycopg.Connection, name: str) -> None:
    """Remove a database of ours once what the test left connected has let go of it.

    Not `WITH (FORCE)`: it refuses when autovacuum is at work there, whose process is not ours to end;
    the plain form asks autovacuum to leave. One that stays in use goes with the next run.
    """
    for _ in range(4):  # the server itself waits five seconds for each
        drop(connection, name)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND backend_type = 'client backend' AND usename IS NOT NULL",
                [name],
            )
        time.sleep(0.25)


@contextlib.contextmanager
def copied(purpose: str) -> Iterator[str]:
    """A copy of the template under a name of its own, dropped at the end."""
    name = f"etrier_{purpose}_{os.getpid()}"
    with template() as (connection, source):
        drop(connection, name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        )
    try:
        yield name
    finally:
        with owner() as connection:
            discard(connection, name)


@contextlib.contextmanager
def cloned_database() -> Iterator[None]:
    """Point Django's connection at a copy, as the site's role."""
    with copied("test") as name:
        connection = connections["default"]
        connection.close()
        former = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        settings.DATABASES["default"]["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = former
