"""Measures of the bank during repayment: each makes a new version of the schedule, the past untouched.

They are simulated by anyone, requested by the worker and granted by the bank; these rules only compute.
A measure that makes no sense is `Refused` with its reason. Measures follow one another in time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from etrier.domain.continuation import MOST_LINES, Continuation
from etrier.domain.dates import checked_day, months_apart
from etrier.domain.labelled import Labelled
from etrier.domain.money import ZERO, checked_amount, to_cents, to_euros
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule, Treatment
from etrier.domain.wording import euros


class EarlyMode(Labelled):
    """What a partial early repayment changes (remboursement anticipé)."""

    SHORTEN = "shorten", "Même mensualité, fin plus tôt"
    REDUCE = "reduce", "Même fin, mensualité réduite"


@dataclass(frozen=True, slots=True)
class Postponement:
    """Report: hold `months` lines from line `start`. With `keep_end` the end stays and instalments grow."""

    start: int
    months: int
    treatment: Treatment
    keep_end: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """Allongement: `months` more paying lines, the instalment recomputed from line `start`."""

    start: int
    months: int


@dataclass(frozen=True, slots=True)
class Revision:
    """Révision: a new instalment in euros from line `start`, paid until settled."""

    start: int
    instalment: Decimal


@dataclass(frozen=True, slots=True)
class EarlyRepayment:
    """Remboursement anticipé on the due date of line `after`; the whole balance when `amount` is None.

    Code de la consommation, art. L. 312-34.
    """

    after: int
    amount: Decimal | None = None
    mode: EarlyMode = EarlyMode.SHORTEN


@dataclass(frozen=True, slots=True)
class Acceleration:
    """Déchéance du terme: the balance and carried interest fall due on that day.

    `accrued_interest` is what the bank claims in euros since the last due date (code de la
    consommation, art. L. 312-39); its default is none.
    """

    on: date
    accrued_interest: Decimal = ZERO


Measure = Postponement | Extension | Revision | EarlyRepayment | Acceleration


def apply_measure(schedule: Schedule, measure: Measure) -> Schedule:
    """The version that follows once the bank grants this measure. Raises `Refused` with the reason."""
    if schedule.accelerated:
        raise Refused(
            "accelerated", "La déchéance du terme est prononcée : aucune mesure n’est plus possible."
        )
    if isinstance(measure, Acceleration):
        return _accelerated(schedule, measure)
    if isinstance(measure, EarlyRepayment):
        return _repaid_early(schedule, measure)
    _check_start(schedule, measure.start)
    if isinstance(measure, Postponement):
        return _postponed(schedule, measure)
    if isinstance(measure, Extension):
        return _extended(schedule, measure)
    return _revised(schedule, measure)


def apply_measures(schedule: Schedule, measures: Iterable[Measure]) -> tuple[Schedule, ...]:
    """The schedule and each version after it, in order."""
    versions = [schedule]
    for measure in measures:
        versions.append(apply_measure(versions[-1], measure))
    return tuple(versions)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way out would change: figures for the worker, the bank and the borrower to choose with.

    `extra_cost` (euros) is interest and insurance added to what the borrower pays; `shift_months` how
    much later the loan ends (negative: earlier). When impossible, `refusal` says why, the rest is None.
    """

    measures: tuple[Measure, ...]
    schedule: Schedule | None = None
    instalment: Decimal | None = None
    end_on: date | None = None
    shift_months: int | None = None
    extra_cost: Decimal | None = None
    refusal: Refused | None = None


def compare(schedule: Schedule, ways: Iterable[Measure | Sequence[Measure]]) -> tuple[Outcome, ...]:
    """Several measures, or several sequences of them, for one situation, in the order given."""
    return tuple(_outcome(schedule, (way,) if isinstance(way, Measure) else tuple(way)) for way in ways)


def _outcome(schedule: Schedule, measures: tuple[Measure, ...]) -> Outcome:
    try:
        version = apply_measures(schedule, measures)[-1]
    except Refused as refusal:
        return Outcome(measures, refusal=refusal)
    return Outcome(
        measures=measures,
        schedule=version,
        instalment=version.instalment,
        end_on=version.end_on,
        shift_months=months_apart(schedule.end_on, version.end_on),
        extra_cost=version.interest + version.insurance - schedule.interest - schedule.insurance,
    )


def _check_start(schedule: Schedule, start: int) -> None:
    """A measure starts on a line of the schedule, with something owed, not before the former measure."""
    if not 1 <= start <= len(schedule):
        raise Refused("no_such_line", f"Le prêt n’a pas d’échéance {start} : il en compte {len(schedule)}.")
    if _opening(start) < schedule.last_act:
        raise Refused(
            "before_former", f"Échéance {start} : une mesure ne peut pas commencer avant la précédente."
        )
    if not schedule.balance_before(start):
        raise Refused("already_repaid", f"Échéance {start} : le prêt est déjà soldé à cette date.")


def _opening(line: int) -> int:
    """Order in time of an act that takes hold before a line."""
    return 2 * line - 1


def _on_due_date(line: int) -> int:
    """Order in time of an act on the due date of a line, after it."""
    return 2 * line


def _paying_from(schedule: Schedule, start: int) -> int:
    """How many lines from `start` pay something that is not held."""
    held = sum(hold.number >= start for hold in schedule.holds)
    return len(schedule) - start + 1 - held


