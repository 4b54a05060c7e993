"""Where the embedded server lives: a folder of ours, that the OS user of the server can reach."""

import fcntl
import hashlib
import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OS_USER = "etrier-pg"
FOLDER_MODE = 0o711


class EmbeddedError(RuntimeError):
    """The embedded server cannot run; the message says why and what to do, in French."""


@dataclass(frozen=True, slots=True)
class Account:
    """The OS user that runs the server: ourselves, or `etrier-pg` when we are root."""

    uid: int
    gid: int

    @property
    def switch(self) -> dict[str, Any]:
        """What `subprocess` needs to become this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def existing_account() -> Account | None:
    """The server's OS user, if the machine has it."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(OS_USER)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def account_of_server() -> Account:
    """The server's OS user, created when we are root and it is missing."""
    existing = existing_account()
    if existing is not None:
        return existing
    create = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    create += ["--shell", "/usr/sbin/nologin", OS_USER]
    try:
        done = subprocess.run(create, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
        reason = done.stderr.strip()
    except OSError as error:
        reason = str(error)
    created = existing_account()  # another process may have made it at the same instant
    if created is None:
        raise EmbeddedError(
            f"PostgreSQL refuse de tourner sous root, et l’utilisateur système « {OS_USER} » n’a pas pu "
            f"être créé ({reason}). Créez-le (useradd --system --user-group {OS_USER}), "
            "ou donnez DATABASE_URL et ETRIER_OWNER_URL."
        )
    return created


def instance(root: Path, account: Account) -> Path:
    """The folder where this user keeps what Étrier makes: `.etrier` in the checkout when the server's OS
    user can live there too, else a folder of the system named after the checkout."""
    root = root.resolve()
    inside = root / ".etrier"
    if inside.is_symlink():
        usable = False
    elif inside.exists():
        usable = inside.is_dir() and inside.stat().st_uid == os.geteuid() and reaches(account, inside)
    else:
        usable = os.access(root, os.W_OK | os.X_OK) and reaches(account, root)
    if usable:
        return inside
    name = f"etrier-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"
    if os.geteuid() == 0:
        return Path("/var/lib") / name
    given = os.environ.get("XDG_STATE_HOME", "")
    return (Path(given) if given.startswith("/") else Path.home() / ".local" / "state") / name


def home_of(root: Path, account: Account, *, durable: bool) -> Path:
    """The folder of the server; the tests' has its own."""
    return instance(root, account) / ("postgresql" if durable else "postgresql-tests")


def reaches(account: Account, folder: Path) -> bool:
    """Whether the server's OS user can go through every folder down to this one."""
    if account.uid == os.geteuid():
        return os.access(folder, os.X_OK)
    enter = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
    done = subprocess.run(enter, capture_output=True, check=False, cwd="/", **account.switch)  # noqa: S603 - fixed
    return done.returncode == 0


def own_folder(folder: Path, mode: int = FOLDER_MODE, account: Account | None = None) -> None:
    """Make the folder and its missing parents; one that exists keeps its mode."""
    missing = [folder]
    while not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for each in reversed(missing):
        try:
            each.mkdir(0o700)
        except FileExistsError:
            continue
        except OSError as error:
            raise EmbeddedError(f"Le dossier {each} n’a pas pu être créé : {error.strerror}.") from error
        each.chmod(mode)
        if account is not None and each == folder and account.switch:
            os.chown(each, account.uid, account.gid)
    if folder.is_symlink() or not folder.is_dir():
        raise EmbeddedError(f"{folder} devrait être un dossier.")


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """One process at a time; the kernel frees the lock of a process that dies."""
    path = home / "lock"
    while True:
        own_folder(home)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_still(path, descriptor):
                yield
                return
        finally:
            os.close(descriptor)


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the locked file is the one others will lock: its folder may have gone meanwhile."""
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
