"""The one door: every change of state passes here, is checked against the table of moves, and journaled.

It has two leaves: `acting` (and `opening`, for a thing that begins) for one row; `acting_on` for as many
as a query finds, or as stand in a list of keys (and `opening_all`). A test proves that all leave the same
rows.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet, PermissionDenied
from django.db import connection
from django.db.models import QuerySet

from etrier.accounts.actor import Actor
from etrier.accounts.rows import Staged
from etrier.database.making import recorded_now
from etrier.database.reading import hold
from etrier.database.writing import add, add_all, changed_one
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act, ActRefused
from etrier.journal import entries
from etrier.journal.models import Entry

submission_key: ContextVar[uuid.UUID | None] = ContextVar("etrier_submission_key", default=None)


class NotAllowed(PermissionDenied):
    """The role does not have this act; answered by a 403 page."""


class Conflict(Exception):
    """Someone changed the thing since the page was shown; `current` is what it is now."""

    def __init__(self, current: Any):
        self.current = current
        super().__init__(
            "Quelqu’un a modifié cette fiche pendant que vous l’aviez à l’écran. Comparez les deux versions,"
            " corrigez si besoin, puis enregistrez de nouveau : votre saisie est conservée."
        )


class Step:
    """What the journal will say of the act under way: `tell(amount=…, reason=…)`."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}

    def tell(self, **figures: Any) -> None:
        """Add identifiers, codes or figures. Names and free text have no place here."""
        self.data |= plain(figures)


