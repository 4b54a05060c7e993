"""`etrier backup FILE`: the whole instance, database and documents, in one file."""

import argparse
import os
import sys
from pathlib import Path

import psycopg

from etrier.config.environment import INSTANCE, text
from etrier.database import embedded
from etrier.database.backup import VAULT, BackupError, save
from etrier.database.place import EmbeddedError
from etrier.ui.formats import counted


def main(arguments: list[str]) -> int:
    """Write the file; 2 with one French line when it cannot be."""
    parser = argparse.ArgumentParser(
        prog="etrier backup",
        description="Sauvegarde la base et le coffre des documents dans un fichier, qui ne doit pas exister."
        " La clé maîtresse n’y est pas : gardez-la ailleurs.",
    )
    parser.add_argument("file", metavar="FICHIER", type=Path)
    target: Path = parser.parse_args(arguments).file
    try:
        manifest = save(owner_url(), INSTANCE / "vault", target)
    except (BackupError, EmbeddedError) as error:
        return refuse("backup", str(error))
    except (psycopg.Error, OSError) as error:
        return refuse("backup", " ".join(str(error).split()))
    papers = sum(name.startswith(f"{VAULT}/") for name in manifest.parts)
    rows = sum(manifest.rows.values())
    said = f"{counted(rows, 'ligne', 'lignes')}, {counted(papers, 'document', 'documents')}"
    print(f"{target} : {said}. La clé maîtresse n’y est pas : gardez-la ailleurs.")
    return 0


def owner_url() -> str:
    """The migrator's address: as given, else the embedded server's."""
    given = text("ETRIER_OWNER_URL")
    if not given and os.environ.get("DATABASE_URL"):
        raise BackupError("donnez aussi ETRIER_OWNER_URL, l’adresse du propriétaire des tables.")
    return given or embedded.urls()[1]


def refuse(command: str, sentence: str) -> int:
    """Say in one line why nothing was done."""
    sys.stderr.write(f"etrier {command} : {sentence}\n")
    return 2
