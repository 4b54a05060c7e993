"""One town made as large as wanted: its files copied, by whole tables, with all that hangs on them.

A bench needs a hundred thousand files, which no one will play act by act. The copies are rows like those the
acts left, under other keys, other numbers and the same dates; the names repeat, those of the people who work
there too, for a large town has more of them. Never for real data: run by the owner of the tables, on a
demonstration.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection, sql

ROOT, PEOPLE, SEATS = "files_file", "accounts_user", "accounts_membership"
TEAM = 25
"""Copies that the same people work on; those after them have a team of their own, made like the first."""
BESIDE = ("people_person", "people_personword", "journal_entry")
"""Tables that do not hang on a file by a key of the database, but go with it all the same."""
FK = """
    SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, a.attname::text
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
    WHERE c.contype = 'f' AND a.attname <> 'organisation_id'
"""
COLUMNS = """
    SELECT c.relname::text, a.attname::text
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'organisation_id')
    ORDER BY c.oid, a.attnum
"""
OWN: dict[tuple[str, str], str] = {
    ("files_file", "sequence"): "t.sequence + k * {numbers}",
    ("followup_task", "key"): "CASE WHEN t.key = '' THEN '' ELSE t.key || '-' || k END",
    ("outcomes_paymentorderline", "rank"): "t.rank + k * {numbers}",
    ("journal_entry", "key"): "NULL",
    ("journal_entry", "file_id"): "t.file_id + k * {step}",
    ("journal_entry", "subject_id"): "t.subject_id + k * {step}",
}
"""Columns that no key tells apart but that must differ from copy to copy."""


@dataclass
class Plan:
    """Which tables are copied, in an order that keys allow, and what each of their columns points at."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    targets: dict[tuple[str, str], str] = field(default_factory=dict)

    def copied(self) -> list[str]:
        """The file, what goes with it, and all that hangs on them; parents first."""
        chosen = {ROOT, *BESIDE}
        while more := {
            table
            for (table, _), target in self.targets.items()
            if target in chosen and table not in chosen and table in self.columns
        }:
            chosen |= more
        ordered: list[str] = []
        while left := chosen - set(ordered):
            ready = sorted(
                table
                for table in left
                if not {
                    target
                    for (child, _), target in self.targets.items()
                    if child == table and target in left and target != table
                }
            )
            if not ready:  # a circle of keys, which deferred constraints allow
                ready = [min(left)]
            ordered += ready
        return ordered


def plan(connection: Connection) -> Plan:
    """Read from the catalogue what there is to copy: a table added tomorrow goes with the others."""
    made = Plan()
    for table, column in connection.execute(COLUMNS).fetchall():
        made.columns.setdefault(table, []).append(column)
    for child, parent, column in connection.execute(FK).fetchall():
        made.targets[child, column] = parent
    return made


def multiply(
    connection: Connection,
    organisation: int,
    times: int,
    told: Callable[[str], None] = lambda said: None,
    *,
    team: int = TEAM,
) -> int:
    """Copy each file of a town so many times; returns how many files it has then. One transaction.

    One team works on so many copies.
    """
    with connection.transaction():
        connection.execute("SET CONSTRAINTS ALL DEFERRED")
        made = plan(connection)
        tables = made.copied()
        step = max(_highest(connection, table) for table in [*tables, PEOPLE, SEATS]) + 1
        numbers = _highest(connection, ROOT, "sequence") + 1
        facts: dict[str, Any] = {"organisation": organisation, "times": times, "team": team}
        facts["members"] = _members(connection, organisation)
        _hire(connection, made, step, facts)
        for rank, table in enumerate(tables, start=1):
            copy = _copy(made, table, set(tables), step, numbers)
            done = connection.execute(copy, facts)
            told(f"{rank}/{len(tables)} {table} : {done.rowcount}")
        for table in [*tables, PEOPLE, SEATS]:
            _move_sequence(connection, table)
        found = connection.execute(
            "SELECT count(*) FROM files_file WHERE organisation_id = %s", [organisation]
        )
        (count,) = found.fetchone() or (0,)
    connection.execute("ANALYZE")
    return int(count)


def _members(connection: Connection, organisation: int) -> list[int]:
    """The people who work in a town, by key."""
    query = f"SELECT user_id FROM {SEATS} WHERE organisation_id = %s"  # noqa: S608 -- our own names
    return [key for (key,) in connection.execute(query, [organisation]).fetchall()]


def _hire(connection: Connection, made: Plan, step: int, facts: dict[str, Any]) -> None:
    """The teams that come after the first: the same roles and names, other addresses."""
    known = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
    users = connection.execute(f"{known} AND NOT attisdropped", [PEOPLE]).fetchall()
    moved = sql.SQL("t.{} + k * {}")
    other = {"id": moved, "user_id": moved, "uid": sql.SQL("gen_random_uuid()")}
    other["email"] = sql.SQL("k || '.' || t.email")
    for table, columns, chosen in (
        (PEOPLE, [column for (column,) in users], "t.id = ANY (%(members)s)"),
        (SEATS, made.columns[SEATS], "t.organisation_id = %(organisation)s"),
    ):
        values = [
            other.get(column, sql.SQL("t.{}")).format(sql.Identifier(column), sql.Literal(step))
            for column in columns
        ]
        copy = sql.SQL(
            "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {values}"
            " FROM {table} t, generate_series(1, %(times)s / %(team)s) k WHERE {chosen}"
        )
        connection.execute(
            copy.format(
                table=sql.Identifier(table),
                columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
                values=sql.SQL(", ").join(values),
                chosen=sql.SQL(chosen),
            ),
            facts,
        )


def _highest(connection: Connection, table: str, column: str = "id") -> int:
    query = sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(
        sql.Identifier(column), sql.Identifier(table)
    )
    return int((connection.execute(query).fetchone() or (0,))[0])


def _copy(made: Plan, table: str, tables: set[str], step: int, numbers: int) -> sql.Composed:
    """INSERT … SELECT of every row of the town, once for each copy."""
    values: list[sql.Composable] = []
    for column in made.columns[table]:
        name = sql.Identifier(column)
        if (table, column) in OWN:
            values.append(sql.SQL(OWN[table, column].format(step=step, numbers=numbers)))
        elif column == "id" or made.targets.get((table, column)) in tables:
            values.append(sql.SQL("t.{} + k * {}").format(name, sql.Literal(step)))
        elif made.targets.get((table, column)) == PEOPLE:
            someone = "CASE WHEN t.{0} = ANY (%(members)s) THEN t.{0} + k / %(team)s * {1} ELSE t.{0} END"
            values.append(sql.SQL(someone).format(name, sql.Literal(step)))
        elif column == "uid":
            values.append(sql.SQL("gen_random_uuid()"))
        else:
            values.append(sql.SQL("t.{}").format(name))
    only = sql.SQL(" AND t.file_id IS NOT NULL") if table == "journal_entry" else sql.SQL("")
    return sql.SQL(
        "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {values}"
        " FROM {table} t, generate_series(1, %(times)s) k WHERE t.organisation_id = %(organisation)s{only}"
    ).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, made.columns[table])),
        values=sql.SQL(", ").join(values),
        only=only,
    )


def _move_sequence(connection: Connection, table: str) -> None:
    """The next row made by an act comes after the copies."""
    connection.execute(
        sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
            sql.Literal(table), sql.Identifier(table)
        )
    )
