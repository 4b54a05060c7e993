"""Difficulties: known by the person, the bank or the worker, met by attempts, a review and solutions."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor, house
from etrier.database.reading import rows_where
from etrier.database.writing import add, add_all
from etrier.domain.account import InstalmentStatus, State
from etrier.domain.lifecycle import Act
from etrier.domain.lifecycle.difficulty import PENDING
from etrier.domain.wording import day
from etrier.followup.actions.protocol import complete_if_planned, deadlines_for, drop_steps, plan_steps
from etrier.followup.models import ContactAttempt, Difficulty, MissedInstalment, ProtocolStep
from etrier.followup.models.difficulties import FROZEN_BY, Origin
from etrier.journal.door import acting, opening
from etrier.loans.accounts import account_of
from etrier.loans.actions.payments import line_of, report_unpaid
from etrier.loans.facts import Source
from etrier.loans.models import Loan, MeasureRequest

BORROWING = ("running", "repaid_unconfirmed", "accelerated", "guarantee_called")
FROZEN = (
    "Un dossier de surendettement est recevable : les paiements et les relances sont suspendus."
    " L’accompagnement continue."
)


def check_repaid_by_now(loan: Loan) -> None:
    """A difficulty belongs to a loan that is being repaid."""
    if loan.state not in BORROWING:
        raise ValidationError(f"Le prêt est {loan.state_label} : il n’y a plus d’échéance à rembourser.")


def pending_on(loan: Loan) -> Difficulty | None:
    """The difficulty that this loan has now."""
    return next((one for one in rows_where(Difficulty, loan=loan) if one.state in PENDING), None)


def signal_difficulty(
    loan: Loan, *, by: Actor, on: date, channel: str, cause: str = "", words: str = ""
) -> Difficulty:
    """The person says that she is in difficulty, at best before anything is unpaid."""
    check_repaid_by_now(loan)
    check_words(cause, words, "words")
    told = cause or None
    found = pending_on(loan)
    if found is not None:
        with acting(found, Act.SIGNAL_DIFFICULTY, by=by, on=on, cause=told):
            found.cause = cause or found.cause
            found.words = "" if found.cause == "health" else words or found.words
            found.channel = channel
        return found
    difficulty = _new(loan, Origin.PERSON, on, channel=channel, cause=cause, words=words)
    with opening(difficulty, Act.SIGNAL_DIFFICULTY, by=by, on=on, cause=told):
        pass
    _begin(difficulty, unpaid_lines(loan, on), on)
    return difficulty


def check_words(cause: str, text: str, field: str) -> None:
    """Health is a code without text: what is typed about it is refused, not lost."""
    if cause == "health" and text:
        raise ValidationError(
            {field: "Pour la santé, notez la cause seule et effacez ce texte : aucun détail ne s’écrit ici."}
        )


def _new(loan: Loan, origin: Origin, on: date, **facts: str) -> Difficulty:
    return Difficulty(
        organisation_id=loan.organisation_id,
        file_id=loan.file_id,
        loan=loan,
        origin=origin,
        opened_on=on,
        **facts,
    )


def unpaid_lines(loan: Loan, on: date) -> tuple[InstalmentStatus, ...]:
    """The instalments the bank says unpaid; silence is not one."""
    return account_of(loan, on).unpaid


def _begin(difficulty: Difficulty, lines: Iterable[InstalmentStatus], on: date) -> None:
    """What follows by itself, whoever spoke: the instalments missed, the steps and their deadlines."""
    missed = list(lines)
    add_missed(difficulty, missed, on)
    if difficulty.loan.overindebtedness == FROZEN_BY:
        return
    etrier = house(difficulty.organisation)
    first = min((line.due_on for line in missed), default=None)
    plan_steps(difficulty, deadlines_for(difficulty.loan, on, first), by=etrier, on=on)
    if missed:
        complete_if_planned(difficulty, "bank_alert", by=etrier, on=on)


def add_missed(difficulty: Difficulty, lines: Iterable[InstalmentStatus], on: date) -> int:
    """Keep the instalments that the difficulty answers for; how many were not known yet."""
    known = {one.number for one in rows_where(MissedInstalment, difficulty=difficulty)}
    fresh = [
        MissedInstalment(
            organisation_id=difficulty.organisation_id,
            difficulty=difficulty,
            file_id=difficulty.file_id,
            number=line.number,
            due_on=line.due_on,
            amount=line.remaining,
            known_on=on,
        )
        for line in lines
        if line.number not in known
    ]
    add_all(fresh)
    return len(fresh)


def open_difficulty(
    loan: Loan,
    *,
    by: Actor,
    on: date,
    cause: str = "",
    lines: Iterable[InstalmentStatus] | None = None,
) -> Difficulty:
    """Open a difficulty on what is known: `lines` unpaid by the bank's report, read when not given."""
    check_repaid_by_now(loan)
    if pending_on(loan) is not None:
        raise ValidationError("Ce prêt a déjà une difficulté ouverte : continuez celle-là.")
    missed = tuple(unpaid_lines(loan, on) if lines is None else lines)
    difficulty = _new(loan, Origin.BANK if missed else Origin.WORKER, on, cause=cause)
    with opening(difficulty, Act.OPEN_DIFFICULTY, by=by, on=on, cause=cause or None):
        pass
    _begin(difficulty, missed, on)
    return difficulty


