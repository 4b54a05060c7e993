"""The daily work of the follow-up: it looks back at loans and banks. A second run finds nothing to do."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from etrier.accounts.actor import Actor
from etrier.database.batches import KEYS, batches
from etrier.database.reading import seldom
from etrier.decisions.models import Transmission
from etrier.domain.account import Account
from etrier.domain.lifecycle import Act
from etrier.domain.scheme.choices import SupportLevel
from etrier.domain.support import ContactReason, level_plan
from etrier.files.models import File
from etrier.followup.actions import tasks as actions
from etrier.followup.actions.difficulties import (
    BORROWING,
    add_missed,
    open_difficulty,
    settle_by_measure,
    solve_difficulty,
)
from etrier.followup.actions.protocol import drop_steps
from etrier.followup.actions.support import (
    end_support_plan,
    plan_support_contact,
    proposed_level,
    revise_support_plan,
    set_support_plan,
)
from etrier.followup.models import (
    Aid,
    Difficulty,
    MissedInstalment,
    ProtocolStep,
    SupportContact,
    SupportPlan,
    Task,
)
from etrier.followup.models.difficulties import FROZEN_BY
from etrier.followup.occasions import ALIVE, RULES, cured
from etrier.journal.door import Among, acting_on
from etrier.loans.accounts import TOGETHER, accounts_of
from etrier.loans.models import Loan, MeasureRequest

CONTACT_GRACE_DAYS = 7
"""Days after its date before a contact nobody noted is missed."""


def plan_promised_contacts(by: Actor, on: date) -> int:
    """First contacts promised when the file left for the bank, and not in the diary yet."""
    known = SupportContact.objects.filter(file=OuterRef("file"), reason=ContactReason.FIRST)
    promised = (
        Transmission.objects.filter(~Exists(known), organisation=by.organisation, first_contact_on__gte=on)
        .open()
        .select_related("file__application__dispositif")
        .defer("file__application__dispositif__model")
        .order_by("file_id", "-pk")
        .distinct("file_id")
    )
    done = 0
    for sent in seldom(promised):
        application = sent.file.application
        level = SupportLevel(proposed_level(application) or SupportLevel.LIGHT)
        if sent.first_contact_on is not None:
            plan_support_contact(
                sent.file,
                by=by,
                on=on,
                due_on=sent.first_contact_on,
                channel=level_plan(application.dispositif.parsed, level).channel,
                reason=ContactReason.FIRST,
            )
            done += 1
    return done


def set_plans(by: Actor, on: date) -> int:
    """Loans whose study foresaw support, or whose product asks for it, and that have no plan yet."""
    known = SupportPlan.objects.filter(loan=OuterRef("pk"))
    bare = Loan.objects.filter(~Exists(known), organisation=by.organisation, state="running")
    done = 0
    bare = bare.select_related("file__application__dispositif").defer("file__application__dispositif__model")
    for loan in seldom(bare.order_by("pk")):
        application = loan.file.application
        if level := proposed_level(application):
            set_support_plan(loan, by=by, on=on, level=level, followed_by=application.followed_by)
            done += 1
    return done


def move_plans(by: Actor, on: date) -> int:
    """Plans of loans whose last due date has moved: contacts to come are counted anew."""
    moved = SupportPlan.objects.filter(
        ~Q(planned_until=F("loan__ends_on")),
        organisation=by.organisation,
        state="active",
        loan__state="running",
    )
    found = list(seldom(moved.select_related("loan", "file").order_by("pk")))
    for plan in found:
        revise_support_plan(plan, by=by, on=on, level=plan.level, followed_by=plan.followed_by)
    return len(found)


def end_plans(by: Actor, on: date) -> int:
    """Plans of loans that are over."""
    over = SupportPlan.objects.filter(
        organisation=by.organisation,
        state="active",
        loan__state__in=("paid_off", "retracted", "closed_with_loss"),
    )
    found = list(seldom(over.order_by("pk")))
    for plan in found:
        end_support_plan(plan, by=by, on=on, reason="loan_ended")
    return len(found)


def miss_contacts(by: Actor, on: date) -> int:
    """Contacts past their day that nobody noted."""
    passed = SupportContact.objects.filter(
        organisation=by.organisation, due_on__lt=on - timedelta(CONTACT_GRACE_DAYS)
    )
    return acting_on(passed, Act.MISS_SUPPORT_CONTACT, by=by, on=on)


def open_difficulties(by: Actor, on: date) -> int:
    """Loans of which the bank says an instalment unpaid: step 2 of the protocol begins, once."""
    pending = Difficulty.objects.filter(loan=OuterRef("pk")).pending()
    alive = ALIVE | Q(file__application__co_borrower__isnull=False)
    unpaid = (
        Loan.objects.filter(alive, ~Exists(pending), organisation=by.organisation)
        .filter(state__in=BORROWING, unpaid_since__isnull=False)
        .exclude(overindebtedness=FROZEN_BY)
        .select_related("agreement", "file")
        .order_by("pk")
    )
    done = 0
    for some in batches(seldom(unpaid), TOGETHER):
        accounts = accounts_of(some, on)
        answered = answered_lines(list(accounts))
        for loan in some:
            fresh = unanswered(accounts.get(loan.pk), answered.get(loan.pk, set()))
            if fresh:
                open_difficulty(loan, by=by, on=on, lines=accounts[loan.pk].unpaid)
                done += 1
    return done


def answered_lines(loans: list[int]) -> dict[int, set[int]]:
    """Instalments that a closed difficulty already answered for without their being settled."""
    found: dict[int, set[int]] = {}
    rows = MissedInstalment.objects.filter(difficulty__loan__in=loans).exclude(
        difficulty__solution="regularised"
    )
    for loan_id, number in rows.values_list("difficulty__loan_id", "number"):
        found.setdefault(loan_id, set()).add(number)
    return found


def unanswered(account: Account | None, answered: set[int]) -> list[int]:
    """Unpaid instalments that no difficulty has answered for."""
    return [line.number for line in account.unpaid if line.number not in answered] if account else []


def add_missed_instalments(by: Actor, on: date) -> int:
    """Other instalments unpaid since, added to the difficulty that is being met."""
    pending = Difficulty.objects.filter(organisation=by.organisation).of_missed_instalments().pending()
    found = list(seldom(pending.select_related("loan").order_by("pk")))
    accounts = accounts_of({row.loan_id: row.loan for row in found}.values(), on)
    return sum(add_missed(row, accounts[row.loan_id].unpaid, on) for row in found)


def close_cured(by: Actor, on: date) -> int:
    """Difficulties that nobody took up, and where nothing is unpaid any more: the CCAS writes nothing."""
    done = 0
    for difficulty in list(cured(by, on, "open")):
        if difficulty.origin != "bank":
            continue
        measure = granted_since(difficulty)
        if measure is None:
            solve_difficulty(difficulty, by=by, on=on, solution="regularised")
        else:
            settle_by_measure(difficulty, by=by, on=on, measure=measure)
        done += 1
    return done


def granted_since(difficulty: Difficulty) -> MeasureRequest | None:
    """The last measure that the bank granted since the difficulty is open."""
    granted = MeasureRequest.objects.filter(
        loan=difficulty.loan_id,
        state__in=("granted", "granted_otherwise"),
        decided_on__gte=difficulty.opened_on,
    )
    return granted.order_by("-decided_on", "-pk").first()


def end_with_loans(by: Actor, on: date) -> int:
    """Difficulties of loans whose guarantee is called, or that are over."""
    rows = Difficulty.objects.filter(organisation=by.organisation)
    called = rows.filter(loan__state__in=("guarantee_called", "closed_with_loss"))
    done = acting_on(called, Act.END_BY_GUARANTEE, by=by, on=on, changes={"closed_on": on})
    solution = "no_longer_relevant"
    over = rows.filter(loan__state__in=("paid_off", "retracted"))
    done += acting_on(
        over,
        Act.SOLVE_DIFFICULTY,
        by=by,
        on=on,
        changes={"closed_on": on, "solution": solution},
        solution=solution,
    )
    steps = ProtocolStep.objects.filter(organisation=by.organisation, state="planned")
    drop_steps(steps.filter(difficulty__closed_on__isnull=False), by=by, on=on)
    return done


def presume_bank_reminders(by: Actor, on: date) -> int:
    """Step 1 is the bank's: past its deadline it is presumed done, unless someone said otherwise."""
    reminders = ProtocolStep.objects.filter(
        organisation=by.organisation, step="bank_reminder", deadline_on__lt=on
    )
    return acting_on(
        reminders,
        Act.COMPLETE_STEP,
        by=by,
        on=on,
        changes={"done_on": on, "presumed": True},
        step="bank_reminder",
    )


