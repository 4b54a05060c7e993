"""Stories of loans repaid: confirmed or not, the interest given back, asked for, refused or sent back."""

from collections.abc import Callable
from datetime import date

from etrier.demonstration import refunds, repayments, requests
from etrier.demonstration.days import Story
from etrier.demonstration.refunds import look_back
from etrier.demonstration.scenes import Scene, Telling
from etrier.demonstration.stories.repaying import paid_late, running
from etrier.demonstration.tales import Tale
from etrier.domain.evaluation import Moment

After = Callable[[Scene, Tale, date], Story]


def repaid(then: After | None = None, life: Telling = running, *, confirmed: bool = True) -> Telling:
    """A loan repaid to its last instalment; the bank confirms it, and the refund's story begins."""

    def story(scene: Scene, tale: Tale) -> Story:
        yield from life(scene, tale)
        day = tale.in_days(tale.loan.ends_on, 15, 22)
        yield day
        if not confirmed:
            return
        repayments.confirm_repaid(tale, day)
        if then is not None:
            yield from then(scene, tale, day)

    return story


def asked(scene: Scene, tale: Tale, day: date) -> Story:
    """The RIB is asked for."""
    day = tale.in_days(day, 3, 8)
    yield day
    refunds.ask(tale, day)


def details_given(scene: Scene, tale: Tale, day: date) -> Story:
    """The RIB is there; where the commission has its word to say, it says it."""
    yield from asked(scene, tale, day)
    day = tale.in_days(day, 12, 25)
    yield day
    refunds.answered(tale, day)
    yield from refunds.approved(tale, scene.commission, day)


def ordered(scene: Scene, tale: Tale, day: date) -> Story:
    """Finance has ordered the payment."""
    yield from details_given(scene, tale, day)
    day = tale.in_days(refunds.decided_on(tale), 3, 8)
    yield day
    refunds.order(tale, day)
    tale.facts["ordered"] = day


def paid(scene: Scene, tale: Tale, day: date) -> Story:
    """The interest is back in the person's account; she came for a last meeting."""
    yield from ordered(scene, tale, day)
    day = tale.in_days(tale.facts["ordered"], 9, 18)
    yield day
    refunds.paid(tale, day)
    day = tale.in_days(day, 3, 12)
    met = requests.meet(tale, "end_of_loan", tale.facts["ordered"], day)
    yield day
    requests.seen(tale, met, day)
    look_back(tale, day)
    if tale.rng.random() < 0.4:
        day = tale.in_days(day, 185, 215)
        yield day
        look_back(tale, day, Moment.AFTER_SIX_MONTHS)


def returned(scene: Scene, tale: Tale, day: date) -> Story:
    """The transfer came back: the account was closed."""
    yield from ordered(scene, tale, day)
    day = tale.in_days(tale.facts["ordered"], 9, 14)
    yield day
    refunds.returned(tale, day)


def refused(scene: Scene, tale: Tale, day: date) -> Story:
    """The policy refuses, for an instalment that was late."""
    day = tale.in_days(day, 4, 9)
    yield day
    refunds.refuse(tale, day)


def silent(scene: Scene, tale: Tale, day: date) -> Story:
    """The bank details never came: the refund is closed, and may be reopened."""
    yield from asked(scene, tale, day)
    day = tale.in_days(day, 190, 210)
    yield day
    refunds.lapse(tale, day)


def after_lateness(scene: Scene, tale: Tale, day: date) -> Story:
    """Refused where lateness forbids it, paid elsewhere."""
    found = refunds.refund_of(tale, day)
    yield from (paid if found.granted else refused)(scene, tale, day)


REPAID_LATE = repaid(after_lateness, life=paid_late)