def alert_ccas(loan: Loan, *, by: Actor, on: date, number: int, source: Source) -> Difficulty:
    """The bank alerts: it says an instalment unpaid, and step 2 begins."""
    check_repaid_by_now(loan)
    line = line_of(account_of(loan, on), number)
    if line.state is not State.UNPAID:
        report_unpaid(loan, by=by, on=on, number=number, source=source)
    lines = unpaid_lines(loan, on)
    found = pending_on(loan)
    if found is not None:
        with acting(found, Act.ALERT_CCAS, by=by, on=on, number=number):
            pass
        _begin(found, lines, on)
        return found
    difficulty = _new(loan, Origin.BANK, on, channel=source.channel)
    with opening(difficulty, Act.ALERT_CCAS, by=by, on=on, number=number):
        pass
    _begin(difficulty, lines, on)
    return difficulty


def take_up_difficulty(
    difficulty: Difficulty, *, by: Actor, on: date, revision: int | None = None
) -> Difficulty:
    """Someone answers for it from now on."""
    with acting(difficulty, Act.TAKE_UP_DIFFICULTY, by=by, on=on, revision=revision):
        difficulty.taken_by_id = by.user_id
    return difficulty


def attempt_contact(
    difficulty: Difficulty,
    *,
    by: Actor,
    on: date,
    channel: str,
    outcome: str,
    note: str = "",
    revision: int | None = None,
) -> ContactAttempt:
    """One attempt to reach the person; once she is reached, that step is done."""
    with acting(
        difficulty, Act.ATTEMPT_CONTACT, by=by, on=on, revision=revision, channel=channel, outcome=outcome
    ):
        _after_opening(difficulty, on)
        attempt = add(
            ContactAttempt(
                organisation_id=difficulty.organisation_id,
                difficulty=difficulty,
                file_id=difficulty.file_id,
                on=on,
                channel=channel,
                outcome=outcome,
                note=note,
                author_id=by.user_id,
            )
        )
    if attempt.reached:
        complete_if_planned(difficulty, "contact_attempt", by=by, on=on)
    return attempt


def _after_opening(difficulty: Difficulty, on: date) -> None:
    if on < difficulty.opened_on:
        opened = day(difficulty.opened_on)
        raise ValidationError({"on": f"La difficulté est ouverte depuis le {opened} : corrigez la date."})


def review_situation(
    difficulty: Difficulty,
    *,
    by: Actor,
    on: date,
    cause: str,
    review: str = "",
    revision: int | None = None,
) -> Difficulty:
    """The situation looked at again with the person: a coded cause, and words unless it is health."""
    check_words(cause, review, "review")
    with acting(difficulty, Act.REVIEW_SITUATION, by=by, on=on, revision=revision, cause=cause):
        _after_opening(difficulty, on)
        difficulty.cause, difficulty.review = cause, review
        if cause == "health":
            difficulty.words = ""
        if difficulty.taken_by_id is None:
            difficulty.taken_by_id = by.user_id
    complete_if_planned(difficulty, "review", by=by, on=on)
    return difficulty


def solve_difficulty(
    difficulty: Difficulty,
    *,
    by: Actor,
    on: date,
    solution: str,
    revision: int | None = None,
) -> Difficulty:
    """It is over. « Régularisé » is said only when the account shows what was missed settled."""
    with acting(difficulty, Act.SOLVE_DIFFICULTY, by=by, on=on, revision=revision, solution=solution):
        if solution == "regularised":
            _check_cured(difficulty, on)
        difficulty.solution, difficulty.closed_on = solution, on
    _put_away(difficulty, by=by, on=on)
    return difficulty


def _check_cured(difficulty: Difficulty, on: date) -> None:
    numbers = set(difficulty.missed.values_list("number", flat=True))
    left = [line.number for line in unpaid_lines(difficulty.loan, on) if line.number in numbers]
    if left:
        raise ValidationError(
            {"solution": f"L’échéance {left[0]} est encore impayée : notez d’abord ce que dit la banque."}
        )


def settle_by_measure(
    difficulty: Difficulty,
    *,
    by: Actor,
    on: date,
    measure: MeasureRequest,
    revision: int | None = None,
) -> Difficulty:
    """The bank has changed the schedule, and that answers the difficulty."""
    with acting(difficulty, Act.SETTLE_BY_MEASURE, by=by, on=on, revision=revision):
        if measure.loan_id != difficulty.loan_id or measure.state not in ("granted", "granted_otherwise"):
            raise ValidationError({"measure": "Choisissez un aménagement que la banque a accordé."})
        difficulty.measure, difficulty.closed_on = measure, on
    complete_if_planned(difficulty, "solutions", by=by, on=on)
    _put_away(difficulty, by=by, on=on)
    return difficulty


def end_by_guarantee(
    difficulty: Difficulty, *, by: Actor, on: date, revision: int | None = None
) -> Difficulty:
    """The guarantee was called: nothing more is asked of the person by this protocol."""
    with acting(difficulty, Act.END_BY_GUARANTEE, by=by, on=on, revision=revision):
        if difficulty.loan.state not in ("guarantee_called", "closed_with_loss"):
            raise ValidationError("La banque n’a pas appelé la garantie de ce prêt.")
        difficulty.closed_on = on
    _put_away(difficulty, by=by, on=on)
    return difficulty


def _put_away(difficulty: Difficulty, *, by: Actor, on: date) -> None:
    drop_steps(ProtocolStep.objects.filter(difficulty=difficulty, state="planned"), by=by, on=on)


def reopen_difficulty(
    difficulty: Difficulty, *, by: Actor, on: date, revision: int | None = None
) -> Difficulty:
    """It was not over."""
    with acting(difficulty, Act.REOPEN_DIFFICULTY, by=by, on=on, revision=revision):
        check_repaid_by_now(difficulty.loan)
        difficulty.closed_on = None
        difficulty.solution, difficulty.measure = "", None
    return difficulty