def end_aids(by: Actor, on: date) -> int:
    """Aids granted over a period that is over."""
    over = Aid.objects.filter(organisation=by.organisation, state="granted", ends_on__lt=on)
    return acting_on(over, Act.END_AID, by=by, on=on, changes={"ended_on": on}, own={"aid": "code"})


def add_tasks(by: Actor, on: date) -> int:
    """The tasks the day asks for, each once for its occasion."""
    wanted = {
        f"{name}:{occasion.subject}:{occasion.turn}": occasion
        for name, rule in RULES.items()
        for occasion in rule.find(by, on)
    }
    known = set(
        Task.objects.filter(organisation=by.organisation, key__in=wanted).values_list("key", flat=True)
    )
    fresh = {key: occasion for key, occasion in wanted.items() if key not in known}
    files = File.objects.in_bulk({occasion.file_id for occasion in fresh.values()})
    added = [
        Task(
            organisation=by.organisation,
            file_id=occasion.file_id,
            kind=occasion.kind,
            detail=occasion.detail,
            due_on=max(on, occasion.due_on),
            owner_id=files[occasion.file_id].holder_id,
            key=key,
        )
        for key, occasion in fresh.items()
    ]
    actions.add_tasks(added, by=by, on=on)
    return len(added)


def complete_tasks(by: Actor, on: date) -> int:
    """Automatic tasks that nothing calls for any more."""
    open_ones = Task.objects.filter(organisation=by.organisation, state="open").exclude(key="")
    subjects: dict[str, dict[int, int]] = {name: {} for name in RULES}
    for pk, key in open_ones.values_list("pk", "key"):
        name, subject, _ = key.split(":", 2)
        subjects[name][pk] = int(subject)
    moot = [
        pk
        for name, tasks in subjects.items()
        for some in batches(tasks, KEYS)
        for standing in (RULES[name].standing({tasks[pk] for pk in some}, on),)
        for pk in some
        if tasks[pk] not in standing
    ]
    closed, done = {"ended_on": on}, Among(Task, moot)
    return acting_on(done, Act.COMPLETE_TASK, by=by, on=on, changes=closed, own={"task": "kind"})


STEPS: tuple[tuple[str, Callable[[Actor, date], int]], ...] = (
    ("premiers contacts d’accompagnement prévus", plan_promised_contacts),
    ("accompagnements établis", set_plans),
    ("accompagnements décalés avec leur prêt", move_plans),
    ("accompagnements terminés", end_plans),
    ("contacts d’accompagnement manqués", miss_contacts),
    ("difficultés closes avec leur prêt", end_with_loans),
    ("difficultés ouvertes", open_difficulties),
    ("échéances ajoutées à une difficulté", add_missed_instalments),
    ("difficultés régularisées", close_cured),
    ("rappels de la banque présumés faits", presume_bank_reminders),
    ("aides arrivées à leur terme", end_aids),
    ("tâches ajoutées", add_tasks),
    ("tâches devenues sans objet", complete_tasks),
)
