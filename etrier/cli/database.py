"""`etrier database`: make the roles and the schema, or tend the embedded server."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from psycopg.conninfo import conninfo_to_dict

from etrier.database import embedded, roles
from etrier.database.isolation import Unsafe, refuse_privileged
from etrier.database.place import EmbeddedError
from etrier.database.shared import SHARED
from etrier.documents.vault import gather

OLDEST = 150_000
EPILOG = "DATABASE_URL et ETRIER_OWNER_URL choisissent la base ; sans elles, c’est le PostgreSQL embarqué."


class Refused(Exception):
    """What was asked cannot be done; the message says why and what to do, in French."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one French line."""

    def error(self, message: str) -> NoReturn:
        self.exit(
            2, "etrier database : demande incomprise ; « etrier database --help » décrit ce qui l’est.\n"
        )


def main(arguments: Sequence[str]) -> int:
    """Run one sub-command; 0 done, 2 refused with one clear line."""
    given = _parser().parse_args(arguments)
    try:
        if given.action == "prepare":
            _prepare(given)
        elif given.action == "url":
            print(_address(given.role))
        else:
            return embedded.main([given.action])
    except (Refused, Unsafe, EmbeddedError, CommandError) as error:
        return _refuse(str(error))
    except (psycopg.Error, DatabaseError) as error:
        return _refuse(f"PostgreSQL a refusé : {' '.join(str(error).split())}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="etrier database", description=__doc__, epilog=EPILOG)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    prepare = actions.add_parser("prepare", help="crée ou met à jour les rôles et les tables")
    prepare.add_argument("--print", action="store_true", dest="printed", help="affiche le SQL pour un DBA")
    prepare.add_argument("--admin", metavar="URL", help="superutilisateur qui crée les rôles et la base")
    url = actions.add_parser("url", help="affiche l’adresse de la base, mot de passe compris")
    url.add_argument("role", choices=("site", "owner"))
    actions.add_parser("status", help="dit si le PostgreSQL embarqué tourne")
    actions.add_parser("stop", help="arrête le PostgreSQL embarqué")
    actions.add_parser("remove", help="arrête le PostgreSQL embarqué et supprime ses données")
    return parser


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"etrier database : {sentence}\n")
    return 2


def _address(role: str) -> str:
    """The address of the site or of the owner: as given, else the embedded server's."""
    given = (os.environ.get("DATABASE_URL", ""), os.environ.get("ETRIER_OWNER_URL", ""))
    site, owner = given if any(given) else embedded.urls()
    found = owner if role == "owner" else site
    if not found:
        raise Refused("l’adresse demandée n’est pas donnée (DATABASE_URL ou ETRIER_OWNER_URL).")
    return found


def _prepare(given: argparse.Namespace) -> None:
    if given.printed:
        owner, site = (_parts(os.environ.get(name, "")) for name in ("ETRIER_OWNER_URL", "DATABASE_URL"))
        database = owner.get("dbname", embedded.DATABASE)
        names = {"migrator": owner.get("user", roles.MIGRATOR), "site": site.get("user", roles.SITE)}
        print(roles.script(database, **names), end="")
        return
    if given.admin:
        _create_as(given.admin)
    os.environ["ETRIER_ROLE"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etrier.config.settings")
    django.setup()
    migrate()
    arrange_papers()
    check_site()
    print("La base est prête.")


def _parts(url: str) -> dict[str, str]:
    """An address, piece by piece."""
    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except psycopg.Error as error:
        raise Refused(f"adresse de base illisible ({str(error).strip()}).") from error


def _create_as(admin: str) -> None:
    """Create the roles and the database that our two addresses name."""
    owner, site = (_parts(os.environ.get(name, "")) for name in ("ETRIER_OWNER_URL", "DATABASE_URL"))
    needed = ("user", "password", "dbname")
    if not all(parts.get(piece) for parts in (owner, site) for piece in needed):
        raise Refused("--admin demande ETRIER_OWNER_URL et DATABASE_URL, avec rôle, mot de passe et base.")
    passwords = {parts["user"]: roles.literal(parts["password"]) for parts in (owner, site)}
    database, migrator = owner["dbname"], owner["user"]
    with psycopg.connect(admin, autocommit=True) as direct:
        direct.execute(roles.create_roles(passwords, migrator=migrator, site=site["user"]).encode())
        known = direct.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if known is None:
            direct.execute(roles.create_database(database, migrator=migrator).encode())


def migrate(verbosity: int = 1) -> None:
    """Bring the schema up to date as the migrator, then give the site what no organisation owns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_user, current_database(),"
            " coalesce((SELECT pg_has_role(r.oid, 'MEMBER') AND NOT me.rolsuper"
            "  FROM pg_roles r, pg_roles me WHERE r.rolname = %s AND me.rolname = current_user), false)",
            [roles.MIGRATOR],
        )
        version, user, database, is_migrator = cursor.fetchone()
    if version < OLDEST:
        raise Refused(f"PostgreSQL {version // 10_000} est trop ancien : il faut au moins PostgreSQL 15.")
    if not is_migrator:
        raise Refused(
            f"le rôle « {user} » n’est pas {roles.MIGRATOR}, ou est superutilisateur. Un administrateur "
            "peut exécuter ce qu’affiche « etrier database prepare --print » ou prêter son adresse à --admin."
        )
    with connection.cursor() as cursor:
        cursor.execute(roles.close_database(database))
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        cursor.execute(roles.grant_shared(existing & set(SHARED)))


def arrange_papers() -> None:
    """Put the papers of the vault where they are looked for today."""
    try:
        gather()
    except OSError as error:
        raise Refused(
            f"les documents du coffre n’ont pas pu être rangés ({error.filename}) : relancez sous le compte"
            " du site."
        ) from error


def check_site() -> None:
    """The site's address must answer too, and lead to the same database."""
    with psycopg.connect(settings.SITE_URL) as site, connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        where = site.execute("SELECT current_database(), pg_has_role(%s, 'MEMBER')", [roles.SITE]).fetchone()
        refuse_privileged(site.cursor())
        if where != (*cursor.fetchone(), True):
            raise Refused(
                "DATABASE_URL doit mener à la même base qu’ETRIER_OWNER_URL, par un rôle membre de "
                f"{roles.SITE}."
            )
