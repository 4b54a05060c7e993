"""`etrier demo`: everything at once. Database, demonstration, jobs, site; Ctrl-C stops it all."""

import argparse
import os
import subprocess
import sys
from datetime import date

from etrier.cli import serve
from etrier.database import embedded
from etrier.database.place import EmbeddedError


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="etrier demo", description="Remplit une démonstration et lance le site."
    )
    made.add_argument("--port", type=int, default=8000, help="port d’écoute")
    made.add_argument("--on", type=date.fromisoformat, help="jour de la démonstration (aujourd’hui)")
    made.add_argument("--files", type=int, default=120, help="nombre de dossiers")
    made.add_argument("--again", action="store_true", help="efface la base embarquée et recommence")
    made.add_argument("--prepare-only", action="store_true", help="remplit, sans lancer le site")
    return made


def step(*words: str) -> None:
    """One command of ours, in a process of its own; stops here with its status when it fails."""
    done = subprocess.run([sys.executable, "-m", *words], check=False)  # noqa: S603 -- our own commands
    if done.returncode:
        raise SystemExit(done.returncode)


def wipe() -> None:
    """Begin again from nothing: the embedded server alone, never another one."""
    if os.environ.get("DATABASE_URL"):
        sys.stderr.write("etrier demo : --again n’efface que la base embarquée, pas celle de DATABASE_URL.\n")
        raise SystemExit(2)
    server = embedded.locate(embedded.checkout())
    if server is not None:
        server.remove()


def main(arguments: list[str]) -> int:
    """Prepare, fill when empty, then serve until interrupted."""
    given = parser().parse_args(arguments)
    try:
        if given.again:
            wipe()
        print("1/3 Préparation de la base…", flush=True)
        step("etrier", "database", "prepare")
    except EmbeddedError as error:
        sys.stderr.write(f"etrier demo : {error}\n")
        return 2
    print("2/3 Démonstration…", flush=True)
    on = ["--on", given.on.isoformat()] if given.on else []
    step("etrier.demonstration", "--files", str(given.files), *on)
    if given.prepare_only:
        return 0
    print(f"\n3/3 Le site est sur http://localhost:{given.port}/ (Ctrl-C pour arrêter).", flush=True)
    os.environ["ETRIER_ADDRESS"] = f"http://localhost:{given.port}"
    worker = subprocess.Popen([sys.executable, "-m", "etrier", "worker"])
    try:
        return serve.main(["--port", str(given.port)])
    finally:
        worker.terminate()
        worker.wait(timeout=30)
