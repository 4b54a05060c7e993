"""The account of a loan on a day: a fold of its schedule versions, movements and bank reports.

The CCAS sees repayments only through what the bank tells. Silence is not unpaid: it is *à confirmer*, or
presumed paid where the convention says so, until the bank speaks.
"""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import sub

from etrier.domain.arrears import Ageing, FicpWarning, ageing, ficp_warning
from etrier.domain.labelled import Labelled
from etrier.domain.money import ZERO, to_euros
from etrier.domain.movements import (
    Knowledge,
    Movement,
    MovementKind,
    Report,
    active,
    knowledge_of,
    named_line,
)
from etrier.domain.refusal import Refused
from etrier.domain.schedule import Schedule
from etrier.domain.scheme.choices import ReportingMode
from etrier.domain.settlement import BY_PRESUMPTION, BY_REPORT, Slot, settle, slots_of


class State(Labelled):
    """What one instalment is on a day."""

    TO_COME = "to_come", "À venir"
    DUE_TODAY = "due_today", "Échéance du jour"
    SETTLED = "settled", "Réglée"
    HELD = "held", "Reportée"
    PRESUMED = "presumed", "Présumée réglée"
    TO_CONFIRM = "to_confirm", "À confirmer"
    UNPAID = "unpaid", "Impayée"


@dataclass(frozen=True, slots=True)
class Version:
    """A schedule and the day the bank agreed to it; the contract's, the day of disbursement."""

    agreed_on: date
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one loan, and how its convention reads silence.

    Versions in the order they were agreed, movements in the order they were recorded. In presumed mode an
    instalment nobody spoke of is presumed paid from due date + `presumption_days` over.
    """

    versions: Sequence[Version]
    movements: Sequence[Movement] = ()
    reports: Sequence[Report] = ()
    _: KW_ONLY
    mode: ReportingMode
    presumption_days: int = 0
    late_grace_days: int = 0


@dataclass(frozen=True, slots=True)
class InstalmentStatus:
    """One instalment on a day; euros. `due` = principal + interest + insurance of the version in force.

    `late` is definitive: for the schedule in force on its due date, some part was unsettled at the end of
    due date + grace days. `settled_on` is the day nothing was left, None as long as something is.
    """

    number: int
    due_on: date
    state: State
    due: Decimal
    principal: Decimal
    interest: Decimal
    insurance: Decimal
    settled_principal: Decimal
    settled_interest: Decimal
    settled_insurance: Decimal
    remaining: Decimal
    settled_on: date | None
    held: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Account:
    """The whole loan on a day; euros.

    `paid` is what the bank let know the borrower paid on instalments, surplus included; `presumed` what
    only silence says; `waived` and `paid_by_guarantee` what others bore. Fees and penalties were paid
    besides. `finished` when nothing is left or to come: « terminé, à confirmer » until the bank says so.
    """

    on: date
    mode: ReportingMode
    instalments: tuple[InstalmentStatus, ...]
    paid: Decimal
    presumed: Decimal
    waived: Decimal
    paid_by_guarantee: Decimal
    recovered: Decimal
    fees: Decimal
    penalties: Decimal
    surplus: Decimal
    outstanding_principal: Decimal
    arrears: Decimal
    days_past_due: int
    finished: bool

    @property
    def ageing(self) -> Ageing:
        return ageing(self.days_past_due)

    @property
    def late_instalments(self) -> tuple[int, ...]:
        """Numbers of the instalments that were late, even if paid or held since."""
        return tuple(one.number for one in self.instalments if one.late)

    @property
    def to_confirm(self) -> tuple[int, ...]:
        """Numbers of the due instalments on which the bank must be asked."""
        return tuple(one.number for one in self.instalments if one.state is State.TO_CONFIRM)

    @property
    def unpaid(self) -> tuple[InstalmentStatus, ...]:
        return tuple(one for one in self.instalments if one.state is State.UNPAID)

    @property
    def unpaid_since(self) -> date | None:
        """Due date of the oldest instalment the bank says unpaid."""
        return min((one.due_on for one in self.unpaid), default=None)

    @property
    def silent_since(self) -> date | None:
        """Due date of the oldest instalment that is due and on which the bank has said nothing."""
        silent = (State.TO_CONFIRM, State.DUE_TODAY)
        return min((one.due_on for one in self.instalments if one.state in silent), default=None)

    @property
    def next_due(self) -> InstalmentStatus | None:
        """The next instalment with something to pay."""
        return next((one for one in self.instalments if one.due_on > self.on and one.due), None)

    @property
    def insurance_settled(self) -> Decimal:
        return sum((one.settled_insurance for one in self.instalments), ZERO)

    def ficp_warning(self, warned_on: date | None = None) -> FicpWarning | None:
        """The FICP warning of the day, counted from the bank's warning when it has warned."""
        return ficp_warning(
            self.arrears, [(one.due_on, one.due) for one in self.instalments], self.on, warned_on
        )


