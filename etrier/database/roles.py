"""The two PostgreSQL roles: the migrator owns the tables, the site owns nothing and bypasses nothing.

Plain SQL text, so that the embedded server, `etrier database prepare` and a DBA run the same words. What the
site may do with an organisation’s table, the migration that closes it says; with a shared one, this module.
"""

from collections.abc import Iterable, Mapping

MIGRATOR = "etrier_migrator"
SITE = "etrier_site"
POWERS = {
    MIGRATOR: "CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    SITE: "NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}
READ_ONLY = ("django_migrations", "django_content_type", "auth_permission", "auth_group")


def identifier(name: str) -> str:
    """A name, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text, quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"


def create_roles(passwords: Mapping[str, str], *, migrator: str = MIGRATOR, site: str = SITE) -> str:
    """Create both roles or set them right, any number of times; `passwords` are SQL expressions by name.

    A login of another name receives its rights as a member of ours: policies and grants name ours alone.
    """
    statements = []
    for group, login in ((MIGRATOR, migrator), (SITE, site)):
        for name in dict.fromkeys((group, login)):
            statements.append(
                f"DO $$ BEGIN CREATE ROLE {identifier(name)};"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;\n"
            )
        powers = f"LOGIN {POWERS[group]} PASSWORD {passwords[login]}"
        statements.append(f"ALTER ROLE {identifier(login)} WITH {powers};\n")
        if login != group:
            statements.append(f"GRANT {identifier(group)} TO {identifier(login)};\n")
    return "".join(statements)


def create_database(database: str, *, migrator: str = MIGRATOR) -> str:
    """Create the database, owned by the migrator."""
    return (
        f"CREATE DATABASE {identifier(database)} OWNER {identifier(migrator)}"
        " ENCODING 'UTF8' TEMPLATE template0;\n"
    )


def close_database(database: str) -> str:
    """Run inside the database: only our two roles come in, only the migrator creates."""
    return (
        f"REVOKE ALL ON DATABASE {identifier(database)} FROM PUBLIC;\n"
        f"GRANT CONNECT, TEMPORARY ON DATABASE {identifier(database)} TO {SITE}, {MIGRATOR};\n"
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
        f"GRANT USAGE ON SCHEMA public TO {SITE};\n"
    )


def grant_shared(tables: Iterable[str]) -> str:
    """Give the site the tables that no organisation owns; run by the migrator once they exist."""
    statements = [f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {SITE};\n"]
    for table in sorted(tables):
        rights = "SELECT" if table in READ_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        statements.append(f"REVOKE ALL ON {identifier(table)} FROM {SITE};\n")
        statements.append(f"GRANT {rights} ON {identifier(table)} TO {SITE};\n")
    return "".join(statements)


def script(database: str, *, migrator: str = MIGRATOR, site: str = SITE) -> str:
    """What a DBA runs once with psql, as a superuser; passwords come as psql variables."""
    passwords = {migrator: ":'migrator_password'", site: ":'site_password'"}
    create = create_database(database, migrator=migrator).strip().removesuffix(";")
    exists = f"SELECT FROM pg_database WHERE datname = {literal(database)}"
    return (
        "-- Étrier : rôles et base, à exécuter une fois par un superutilisateur (PostgreSQL 15 ou plus) :\n"
        "-- psql -d postgres -v migrator_password=… -v site_password=… -f ce-fichier.sql\n"
        "-- CREATEDB ne sert qu’aux tests ; en production : "
        f"ALTER ROLE {identifier(migrator)} NOCREATEDB;\n"
        "\\set ON_ERROR_STOP on\n"
        f"{create_roles(passwords, migrator=migrator, site=site)}"
        f"SELECT {literal(create)} WHERE NOT EXISTS ({exists}) \\gexec\n"
        f"\\connect {identifier(database)}\n"
        f"{close_database(database)}"
    )
