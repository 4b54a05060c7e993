"""What `etrier bench rules` checks before it measures: a fast answer that differs is worth nothing."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import add
from types import ModuleType

import numpy as np

from etrier.cli.benches.peers import Loan, Peer
from etrier.cli.benches.race import Check
from etrier.cli.jsonlines import answer_lines
from etrier.cli.loan import ANSWERS
from etrier.domain.bulk import Lines, Loans, aprs, schedules
from etrier.domain.money import parse_cents, text
from etrier.domain.schedule import Schedule, Terms, schedule_of

SEED = 2026
DAY = date(2026, 1, 15)
CHUNK = 20_000
LAST_DECIMAL = 0.5e-6
"""Half the last decimal of a stored TAEG, in percent."""
CLOSE = 1e-9
"""What the bulk TAEG may miss beyond that rounding, in percent."""


def drawn(count: int, seed: int, months: int | None = None) -> Loans:
    """Random loans as dispositifs make them: 300 to 8 000 €, 0 to 20 %, 6 to 84 months unless given."""
    draw = np.random.default_rng(seed)
    return Loans.of(
        draw.integers(300_00, 8_000_01, count),
        draw.integers(0, 20_01, count) / 100,
        draw.integers(6, 85, count) if months is None else np.full(count, months),
    )


def terms_of(loans: Loans, positions: Sequence[int]) -> Iterator[Terms]:
    """The terms of some loans, as the exact path takes them."""
    for loan in positions:
        yield Terms(
            principal=Decimal(int(loans.principal_cents[loan])).scaleb(-2),
            yearly_rate=Decimal(int(loans.rate_millionths[loan])).scaleb(-6),
            months=int(loans.months[loan]),
            disbursed_on=DAY,
        )


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


def schedule_line(terms: Terms) -> str:
    """The request of `etrier loan schedule` for these terms."""
    return json.dumps(
        {
            "principal": str(terms.principal),
            "yearly_rate": str(terms.yearly_rate),
            "months": terms.months,
            "disbursed_on": terms.disbursed_on.isoformat(),
        }
    )


def apr_line(schedule: Schedule, *, dated: bool) -> str:
    """The request of `etrier loan apr` for this schedule, by dates or by years."""
    amounts = [text(cents) for cents in cents_of(schedule)]
    lent = str(schedule.terms.principal)
    if dated:
        advance = {"on": schedule.terms.disbursed_on.isoformat(), "amount": lent}
        times = [{"on": due_on.isoformat()} for due_on in schedule.due_on]
    else:
        advance = {"years": "0", "amount": lent}
        times = [{"years": f"{line}/12"} for line in range(1, len(schedule) + 1)]
    repaid = [{**time, "amount": amount} for time, amount in zip(times, amounts, strict=True)]
    return json.dumps({"advances": [advance], "repayments": repaid})


def answered(command: str, requests: bytes) -> bytes:
    """What the command line answers to these lines, JSON read and written."""
    target = io.BytesIO()
    answer_lines(io.BytesIO(requests), target, ANSWERS[command])
    return target.getvalue()


def joined(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


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


def loan_of(terms: Terms) -> Loan:
    """The terms as other libraries take them."""
    return Loan(float(terms.principal), float(terms.yearly_rate) / 100, terms.months)


def cents_of(schedule: Schedule) -> list[int]:
    """What each line pays, in cents."""
    return list(map(add, schedule.principal_cents, schedule.interest_cents))


def payments_of(schedule: Schedule) -> list[float]:
    """What each line pays, in euros."""
    return [cents / 100 for cents in cents_of(schedule)]


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