def account_on(history: History, on: date) -> Account:
    """Fold everything known on a day into the account.

    Raises `Refused` when there is no version, or a movement undoes an unknown one.
    """
    if not history.versions:
        raise Refused("no_schedule", "Ce prêt n’a pas encore d’échéancier.")
    versions = [history.versions[0], *(one for one in history.versions[1:] if one.agreed_on <= on)]
    standing = active(history.movements, on)
    current = _in_force(versions, on)
    knowledge = _knowledge(_in_order(versions), history.movements, standing, history.reports, on)
    slots = slots_of(current, on, knowledge)
    presumes = history.mode is ReportingMode.PRESUMED
    surplus = settle(slots, standing, presumes=presumes)
    if presumes:
        _presume(slots, on - timedelta(history.presumption_days))
    grace_days = history.late_grace_days
    late = _late_lines(versions, standing, knowledge, on, presumes=presumes, grace_days=grace_days)
    instalments = tuple(_status(slot, on, late=slot.number in late) for slot in slots) + _to_come(
        current, len(slots)
    )
    unpaid = [one for one in instalments if one.state is State.UNPAID]
    owed = current.balance_before(len(slots) + 1) + sum(slot.left[2] for slot in slots)
    return Account(
        on=on,
        mode=history.mode,
        instalments=instalments,
        **_sums(slots, surplus, standing),
        outstanding_principal=to_euros(owed),
        arrears=sum((one.remaining for one in unpaid), ZERO),
        days_past_due=max(((on - one.due_on).days for one in unpaid), default=0),
        finished=not any(one.remaining for one in instalments),
    )


def changes_on(history: History, on: date) -> date | None:
    """The next day that can change the account of `on` although nothing more is said; None when none can.

    An instalment falls due, another is presumed paid, or the day of a fact already written comes. Until
    then the same is settled, unpaid and silent; only the days past due go on counting.
    """
    due_on = _in_force(history.versions, on).due_on
    days = [*due_on]
    if history.mode is ReportingMode.PRESUMED:
        days += [day + timedelta(history.presumption_days + 1) for day in due_on]
    days += [version.agreed_on for version in history.versions]
    days += [movement.on for movement in history.movements]
    days += [report.received_on for report in history.reports]
    return min((day for day in days if day > on), default=None)


def _in_force(versions: Sequence[Version], on: date) -> Schedule:
    return next((one.schedule for one in reversed(versions) if one.agreed_on <= on), versions[0].schedule)


def _in_order(versions: Sequence[Version]) -> dict[int, date]:
    """Due date of every line any version has: the same in all of them, a called-in balance apart."""
    dates: dict[int, date] = {}
    for version in versions:
        dates.update(dict(enumerate(version.schedule.due_on, 1)))
    return dates


def _knowledge(
    dates: dict[int, date],
    movements: Sequence[Movement],
    standing: Sequence[Movement],
    reports: Sequence[Report],
    on: date,
) -> dict[int, Knowledge]:
    ordered = [dates[number] for number in sorted(dates)]
    statements = [
        (line, movement)
        for movement in standing
        if movement.kind in (MovementKind.UNPAID, MovementKind.REJECTION)
        and (line := named_line(movement, movements, ordered)) is not None
    ]
    return {
        number: knowledge_of(number, due_on, statements, reports, on)
        for number, due_on in dates.items()
        if due_on <= on
    }


