"""The steps of the unpaid protocol: planned by deadline, done, or without object."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from etrier.accounts.actor import Actor
from etrier.applications.reading import application_of
from etrier.database.reading import rows_where
from etrier.domain.business_days import place_of
from etrier.domain.lifecycle import Act
from etrier.domain.support import Deadline, Owner, bank_deadlines, ccas_deadlines
from etrier.domain.support import ProtocolStep as Rule
from etrier.followup.models import Difficulty, ProtocolStep
from etrier.journal.door import acting, acting_on, opening, opening_all
from etrier.loans.models import Loan

CODES = {Rule.REACH: "contact_attempt", Rule.MEETING: "three_party_meeting"}
"""Steps that the journal names otherwise than the rules."""


def deadlines_for(loan: Loan, known_on: date, due_on: date | None) -> list[Deadline]:
    """What each owes from the day the CCAS knows; the bank's part when an instalment was missed."""
    application = application_of(loan.file_id)
    scheme = application.dispositif.parsed
    place = place_of(application.organisation.time_zone)
    found = list(ccas_deadlines(scheme.protocol, known_on, place))
    if due_on is not None:
        terms = loan.agreement.terms(application.dispositif)
        found = [*bank_deadlines(terms.missed_payment, due_on), *found]
    return found


def plan_steps(difficulty: Difficulty, deadlines: Iterable[Deadline], *, by: Actor, on: date) -> None:
    """Write each step of the protocol that is not there yet."""
    known = {one.step for one in rows_where(ProtocolStep, difficulty=difficulty)}
    coded = [(CODES.get(one.step, str(one.step)), one) for one in deadlines]
    planned = [step_of(difficulty, code, one.on, one.owner) for code, one in coded if code not in known]
    opening_all(planned, Act.PLAN_STEP, by=by, on=on, own={"due_on": "deadline_on", "step": "step"})


def plan_step(
    difficulty: Difficulty,
    *,
    by: Actor,
    on: date,
    step: str,
    deadline_on: date,
    owner: str = Owner.CCAS,
) -> ProtocolStep:
    """One step, who owes it and its last day."""
    planned = step_of(difficulty, step, deadline_on, owner)
    with opening(planned, Act.PLAN_STEP, by=by, on=on, due_on=deadline_on, step=step):
        pass
    return planned


def step_of(difficulty: Difficulty, step: str, deadline_on: date, owner: str) -> ProtocolStep:
    """A step not written yet."""
    return ProtocolStep(
        organisation_id=difficulty.organisation_id,
        file_id=difficulty.file_id,
        difficulty=difficulty,
        step=step,
        owner=owner,
        deadline_on=deadline_on,
    )


def complete_step(
    step: ProtocolStep, *, by: Actor, on: date, note: str = "", revision: int | None = None
) -> ProtocolStep:
    """The step is done, on that day."""
    with acting(step, Act.COMPLETE_STEP, by=by, on=on, revision=revision, step=step.step):
        step.done_on, step.note = on, note
    return step


def complete_if_planned(difficulty: Difficulty, code: str, *, by: Actor, on: date) -> None:
    """Note a step done by another act, when it was still to be done."""
    planned = rows_where(ProtocolStep, difficulty=difficulty, step=code, state="planned")
    for step in planned[:1]:
        complete_step(step, by=by, on=on)


def drop_step(
    step: ProtocolStep, *, by: Actor, on: date, note: str = "", revision: int | None = None
) -> ProtocolStep:
    """The step is no longer of use."""
    with acting(step, Act.DROP_STEP, by=by, on=on, revision=revision, step=step.step):
        step.note = note
    return step


def drop_steps(steps: QuerySet[ProtocolStep], *, by: Actor, on: date) -> int:
    """Steps without object, as many as there are."""
    return acting_on(steps, Act.DROP_STEP, by=by, on=on, own={"step": "step"})