def plain(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as JSON keeps them: amounts and days as text, codes as they are, nothing for None."""
    written: dict[str, Any] = {}
    for name, figure in figures.items():
        if figure is None:
            continue
        value = str(figure) if isinstance(figure, Decimal | uuid.UUID | date) else figure
        if not isinstance(value, str | int | bool | list):
            raise TypeError(f"{name}: a journal entry holds figures and codes, not {type(value).__name__}")
        if isinstance(value, str) and len(value) > 80:
            raise ValueError(f"{name}: free text lives in the file's rows, not in the journal")
        written[name] = value
    return written


def check_right(by: Actor, act: Act, organisation_id: int | None) -> None:
    """Refuse an author without the right, or of another organisation. What belongs to none (a bank, an
    adviser's access) is for who runs the instance."""
    if not by.may(act):
        raise NotAllowed(f"Votre rôle ne permet pas de faire ceci : {ACTS[act].label}.")
    own = by.organisation.pk if by.organisation else None
    if own != organisation_id or (own is None and not by.operator):
        raise NotAllowed("Cet acte se fait dans l’organisation à laquelle la fiche appartient.")


def file_key(thing: Any) -> int | None:
    """The file a thing belongs to, as the journal keeps it."""
    return thing.pk if thing._meta.label == "files.File" else getattr(thing, "file_id", None)


def complete(act: Act, data: Mapping[str, Any]) -> None:
    """Refuse an entry whose sentence would lack a figure it cannot do without."""
    if missing := ACTS[act].required - data.keys():
        raise ValueError(f"{act}: the journal needs {', '.join(sorted(missing))}")


def entry_of(thing: Staged, act: Act, step: Step, *, by: Actor, on: date, former: str) -> Entry:
    """What the journal says of an act on a thing, as the thing is now."""
    complete(act, step.data)
    return Entry(
        organisation_id=thing.organisation_id,  # type: ignore[attr-defined]  # every staged row has one
        file_id=file_key(thing),
        act=act.value,
        subject=thing.SUBJECT,
        subject_id=thing.pk,
        from_state=former,
        to_state=thing.state,
        on=on,
        recorded_at=recorded_now(),
        user_id=by.user_id,
        channel=by.channel,
        data=step.data,
        key=submission_key.get(),
    )


@contextmanager
def opening(thing: Staged, act: Act, *, by: Actor, on: date, **figures: Any) -> Iterator[Step]:
    """Bring a thing into being: right, first state, row, then the block, then the entry."""
    admit(thing, act, by)
    thing.state = LIFECYCLES[thing.SUBJECT].target(act, None) or ""
    add(thing)
    step = Step()
    step.tell(**figures)
    yield step
    add(entry_of(thing, act, step, by=by, on=on, former=""))


def opening_all(
    things: Sequence[Staged], act: Act, *, by: Actor, on: date, own: Mapping[str, str] | None = None
) -> None:
    """Bring many things of a kind into being, in two statements, each with its entry.

    `own` names the figures that each tells from a field of its own.
    """
    if not things:
        return
    for thing in things:
        admit(thing, act, by)
        thing.state = LIFECYCLES[thing.SUBJECT].target(act, None) or ""
    add_all(things)
    told = []
    for thing in things:
        step = Step()
        step.tell(**{name: getattr(thing, field) for name, field in (own or {}).items()})
        told.append(entry_of(thing, act, step, by=by, on=on, former=""))
    add_all(told)


def admit(thing: Staged, act: Act, by: Actor) -> None:
    """Check the right of an author, whose organisation is from then on that of the thing: read once."""
    check_right(by, act, thing.organisation_id)  # type: ignore[attr-defined]  # every staged row has one
    thing.organisation = by.organisation  # type: ignore[attr-defined]  # every staged row has one


@contextmanager
def acting(
    thing: Staged, act: Act, *, by: Actor, on: date, revision: int | None = None, **figures: Any
) -> Iterator[Step]:
    """Do an act on one thing: lock, right, state, the block that changes facts, save, entry.

    The thing is read again under its lock, so what the block changes is changed on what is true now.
    `revision`: the one the author had on screen. Raises `NotAllowed`, `ActRefused` or `Conflict`.
    """
    lock(thing)
    admit(thing, act, by)
    if revision is not None and revision != thing.revision:
        raise Conflict(thing)
    former, before = thing.state, facts_of(thing)
    target = LIFECYCLES[thing.SUBJECT].target(act, former)
    step = Step()
    step.tell(**figures)
    yield step
    if target is not None:
        thing.state = target
    thing.revision += 1
    now = facts_of(thing)
    changed = [one for one in thing._meta.concrete_fields if now[one.attname] != before[one.attname]]
    entries.keep_with(thing, changed, entry_of(thing, act, step, by=by, on=on, former=former))


def facts_of(thing: Staged) -> dict[str, Any]:
    """What each field of a thing says; lists and the like are copied, since a block may change them."""
    return {
        name: deepcopy(value) if isinstance(value, list | dict) else value
        for name in (field.attname for field in thing._meta.concrete_fields)
        for value in (getattr(thing, name),)
    }


def lock(thing: Any) -> None:
    """Read a thing again and hold it until the transaction ends.

    What it names and was read with it stays at hand when it is of a kind that lasts (`Lasting`).
    """
    kept = {name: one for name, one in thing._state.fields_cache.items() if getattr(one, "LASTING", False)}
    hold(thing)
    for field in thing._meta.concrete_fields:
        named = kept.get(field.name) if field.is_relation else None
        if named is not None and named.pk == getattr(thing, field.attname):
            field.set_cached_value(thing, named)


class Among(NamedTuple):
    """Rows of a model by their keys, which travel as one list: the statement is the same however many."""

    model: Any
    keys: Sequence[int]


def acting_on(
    things: QuerySet[Any] | Among,
    act: Act,
    *,
    by: Actor,
    on: date,
    changes: Mapping[str, Any] | None = None,
    own: Mapping[str, str] | None = None,
    **figures: Any,
) -> int:
    """The same act on every row, of a query or among keys, that is in a state to receive it; returns how many
    were.

    One statement: the state stands in the WHERE, the entries come by INSERT … SELECT. `changes` are
    column values given to each row; `own` names the figures that each row tells from a text field of its own.
    """
    model, lifecycle = things.model, LIFECYCLES[things.model.SUBJECT]
    check_right(by, act, by.organisation.pk if by.organisation else None)
    step = Step()
    step.tell(**figures)
    complete(act, step.data | dict(own or {}))
    selection, asked = selected(things, sorted(lifecycle.sources(act)))
    target = lifecycle.destination(act)
    given = ({} if target is None else {"state": target}) | dict(changes or {})
    fields = [model._meta.get_field(name) for name in given]
    said = zip(fields, given.values(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            moved(model, selection, [field.column for field in fields], own or {}),
            [
                *asked,
                *(field.get_db_prep_save(value, connection) for field, value in said),
                act.value,
                model.SUBJECT,
                on,
                recorded_now(),
                by.user_id,
                by.channel,
                Entry._meta.get_field("data").get_db_prep_save(step.data, connection),
                submission_key.get(),
            ],
        )
        return int(cursor.rowcount)


def selected(things: QuerySet[Any] | Among, sources: list[str]) -> tuple[str, Sequence[Any]]:
    """What holds the rows that are in one of these states, by key and state, and what it asks."""
    if isinstance(things, Among):
        table = things.model._meta.db_table
        where = "id = ANY (%s::bigint[]) AND state = ANY (%s)"
        return f'SELECT id, state FROM "{table}" WHERE {where} ORDER BY id FOR UPDATE', (things.keys, sources)  # noqa: S608 -- the model's own name
    wanted = things.filter(state__in=sources).order_by("pk").select_for_update(of=("self",))
    try:
        return wanted.values_list("pk", "state").query.sql_with_params()
    except EmptyResultSet:  # a query that cannot find anything
        return selected(Among(things.model, []), sources)


def moved(model: Any, selection: str, given: Sequence[str], own: Mapping[str, str]) -> str:
    """Changes and entries in one statement, for the rows selected; `given`, the columns that change."""
    meta = model._meta
    assignments = ["revision = t.revision + 1", *(f'"{column}" = %s' for column in given)]
    told = [f"'{name}', t.{meta.get_field(field).column}" for name, field in own.items()]
    file = "t.file_id" if any(one.column == "file_id" for one in meta.local_fields) else "NULL::bigint"
    return f"""
        WITH wanted (id, state) AS ({selection}),
        moved AS (
            UPDATE "{meta.db_table}" t SET {", ".join(assignments)} FROM wanted
            WHERE t.id = wanted.id
            RETURNING t.id, t.organisation_id, {file} AS file_id, wanted.state AS former, t.state,
                      jsonb_build_object({", ".join(told)}) AS own
        )
        INSERT INTO journal_entry (organisation_id, file_id, act, subject, subject_id, from_state, to_state,
                                   "on", recorded_at, user_id, channel, data, key)
        SELECT organisation_id, file_id, %s, %s, id, former, state, %s, %s, %s, %s, %s || own, %s
        FROM moved ORDER BY id
    """  # noqa: S608 -- names come from the model, values are parameters


__all__ = [
    "ActRefused",
    "Among",
    "Conflict",
    "NotAllowed",
    "Step",
    "acting",
    "acting_on",
    "changed_one",
    "lock",
    "opening",
    "opening_all",
]
