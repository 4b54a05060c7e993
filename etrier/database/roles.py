"""The two PostgreSQL roles: the migrator owns the tables, the site owns nothing and bypasses nothing.

Plain SQL text, so that the embedded server, `etrier database prepare` and a DBA run the same words.
"""

from collections.abc import Mapping

MIGRATOR = "etrier_migrator"
SITE = "etrier_site"
POWERS = {
    MIGRATOR: "LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    SITE: "LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def create_roles(passwords: Mapping[str, str], *, migrator: str = MIGRATOR, site: str = SITE) -> str:
    """Create both roles or set them right; runs as many times as one likes."""
    statements = []
    for name, powers in ((migrator, POWERS[MIGRATOR]), (site, POWERS[SITE])):
        statements.append(
            f"DO $$ BEGIN CREATE ROLE {identifier(name)};"
            " EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n"
            f"ALTER ROLE {identifier(name)} WITH {powers} PASSWORD {literal(passwords[name])};\n"
        )
    return "".join(statements)


def create_database(database: str, *, migrator: str = MIGRATOR) -> str:
    """Create the database, owned by the migrator; the collation is the bytes', so that no system matters."""
    return (
        f"CREATE DATABASE {identifier(database)} OWNER {identifier(migrator)}"
        " ENCODING 'UTF8' TEMPLATE template0;\n"
    )


def close_database(database: str, *, site: str = SITE) -> str:
    """Run inside the database: only the migrator and the site come in, only the migrator creates."""
    return (
        f"REVOKE ALL ON DATABASE {identifier(database)} FROM PUBLIC;\n"
        f"GRANT CONNECT, TEMPORARY ON DATABASE {identifier(database)} TO {identifier(site)};\n"
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
        f"GRANT USAGE ON SCHEMA public TO {identifier(site)};\n"
    )
