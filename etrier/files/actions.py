"""What may be done to a file: open it, hand it to another worker."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.domain.lifecycle import Act
from etrier.files.models import File
from etrier.files.search import index
from etrier.journal.door import acting, opening


def next_sequence(organisation_id: int, year: int) -> int:
    """The next number of the year; the counter's row lock makes two openings at once wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO files_counter (organisation_id, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (organisation_id, year) DO UPDATE SET last = files_counter.last + 1 RETURNING last",
            [organisation_id, year],
        )
        (last,) = cursor.fetchone()
    return int(last)


def open_file(
    *,
    by: Actor,
    on: date,
    cover: str,
    holder: User | None,
    follows: File | None = None,
    texts: Iterable[str] = (),
) -> File:
    """Open a file under its number; it is found by its cover, and by these other texts."""
    organisation = by.organisation
    if organisation is None:
        raise ValueError("a file is opened in an organisation")
    file = File(
        organisation=organisation,
        year=on.year,
        sequence=next_sequence(organisation.pk, on.year),
        cover=cover,
        holder=holder,
        opened_on=on,
        follows=follows,
    )
    with opening(file, Act.OPEN_FILE, by=by, on=on):
        index(file, [cover, *texts], new=True)
    return file


def assign_file(file: File, *, by: Actor, on: date, holder: User, revision: int | None = None) -> File:
    """Hand a file to the worker who follows it from now on."""
    with acting(file, Act.ASSIGN_FILE, by=by, on=on, revision=revision) as step:
        file.holder = holder
        step.tell(user_id=holder.pk)
    return file
