"""The tables of the life cycle and of the rights, printed as Markdown: documents that cannot lie."""

from collections.abc import Iterable, Iterator

from etrier.domain.access import MAY, READS, Role
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act, Lifecycle, Move

CROWD = 4
"""From this many sources on, a move is drawn from one box instead of as many arrows."""
ANYWHERE = "several"
LIFECYCLE_HEAD = """# Le cycle de vie

Ce document est imprimé depuis `etrier/domain/lifecycle/` par `make docs` : ne le modifiez pas.

Chaque chose a un état. Un acte le fait passer d’un état à un autre, ou le laisse inchangé, et laisse
toujours une phrase au journal. Ce qui n’est pas écrit ici est refusé. Un même acte peut mouvoir plusieurs
choses (la signature meut l’offre et la demande) : sa phrase n’est dite qu’une fois, pour la première.
"""
PERMISSIONS_HEAD = """# Les droits

Ce document est imprimé depuis `etrier/domain/access.py` par `make docs` : ne le modifiez pas.

Ce qui n’est pas écrit ici est refusé. Un droit porte sur un acte ou sur une page ; les lignes que chacun voit
sont bornées par son organisation, par la base de données elle-même. Le conseiller bancaire ne voit que ce qui
a été transmis à sa banque. « Étrier » est le logiciel lui-même, dans son passage quotidien et ses travaux.
"""


def lifecycle_document() -> str:
    """`docs/lifecycle.md`: for each thing its diagram, then its moves in a table."""
    return "\n".join([LIFECYCLE_HEAD, *(_chapter(lifecycle) for lifecycle in LIFECYCLES.values())])


def permissions_document() -> str:
    """`docs/permissions.md`: who may do what, who may see what."""
    parts = [PERMISSIONS_HEAD, "## Les actes\n"]
    for name, lifecycle in LIFECYCLES.items():
        acts = [act for act in Act if ACTS[act].subject == name]
        if acts:
            rows = ((f"{ACTS[act].label} `{act}`", *_marks(MAY[act])) for act in acts)
            parts.append(f"### {lifecycle.title}\n\n{_table(('Acte', *_roles()), rows)}")
    pages = ((f"{reading.label} `{reading}`", *_marks(roles)) for reading, roles in READS.items())
    parts.append(f"## Les pages\n\n{_table(('Page', *_roles()), pages)}")
    return "\n".join(parts)


def _chapter(lifecycle: Lifecycle) -> str:
    head = f"## {lifecycle.title} (`{lifecycle.name}`)\n"
    diagram = "\n".join(_diagram(lifecycle)) if len(lifecycle.labels) > 1 else ""
    return "\n".join(part for part in (head, diagram, _moves(lifecycle)) if part)


def _diagram(lifecycle: Lifecycle) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state, label in lifecycle.labels.items():
        yield f'    state "{label}" as {state}'
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in lifecycle.moves:
        for source in _drawn_from(lifecycle, row):
            if row.to not in {None, source}:
                arrows.setdefault((source, str(row.to)), []).append(ACTS[row.act].label)
    if any(source == ANYWHERE for source, _ in arrows):
        yield f'    state "depuis plusieurs états, voir la table" as {ANYWHERE}'
    for (source, target), labels in arrows.items():
        yield f"    {source} --> {target}: {'<br/>'.join(labels)}"
    for state in lifecycle.labels:
        if state in lifecycle.ends:
            yield f"    {state} --> [*]"
    yield "```\n"


def _drawn_from(lifecycle: Lifecycle, row: Move) -> Iterable[str]:
    if row.source is None:
        return ("[*]",)
    if len(row.source) > CROWD:
        return (ANYWHERE,)
    return [state for state in lifecycle.labels if state in row.source]


def _moves(lifecycle: Lifecycle) -> str:
    rows = (
        (
            f"{ACTS[row.act].label} `{row.act}`",
            _sources(lifecycle, row),
            lifecycle.labels[row.to] if row.to else "inchangé",
            ACTS[row.act].sentence,
        )
        for row in lifecycle.moves
    )
    return _table(("Acte", "De", "Vers", "Au journal"), rows)


def _sources(lifecycle: Lifecycle, row: Move) -> str:
    if row.source is None:
        return "(commence)"
    return ", ".join(label for state, label in lifecycle.labels.items() if state in row.source)


def _roles() -> tuple[str, ...]:
    return tuple(role.label for role in Role)


def _marks(roles: frozenset[Role]) -> tuple[str, ...]:
    return tuple("oui" if role in roles else "" for role in Role)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
