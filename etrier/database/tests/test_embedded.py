"""The embedded server is started for real, on folders of its own, and mistreated."""

import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from etrier.database import embedded, roles
from etrier.database.machine import processes
from etrier.database.place import OS_USER, Account, EmbeddedError, home_of, reaches

PACKAGE = Path(embedded.__file__).resolve().parents[2]
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become other users")
ENSURE = """
import sys; from pathlib import Path
from etrier.database import embedded
server = embedded.ensure(Path(sys.argv[1]), durable=False)
print(server.home, server.status().pid, server.url("etrier", "etrier_site"))
"""


@pytest.fixture
def checkouts() -> Iterator[Callable[[], Path]]:
    """Makes empty checkouts that other users can reach; removes their servers."""
    made: list[Path] = []

    def make() -> Path:
        folder = Path(tempfile.mkdtemp(prefix="checkout-"))
        folder.chmod(0o755)
        made.append(folder)
        return folder

    yield make
    for folder in made:
        for durable in (True, False):
            if server := embedded.locate(folder, durable=durable):
                server.remove()
        shutil.rmtree(folder)


@pytest.fixture
def checkout(checkouts: Callable[[], Path]) -> Path:
    return checkouts()


def ask(server: embedded.Server, role: str, sql: str) -> list[tuple]:
    with psycopg.connect(server.url("etrier", role), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def modes(folder: Path) -> dict[Path, int]:
    return {each: stat.S_IMODE(each.stat().st_mode) for each in (folder, *folder.parents)}


def kill_everything(server: embedded.Server) -> None:
    for pid in processes(server.mark):
        with contextlib.suppress(ProcessLookupError):  # a backend leaves by itself when its client does
            os.kill(pid, signal.SIGKILL)


def test_answers_on_a_closed_socket_with_powerless_roles(checkout):
    before = modes(checkout)
    server = embedded.ensure(checkout, durable=False)

    assert server.home == checkout / ".etrier" / "postgresql-tests"
    assert modes(checkout) == before
    powers = "SELECT rolname, rolsuper, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname ~ '^etrier'"
    assert ask(server, roles.SITE, f"{powers} ORDER BY rolname") == [
        (roles.MIGRATOR, False, True, False),
        (roles.SITE, False, False, False),
    ]
    shown = "SELECT current_setting('listen_addresses'), current_setting('fsync'), current_setting('jit')"
    assert ask(server, roles.MIGRATOR, shown) == [("", "off", "off")]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, roles.SITE, "CREATE TABLE mine (id int)")
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((server.home / "passwords.json").stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url("etrier", roles.SITE), password="guessed")

    again = embedded.ensure(checkout, durable=False)
    assert again.status() == server.status()
    server.stop()
    assert not server.status().running


