"""Difficulties: signalled, opened, taken up, met, closed."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from etrier.database.reading import row_where
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, Act
from etrier.files.models import File
from etrier.files.reading import found_in
from etrier.followup.actions import difficulties as actions
from etrier.followup.asking import Asked, ConfirmForm, act_on_file, head, home, opened
from etrier.followup.forms import difficulties as forms
from etrier.followup.models import Difficulty
from etrier.followup.showing import panel_of, standing
from etrier.journal.submit import typed
from etrier.loans.accounts import account_of
from etrier.loans.facts import Source
from etrier.loans.models import Loan, MeasureRequest

TO_BEGIN = (Act.SIGNAL_DIFFICULTY, Act.ALERT_CCAS, Act.OPEN_DIFFICULTY)


def loan_of(file: File) -> Loan:
    """The loan of a file, which a difficulty needs."""
    return found_in(file, Loan, "agreement")


def found(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> Difficulty:
    """One difficulty of a file."""
    return found_in(opened(request, file), Difficulty, "loan", "taken_by", uid=difficulty)


def page_of(difficulty: Difficulty) -> str:
    """Where a difficulty is met."""
    return reverse("followup:difficulty", args=[difficulty.file.uid, difficulty.uid])


def list_of(file: File) -> str:
    """Where the difficulties of a file are."""
    return reverse("followup:difficulties", args=[file.uid])


@login_required
def list_difficulties(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The difficulties of a loan, the pending one first, and how to open one."""
    owner = opened(request, file)
    loan = row_where(Loan, file=owner)
    rows = list(Difficulty.objects.visible_to(request.actor).filter(file=owner).select_related("loan"))
    borrowing = loan is not None and loan.state in actions.BORROWING
    pending = next((row for row in rows if row.pending), None)
    acts = [
        {"label": ACTS[act].label, "url": reverse(f"followup:{act.value}", args=[owner.uid])}
        for act in TO_BEGIN
        if borrowing and request.actor.may(act) and not (pending and act is Act.OPEN_DIFFICULTY)
    ]
    return render(
        request,
        "followup/difficulties.html",
        {
            **head(request, owner),
            "title": "Difficultés",
            "state": standing(pending) if pending else "Aucune difficulté en cours.",
            "next_act": None if pending or not acts else acts[0],
            "other_acts": acts if pending else acts[1:],
            "rows": rows,
            "borrowing": borrowing,
        },
    )