def _check_length(lines: int) -> None:
    if lines > MOST_LINES:
        raise Refused("endless", f"Le prêt durerait plus de {MOST_LINES} mois : la mesure est refusée.")


def _postponed(schedule: Schedule, measure: Postponement) -> Schedule:
    start, months = measure.start, measure.months
    if months < 1:
        raise Refused("absurd_months", "Report : au moins une échéance.")
    _check_length(len(schedule) + months)
    held = range(start, start + months)
    for hold in schedule.holds:
        if hold.number in held:
            raise Refused("already_held", f"Échéance {hold.number} : elle est déjà reportée.")
    paying = _paying_from(schedule, start) - (months if measure.keep_end else 0)
    if paying < 1:
        raise Refused(
            "nothing_left_to_pay",
            "Report sans décaler la fin : il ne resterait aucune échéance pour rembourser le solde.",
        )
    holds = dict.fromkeys(held, measure.treatment)
    recomputed = measure.keep_end or measure.treatment is Treatment.CAPITALISED
    return Continuation(schedule, start, holds).over(
        paying, None if recomputed else schedule.instalment_cents
    )


def _extended(schedule: Schedule, measure: Extension) -> Schedule:
    if measure.months < 1:
        raise Refused("absurd_months", "Allongement : au moins un mois.")
    _check_length(len(schedule) + measure.months)
    paying = _paying_from(schedule, measure.start) + measure.months
    return Continuation(schedule, measure.start).over(paying, None)


def _revised(schedule: Schedule, measure: Revision) -> Schedule:
    checked_amount(measure.instalment, "Nouvelle mensualité")
    return Continuation(schedule, measure.start).until_settled(to_cents(measure.instalment))


def _repaid_early(schedule: Schedule, measure: EarlyRepayment) -> Schedule:
    line = measure.after
    if not 1 <= line <= len(schedule):
        raise Refused("no_such_line", f"Le prêt n’a pas d’échéance {line} : il en compte {len(schedule)}.")
    if _on_due_date(line) < schedule.last_act:
        raise Refused(
            "before_former", f"Échéance {line} : une mesure ne peut pas commencer avant la précédente."
        )
    balance = schedule.balance_cents[line - 1]
    if not balance:
        raise Refused("already_repaid", f"Échéance {line} : le prêt est déjà soldé à cette date.")
    amount = balance
    if measure.amount is not None:
        amount = to_cents(checked_amount(measure.amount, "Remboursement anticipé"))
    if not amount:
        raise Refused("nothing_repaid", "Remboursement anticipé : le montant doit dépasser zéro.")
    if amount > balance:
        raise Refused(
            "more_than_owed",
            f"Remboursement anticipé : après l’échéance {line}, il ne reste que {euros(to_euros(balance))}.",
        )
    reduced = _with_principal_added(schedule, line, amount)
    if amount == balance:
        return reduced
    continuation = Continuation(reduced, line + 1)
    if measure.mode is EarlyMode.REDUCE:
        version = continuation.over(_paying_from(schedule, line + 1), None)
    else:
        version = continuation.until_settled(schedule.instalment_cents)
    return replace(version, changed_from=line, last_act=_on_due_date(line))


def _with_principal_added(schedule: Schedule, line: int, amount: int) -> Schedule:
    """The schedule with `amount` cents more repaid on this line; the lines after it are to be rewritten.

    A total repayment ends there, and also settles the interest carried so far.
    """
    owed = schedule.balance_cents[line - 1] - amount
    principal, interest = list(schedule.principal_cents), list(schedule.interest_cents)
    balances, end = list(schedule.balance_cents), len(schedule) if owed else line
    principal[line - 1] += amount
    balances[line - 1] = owed
    if not owed:
        interest[line - 1] += schedule.carried_before(line + 1)
    return replace(
        schedule,
        due_on=schedule.due_on[:end],
        principal_cents=tuple(principal[:end]),
        interest_cents=tuple(interest[:end]),
        balance_cents=tuple(balances[:end]),
        holds=tuple(hold for hold in schedule.holds if hold.number <= end),
        changed_from=line,
        last_act=_on_due_date(line),
    )


def _accelerated(schedule: Schedule, measure: Acceleration) -> Schedule:
    checked_day(measure.on, "Déchéance du terme")
    checked_amount(measure.accrued_interest, "Intérêts courus")
    if measure.on <= schedule.terms.disbursed_on:
        raise Refused("before_disbursement", "Déchéance du terme : elle ne peut pas précéder le déblocage.")
    kept = sum(due_on <= measure.on for due_on in schedule.due_on)
    owed = schedule.balance_before(kept + 1)
    if not owed:
        raise Refused("already_repaid", "Déchéance du terme : le prêt est déjà arrivé à son terme.")
    if _opening(kept + 1) < schedule.last_act:
        raise Refused("before_former", "Déchéance du terme : elle ne peut pas précéder la dernière mesure.")
    interest = schedule.carried_before(kept + 1) + to_cents(measure.accrued_interest)
    return replace(
        schedule,
        instalment_cents=owed + interest,
        due_on=(*schedule.due_on[:kept], measure.on),
        principal_cents=(*schedule.principal_cents[:kept], owed),
        interest_cents=(*schedule.interest_cents[:kept], interest),
        balance_cents=(*schedule.balance_cents[:kept], 0),
        holds=tuple(hold for hold in schedule.holds if hold.number <= kept),
        changed_from=kept + 1,
        accelerated=True,
    )
