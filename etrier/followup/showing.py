"""A difficulty as its page shows it: where it stands, what comes next, what may be done."""

from datetime import date
from typing import Any

from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.accounts.request import Asked
from etrier.applications.models import Application
from etrier.domain.lifecycle import ACTS, CODE_LABELS, Act
from etrier.domain.wording import day, euros, plural
from etrier.followup.actions.letters import may_be_written
from etrier.followup.asking import buttons
from etrier.followup.models import Difficulty, MissedInstalment, ProtocolStep
from etrier.loans.accounts import account_of, strip_of
from etrier.loans.models import MeasureRequest

ON_A_DIFFICULTY = (
    Act.TAKE_UP_DIFFICULTY,
    Act.ATTEMPT_CONTACT,
    Act.REVIEW_SITUATION,
    Act.LINK_AID,
    Act.SETTLE_BY_MEASURE,
    Act.SOLVE_DIFFICULTY,
    Act.END_BY_GUARANTEE,
    Act.REOPEN_DIFFICULTY,
)
ON_A_STEP = (Act.COMPLETE_STEP, Act.DROP_STEP)
ON_AN_AID = (Act.GRANT_AID, Act.REFUSE_AID, Act.END_AID)


def standing(difficulty: Difficulty) -> str:
    """One sentence on a difficulty."""
    since = f"depuis le {day(difficulty.opened_on)}"
    if not difficulty.pending:
        ended = day(difficulty.closed_on) if difficulty.closed_on else ""
        how = difficulty.solution_label or difficulty.state_label
        return f"Difficulté close le {ended} : {how}."
    cause = f" ({difficulty.cause_label})" if difficulty.cause else ""
    if difficulty.frozen:
        return f"Difficulté {since}{cause} ; le surendettement suspend paiements et relances."
    return f"Difficulté {difficulty.state_label} {since}{cause}."


def deadline_tone(step: ProtocolStep, on: date, *, frozen: bool) -> str:
    """The colour of a step: late, today, to come, done; no deadline runs while payments are suspended."""
    if step.state != "planned":
        return step.tone
    if frozen:
        return "neutral"
    return "bad" if step.deadline_on < on else "waiting"


def next_act(difficulty: Difficulty, steps: list[ProtocolStep], actor: Actor, *, cured: bool) -> Act:
    """What to do now, by the protocol's own order."""
    planned = {step.step for step in steps if step.state == "planned"}
    if difficulty.state == "open":
        return Act.TAKE_UP_DIFFICULTY
    if cured:
        return Act.SOLVE_DIFFICULTY
    if "contact_attempt" in planned:
        return Act.ATTEMPT_CONTACT
    return Act.REVIEW_SITUATION if "review" in planned else Act.LINK_AID


def missed_rows(difficulty: Difficulty, request: Asked, unpaid: set[int]) -> list[dict[str, Any]]:
    """The instalments missed: still unpaid or not, and whether a letter may leave."""
    letters = {one.number: one.letter for one in difficulty.letters.select_related("letter")}
    rows = []
    for missed in difficulty.missed.all():
        reason = may_be_written(difficulty, missed.number, request.on)
        rows.append(
            {
                "missed": missed,
                "unpaid": missed.number in unpaid,
                "letter": letters.get(missed.number),
                "letter_url": letter_url(difficulty, missed)
                if not reason and request.actor.may(Act.WRITE_LETTER)
                else "",
                "why_not": reason if missed.number in unpaid and missed.number not in letters else "",
            }
        )
    return rows


def letter_url(difficulty: Difficulty, missed: MissedInstalment) -> str:
    """Where the letter about one instalment is written."""
    return reverse("followup:unpaid_letter", args=[difficulty.file.uid, missed.uid])


def step_rows(steps: list[ProtocolStep], difficulty: Difficulty, request: Asked) -> list[dict[str, Any]]:
    """The steps, their deadline's colour and what may be done with each."""
    for step in steps:
        step.file = difficulty.file
    return [
        {
            "step": step,
            "tone": deadline_tone(step, request.on, frozen=difficulty.frozen),
            "before": f"avant le {day(step.deadline_on)}",
            "acts": buttons(step, request, ON_A_STEP),
        }
        for step in steps
    ]


