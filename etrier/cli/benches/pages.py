"""What the main pages cost in a large organisation, beside a page that reads nothing.

A database of its own is made, filled with a small demonstration, its pages counted; then the town is copied
until it is large, and its pages counted again and timed. No page may ask more queries than it did.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from etrier.cli.backup import owner_url
from etrier.cli.benches.race import Check, Figure, Report
from etrier.database import embedded
from etrier.demonstration.multiply import multiply

DATABASE = "etrier_bench"
TOWN = "laval"
TASK = "Une page"
MORE = "requête de plus"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many files are played act by act, how many there are in the end, how often each page opens."""

    played: int
    files: int
    rounds: int


WHOLE = Sizes(played=80, files=100_000, rounds=30)
QUICK = Sizes(played=80, files=320, rounds=3)


def bench(*, quick: bool = False) -> Report:
    """Count and time the pages of a town; the database is dropped at the end."""
    sizes = QUICK if quick else WHOLE
    with database() as (owner, environment):
        run("database", "prepare", environment=environment, module="etrier")
        words = ("fill", "--town", TOWN, "--files", str(sizes.played))
        run(*words, environment=environment, module="etrier.demonstration")
        small = opened(2, environment)
        with psycopg.connect(owner, autocommit=True) as connection:
            query = "SELECT id FROM accounts_organisation WHERE code = %s"
            (town,) = connection.execute(query, [TOWN]).fetchone() or (0,)
            files = multiply(connection, town, sizes.files // sizes.played - 1, tell)
        large = opened(sizes.rounds, environment)
    return report(small, large, files)


def tell(step: str) -> None:
    """Where the bench is, beside its results."""
    print(step, file=sys.stderr, flush=True)


def report(small: list[dict[str, float]], large: list[dict[str, float]], files: int) -> Report:
    """The pages that ask more than they did, and the time of each beside the first, which reads nothing."""
    floor = large[0]["p50"]
    checks = tuple(
        Check(
            f"{one['name']}, {one['queries']} requêtes",
            files,
            max(0, one["queries"] - former["queries"]),
            0,
            MORE,
        )
        for former, one in zip(small, large, strict=True)
    )
    figures = tuple(
        Figure(TASK, str(one["name"]), one["p50"], one["low"], one["high"], one["p50"] / floor, None)
        for one in large
    )
    return Report(checks, figures, unit="page", compared="dossiers")


def opened(rounds: int, environment: dict[str, str]) -> list[dict[str, float]]:
    """Each page, so many times, in a process that knows this database alone."""
    said = run(TOWN, str(rounds), environment=environment, module="etrier.cli.benches")
    return [json.loads(line) for line in said.splitlines()]


@contextmanager
def database() -> Iterator[tuple[str, dict[str, str]]]:
    """A database of the bench on the same server, and the environment that leads to it."""
    owner = owner_url()
    site = os.environ.get("DATABASE_URL") or embedded.urls()[0]
    name = sql.Identifier(DATABASE)
    here = {"ETRIER_OWNER_URL": make_conninfo(owner, dbname=DATABASE)}
    here |= {"DATABASE_URL": make_conninfo(site, dbname=DATABASE), "ETRIER_HOSTS": "testserver"}
    if not os.environ.get("DATABASE_URL"):
        here["ETRIER_PREPARE"] = "1"  # our own server, as the site has it
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield here["ETRIER_OWNER_URL"], os.environ | here
        finally:
            connection.execute(sql.SQL("DROP DATABASE {}").format(name))


def run(*words: str, environment: dict[str, str], module: str) -> str:
    """One of our own programs; what it printed. What it complains of, or is doing, is told at once."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(  # noqa: S603 -- our own commands
        command, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(words)} : {done.returncode}")
    return done.stdout
