"""One file for a whole instance: the database as `pg_dump` writes it, the vault, and what proves both.

The file is a plain tar: `database.dump`, `vault/…`, then `manifest.json`, with the digest of each part and
the rows that each table held in the very snapshot that was dumped. The master key is never in it.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from etrier.database.binaries import tool

DUMP, VAULT, MANIFEST = "database.dump", "vault", "manifest.json"
FORGOTTEN = ("django_session", "accounts_cache")
"""Tables whose rows are not kept: open sessions and counted attempts are not to be brought back."""
FORMAT = 1
CHUNK = 1 << 20
PREAMBLE, UNKNOWN_BEFORE_17 = 100, b"SET transaction_timeout = 0;\n"
LARGEST_MANIFEST = 512 << 20


class BackupError(Exception):
    """What was asked cannot be done; the message says why and what to do, in French."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: its parts by SHA-256, its rows by table, its migrations by full name."""

    format: int
    made_at: str
    parts: dict[str, str]
    rows: dict[str, int]
    migrations: list[str]


def save(owner_url: str, vault: Path, target: Path) -> Manifest:
    """Write a backup, whole or not at all. The database first: a paper is in the vault before its row exists.

    Raises `BackupError` when the file exists already or PostgreSQL refuses.
    """
    if target.exists():
        raise BackupError(f"{target} existe déjà : donnez un autre nom.")
    if not target.parent.is_dir():
        raise BackupError(f"le dossier {target.parent} n’existe pas.")
    draft = target.with_name(f"{target.name}.partial")
    try:
        with (
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
            tarfile.open(fileobj=out, mode="w") as archive,
        ):
            manifest = _written(archive, owner_url, vault)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _written(archive: tarfile.TarFile, owner_url: str, vault: Path) -> Manifest:
    parts: dict[str, str] = {}
    with _snapshot(owner_url) as (connection, snapshot), tempfile.TemporaryFile() as dump:
        made_at, rows, migrations = _facts(connection)
        skipped = [f"--exclude-table-data={name}" for name in FORGOTTEN]
        _run(
            ["pg_dump", "-Fc", "--enable-row-security", f"--snapshot={snapshot}", *skipped],
            owner_url,
            out=dump,
        )
        parts[DUMP] = _added(archive, DUMP, dump)
    for path in sorted(vault.rglob("*")) if vault.is_dir() else ():
        if path.is_file() and path.suffix != ".draft":
            name = f"{VAULT}/{path.relative_to(vault).as_posix()}"
            with path.open("rb") as paper:
                parts[name] = _added(archive, name, paper)
    manifest = Manifest(FORMAT, made_at, parts, rows, migrations)
    _added(archive, MANIFEST, io.BytesIO(json.dumps(asdict(manifest), indent=1).encode()))
    return manifest


