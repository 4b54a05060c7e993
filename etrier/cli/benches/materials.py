"""The loans of the benches, in every shape that those who are measured take."""

import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from operator import add

import numpy as np

from etrier.cli.benches.peers import Loan
from etrier.cli.jsonlines import answer_lines
from etrier.cli.loan import ANSWERS
from etrier.domain.bulk import Loans
from etrier.domain.money import text
from etrier.domain.schedule import Schedule, Terms

SEED = 2026
DAY = date(2026, 1, 15)


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


def joined(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def answered(command: str, requests: bytes) -> bytes:
    """What the command line answers to these lines, JSON read and written."""
    target = io.BytesIO()
    answer_lines(io.BytesIO(requests), target, ANSWERS[command])
    return target.getvalue()


def loan_of(terms: Terms) -> Loan:
    """The terms as other libraries take them."""
    return Loan(float(terms.principal), float(terms.yearly_rate) / 100, terms.months)


def cents_of(schedule: Schedule) -> list[int]:
    """What each line pays, in cents."""
    return list(map(add, schedule.principal_cents, schedule.interest_cents))


def payments_of(schedule: Schedule) -> list[float]:
    """What each line pays, in euros."""
    return [cents / 100 for cents in cents_of(schedule)]
