"""An instance saved in one file and brought back elsewhere, as an administrator does it: by the commands."""

import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from etrier.database.backup import DUMP, MANIFEST
from etrier.database.isolation import NOBODY, scoped
from etrier.documents.actions import receive_document
from etrier.files.actions import open_file
from tests.browser.site import own_database
from tests.cast import Town, raise_town
from tests.databases import drop, make_url, owner
from tests.filling import PDF

KEY = "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="
OTHER_KEY = "YW5vdGhlciBrZXkgYW5vdGhlciBrZXkgYW5vdGhlciE="
EMPTY = f"etrier_restored_{os.getpid()}"


def etrier(
    *arguments: str, database: str, instance: Path, key: str = KEY
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": make_url(settings.SITE_URL, database),
        "ETRIER_OWNER_URL": make_url(settings.OWNER_URL, database),
        "DJANGO_SETTINGS_MODULE": "etrier.config.settings",
        "ETRIER_INSTANCE": str(instance),
        "ETRIER_MASTER_KEY": key,
    }
    command = [sys.executable, "-m", "etrier", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What a command did."""
    assert done.returncode == 0, done.stderr
    return done.stdout


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a command that refuses."""
    assert done.returncode == 2, done.stdout
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.fixture
def town(django_db_setup, django_db_blocker, on, tmp_path) -> Iterator[Town]:
    """A town with one paper in the vault of its instance."""
    settings.VAULT, former = tmp_path / "instance" / "vault", settings.VAULT
    with django_db_blocker.unblock(), own_database("backup"):
        with scoped(NOBODY):
            laval = raise_town("laval")
            file = open_file(by=laval.actor(), on=on, cover="Alice Martin", holder=laval.user())
            receive_document(file, by=laval.actor(), on=on, kind_code="quote", content=PDF)
        yield laval
    settings.VAULT = former


@pytest.fixture
def empty(town) -> Iterator[str]:
    """A database where nothing is yet."""
    with owner() as connection:
        drop(connection, EMPTY)
        connection.execute(f"CREATE DATABASE {EMPTY}")
        yield EMPTY
        drop(connection, EMPTY)


@pytest.fixture
def backup(town, tmp_path) -> Path:
    """The file that `etrier backup` makes of that town."""
    target = tmp_path / "sauvegarde.tar"
    here = settings.DATABASES["default"]["NAME"]
    assert "1 document" in said(
        etrier("backup", str(target), database=here, instance=tmp_path / "instance")
    ).replace("\xa0", " ")
    return target


def test_an_instance_comes_back_whole_elsewhere(backup, empty, tmp_path):
    assert backup.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as archive:
        names = archive.getnames()
    assert {DUMP, MANIFEST} < set(names)
    assert len(names) == 3
    assert PDF not in backup.read_bytes()
    back = said(etrier("restore", str(backup), database=empty, instance=tmp_path / "new"))
    assert "1\xa0document ouvert avec la clé maîtresse. Tout y est." in back
    with psycopg.connect(make_url(settings.OWNER_URL, empty)) as connection:
        assert connection.execute("SELECT name FROM accounts_organisation").fetchall() == [("CCAS de Laval",)]
        assert connection.execute("SELECT count(*) FROM documents_document").fetchone() == (1,)
    with psycopg.connect(make_url(settings.SITE_URL, empty)) as site:
        assert site.execute("SELECT count(*) FROM files_file").fetchone() == (0,)  # closed, as before
    again = etrier("restore", str(backup), database=empty, instance=tmp_path / "new")
    assert "n’écrase rien" in refusal(again)


def test_papers_saved_in_folders_of_their_own_come_back_where_they_are_looked_for(town, empty, tmp_path):
    """Until there were 256 folders each paper had one."""
    (paper,) = (path for path in settings.VAULT.rglob("*") if path.is_file())
    former = paper.parent / paper.name[-4:-2]
    former.mkdir()
    paper.rename(former / paper.name)
    target, here = tmp_path / "ancienne.tar", settings.DATABASES["default"]["NAME"]
    said(etrier("backup", str(target), database=here, instance=tmp_path / "instance"))
    back = said(etrier("restore", str(target), database=empty, instance=tmp_path / "new"))
    assert "1\xa0document ouvert" in back


def test_a_wrong_master_key_is_said(backup, empty, tmp_path):
    wrong = etrier("restore", str(backup), database=empty, instance=tmp_path / "new", key=OTHER_KEY)
    assert "ETRIER_MASTER_KEY" in refusal(wrong)


def test_a_damaged_file_restores_nothing(backup, empty, tmp_path):
    content = bytearray(backup.read_bytes())
    content[2000] ^= 1
    backup.write_bytes(content)
    assert "abîmée" in refusal(etrier("restore", str(backup), database=empty, instance=tmp_path / "new"))
    backup.write_bytes(content[: len(content) // 2])
    assert "incomplet" in refusal(etrier("restore", str(backup), database=empty, instance=tmp_path / "new"))
    backup.write_text("ceci n’est pas une archive")
    assert "sauvegarde" in refusal(etrier("restore", str(backup), database=empty, instance=tmp_path / "new"))
    with psycopg.connect(make_url(settings.OWNER_URL, empty)) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert found == (0,)


def test_a_backup_never_overwrites(backup, tmp_path):
    here = settings.DATABASES["default"]["NAME"]
    before = backup.read_bytes()
    again = etrier("backup", str(backup), database=here, instance=tmp_path / "instance")
    assert "existe déjà" in refusal(again)
    assert backup.read_bytes() == before
    assert "n’existe pas" in refusal(
        etrier("backup", str(tmp_path / "nulle" / "part.tar"), database=here, instance=tmp_path)
    )
