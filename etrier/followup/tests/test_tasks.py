"""Tasks: by hand on screen, by themselves in the sweep, each once for its occasion."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etrier.accounts.actor import house
from etrier.applications.tests.factories import contact, under_study
from etrier.decisions.actions.transmissions import remind_bank
from etrier.decisions.models import AnswerKind
from etrier.decisions.tests.factories import accepted, answered, with_bank
from etrier.documents.actions import accept_document, check_document, receive_document
from etrier.domain.access import Role
from etrier.followup import sweep
from etrier.followup.actions import aids as aid_actions
from etrier.followup.actions import difficulties as difficulty_actions
from etrier.followup.actions import tasks as actions
from etrier.followup.models import Aid, Difficulty, Task
from etrier.followup.tests.factories import aid, difficulty, late_loan, task, today
from etrier.loans.actions import default
from etrier.loans.sweep import reach_last_instalments
from etrier.loans.tests import factories as loans

pytestmark = pytest.mark.covers("R8", "R12")


@pytest.fixture
def file(laval):
    return contact(laval).file


@pytest.fixture
def etrier(laval):
    return house(laval.organisation)


def page(name, thing, *more):
    return reverse(f"followup:{name}", args=[thing.uid, *more])


def twice(step, by, on):
    """What a step does, then what it does again."""
    return step(by, on), step(by, on)


def test_a_task_is_added_put_off_done_and_taken_up_again(laval, file):
    client = laval.client()
    data = {
        "kind": "collect_document",
        "detail": "Attestation de la CAF",
        "due_on": today().isoformat(),
        "owner": "",
        "key": str(uuid4()),
    }
    assert client.post(page("add_task", file), data).status_code == 302
    laval.enter()
    found = Task.objects.get()
    assert found.owner is None
    shown = client.get(reverse("followup:tasks")).content.decode()
    assert "Attestation de la CAF" in shown and file.cover in shown and "aucune en retard" in shown
    moved = {
        "due_on": (today() + timedelta(2)).isoformat(),
        "owner": str(laval.user(Role.MANAGER).uid),
        "revision": found.revision,
    }
    assert client.post(page("move_task", file, found.uid), moved).status_code == 302
    assert "Attestation" not in client.get(reverse("followup:tasks")).content.decode()
    assert "Attestation" in client.get(reverse("followup:tasks"), {"qui": "tous"}).content.decode()
    laval.enter()
    found.refresh_from_db()
    assert found.owner == laval.user(Role.MANAGER)
    assert (
        client.post(page("complete_task", file, found.uid), {"revision": found.revision}).status_code == 302
    )
    laval.enter()
    found.refresh_from_db()
    assert (found.state, found.ended_on) == ("done", today())
    ended = client.get(reverse("followup:tasks"), {"qui": "tous", "faites": "1"}).content.decode()
    assert "Reprendre la tâche" in ended
    assert client.post(page("reopen_task", file, found.uid), {"revision": found.revision}).status_code == 302
    laval.enter()
    found.refresh_from_db()
    assert client.post(page("drop_task", file, found.uid), {"revision": found.revision}).status_code == 302
    laval.enter()
    found.refresh_from_db()
    assert found.state == "dropped"


def test_a_task_for_yesterday_is_refused_and_kept(laval, file):
    data = {"kind": "other", "detail": "Rappeler le garage", "due_on": "2020-01-01", "owner": ""}
    answer = laval.client().post(page("add_task", file), data)
    assert answer.status_code == 422
    assert "Choisissez une date à partir du" in answer.content.decode()
    assert "Rappeler le garage" in answer.content.decode()


def test_a_late_task_is_said_late(laval, file):
    on = today() - timedelta(3)
    task(laval, file, on=on, due_on=on)
    assert (
        "1\u00a0tâche à faire, dont 1\u00a0en retard"
        in laval.client().get(reverse("followup:tasks")).content.decode()
    )


def test_the_list_costs_the_same_for_one_and_for_thirty(laval, file):
    client, address = laval.client(), reverse("followup:tasks")
    task(laval, file)
    client.get(address)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    one = cost()
    laval.enter()
    for _ in range(29):
        task(laval, file)
    assert cost() == one


def test_who_may_open_the_tasks(laval, tarbes):
    laval.enter()
    file = contact(laval).file
    found = task(laval, file)
    assert laval.client(Role.FINANCE).get(reverse("followup:tasks")).status_code == 403
    assert tarbes.client().get(page("complete_task", file, found.uid)).status_code == 404
    assert file.cover not in tarbes.client().get(reverse("followup:tasks"), {"qui": "tous"}).content.decode()


@pytest.mark.covers("A17")
def test_a_bank_past_its_delay_is_called_then_called_again_after_a_silent_reminder(laval, etrier):
    sent = with_bank(laval)
    late = sent.answer_due_on + timedelta(1)
    assert sweep.add_tasks(etrier, sent.answer_due_on) == 0
    assert twice(sweep.add_tasks, etrier, late) == (1, 0)
    (first,) = Task.objects.all()
    assert (first.kind, first.owner) == ("call_bank", laval.user())
    remind_bank(sent, by=laval.actor(), on=late, channel="phone")
    assert twice(sweep.complete_tasks, etrier, late) == (1, 0)
    assert sweep.add_tasks(etrier, late + timedelta(7)) == 0
    assert twice(sweep.add_tasks, etrier, late + timedelta(8)) == (1, 0)
    assert "rappeler, ou clore sans réponse" in Task.objects.get(state="open").detail


@pytest.mark.covers("A15")
def test_a_question_of_the_bank_calls_for_an_answer(laval, etrier):
    sent = with_bank(laval)
    answered(laval, sent, AnswerKind.QUESTION, text="Le devis est-il signé ?")
    on = sent.sent_on + timedelta(3)
    assert twice(sweep.add_tasks, etrier, on) == (1, 0)
    assert Task.objects.get().kind == "review_file"
    accepted(laval, sent)
    assert twice(sweep.complete_tasks, etrier, on) == (1, 0)


@pytest.mark.covers("A16")
def test_an_offer_about_to_lapse_calls_the_person(laval, etrier):
    found = loans.offer(laval)
    soon = found.expires_on - timedelta(7)
    assert sweep.add_tasks(etrier, soon - timedelta(1)) == 0
    assert twice(sweep.add_tasks, etrier, soon) == (1, 0)
    (called,) = Task.objects.all()
    assert (called.kind, called.due_on) == ("call_person", found.expires_on)


@pytest.mark.covers("A11")
def test_a_paper_about_to_expire_is_asked_for_while_the_request_is_open(laval, etrier):
    application, by, on = under_study(laval), laval.actor(), date(2026, 11, 9)
    paper = receive_document(
        application.file,
        by=by,
        on=on,
        kind_code="bank-statements",
        content=b"%PDF-1.4\n%%EOF\n",
        validity_months=3,
    )
    check_document(paper, by=etrier, on=on)
    accept_document(paper, by=etrier, on=on)
    assert paper.expires_on == date(2027, 2, 9)
    assert sweep.add_tasks(etrier, date(2027, 1, 9)) == 0
    assert twice(sweep.add_tasks, etrier, date(2027, 1, 10)) == (1, 0)
    (asked,) = Task.objects.all()
    assert asked.kind == "collect_document" and "9 février 2027" in asked.detail


@pytest.mark.covers("R1")
def test_a_loan_at_its_end_asks_the_bank_to_confirm(laval, etrier):
    found = loans.loan(laval, months=6, disbursed_on=loans.months_ago(8))
    loans.paid(laval, found, *range(1, 7))
    assert reach_last_instalments(etrier, today()) == 1
    assert twice(sweep.add_tasks, etrier, today()) == (1, 0)
    assert Task.objects.get().kind == "confirm_repaid"


def test_a_task_done_does_not_come_back(laval, etrier):
    sent = with_bank(laval)
    late = sent.answer_due_on + timedelta(1)
    sweep.add_tasks(etrier, late)
    actions.complete_task(Task.objects.get(), by=laval.actor(), on=late)
    assert sweep.add_tasks(etrier, late + timedelta(3)) == 0


@pytest.mark.covers("R4")
def test_a_difficulty_taken_up_and_cured_is_left_to_the_worker(laval, etrier):
    trouble = difficulty(laval)
    difficulty_actions.take_up_difficulty(trouble, by=laval.actor(), on=today())
    loans.paid(laval, trouble.loan, 7)
    assert sweep.close_cured(etrier, today()) == 0
    assert twice(sweep.add_tasks, etrier, today())[1] == 0
    assert Task.objects.filter(kind="review_file", file=trouble.file).count() == 1
    difficulty_actions.solve_difficulty(trouble, by=laval.actor(), on=today(), solution="regularised")
    sweep.complete_tasks(etrier, today())
    assert Task.objects.get(kind="review_file").state == "done"


@pytest.mark.covers("R4")
def test_another_instalment_missed_joins_the_difficulty(laval, etrier):
    trouble = difficulty(laval)
    loans.unpaid(laval, trouble.loan, 8, on=today())
    assert twice(sweep.add_missed_instalments, etrier, today()) == (1, 0)
    assert [one.number for one in trouble.missed.all()] == [7, 8]


@pytest.mark.covers("R4")
def test_a_difficulty_closed_otherwise_is_not_opened_again_for_the_same_instalment(laval, etrier):
    trouble = difficulty(laval)
    difficulty_actions.solve_difficulty(trouble, by=laval.actor(), on=today(), solution="aid")
    assert sweep.open_difficulties(etrier, today()) == 0
    loans.unpaid(laval, trouble.loan, 8, on=today())
    assert twice(sweep.open_difficulties, etrier, today()) == (1, 0)
    assert Difficulty.objects.count() == 2


@pytest.mark.covers("R10")
def test_difficulties_end_with_the_guarantee(laval, etrier):
    trouble = difficulty(laval)
    loan, by = trouble.loan, laval.actor(Role.MANAGER)
    loan.refresh_from_db()
    default.accelerate(loan, by=by, on=today(), source=loans.PHONE)
    amount = default.foreseen_call(loan, today()).guarantor
    default.call_guarantee(loan, by=by, on=today(), amount=amount, source=loans.PHONE)
    assert twice(sweep.end_with_loans, etrier, today()) == (1, 0)
    trouble.refresh_from_db()
    assert (trouble.state, trouble.closed_on) == ("guarantee_called", today())
    assert not trouble.steps.filter(state="planned").exists()


@pytest.mark.covers("R6")
def test_an_aid_over_its_period_ends_by_itself(laval, etrier):
    found = late_loan(laval)
    grocery = next(one for one in aid_actions.aids_of(found.file) if one.over_a_period)
    asked = aid(laval, found.file, on=date(2026, 1, 10), code=grocery.code, amount=None)
    aid_actions.grant_aid(
        asked,
        by=laval.actor(),
        on=date(2026, 1, 12),
        starts_on=date(2026, 2, 1),
        ends_on=date(2026, 4, 30),
    )
    assert sweep.end_aids(etrier, date(2026, 4, 30)) == 0
    assert twice(sweep.end_aids, etrier, date(2026, 5, 1)) == (1, 0)
    assert Aid.objects.get().ended_on == date(2026, 5, 1)


def test_a_second_sweep_finds_nothing_to_do(laval, etrier):
    late_loan(laval)
    sent = with_bank(laval, last_name="Moreau", phone="0639980098")
    answered(laval, sent, AnswerKind.QUESTION, text="Le devis est-il signé ?")
    first = {name: step(etrier, today()) for name, step in sweep.STEPS}
    assert first["difficultés ouvertes"] == 1 and first["tâches ajoutées"] == 1
    assert not any(step(etrier, today()) for _, step in sweep.STEPS)
