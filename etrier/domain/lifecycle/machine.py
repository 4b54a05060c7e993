"""What a move is, what a map of moves is, and how an impossible act is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from etrier.domain.french import typeset
from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle.acts import Act
from etrier.domain.lifecycle.sentences import ACTS


class ActRefused(Exception):
    """The act is not possible in this state. The message is French and made to be shown as it is."""

    def __init__(self, message: str, *, act: Act, state: str | None) -> None:
        super().__init__(message)
        self.act = act
        self.state = state


@dataclass(frozen=True, slots=True)
class Move:
    """One row of a map: `source` None creates the thing, `to` None leaves its state as it is."""

    act: Act
    source: frozenset[str] | None
    to: str | None


def begin(act: Act, *, to: str) -> Move:
    """The act creates the thing."""
    return Move(act, None, to)


def move(act: Act, *, source: Iterable[str], to: str) -> Move:
    """The act takes the thing from any of these states to that one."""
    return Move(act, frozenset(source), to)


def keep(*acts: Act, source: Iterable[str]) -> tuple[Move, ...]:
    """These acts are possible, and told in the journal, without changing the state."""
    states = frozenset(source)
    return tuple(Move(act, states, None) for act in acts)


@dataclass(frozen=True)
class Lifecycle:
    """The whole life of one kind of thing, as a table of moves.

    `title` is its French name with the article, as a sentence begins. Several rows may name one act, never
    from the same state.
    """

    name: str
    title: str
    states: type[Labelled]
    initial: str
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        named = {self.initial, *(m.to for m in self.moves if m.to)}.union(
            *(m.source or () for m in self.moves)
        )
        if unknown := named - set(self.labels):
            raise ValueError(f"{self.name}: unknown states {sorted(unknown)}")
        if len(self._rows) != sum(len(m.source) if m.source is not None else 1 for m in self.moves):
            raise ValueError(f"{self.name}: two moves for one act from one state")

    @cached_property
    def _rows(self) -> Mapping[tuple[Act, str | None], Move]:
        return {(row.act, state): row for row in self.moves for state in row.source or (None,)}

    def target(self, act: Act, state: str | None) -> str | None:
        """The state the act leads to, None when it leaves the state as it is.

        `state` None asks for a creation. Raises ActRefused when the map has no such move.
        """
        row = self._rows.get((act, state))
        if row is None:
            raise ActRefused(self._refusal(act, state), act=act, state=state)
        return row.to

    def acts_from(self, state: str | None) -> tuple[Act, ...]:
        """The acts possible in a state, in the order of the map; those that create when it is None."""
        return tuple(row.act for row in self.moves if state in (row.source or (None,)))

    def onward_from(self, state: str) -> tuple[Act, ...]:
        """Among the acts possible, those that lead to another state."""
        return tuple(act for act in self.acts_from(state) if self.target(act, state) not in {None, state})

    def sources(self, act: Act) -> frozenset[str]:
        """The states in which a thing may receive the act: the WHERE of an act done on many rows."""
        return frozenset(state for known, state in self._rows if known == act and state is not None)

    def destination(self, act: Act) -> str | None:
        """Where the act leads from whichever of its sources, None when it leaves the state as it is.

        Raises ValueError when that depends on the source: such an act is done on one thing at a time.
        """
        targets = {self._rows[act, state].to for state in self.sources(act)}
        if len(targets) != 1:
            raise ValueError(f"{self.name}: {act} does not lead to one state")
        return targets.pop()

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The French label of each state."""
        return MappingProxyType({str(state): state.label for state in self.states})

    @property
    def ends(self) -> frozenset[str]:
        """The states nothing leads out of."""
        return frozenset(str(state) for state in self.states if not self.onward_from(state))

    def _refusal(self, act: Act, state: str | None) -> str:
        label = ACTS[act].label
        thing = self.title[0].lower() + self.title[1:]
        if state is None:
            return typeset(f"« {label} » n’est pas possible : {thing} n’existe pas encore.")
        if state not in self.labels:
            return typeset(f"« {label} » n’est pas possible : « {state} » n’est pas un état connu.")
        onward = ", ".join(f"« {ACTS[a].label} »" for a in self.onward_from(state))
        now = f"Possible maintenant : {onward}." if onward else "C’est un état final."
        return typeset(
            f"« {label} » n’est pas possible : {thing} est à l’état « {self.labels[state]} ». {now}"
        )
