"""`etrier database`, run as an administrator does: as a program, on a server of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from etrier.database import embedded, roles
from etrier.database.binaries import programs

ROOT = Path(embedded.__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[embedded.Server]:
    folder = Path(tempfile.mkdtemp(prefix="checkout-"))
    folder.chmod(0o755)
    made = embedded.ensure(folder, durable=False)
    yield made
    made.remove()
    shutil.rmtree(folder)


@pytest.fixture
def admin(server) -> str:
    return server.url("postgres", embedded.SUPERUSER)


def address(server: embedded.Server, user: str, password: str, database: str) -> str:
    return f"postgresql://{user}:{password}@/{database}?host={server.socket_folder}&port={embedded.PORT}"


def etrier(*arguments: str, owner: str = "", site: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "ETRIER_OWNER_URL": owner,
        "DATABASE_URL": site,
        "DJANGO_SETTINGS_MODULE": "etrier.config.settings_for_tests",
    }
    command = [sys.executable, "-m", "etrier", "database", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line said on standard error by a command that refuses."""
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_printed_sql_makes_both_roles_and_a_database_the_site_cannot_change(server, admin):
    printed = etrier("prepare", "--print", owner="postgresql://etrier_migrator@/town").stdout
    psql = [str(programs(server.home, server.account) / "psql"), "-X", "-q", "-d", admin]
    psql += ["-v", "migrator_password=it's", "-v", "site_password=new"]
    for _ in range(2):
        subprocess.run(psql, input=printed, text=True, check=True)

    with psycopg.connect(address(server, roles.MIGRATOR, "it's", "town")) as owner:
        owner.execute("CREATE TABLE kept (id int)")
    with (
        psycopg.connect(address(server, roles.SITE, "new", "town")) as site,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        site.execute("CREATE TABLE mine (id int)")


@pytest.fixture(scope="module")
def ccas(server) -> tuple[str, str]:
    """The owner's and the site's addresses of a database made by an administrator, with names of her own."""
    owner = address(server, "ccas_owner", "one", "ccas")
    site = address(server, "ccas_site", "two", "ccas")
    assert refusal(etrier("prepare", owner=owner, site=site))
    admin = server.url("postgres", embedded.SUPERUSER)
    done = etrier("prepare", "--admin", admin, owner=owner, site=site)
    assert done.returncode == 0, done.stderr
    return owner, site


def test_prepare_makes_the_schema_and_its_rights_any_number_of_times(ccas):
    owner, site = ccas
    again = etrier("prepare", owner=owner, site=site)

    assert again.returncode == 0, again.stderr
    with psycopg.connect(site) as connection:
        assert connection.execute("SELECT count(*) > 10 FROM django_migrations").fetchone() == (True,)
        connection.execute("INSERT INTO django_session VALUES ('key', 'data', now())")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM django_migrations")


def test_prepare_brings_papers_where_they_are_looked_for(ccas, tmp_path, monkeypatch):
    """Until there were 256 folders each paper had one."""
    owner, site = ccas
    name = f"{7:028x}cdef"
    former = tmp_path / "vault/ef/cd" / name
    former.parent.mkdir(parents=True)
    former.write_bytes(b"closed")
    monkeypatch.setenv("ETRIER_INSTANCE", str(tmp_path))
    assert etrier("prepare", owner=owner, site=site).returncode == 0
    assert (tmp_path / "vault/ef" / name).read_bytes() == b"closed"
    assert not former.parent.exists()


def test_prepare_refuses_roles_too_powerful_or_mixed_up(server, ccas):
    owner, site = ccas
    powerful = server.url("ccas", embedded.SUPERUSER)

    assert "superutilisateur" in refusal(etrier("prepare", owner=powerful, site=site))
    assert "trop puissant" in refusal(etrier("prepare", owner=owner, site=powerful))
    assert "--print" in refusal(etrier("prepare", owner=site, site=owner))
    assert "membre de etrier_site" in refusal(etrier("prepare", owner=owner, site=owner))


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["prepare", "--unknown"]])
def test_what_is_not_understood_gets_one_line(arguments):
    assert "--help" in refusal(etrier(*arguments))


def test_admin_needs_both_addresses(admin):
    assert "mot de passe" in refusal(etrier("prepare", "--admin", admin))