def solution_links(difficulty: Difficulty, request: Asked) -> list[dict[str, str]]:
    """Ways to answer the difficulty that have a page of their own."""
    if not difficulty.pending:
        return []
    file, actor = difficulty.file.uid, request.actor
    query = f"?difficulte={difficulty.uid}"
    known = (
        (Act.SIMULATE_MEASURE, "Simuler un aménagement", reverse("loans:simulate_measure", args=[file])),
        (Act.REQUEST_AID, ACTS[Act.REQUEST_AID].label, reverse("followup:request_aid", args=[file]) + query),
        (
            Act.PLAN_APPOINTMENT,
            "Fixer un rendez-vous à trois",
            reverse("followup:plan_appointment", args=[file]) + f"{query}&type=three_party",
        ),
        (
            Act.PLAN_STEP,
            ACTS[Act.PLAN_STEP].label,
            reverse("followup:plan_step", args=[file, difficulty.uid]),
        ),
    )
    return [{"label": label, "url": url} for act, label, url in known if actor.may(act)]


def attempts_words(made: int, wanted: int) -> str:
    """« Aucune tentative sur 3 prévues »."""
    return f"{plural(made, 'tentative') if made else 'Aucune tentative'} sur {wanted} prévues"


def panel_of(difficulty: Difficulty, request: Asked) -> dict[str, Any]:
    """All that the page of a difficulty shows."""
    account = account_of(difficulty.loan, request.on)
    unpaid = {line.number for line in account.unpaid}
    missed = missed_rows(difficulty, request, unpaid)
    cured = bool(missed) and not any(row["unpaid"] for row in missed)
    steps = list(difficulty.steps.all())
    attempts = list(difficulty.attempts.select_related("author"))
    aids = list(difficulty.aids.all())
    for aid in aids:
        aid.file = difficulty.file
    offered = buttons(difficulty, request, ON_A_DIFFICULTY)
    first = ACTS[next_act(difficulty, steps, request.actor, cured=cured)].label
    prominent = next((act for act in offered if act["label"] == first), None) if difficulty.pending else None
    application = Application.objects.select_related("dispositif", "applicant").get(file=difficulty.file_id)
    wanted = application.dispositif.parsed.protocol.attempts
    return {
        "title": "Difficulté",
        "state": standing(difficulty),
        "next_act": prominent,
        "other_acts": [act for act in offered if act is not prominent] + solution_links(difficulty, request),
        "missed": missed,
        "arrears": euros(account.arrears) if account.arrears else "",
        "cured": cured and difficulty.pending,
        "steps": step_rows(steps, difficulty, request),
        "attempts": attempts,
        "attempts_words": attempts_words(len(attempts), wanted),
        "strip": strip_of(account),
        "forbidden": application.applicant.forbidden_ways,
        "aids": [{"aid": aid, "acts": buttons(aid, request, ON_AN_AID)} for aid in aids],
        "measures": [measure_row(measure, difficulty) for measure in measures_since(difficulty)],
        "meetings": list(difficulty.appointments.select_related("worker")),
    }


def measures_since(difficulty: Difficulty) -> list[MeasureRequest]:
    """The measures asked or granted for this loan since the difficulty is open."""
    rows = MeasureRequest.objects.filter(loan=difficulty.loan_id, requested_on__gte=difficulty.opened_on)
    return list(rows.order_by("requested_on", "pk"))


def measure_row(measure: MeasureRequest, difficulty: Difficulty) -> dict[str, str]:
    """A measure in a line, with its page."""
    return {
        "label": CODE_LABELS["measure"].get(measure.kind, measure.kind),
        "state": measure.state_label,
        "url": reverse("loans:measure", args=[difficulty.file.uid, measure.uid]),
    }
