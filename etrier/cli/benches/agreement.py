"""What `etrier bench rules` checks before it measures: a fast answer that differs is worth nothing."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import ModuleType

import numpy as np

from etrier.cli.benches.materials import (
    SEED,
    answered,
    apr_line,
    drawn,
    joined,
    loan_of,
    payments_of,
    schedule_line,
    terms_of,
)
from etrier.cli.benches.peers import Peer
from etrier.cli.benches.race import Check
from etrier.domain.bulk import Lines, aprs, schedules
from etrier.domain.money import parse_cents
from etrier.domain.schedule import Schedule, schedule_of

CHUNK = 20_000
LAST_DECIMAL = 0.5e-6
"""Half the last decimal of a stored TAEG, in percent."""
CLOSE = 1e-9
"""What the bulk TAEG may miss beyond that rounding, in percent."""


def bulk_checks(count: int) -> tuple[Check, Check]:
    """The bulk path against the exact path, on `count` random loans: every cent, and the TAEG."""
    cents = beyond = 0.0
    for seed, start in enumerate(range(0, count, CHUNK), SEED):
        loans = drawn(min(CHUNK, count - start), seed)
        for group in schedules(loans):
            exact = [schedule_of(terms) for terms in terms_of(loans, group.positions.tolist())]
            cents = max(cents, _widest(group, exact))
            stored = np.array([float(schedule.apr) for schedule in exact])
            gaps = np.abs(aprs(group.lent_cents, group.amount_cents) - stored)
            beyond = max(beyond, float(gaps.max()) - LAST_DECIMAL)
    return (
        Check("échéanciers en masse et un par un", count, cents, 0, "centime"),
        Check("TAEG en masse et un par un, arrondi mis à part", count, beyond, CLOSE, "point"),
    )


def _widest(group: Lines, exact: Sequence[Schedule]) -> float:
    """The widest gap, in cents, between any figure of the two."""
    pairs = (
        (group.instalment_cents, [schedule.instalment_cents for schedule in exact]),
        (group.principal_cents.T, [schedule.principal_cents for schedule in exact]),
        (group.interest_cents.T, [schedule.interest_cents for schedule in exact]),
        (group.balance_cents.T, [schedule.balance_cents for schedule in exact]),
    )
    return max(float(np.abs(fast - np.array(slow)).max()) for fast, slow in pairs)


def command_checks(exact: Sequence[Schedule]) -> tuple[Check, ...]:
    """The command line against the library, JSON included."""
    lines = joined([schedule_line(schedule.terms) for schedule in exact])
    answers = [json.loads(line) for line in answered("schedule", lines).splitlines()]
    cents = max(
        abs(parse_cents(line[name], name) - column[number])
        for answer, schedule in zip(answers, exact, strict=True)
        for name, column in (
            ("principal", schedule.principal_cents),
            ("interest", schedule.interest_cents),
            ("balance", schedule.balance_cents),
        )
        for number, line in enumerate(answer["lines"])
    )
    checks = [Check("etrier loan schedule et la bibliothèque", len(exact), cents, 0, "centime")]
    for dated, words in ((False, "par années"), (True, "par dates")):
        written = answered("apr", joined([apr_line(schedule, dated=dated) for schedule in exact]))
        found = [Decimal(json.loads(line)["apr"]) for line in written.splitlines()]
        gap = max(abs(apr - schedule.apr) for apr, schedule in zip(found, exact, strict=True))
        checks.append(
            Check(f"etrier loan apr {words} et la bibliothèque", len(exact), float(gap), 0, "point")
        )
    return tuple(checks)


def peer_checks(modules: Mapping[Peer, ModuleType], exact: Sequence[Schedule]) -> tuple[Check, ...]:
    """The other libraries against ours: the first instalment to the cent, the TAEG to its last decimal."""
    checks = []
    for peer, module in modules.items():
        gaps = [
            abs(peer.schedule(module, loan_of(schedule.terms))[0] * 100 - schedule.instalment_cents)
            for schedule in exact
        ]
        checks.append(Check(f"mensualité de {peer.name} et la nôtre", len(exact), max(gaps), 1, "centime"))
        if peer.apr:
            gaps = [
                abs(
                    peer.apr(module, float(schedule.terms.principal), payments_of(schedule))
                    - float(schedule.apr)
                )
                for schedule in exact
            ]
            checks.append(
                Check(f"TAEG de {peer.name} et le nôtre", len(exact), max(gaps), 2 * LAST_DECIMAL, "point")
            )
    return tuple(checks)
