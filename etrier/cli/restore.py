"""`etrier restore FILE`: bring a backup back in an empty database, and prove that it is whole."""

import argparse
import tarfile
from pathlib import Path

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.utils import DatabaseError

from etrier.cli.backup import owner_url, refuse
from etrier.cli.database import Refused, arrange_papers, check_site, migrate
from etrier.database.backup import BackupError, Manifest, read_manifest, refuse_unless_empty, restore
from etrier.database.isolation import Unsafe
from etrier.database.place import EmbeddedError
from etrier.documents import vault
from etrier.documents.models import Document
from etrier.ui.formats import counted


def main(arguments: list[str]) -> int:
    """Restore and verify; 2 with one French line when something is wrong."""
    parser = argparse.ArgumentParser(
        prog="etrier restore",
        description="Rétablit une sauvegarde dans une base neuve, la met à jour, puis ouvre chaque document.",
    )
    parser.add_argument("file", metavar="FICHIER", type=Path)
    source: Path = parser.parse_args(arguments).file
    try:
        with tarfile.open(source, "r:") as archive:
            manifest = read_manifest(archive)
            print(f"Sauvegarde du {manifest.made_at[:16]} : entière.", flush=True)
            bring_back(archive, manifest)
        print(f"{counted(sum(manifest.rows.values()), 'ligne rétablie', 'lignes rétablies')}.", flush=True)
        papers = counted(open_papers(), "document ouvert", "documents ouverts")
        print(f"{papers} avec la clé maîtresse. Tout y est.")
    except (BackupError, EmbeddedError, Refused, Unsafe) as error:
        return refuse("restore", str(error))
    except tarfile.TarError:
        return refuse("restore", "ce fichier n’est pas une sauvegarde d’Étrier, ou il est incomplet.")
    except (psycopg.Error, DatabaseError, OSError) as error:
        return refuse("restore", " ".join(str(error).split()))
    return 0


def bring_back(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Rows and papers, then the schema and the folders of today."""
    address = owner_url()
    refuse_unless_empty(address)
    refuse_newer(manifest)
    restore(archive, manifest, address, Path(settings.VAULT))
    migrate(verbosity=0)
    arrange_papers()
    check_site()


def refuse_newer(manifest: Manifest) -> None:
    """A backup made by a later Étrier has tables that this one does not know."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupError(
            f"cette sauvegarde vient d’un Étrier plus récent ({unknown[0]}) : mettez à jour d’abord."
        )


def open_papers() -> int:
    """Open every paper of the vault that has not been erased; how many there are. Raises `BackupError`."""
    opened = 0
    for paper in Document.objects.exclude(wrapped_key=b"").order_by("pk").iterator():
        sealed = vault.Sealed(bytes(paper.wrapped_key), bytes(paper.digest), paper.size)
        try:
            vault.read(paper.uid, sealed)
        except vault.Damaged as error:
            raise BackupError(
                f"tout est rétabli, mais un document ne s’ouvre pas ({error}). La clé maîtresse"
                " (ETRIER_MASTER_KEY) est-elle celle de l’instance sauvegardée ?"
            ) from error
        opened += 1
    return opened