@contextmanager
def _snapshot(owner_url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """A transaction that sees the database as the dump will, and the name by which the dump joins it."""
    with psycopg.connect(owner_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        (name,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        yield connection, name


def tables(connection: psycopg.Connection) -> list[str]:
    """The tables of the instance."""
    found = connection.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in found.fetchall()]


def counted(connection: psycopg.Connection) -> dict[str, int]:
    """The rows of each table whose rows are kept."""
    rows = {}
    for name in tables(connection):
        if name not in FORGOTTEN:
            found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
            rows[name] = (found.fetchone() or (0,))[0]
    return rows


def _facts(connection: psycopg.Connection) -> tuple[str, dict[str, int], list[str]]:
    rows = counted(connection)
    if "django_migrations" not in rows:
        raise BackupError("cette base n’est pas celle d’Étrier : elle n’a pas ses tables.")
    applied = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    (now,) = connection.execute("SELECT now()::text").fetchone() or ("",)
    return now, rows, [row[0] for row in applied]


def _added(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    """Put a part in the archive; returns its digest."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = content.seek(0, io.SEEK_END), 0o600
    content.seek(0)
    digest = _digest(content)
    content.seek(0)
    archive.addfile(entry, content)
    return digest


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def read_manifest(archive: tarfile.TarFile) -> Manifest:
    """What the backup says of itself, once each of its parts was found whole. Raises `BackupError`."""
    try:
        member = archive.getmember(MANIFEST)
        said = json.loads(_content(archive, member).read(LARGEST_MANIFEST))
        manifest = Manifest(**said)
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError("ce fichier n’est pas une sauvegarde d’Étrier, ou il est incomplet.") from error
    if manifest.format != FORMAT:
        raise BackupError(
            "cette sauvegarde vient d’une version d’Étrier plus récente : mettez à jour d’abord."
        )
    found = {}
    for one in archive:
        if one.name != MANIFEST:
            found[one.name] = _digest(_content(archive, one))
    wrong = sorted(name for name in manifest.parts | found if manifest.parts.get(name) != found.get(name))
    if wrong:
        raise BackupError(f"cette sauvegarde est abîmée : {wrong[0]} n’est pas ce qui avait été écrit.")
    if any(".." in PurePosixPath(name).parts or name.startswith("/") for name in found):
        raise BackupError("cette sauvegarde nomme un fichier hors du coffre : elle n’est pas d’Étrier.")
    return manifest


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(member) if member.isfile() else None
    if content is None:
        raise BackupError(f"cette sauvegarde est abîmée : {member.name} n’est pas un fichier.")
    return content


def refuse_unless_empty(owner_url: str) -> None:
    """A backup is restored in a new database only: it replaces nothing. Raises `BackupError`."""
    with psycopg.connect(owner_url) as connection:
        if tables(connection):
            raise BackupError(
                "la base contient déjà des tables, et une restauration n’écrase rien. Donnez une base neuve ;"
                " pour la base embarquée, « etrier database remove » la supprime, sans retour."
            )


def restore(archive: tarfile.TarFile, manifest: Manifest, owner_url: str, vault: Path) -> None:
    """Bring back papers, then rows, in one transaction; held to the rows that were counted.

    Raises `BackupError` when PostgreSQL refuses or rows are missing.
    """
    for name in manifest.parts:
        if name.startswith(f"{VAULT}/"):
            path = vault / name.removeprefix(f"{VAULT}/")
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(_content(archive, archive.getmember(name)).read())
    with tempfile.TemporaryFile() as dump:
        content = _content(archive, archive.getmember(DUMP))
        while piece := content.read(CHUNK):
            dump.write(piece)
        dump.seek(0)
        _replay(dump, owner_url)
    with psycopg.connect(owner_url) as connection:
        found = counted(connection)
    wrong = sorted(name for name in manifest.rows | found if manifest.rows.get(name) != found.get(name))
    if wrong:
        table = wrong[0]
        had, has = manifest.rows.get(table, 0), found.get(table, 0)
        raise BackupError(f"la table {table} a {has} lignes au lieu de {had}.")


def _replay(dump: IO[bytes], owner_url: str) -> None:
    """Run what a dump says, in one transaction. As a script: `pg_restore` sets a parameter that servers
    before PostgreSQL 17 do not know, and would end there."""
    with tempfile.TemporaryDirectory() as folder:
        script, known = Path(folder, "script.sql"), Path(folder, "known.sql")
        _run(["pg_restore", "--no-owner", "-f", str(script)], into=dump)
        with script.open("rb") as said, known.open("wb") as kept:
            kept.writelines(line for line in islice(said, PREAMBLE) if line != UNKNOWN_BEFORE_17)
            shutil.copyfileobj(said, kept)
        script.unlink()
        _run(["psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(known)], owner_url)


def _run(
    command: list[str],
    owner_url: str = "",
    *,
    out: IO[bytes] | None = None,
    into: IO[bytes] | None = None,
) -> None:
    """Run one of PostgreSQL's programs, on the database when its address is given; the password goes by
    the environment, unseen."""
    parts = {name: str(value) for name, value in conninfo_to_dict(owner_url).items()}
    password = parts.pop("password", "")
    where = ["-d", make_conninfo(**parts)] if parts else []
    done = subprocess.run(  # noqa: S603 -- our own binaries
        [str(tool(command[0])), *command[1:], *where],
        env=os.environ | {"PGPASSWORD": password, "PGPASSFILE": os.devnull, "LC_ALL": "C.UTF-8"},
        stdin=into or subprocess.DEVNULL,
        stdout=out or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{command[0]} a échoué : {' '.join(done.stderr.split())[:600]}")
