"""The life line of a file, from contact to the end of the loan, with dates and delays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from etrier.domain.lifecycle import STATE_LABELS, Act
from etrier.domain.lifecycle.application import ApplicationState as S
from etrier.journal.models import Entry
from etrier.ui.formats import capitalised, days, month, short_day

OPINIONS = (
    Act.GIVE_FAVOURABLE_OPINION,
    Act.GIVE_CONDITIONAL_OPINION,
    Act.ADJOURN_OPINION,
    Act.GIVE_UNFAVOURABLE_OPINION,
)
WATCHED = (
    Act.OPEN_STUDY,
    Act.COMPLETE_STUDY,
    *OPINIONS,
    Act.TRANSMIT,
    Act.ACCEPT_REQUEST,
    Act.ACCEPT_COUNTER_OFFER,
    Act.REFUSE_REQUEST,
    Act.SIGN_OFFER,
    Act.DISBURSE,
)
RANK = {
    S.CONTACT: 0,
    S.UNDER_STUDY: 1,
    S.READY: 1,
    S.AT_COMMITTEE: 2,
    S.ADJOURNED: 2,
    S.UNFAVOURABLE: 2,
    S.FAVOURABLE: 3,
    S.WITH_BANK: 3,
    S.OFFER_ISSUED: 4,
    S.SIGNED: 4,
    S.DISBURSED: 5,
}
ENDED_LOANS = frozenset({"paid_off", "retracted", "closed_with_loss"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, what happened, where it stands."""

    label: str
    detail: str
    state: str


def latest(entries: Iterable[Entry]) -> dict[str, date]:
    """The last day of each act."""
    return {entry.act: entry.on for entry in entries}


def _study(acts: dict[str, date]) -> str:
    start, end = acts.get(Act.OPEN_STUDY), acts.get(Act.COMPLETE_STUDY)
    if start is None:
        return ""
    return (
        f"{short_day(start)} – {short_day(end)}" if end and end >= start else f"depuis le {short_day(start)}"
    )


def _committee(acts: dict[str, date], application: Any) -> str:
    given = max(((acts[act], act) for act in OPINIONS if act in acts), default=None)
    if given is None:
        return ""
    words = {
        Act.GIVE_FAVOURABLE_OPINION: "favorable",
        Act.GIVE_CONDITIONAL_OPINION: "favorable, avec conditions",
        Act.ADJOURN_OPINION: "ajournée",
        Act.GIVE_UNFAVOURABLE_OPINION: "défavorable",
    }
    return f"{words[given[1]]}, {short_day(given[0])}"


def _bank(acts: dict[str, date]) -> str:
    sent = acts.get(Act.TRANSMIT)
    if sent is None:
        return ""
    accepted = acts.get(Act.ACCEPT_COUNTER_OFFER) or acts.get(Act.ACCEPT_REQUEST)
    if accepted and accepted >= sent:
        return f"acceptée en {days((accepted - sent).days)}"
    refused = acts.get(Act.REFUSE_REQUEST)
    return (
        f"refusée le {short_day(refused)}" if refused and refused >= sent else f"envoyée le {short_day(sent)}"
    )


def life_line(application: Any, loan: Any, account: Any, entries: Iterable[Entry]) -> list[Step]:
    """The seven steps of a file; those a dispositif does not have are left out."""
    acts = latest(entries)
    committee = application.dispositif.parsed.committee.before_bank
    rank = RANK.get(application.state, -1)
    if loan is not None and loan.state in ENDED_LOANS:
        rank = 6
    signed = acts.get(Act.SIGN_OFFER)
    steps = [
        ("Contact", short_day(application.requested_on)),
        ("Étude", _study(acts)),
        ("Commission", _committee(acts, application)),
        ("Banque", _bank(acts)),
        ("Signature", short_day(signed) if signed else ""),
        ("Remboursement", _repayment(account)),
        ("Fin", _end(loan)),
    ]
    shown = []
    for index, (label, detail) in enumerate(steps):
        if index == 2 and not committee:
            continue
        if application.state == S.CLOSED:
            state = "done" if detail else "skipped"
        else:
            state = "done" if index < rank else "current" if index == rank else "to_come"
        shown.append(Step(label, detail, state))
    if application.state == S.CLOSED:
        label = STATE_LABELS["application"][S.CLOSED]
        on = short_day(application.closed_on) if application.closed_on else ""
        shown = [step for step in shown if step.state == "done"] + [Step(capitalised(label), on, "current")]
    return shown


def _repayment(account: Any) -> str:
    if account is None:
        return ""
    due = [one for one in account.instalments if one.due]
    paid = sum(1 for one in due if not one.remaining)
    return f"{paid} sur {len(due)}"


def _end(loan: Any) -> str:
    if loan is None:
        return ""
    if loan.state in ENDED_LOANS:
        return f"{loan.state_label}, {short_day(loan.ended_on)}" if loan.ended_on else loan.state_label
    return month(loan.ends_on)