def test_data_survive_the_death_of_everything(checkout):
    server = embedded.ensure(checkout)
    assert ask(server, roles.SITE, "SELECT current_setting('fsync')") == [("on",)]
    ask(server, roles.MIGRATOR, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")

    kill_everything(server)
    again = embedded.ensure(checkout)

    assert ask(again, roles.MIGRATOR, "SELECT count(*), sum(number) FROM kept") == [(1000, 500500)]


def test_a_postmaster_killed_alone_leaves_no_child_behind(checkout):
    server = embedded.ensure(checkout, durable=False)
    first = server.status().pid
    os.kill(first, signal.SIGKILL)

    again = embedded.ensure(checkout, durable=False)

    assert again.status().pid not in (None, first)
    assert ask(again, roles.SITE, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("command", ["true", "sleep 60"], ids=["zombie", "recycled pid"])
def test_a_pid_that_is_not_ours_is_not_believed(checkout, command):
    server = embedded.ensure(checkout, durable=False)
    pidfile = (server.data / "postmaster.pid").read_text()
    lock = server.socket_folder / ".s.PGSQL.5432.lock"
    lockfile = lock.read_text()
    kill_everything(server)
    with subprocess.Popen(command.split(), **server.account.switch) as other:
        if command == "true":
            os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        first = pidfile.split("\n", 1)[0]
        (server.data / "postmaster.pid").write_text(pidfile.replace(first, str(other.pid), 1))
        lock.write_text(lockfile.replace(first, str(other.pid), 1))

        assert not server.status().running
        again = embedded.ensure(checkout, durable=False)

        assert ask(again, roles.SITE, "SELECT 1") == [(1,)]
        other.kill()


def test_several_processes_at_once_share_one_server(checkout):
    command = [sys.executable, "-c", ENSURE, str(checkout)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PACKAGE) for _ in range(3)]
    said = {process.communicate(timeout=60)[0] for process in started}

    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(said) == 1
    assert str(embedded.locate(checkout, durable=False).status().pid) in said.pop().split()


def test_creation_cut_short_is_taken_up_again(checkout, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(embedded.roles, "create_database", lambda name: "SELECT 1/0")
        with pytest.raises(EmbeddedError, match="division by zero"):
            embedded.ensure(checkout, durable=False)
    left = embedded.locate(checkout, durable=False).home / "work" / "data"
    left.mkdir()

    server = embedded.ensure(checkout, durable=False)

    assert ask(server, roles.SITE, "SELECT 1") == [(1,)]


def test_a_socket_swept_away_is_put_back(checkout):
    server = embedded.ensure(checkout, durable=False)
    (server.socket_folder / ".s.PGSQL.5432").unlink()

    again = embedded.ensure(checkout, durable=False)

    assert ask(again, roles.SITE, "SELECT 1") == [(1,)]


def test_long_path_takes_a_short_folder_for_its_socket(checkout):
    long = checkout / ("un-long-chemin-" * 6) / "été"
    long.mkdir(parents=True)
    server = embedded.ensure(long, durable=False)
    try:
        assert ask(server, roles.SITE, "SELECT 1") == [(1,)]
        short = server.socket_folder
        assert len(str(short)) < 60
        assert stat.S_IMODE(short.stat().st_mode) == 0o700
        server.stop()
        assert embedded.ensure(long, durable=False).socket_folder == short
    finally:
        server.remove()
    assert not short.exists()


def test_data_of_another_major_version_are_left_alone(checkout):
    server = embedded.ensure(checkout, durable=False)
    server.stop()
    (server.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(EmbeddedError, match="etrier backup"):
        embedded.ensure(checkout, durable=False)


@ROOT_ONLY
@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare, to see no other process")
def test_a_server_that_cannot_be_seen_keeps_its_data_to_itself(checkout):
    server = embedded.ensure(checkout, durable=False)
    script = f"from etrier.database import embedded\nembedded.ORPHAN_SECONDS = 0.1\n{ENSURE}"
    apart = [
        "unshare",
        "--pid",
        "--ipc",
        "--fork",
        "--mount-proc",
        sys.executable,
        "-c",
        script,
        str(checkout),
    ]
    done = subprocess.run(apart, cwd=PACKAGE, capture_output=True, text=True, check=False)
    if "unshare:" in done.stderr:
        pytest.skip("this machine forbids new namespaces")

    assert "autre conteneur" in done.stderr
    assert server.status().running
    assert ask(server, roles.SITE, "SELECT 1") == [(1,)]


@ROOT_ONLY
def test_checkout_closed_to_the_servers_user_moves_to_the_system(checkout):
    closed = checkout / "closed"
    closed.mkdir(mode=0o700)
    inner = closed / "inner"
    inner.mkdir()
    before = modes(inner)
    server = embedded.ensure(inner, durable=False)
    try:
        assert server.home.parent.parent == Path("/var/lib")
        assert ask(server, roles.SITE, "SELECT 1") == [(1,)]
        assert modes(inner) == before
        assert list(inner.iterdir()) == []
    finally:
        server.remove()
    assert not server.home.parent.exists()


@ROOT_ONLY
def test_binaries_out_of_reach_are_copied(checkout, monkeypatch):
    server = embedded.ensure(checkout, durable=False)
    server.stop()
    binaries = sys.modules["etrier.database.binaries"]
    monkeypatch.setattr(binaries, "reaches", lambda account, folder: False)

    embedded.ensure(checkout, durable=False)

    running = Path(f"/proc/{server.status().pid}/exe").readlink()
    assert running.is_relative_to(server.home)
    assert running.stat().st_uid == 0


@ROOT_ONLY
def test_root_then_an_ordinary_user(checkouts):
    nobody = pwd.getpwnam("nobody")
    account = Account(nobody.pw_uid, nobody.pw_gid)
    code = checkouts()
    shutil.copytree(PACKAGE / "etrier" / "database", code / "etrier" / "database")
    binaries = sys.modules["etrier.database.binaries"]
    for name in (binaries.PACKAGE + "/" + binaries.INSTALL, binaries.LIBRARIES):
        shutil.copytree(binaries._origin().parent / name, code / name, copy_function=shutil.copy)
    python = next((p for p in (sys.executable, "/usr/bin/python3") if _can_run(account, p)), None)
    if python is None:
        pytest.skip("no Python that user nobody may run")

    by_root = checkouts()
    server = embedded.ensure(by_root, durable=False)
    state, own = checkouts(), checkouts()
    for folder in (state, own):
        os.chown(folder, account.uid, account.gid)
    environment = {"PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1", "XDG_STATE_HOME": str(state)}
    homes = []
    for place in (by_root, own):
        done = subprocess.run(
            [python, "-c", ENSURE, str(place)],
            env=environment,
            cwd="/",
            capture_output=True,
            text=True,
            check=True,
            **account.switch,
        )
        home, pid, url = done.stdout.split()
        homes.append(Path(home))
        assert Path(f"/proc/{pid}").stat().st_uid == account.uid
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (roles.SITE,)
    try:
        assert homes[0].is_relative_to(state)
        assert homes[1].is_relative_to(own)
        assert server.status().running
        assert Path(f"/proc/{server.status().pid}").stat().st_uid == pwd.getpwnam(OS_USER).pw_uid
        assert not reaches(account, server.socket_folder)
        assert home_of(own, server.account, durable=False).is_relative_to("/var/lib")
    finally:
        for home in homes:
            embedded.Server(home, account, durable=False).remove()


def _can_run(account: Account, python: str) -> bool:
    asked = [python, "-c", "import sys; assert sys.version_info >= (3, 11)"]
    try:
        return subprocess.run(asked, check=False, cwd="/", **account.switch).returncode == 0
    except PermissionError:
        return False
