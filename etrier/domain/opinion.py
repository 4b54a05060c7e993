"""What an opinion of the commission allows, and how long a refusal may be appealed.

The commission gives an opinion on an amount, a term and an instalment; a counter-offer of the bank that
stays within them only needs the person's yes, one that leaves them is judged anew. Amounts in euros.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from etrier.domain.business_days import next_business_day
from etrier.domain.dates import months_after
from etrier.domain.french import typeset
from etrier.domain.parameters import Dated, Parameter
from etrier.domain.schedule import Terms, schedule_of
from etrier.domain.wording import euros

APPEAL_MONTHS: Parameter[int] = Parameter(
    "Délai de recours contre un refus, en mois",
    (Dated(date(2016, 1, 1), 2, "code de justice administrative, art. R. 421-1 et R. 421-5"),),
)


def appeal_deadline(notified_on: date, place: str = "") -> date:
    """The last day of an appeal (recours): whole months after the day of notification, that day not
    counted nor the last (délai franc), then the next business day of the place."""
    months = APPEAL_MONTHS.on(notified_on).value
    return next_business_day(months_after(notified_on, months) + timedelta(days=1), place)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that was judged bearable: amount and instalment in euros, term in months; None is no limit."""

    amount: Decimal | None = None
    months: int | None = None
    instalment: Decimal | None = None


def instalment_of(amount: Decimal, yearly_rate: Decimal, months: int, on: date) -> Decimal:
    """The constant instalment of such a loan, fees and insurance apart. Raises `Refused` on absurd terms."""
    return schedule_of(Terms(amount, yearly_rate, months, on)).instalment


def outside(limits: Limits, amount: Decimal, yearly_rate: Decimal, months: int, on: date) -> tuple[str, ...]:
    """Why a counter-offer must be judged anew, in French; nothing when it stays within what was judged."""
    found = []
    if limits.amount is not None and amount > limits.amount:
        found.append(f"Le montant proposé, {euros(amount)}, dépasse {euros(limits.amount)}.")
    if limits.months is not None and months > limits.months:
        found.append(f"La durée proposée, {months} mois, dépasse {limits.months} mois.")
    instalment = instalment_of(amount, yearly_rate, months, on)
    if limits.instalment is not None and instalment > limits.instalment:
        found.append(f"La mensualité, {euros(instalment)}, dépasse {euros(limits.instalment)}.")
    return tuple(typeset(sentence) for sentence in found)
