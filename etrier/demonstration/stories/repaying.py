"""Stories of loans under way: all is well, an instalment is missed, the schedule is held, debts take over."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal

from etrier.demonstration import repayments, requests
from etrier.demonstration.days import Story, working_day, working_day_before
from etrier.demonstration.scenes import Scene, Telling
from etrier.demonstration.stories.lending import lent
from etrier.demonstration.tales import Tale
from etrier.followup.actions.appointments import Slot, plan_appointment
from etrier.followup.actions.difficulties import signal_difficulty, take_up_difficulty
from etrier.followup.actions.support import move_support_contact
from etrier.followup.actions.tasks import add_task
from etrier.followup.models import SupportContact
from etrier.loans.actions import measures

TOLD = (2, 6)
"""Days from a due date to the bank's word that it was missed."""


def last_due(tale: Tale) -> int:
    """The number of the last instalment of the schedule in force."""
    return len(repayments.schedule(tale))


def running(scene: Scene, tale: Tale) -> Story:
    """All goes well, up to the last instalment if the day of the demonstration leaves the time."""
    yield from lent(scene, tale)
    yield from repayments.quiet(tale, last_due(tale), scene.recent)


def missed(scene: Scene, tale: Tale, number: int, through: Telling | None = None) -> Story:
    """Instalments paid up to one that the bank says unpaid."""
    yield from (through or lent)(scene, tale)
    yield from repayments.quiet(tale, number - 1, scene.recent)
    day = tale.in_days(repayments.due_on(tale, number), *TOLD)
    yield day
    repayments.alert(tale, number, day)
    tale.facts["alerted"] = day