def _presume(slots: Sequence[Slot], before: date) -> None:
    for slot in slots:
        if slot.knowledge.silent and slot.due_on < before and slot.remaining:
            slot.take(slot.remaining, BY_PRESUMPTION, slot.due_on)


def _late_lines(
    versions: Sequence[Version],
    standing: Sequence[Movement],
    knowledge: dict[int, Knowledge],
    on: date,
    *,
    presumes: bool,
    grace_days: int,
) -> set[int]:
    """Lines that some version in force on their due date shows unsettled at the end of the grace."""
    late: set[int] = set()
    for version in versions:
        slots = slots_of(version.schedule, on, knowledge)
        settle(slots, standing, presumes=presumes)
        for slot in slots:
            last_day = slot.due_on + timedelta(grace_days)
            if last_day >= on or _in_force(versions, slot.due_on) is not version.schedule:
                continue
            unknown = slot.knowledge.silent and slot.settled_on is None
            if not unknown and (slot.settled_on is None or slot.settled_on > last_day):
                late.add(slot.number)
    return late


def _status(slot: Slot, on: date, *, late: bool) -> InstalmentStatus:
    settled = list(map(sub, slot.due, slot.left))
    return InstalmentStatus(
        number=slot.number,
        due_on=slot.due_on,
        state=_state(slot, on),
        due=to_euros(slot.amount),
        interest=to_euros(slot.due[0]),
        insurance=to_euros(slot.due[1]),
        principal=to_euros(slot.due[2]),
        settled_interest=to_euros(settled[0]),
        settled_insurance=to_euros(settled[1]),
        settled_principal=to_euros(settled[2]),
        remaining=to_euros(slot.remaining),
        settled_on=slot.settled_on,
        held=slot.hold is not None,
        late=late,
    )


def _state(slot: Slot, on: date) -> State:
    if not slot.remaining:
        if slot.hold is not None and not (slot.due[0] or slot.due[2]):
            return State.HELD
        return State.PRESUMED if BY_PRESUMPTION in slot.by else State.SETTLED
    if not slot.knowledge.silent:
        return State.UNPAID
    return State.DUE_TODAY if slot.due_on == on else State.TO_CONFIRM


def _to_come(schedule: Schedule, due: int) -> tuple[InstalmentStatus, ...]:
    """The lines after the last one due."""
    return tuple(
        InstalmentStatus(
            number=line.number,
            due_on=line.due_on,
            state=State.TO_COME if line.hold is None else State.HELD,
            due=max(line.amount, ZERO) + line.insurance,
            principal=max(line.principal, ZERO),
            interest=min(line.interest, line.amount),
            insurance=line.insurance,
            settled_principal=ZERO,
            settled_interest=ZERO,
            settled_insurance=ZERO,
            remaining=line.amount + line.insurance,
            settled_on=None,
            held=line.hold is not None,
            late=False,
        )
        for line in schedule.lines[due:]
    )


def _sums(slots: Sequence[Slot], surplus: dict[str, int], standing: Sequence[Movement]) -> dict[str, Decimal]:
    """What was paid, by whom, as the fields of `Account` of these names."""

    def settled_by(*sources: str) -> int:
        return sum(slot.by.get(source, 0) for slot in slots for source in sources)

    def moved(kind: MovementKind) -> Decimal:
        return sum((one.amount for one in standing if one.kind is kind), ZERO)

    spare = surplus.get(MovementKind.PAYMENT, 0)
    return {
        "paid": to_euros(settled_by(MovementKind.PAYMENT, BY_REPORT) + spare),
        "presumed": to_euros(settled_by(BY_PRESUMPTION)),
        "waived": to_euros(settled_by(MovementKind.WAIVER)),
        "paid_by_guarantee": to_euros(settled_by(MovementKind.GUARANTEE_PAYMENT)),
        "recovered": moved(MovementKind.RECOVERY),
        "fees": moved(MovementKind.FEE),
        "penalties": moved(MovementKind.PENALTY),
        "surplus": to_euros(spare),
    }
