"""What an envelope bore at each month's end, and what the schedules in force foresee.

Questions to the database, in its cents, whatever the number of commitments: their facts lie there by the
thousand.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db import connection

from etrier.domain.dates import months_after
from etrier.domain.money import ZERO, to_euros
from etrier.funds.models import Envelope
from etrier.funds.room import weighed

BEARING = """bearing AS (
    SELECT * FROM funds_commitment
    WHERE envelope_id = %(envelope)s AND (released_on IS NULL OR released_on > %(first)s)
)"""
"""The commitments that weigh on some day shown."""

BORNE = f"""
WITH {BEARING}, ends AS (SELECT unnest(%(ends)s::date[]) AS day),
told AS (
    SELECT commitment_id, outstanding, "on" AS since,
           lead("on") OVER (PARTITION BY commitment_id ORDER BY "on", id) AS until
    FROM funds_exposure WHERE commitment_id IN (SELECT id FROM bearing)
),
regained AS (
    SELECT commitment_id, day, sum(share_amount) AS amount
    FROM funds_recovery JOIN ends ON "on" <= day
    WHERE commitment_id IN (SELECT id FROM bearing) GROUP BY commitment_id, day
)
SELECT ends.day, sum(CASE
    WHEN b.reserved_on > ends.day OR b.released_on <= ends.day THEN 0
    WHEN b.paid_amount > 0 AND b.settled_on <= ends.day
        THEN greatest(b.paid_amount - coalesce(regained.amount, 0), 0)
    WHEN b.called_on <= ends.day AND b.state <> 'refused' THEN b.called_amount
    WHEN b.committed_on <= ends.day THEN round(coalesce(told.outstanding, b.principal) * b.share / 100)
    ELSE round(b.principal * b.share / 100)
END)
FROM bearing b CROSS JOIN ends
LEFT JOIN told ON told.commitment_id = b.id AND since <= ends.day AND (until IS NULL OR until > ends.day)
LEFT JOIN regained ON regained.commitment_id = b.id AND regained.day = ends.day
GROUP BY ends.day
"""  # noqa: S608 -- our own words
"""What was borne at the end of past days, by the facts dated until then."""

FORESEEN = f"""
WITH {BEARING}, steps AS (
    SELECT b.id, b.share, b.outstanding, b.principal, rank, (pair->>0)::date AS since,
           (pair->>1)::numeric * 100 AS planned
    FROM bearing b, jsonb_array_elements(b.plan) WITH ORDINALITY AS p(pair, rank)
    WHERE b.state = 'committed'
),
owed AS (
    SELECT id, greatest(outstanding - coalesce(
        (array_agg(planned ORDER BY rank DESC) FILTER (WHERE since <= %(on)s))[1], principal), 0) AS behind
    FROM steps GROUP BY id, outstanding, principal
),
coming AS (
    SELECT since, round(outstanding * share / 100) AS now,
           round(least(outstanding, planned + behind) * share / 100) AS weight,
           lag(round(least(outstanding, planned + behind) * share / 100))
               OVER (PARTITION BY id ORDER BY rank) AS before
    FROM steps JOIN owed USING (id) WHERE since > %(on)s
)
SELECT (date_trunc('month', since) + interval '1 month - 1 day')::date AS day,
       sum(weight - coalesce(before, now))
FROM coming GROUP BY 1
"""  # noqa: S608 -- our own words
"""By how much each month changes what is borne if every instalment is paid; what is already owed stays."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month's end; `borne` for those past, `foreseen` from today's on; euros."""

    on: date
    borne: Decimal | None
    foreseen: Decimal | None


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def by_month(envelope: Envelope, on: date, *, before: int = 12, after: int = 24) -> list[Month]:
    """Month by month around a day, in three queries; nothing before the envelope began."""
    first = max(months_after(on.replace(day=1), -before), envelope.valid_from.replace(day=1))
    ends = [month_end(months_after(first, rank)) for rank in range(before + after + 1)]
    last = next((end for end in ends if end >= months_after(on, after)), ends[-1])
    asked = {"envelope": envelope.pk, "first": first, "on": on}
    past = [end for end in ends if end < on]
    borne = answered(BORNE, asked | {"ends": past})
    coming = [end for end in ends if on <= end <= last]
    changes = answered(FORESEEN, asked)
    foreseen = accumulate((changes.get(end, ZERO) for end in coming), initial=weighed(envelope))
    return [
        *(Month(end, borne.get(end, ZERO), None) for end in past),
        *(Month(end, None, total) for end, total in zip(coming, list(foreseen)[1:], strict=True)),
    ]


def answered(sql: str, asked: dict[str, Any]) -> dict[date, Decimal]:
    """Euros by day."""
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return {day: to_euros(int(cents)) for day, cents in cursor.fetchall()}
