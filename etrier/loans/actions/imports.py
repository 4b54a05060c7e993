"""The bank's own schedule, when it does not round as we do."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import accumulate

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.domain.lifecycle import Act
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Line, imported_schedule
from etrier.journal.door import acting
from etrier.loans.facts import Source, keep_fact
from etrier.loans.models import Loan
from etrier.loans.position import renew_position
from etrier.loans.schedules import keep_version, plan_of


def import_schedule(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    lines: Iterable[tuple[date, Decimal, Decimal]],
    source: Source,
    revision: int | None = None,
) -> Loan:
    """Keep the schedule as the bank wrote it: date, principal, interest of each line, in order."""
    given = list(lines)
    left = accumulate((principal for _, principal, _ in given), lambda owed, part: owed - part,
                      initial=loan.principal)  # fmt: skip
    written = tuple(
        Line(number, due_on, principal + interest, principal, interest, loan.insurance_monthly, balance)
        for number, ((due_on, principal, interest), balance) in enumerate(
            zip(given, list(left)[1:], strict=True), 1
        )
    )
    try:
        schedule = imported_schedule(loan.terms, written)
    except Refused as refusal:
        raise ValidationError(refusal.sentence) from refusal
    with acting(loan, Act.IMPORT_SCHEDULE, by=by, on=on, revision=revision):
        keep_version(loan, schedule, on=on, cause="bank_schedule")
        renew_position(loan, on, plan_of(schedule))
        keep_fact(loan, Act.IMPORT_SCHEDULE, on, source)
    return loan
