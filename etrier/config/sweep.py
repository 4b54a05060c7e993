"""The daily sweep: each stage's steps, in the order of a loan's life. Running it twice changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from etrier.accounts.actor import Actor, acting_for
from etrier.accounts.models import Organisation
from etrier.followup import sweep as followup
from etrier.funds import sweep as funds
from etrier.loans import sweep as loans
from etrier.outcomes import sweep as outcomes
from etrier.reporting import sweep as reporting

Step = tuple[str, Callable[[Actor, date], int]]
STEPS: Sequence[Step] = (*loans.STEPS, *followup.STEPS, *outcomes.STEPS, *funds.STEPS, *reporting.STEPS)


@dataclass(frozen=True, slots=True)
class Done:
    """What one step did in one organisation."""

    organisation: str
    step: str
    count: int


def sweep(organisation: Organisation, on: date) -> list[Done]:
    """All the steps for one organisation, each in a transaction of its own."""
    done = []
    for name, step in STEPS:
        with acting_for(organisation) as by:
            done.append(Done(organisation.name, name, step(by, on)))
    return done