def paid_late(scene: Scene, tale: Tale, number: int | None = None, *, helped: bool = False) -> Story:
    """One instalment missed, met with the person, paid some weeks later; then all goes well."""
    yield from lent(scene, tale)
    number = number or max(2, last_due(tale) // 2 - 1)
    yield from missed(scene, tale, number, already)
    day = tale.in_days(tale.facts["alerted"], 1, 2)
    yield day
    repayments.reach(tale, day, outcome="message_left")
    day = tale.in_days(day, 1, 2)
    yield day
    repayments.reach(tale, day)
    day = tale.in_days(day, 2, 5)
    yield day
    repayments.review(tale, day, "unexpected_expense", "Réparation du chauffe-eau payée ce mois-ci.")
    if helped:
        repayments.help_with(tale, day, "emergency", amount=Decimal(90))
    day = tale.in_days(day, 4, 9)
    yield day
    repayments.pay(tale, number, day)
    repayments.solve(tale, day)
    tale.facts["covered"] = max(day, repayments.due_on(tale, number)) + timedelta(1)
    yield from repayments.quiet(tale, last_due(tale), scene.recent)


def already(scene: Scene, tale: Tale) -> Story:
    """The loan is there: nothing to tell again."""
    yield from ()


def held(scene: Scene, tale: Tale, number: int = 0, *, in_time: bool = True) -> Story:
    """A hold of one month, asked before the due date and granted before it or after."""
    yield from lent(scene, tale)
    start = number or max(3, last_due(tale) // 3)
    yield from repayments.quiet(tale, start - 1, scene.recent)
    due = repayments.due_on(tale, start)
    day = working_day(due - timedelta(21))
    yield day
    tale.difficulty = signal_difficulty(
        tale.loan, by=tale.by, on=day, channel="phone", cause="income_drop", words="Heures réduites ce mois."
    )
    take_up_difficulty(tale.difficulty, by=tale.by, on=day)
    repayments.ask_hold(tale, day, start, "income_drop", "Souffler un mois, reprendre ensuite.")
    granted = working_day(due - timedelta(8)) if in_time else working_day(due + timedelta(4))
    yield granted
    repayments.grant(tale, granted)
    repayments.settle_by_measure(tale, granted)
    yield from repayments.quiet(tale, last_due(tale), scene.recent)


def held_then_missed(scene: Scene, tale: Tale, held_at: int = 7, missed_at: int = 18) -> Story:
    """A month held long ago, with the social grocery beside it; and this month, an instalment unpaid."""
    yield from lent(scene, tale)
    yield from repayments.quiet(tale, held_at - 1, scene.recent)
    due = repayments.due_on(tale, held_at)
    day = working_day(due - timedelta(20))
    yield day
    tale.difficulty = signal_difficulty(tale.loan, by=tale.by, on=day, channel="phone", cause="job_loss")
    take_up_difficulty(tale.difficulty, by=tale.by, on=day)
    repayments.help_with(tale, day, "social-grocery", starts_on=day, ends_on=day + timedelta(91))
    repayments.ask_hold(tale, day, held_at, "job_loss", "Reprendre dès la fin de la période sans salaire.")
    granted = working_day(due - timedelta(9))
    yield granted
    repayments.grant(tale, granted)
    repayments.settle_by_measure(tale, granted)
    yield from repayments.quiet(tale, missed_at - 1, scene.recent)
    day = scene.on
    yield day
    repayments.alert(tale, missed_at, day)


def being_met(hour: time | None = None) -> Telling:
    """An instalment missed last month, a three-party meeting today, a measure asked of the bank."""

    def story(scene: Scene, tale: Tale) -> Story:
        yield from lent(scene, tale)
        number = next(n for n in range(1, 99) if repayments.due_on(tale, n + 1) > scene.on - timedelta(12))
        yield from missed(scene, tale, number, already)
        day = tale.in_days(tale.facts["alerted"], 1, 2)
        yield day
        take_up_difficulty(tale.difficulty, by=tale.by, on=day)
        repayments.reach(tale, day)
        day = tale.in_days(day, 2, 3)
        yield day
        repayments.review(tale, day, "separation", "Seule avec deux loyers sur un mois ; pension demandée.")
        repayments.ask_hold(tale, day, number + 1, "separation", "Suspendre un mois, le temps de la pension.")
        plan_appointment(
            tale.file,
            by=tale.by,
            on=day,
            kind="three_party",
            slot=Slot(
                starts_at=tale.town.at(scene.today, hour or time(15, 0)),
                minutes=60,
                worker=tale.worker.user,
                place="ccas",
                place_detail="bureau 2",
            ),
            participants=("person", "adviser", "social_worker"),
            difficulty=tale.difficulty,
        )

    return story


def call_due(scene: Scene, tale: Tale) -> Story:
    """Half-way: the telephone point of the support, put off once, is to be made this week."""
    yield from lent(scene, tale)
    half = last_due(tale) // 2
    yield from repayments.quiet(tale, half - 1, scene.recent)
    awaited = SupportContact.objects.filter(file=tale.file).awaited().order_by("due_on").first()
    if awaited is not None:
        day = working_day_before(min(awaited.due_on, scene.on) - timedelta(3))
        yield day
        due = working_day(scene.today + timedelta(2))
        move_support_contact(awaited, by=tale.by, on=day, due_on=due)
    day = tale.in_days(repayments.due_on(tale, half), 2, 4)
    yield day
    repayments.pay(tale, half, day)
    tale.facts["covered"] = repayments.due_on(tale, half) + timedelta(1)
    yield from repayments.quiet(tale, last_due(tale), scene.recent)


def measure_refused(scene: Scene, tale: Tale) -> Story:
    """A hold asked too late, and refused by the bank; the aid of the CCAS fills the month."""
    yield from lent(scene, tale)
    number = max(3, last_due(tale) // 2)
    yield from missed(scene, tale, number, already)
    day = tale.in_days(tale.facts["alerted"], 2, 4)
    yield day
    repayments.review(tale, day, "benefit_interrupted", "Allocation suspendue, dossier réexaminé.")
    repayments.ask_hold(tale, day, number + 1, "benefit_interrupted", "Suspendre l’échéance prochaine.")
    day = tale.in_days(day, 4, 8)
    yield day
    measures.refuse_measure(
        tale.measure, by=tale.by, on=day, reason="outside_agreement", source=repayments.LETTER
    )
    repayments.help_with(tale, day, "optional", amount=Decimal(120))
    day = tale.in_days(day, 3, 6)
    yield day
    repayments.pay(tale, number, day)
    repayments.solve(tale, day)
    tale.facts["covered"] = max(day, repayments.due_on(tale, number)) + timedelta(1)
    yield from repayments.quiet(tale, last_due(tale), scene.recent)


def over_indebted(scene: Scene, tale: Tale) -> Story:
    """Debts take over: a file at the commission, admissible; payments stop, the support goes on."""
    yield from lent(scene, tale)
    number = max(3, last_due(tale) // 2)
    yield from missed(scene, tale, number, already)
    day = tale.in_days(tale.facts["alerted"], 8, 14)
    yield day
    repayments.review(tale, day, "other_debts", "Trois autres crédits ; dossier préparé ensemble.")
    repayments.over_indebted(tale, day, "filed")
    day = tale.in_days(day, 60, 75)
    yield day
    repayments.over_indebted(tale, day, "admissible")
    add_task(
        tale.file,
        by=tale.by,
        on=day,
        kind="call_bank",
        detail="suites de la recevabilité",
        due_on=max(day, scene.today),
    )


def defaulted(then: Callable[[Scene, Tale, date], Story] | None = None) -> Telling:
    """Nobody answers any more: the bank calls the loan in, then the guarantee."""

    def story(scene: Scene, tale: Tale) -> Story:
        yield from lent(scene, tale)
        number = max(3, last_due(tale) // 3)
        yield from missed(scene, tale, number, already)
        day = tale.facts["alerted"]
        for wait, channel in ((2, "phone"), (5, "text_message"), (9, "home_visit")):
            attempt = working_day(day + timedelta(wait))
            yield attempt
            repayments.reach(tale, attempt, outcome="no_answer", channel=channel)
        day = tale.in_days(day, 95, 110)
        yield day
        repayments.default_on(tale, day)
        day = tale.in_days(day, 30, 45)
        yield day
        amount = repayments.call_guarantee(tale, day)
        day = tale.in_days(day, 25, 40)
        yield day
        repayments.pay_call(tale, day, amount)
        if then is not None:
            yield from then(scene, tale, day)

    return story


def lost(scene: Scene, tale: Tale, day: date) -> Story:
    """Nothing more is expected: the bank bears the rest."""
    day = tale.in_days(day, 80, 100)
    yield day
    repayments.close_with_loss(tale, day, repayments.what_is_left(tale, day))


def signals_early(scene: Scene, tale: Tale) -> Story:
    """The person calls before anything is unpaid: taken up the same day."""
    yield from lent(scene, tale)
    number = next(n for n in range(1, 99) if repayments.due_on(tale, n + 1) > scene.on - timedelta(2))
    yield from repayments.quiet(tale, number, scene.recent)
    day = scene.ago(1)
    yield day
    tale.difficulty = signal_difficulty(
        tale.loan,
        by=tale.by,
        on=day,
        channel="phone",
        cause="job_loss",
        words="Mon CDD n’est pas renouvelé, je crains pour le mois prochain.",
    )
    requests.meet(tale, "follow_up", day, working_day(scene.today + timedelta(2)))