@login_required
def show_difficulty(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """One difficulty: what is missed, who owes what by when, what was tried, what answers it."""
    one = found(request, file, difficulty)
    return render(
        request,
        "followup/difficulty.html",
        {**head(request, one.file), "difficulty": one, **panel_of(one, request)},
    )


@login_required
def signal_difficulty(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The person says it, on the telephone or at the desk."""
    owner = opened(request, file, Reading.SEE_CONTACT)
    loan = loan_of(owner)
    back = list_of(owner) if request.actor.may_read(Reading.SEE_FILE) else home(request, owner)
    return act_on_file(
        request,
        Act.SIGNAL_DIFFICULTY,
        None,
        forms.SignalForm(typed(request)),
        lambda facts: actions.signal_difficulty(loan, by=request.actor, on=request.on, **facts),
        file=owner,
        back=back,
        title="Difficulté signalée par la personne",
        state="Plus tôt elle le dit, plus il y a de solutions : rien n’est encore reproché.",
        act_label="Noter la difficulté",
    )


@login_required
def open_difficulty(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The worker opens it, on what the bank reports or on what she sees."""
    owner = opened(request, file)
    loan = loan_of(owner)
    unpaid = [line.number for line in actions.unpaid_lines(loan, request.on)]
    words = (
        f"La banque dit impayée l’échéance {unpaid[0]}."
        if unpaid
        else "La banque ne signale aucun impayé : la difficulté sera suivie par le CCAS seul."
    )
    return act_on_file(
        request,
        Act.OPEN_DIFFICULTY,
        None,
        forms.OpenForm(typed(request)),
        lambda facts: actions.open_difficulty(loan, by=request.actor, on=request.on, **facts),
        file=owner,
        back=list_of(owner),
        state=words,
    )


@login_required
def alert_ccas(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The bank alerts the CCAS: the worker enters it."""
    owner = opened(request, file)
    loan = loan_of(owner)
    due = [
        line
        for line in account_of(loan, request.on).instalments
        if line.due_on <= request.on and line.remaining
    ]
    form = forms.AlertForm(typed(request), today=request.on, since=loan.disbursed_on, lines=due)

    def alert(facts: dict[str, Any]) -> Difficulty:
        source = Source(facts["channel"])
        return actions.alert_ccas(
            loan, by=request.actor, on=facts["on"], number=facts["number"], source=source
        )

    return act_on_file(
        request,
        Act.ALERT_CCAS,
        None,
        form,
        alert,
        file=owner,
        back=list_of(owner),
        title="Alerte de la banque",
        state="Le silence n’est pas un impayé : n’enregistrez que ce que la banque a dit.",
        act_label="Enregistrer l’alerte",
    )


@login_required
def take_up_difficulty(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """Answer for it from now on."""
    one = found(request, file, difficulty)
    return act_on_file(
        request,
        Act.TAKE_UP_DIFFICULTY,
        one,
        ConfirmForm(typed(request), revision=one.revision),
        lambda facts: actions.take_up_difficulty(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=page_of(one),
        state="Votre nom sera celui de la personne qui s’en occupe.",
    )


@login_required
def attempt_contact(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """One attempt to reach the person."""
    one = found(request, file, difficulty)
    form = forms.AttemptForm(typed(request), today=request.on, since=one.opened_on, revision=one.revision)
    return act_on_file(
        request,
        Act.ATTEMPT_CONTACT,
        one,
        form,
        lambda facts: actions.attempt_contact(one, by=request.actor, **facts),
        file=one.file,
        back=page_of(one),
        state=f"{panel_of(one, request)['attempts_words']}.",
    )


@login_required
def review_situation(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """Look at the situation again with the person."""
    one = found(request, file, difficulty)
    form = forms.ReviewForm(
        typed(request),
        today=request.on,
        since=one.opened_on,
        revision=one.revision,
        initial={"cause": one.cause, "review": one.review},
    )
    return act_on_file(
        request,
        Act.REVIEW_SITUATION,
        one,
        form,
        lambda facts: actions.review_situation(one, by=request.actor, **facts),
        file=one.file,
        back=page_of(one),
        current=lambda now: {"cause": now.cause, "review": now.review},
    )


@login_required
def solve_difficulty(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """Say that it is over, and how."""
    one = found(request, file, difficulty)
    form = forms.SolveForm(typed(request), today=request.on, since=one.opened_on, revision=one.revision)
    return act_on_file(
        request,
        Act.SOLVE_DIFFICULTY,
        one,
        form,
        lambda facts: actions.solve_difficulty(one, by=request.actor, **facts),
        file=one.file,
        back=page_of(one),
        state="Les étapes qui restaient deviennent sans objet.",
    )


@login_required
def settle_by_measure(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """The bank has changed the schedule, and that is the answer."""
    one = found(request, file, difficulty)
    granted = MeasureRequest.objects.filter(loan=one.loan_id, state__in=("granted", "granted_otherwise"))
    form = forms.SettleForm(
        typed(request), today=request.on, since=one.opened_on, revision=one.revision, measures=list(granted)
    )
    words = "" if form.measures else "La banque n’a encore accordé aucun aménagement pour ce prêt."
    return act_on_file(
        request,
        Act.SETTLE_BY_MEASURE,
        one,
        form,
        lambda facts: actions.settle_by_measure(one, by=request.actor, **facts),
        file=one.file,
        back=page_of(one),
        state=words,
    )


@login_required
def end_by_guarantee(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """The guarantee was called."""
    one = found(request, file, difficulty)
    form = forms.EndForm(typed(request), today=request.on, since=one.opened_on, revision=one.revision)
    return act_on_file(
        request,
        Act.END_BY_GUARANTEE,
        one,
        form,
        lambda facts: actions.end_by_guarantee(one, by=request.actor, **facts),
        file=one.file,
        back=page_of(one),
    )


@login_required
def reopen_difficulty(request: Asked, file: uuid.UUID, difficulty: uuid.UUID) -> HttpResponse:
    """It was not over."""
    one = found(request, file, difficulty)
    return act_on_file(
        request,
        Act.REOPEN_DIFFICULTY,
        one,
        ConfirmForm(typed(request), revision=one.revision),
        lambda facts: actions.reopen_difficulty(one, by=request.actor, on=request.on, **facts),
        file=one.file,
        back=page_of(one),
        state="Prévoyez ensuite les étapes qui restent à faire.",
    )
