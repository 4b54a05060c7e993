"""`etrier bench rules`: the arithmetic of loans, ours and that of other libraries, in one run."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from operator import mul
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etrier.cli.benches.agreement import bulk_checks, command_checks, peer_checks
from etrier.cli.benches.materials import (
    SEED,
    answered,
    apr_line,
    cents_of,
    drawn,
    joined,
    loan_of,
    payments_of,
    schedule_line,
    terms_of,
)
from etrier.cli.benches.peers import PEERS, Apr, Peer, installed
from etrier.cli.benches.race import Entrant, Report, race
from etrier.domain.apr import apr_of_repayments, months_in_years
from etrier.domain.bulk import aprs, schedules
from etrier.domain.money import to_cents
from etrier.domain.schedule import Schedule, schedule_of
from etrier.domain.wording import number

LINES = 36
HELD, HELD_FROM = 3, 6
"""The postponed schedules: three lines at 0 after the sixth."""

ONE = f"Échéancier de {LINES} lignes, un prêt à la fois"
MANY = f"Échéanciers de {LINES} lignes, tout un portefeuille"
ONE_APR = f"TAEG de {LINES} échéances, un prêt à la fois"
MANY_APRS = f"TAEG de {LINES} échéances, tout un portefeuille"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many loans are compared, how many each run treats, how many rounds."""

    compared: int
    alone: int
    portfolio: int
    rounds: int


WHOLE = Sizes(compared=1_000_000, alone=200, portfolio=200_000, rounds=15)
QUICK = Sizes(compared=2_000, alone=10, portfolio=1_000, rounds=3)


def bench(quick: bool) -> Report:
    """Check that results agree, then measure everybody."""
    sizes = QUICK if quick else WHOLE
    modules, missing = installed(PEERS)
    loans = drawn(sizes.alone, SEED, LINES)
    exact = [schedule_of(terms) for terms in terms_of(loans, range(sizes.alone))]
    _say(f"Comparaison de {number(sizes.compared)} prêts tirés au sort, un par un et en masse…")
    checks = (*bulk_checks(sizes.compared), *command_checks(exact), *peer_checks(modules, exact))
    _say(f"Mesure, {sizes.rounds} tours…")
    entrants = [
        *_one_by_one(exact, modules),
        *_portfolio(sizes.portfolio),
        *_apr_one_by_one(exact, modules),
        *_apr_portfolio(sizes.portfolio),
    ]
    return Report(checks, race(entrants, sizes.rounds), missing)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _one_by_one(exact: Sequence[Schedule], modules: Mapping[Peer, ModuleType]) -> Iterator[Entrant]:
    terms, count = [schedule.terms for schedule in exact], len(exact)
    requests = joined([schedule_line(one) for one in terms])
    loans = [loan_of(one) for one in terms]
    yield Entrant(ONE, "plancher : boucle Python nue", _each(_bare, exact), count, floor=True)
    yield Entrant(ONE, "Étrier, les colonnes", _each(schedule_of, terms), count, ours=True)
    yield from _command(ONE, "etrier loan schedule", "schedule", requests, count)
    for peer, module in modules.items():
        yield Entrant(ONE, peer.name, _each(partial(peer.schedule, module), loans), count)


def _each(treat: Callable[[Any], object], rows: Sequence[object]) -> Callable[[], object]:
    return lambda: [treat(row) for row in rows]


def _bare(schedule: Schedule) -> tuple[list[int], list[int], list[int], list[date]]:
    """The least that Python can do to fill the same columns of integers and dates."""
    instalment, (rate, per) = schedule.instalment_cents, schedule.terms.ratio
    owed = schedule.balance_before(1)
    principal, interest, balance, days = [], [], [], []
    for due_on in schedule.due_on:
        due = owed * rate // per
        owed -= instalment - due
        principal.append(instalment - due)
        interest.append(due)
        balance.append(owed)
        days.append(due_on)
    return principal, interest, balance, days


def _command(task: str, name: str, command: str, requests: bytes, count: int) -> Iterator[Entrant]:
    """The command line, then the same JSON read and written by the standard library alone."""
    read = [json.loads(line) for line in answered(command, requests).splitlines()]
    yield Entrant(task, f"{name}, JSON compris", partial(answered, command, requests), count)
    yield Entrant(task, f"{name}, le JSON seul", partial(_copied, requests, read), count)


def _copied(requests: bytes, answers: Sequence[object]) -> tuple[list[object], list[str]]:
    return [json.loads(line) for line in requests.splitlines()], [json.dumps(answer) for answer in answers]


def _portfolio(count: int) -> Iterator[Entrant]:
    loans = drawn(count, SEED, LINES)
    yield Entrant(MANY, "plancher : écrire autant de mémoire", partial(_written, count), count, floor=True)
    yield Entrant(MANY, "Étrier, en masse", partial(schedules, loans), count, ours=True)


def _written(count: int) -> list[NDArray[np.int32]]:
    """As many arrays, of the same size, filled with the same number."""
    return [np.full(shape, 1, np.int32) for shape in ((count,), *[(LINES, count)] * 3)]


def _apr_one_by_one(exact: Sequence[Schedule], modules: Mapping[Peer, ModuleType]) -> Iterator[Entrant]:
    count = len(exact)
    flows = [(to_cents(schedule.terms.principal), cents_of(schedule)) for schedule in exact]
    euros = [(float(schedule.terms.principal), payments_of(schedule)) for schedule in exact]
    yield Entrant(ONE_APR, "plancher : actualiser une fois", _each(_discounted, flows), count, floor=True)
    yield Entrant(ONE_APR, "Étrier", _each(_apr, flows), count, ours=True)
    for dated, words in ((False, "années"), (True, "dates")):
        requests = joined([apr_line(one, dated=dated) for one in exact])
        yield from _command(ONE_APR, f"etrier loan apr par {words}", "apr", requests, count)
    for peer, module in modules.items():
        if peer.apr:
            yield Entrant(ONE_APR, peer.name, _each(partial(_peer_apr, peer.apr, module), euros), count)


def _discounted(flow: tuple[int, list[int]]) -> float:
    """The least that a solver can do: weigh each payment once."""
    return sum(map(mul, flow[1], months_in_years(LINES)))


def _apr(flow: tuple[int, list[int]]) -> Decimal:
    return apr_of_repayments(flow[0], months_in_years(LINES), flow[1])


def _peer_apr(apr: Apr, module: ModuleType, flow: tuple[float, list[float]]) -> float:
    return apr(module, *flow)


def _apr_portfolio(count: int) -> Iterator[Entrant]:
    (lines,) = schedules(drawn(count, SEED, LINES))
    lent, amounts = lines.lent_cents, lines.amount_cents
    held = np.insert(amounts, [HELD_FROM] * HELD, 0, axis=0)
    floor = partial(np.sum, amounts, axis=0)
    postponed = f"Étrier, en masse, {HELD} échéances reportées"
    yield Entrant(MANY_APRS, "plancher : lire chaque montant une fois", floor, count, floor=True)
    yield Entrant(MANY_APRS, "Étrier, en masse", partial(aprs, lent, amounts), count, ours=True)
    yield Entrant(MANY_APRS, postponed, partial(aprs, lent, held), count)
