"""`etrier demo`: everything at once. Database, demonstration, jobs, site; Ctrl-C stops it all."""

import argparse
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from etrier.cli import serve
from etrier.config.environment import INSTANCE
from etrier.database import embedded
from etrier.database.place import EmbeddedError
from etrier.demonstration.accounts import accounts
from etrier.demonstration.cast import PLACES, shares
from etrier.ui.formats import counted

STOP_SECONDS = 20
NOT_OURS = (
    "cette base contient d’autres comptes que ceux de la démonstration : --again ne l’efface pas."
    " « etrier database remove » le fait, sans retour."
)

UNFILLED = "la démonstration n’a pas pu être remplie ; ce qui précède dit pourquoi."


class Refused(Exception):
    """What was asked cannot be done; the message says why, in French."""


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="etrier demo", description="Remplit une démonstration et lance le site."
    )
    made.add_argument("--port", type=int, default=8000, help="port d’écoute")
    made.add_argument(
        "--on", type=date.fromisoformat, metavar="AAAA-MM-JJ", help="jour de la démonstration (aujourd’hui)"
    )
    made.add_argument("--files", type=int, default=140, help="nombre de dossiers")
    made.add_argument("--again", action="store_true", help="efface la base embarquée et recommence")
    made.add_argument("--prepare-only", action="store_true", help="remplit, sans lancer le site")
    return made


def main(arguments: list[str]) -> int:
    """Prepare, fill when empty, then serve until interrupted."""
    given = parser().parse_args(arguments)
    try:
        if not given.prepare_only:
            check_port(given.port)
        if given.again:
            wipe()
        print("1/3 Préparation de la base…", flush=True)
        prepare()
        print("2/3 Démonstration…", flush=True)
        fill(given.files, given.on)
    except (Refused, EmbeddedError) as error:
        sys.stderr.write(f"etrier demo : {error}\n")
        return 2
    if given.prepare_only:
        print(accounts(), flush=True)
        return 0
    os.environ["ETRIER_OPERATOR_SECOND_FACTOR"] = "0"  # its accounts are known to all
    os.environ["ETRIER_ADDRESS"] = f"http://localhost:{given.port}"
    with worker():
        print("3/3 Site et tâches de fond.", flush=True)
        print(accounts(), flush=True)
        print(f"\n  Le site est sur http://localhost:{given.port}/ — Ctrl-C arrête tout.", flush=True)
        return serve.main(["--port", str(given.port)])


def ours(*words: str) -> subprocess.Popen[str]:
    """One of our own commands, in a process of its own: the roles of the database do not mix."""
    return subprocess.Popen([sys.executable, "-m", *words], text=True)  # noqa: S603 -- our own commands


def check_port(port: int) -> None:
    """Say at once that another program listens there, rather than after the work is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise Refused(
                f"le port {port} n’est pas libre : arrêtez ce qui l’occupe, ou donnez --port."
            ) from error


def wipe() -> None:
    """Begin again from nothing: the embedded server alone, and only if it holds a demonstration."""
    if os.environ.get("DATABASE_URL") or os.environ.get("ETRIER_OWNER_URL"):
        raise Refused("--again n’efface que la base embarquée, pas celle que donne DATABASE_URL.")
    server = embedded.locate(embedded.checkout())
    if server is None:
        return
    if ours("etrier.demonstration", "disposable").wait():
        raise Refused(NOT_OURS)
    server.remove()
    shutil.rmtree(INSTANCE / "vault", ignore_errors=True)


def prepare() -> None:
    """Roles and schema, as the owner; one line tells what was done."""
    done = subprocess.run(
        [sys.executable, "-m", "etrier", "database", "prepare"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Refused((done.stderr or done.stdout).strip().removeprefix("etrier database : "))
    applied = done.stdout.count("Applying ")
    steps = counted(applied, "étape de schéma appliquée", "étapes de schéma appliquées")
    print(f"    {steps}." if applied else "    À jour.", flush=True)


def fill(files: int, on: date | None) -> None:
    """Who runs the instance and each town, in processes of their own, side by side; what is already there is
    left as it is."""
    day = ["--on", on.isoformat()] if on else []
    running = [ours("etrier.demonstration", "found")]
    for place, share in zip(PLACES, shares(files), strict=True):
        running.append(
            ours("etrier.demonstration", "fill", "--town", place.code, "--files", str(share), *day)
        )
    statuses = [process.wait() for process in running]
    if any(statuses):
        raise Refused(UNFILLED)


@contextmanager
def worker() -> Iterator[None]:
    """The worker of the queue, beside the site and for as long."""
    process = ours("etrier", "worker")
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
