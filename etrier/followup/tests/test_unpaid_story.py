"""One unpaid instalment, from the bank's report to the hold that settles it; every figure asserted."""

from datetime import date
from decimal import Decimal

import pytest

from etrier.accounts.actor import house
from etrier.config.sweep import STEPS
from etrier.domain.account import State
from etrier.followup.actions import aids, difficulties
from etrier.followup.models import Difficulty, ProtocolStep
from etrier.journal.models import Entry
from etrier.journal.sentences import told
from etrier.loans.accounts import account_of
from etrier.loans.actions import measures
from etrier.loans.models import Loan
from etrier.loans.tests import factories as loans

DISBURSED, ALERTED, CALLED, GRANTED = (
    date(2026, 1, 15),
    date(2026, 8, 20),
    date(2026, 8, 21),
    date(2026, 8, 31),
)


@pytest.fixture
def loan(laval) -> Loan:
    """2 000 € at 4 % over 24 months, six instalments paid; on 20 August the bank says the seventh unpaid."""
    found = loans.loan(laval, disbursed_on=DISBURSED, principal=2000, months=24)
    loans.paid(laval, found, 1, 2, 3, 4, 5, 6)
    loans.unpaid(laval, found, 7, on=ALERTED)
    return found


def swept(town, on: date) -> dict[str, int]:
    """What each step of the sweep did, the steps that did nothing left out."""
    by = house(town.organisation)
    return {name: count for name, step in STEPS if (count := step(by, on))}


def steps_of(difficulty: Difficulty) -> dict[str, tuple[str, date, str]]:
    rows = ProtocolStep.objects.filter(difficulty=difficulty)
    return {row.step: (row.owner, row.deadline_on, row.state) for row in rows}


def sentences(loan: Loan) -> list[str]:
    return [line.sentence for line in told(Entry.objects.filter(file_id=loan.file_id).order_by("id"))]


@pytest.mark.covers("R4", "R5", "R6", "R8")
def test_an_unpaid_instalment_is_met_aided_and_settled_by_a_hold(laval, loan):
    worker = laval.actor()
    assert swept(laval, ALERTED)["difficultés ouvertes"] == 1
    assert "difficultés ouvertes" not in swept(laval, ALERTED)
    difficulty = Difficulty.objects.get(loan=loan)
    (missed,) = difficulty.missed.all()
    assert (missed.number, missed.due_on, missed.amount) == (7, date(2026, 8, 15), Decimal("86.85"))
    assert (difficulty.state, difficulty.origin) == ("open", "bank")
    assert steps_of(difficulty) == {
        "bank_reminder": ("bank", date(2026, 8, 20), "planned"),
        "bank_alert": ("bank", date(2026, 8, 30), "done"),
        "contact_attempt": ("ccas", date(2026, 8, 25), "planned"),
        "review": ("ccas", date(2026, 9, 3), "planned"),
        "solutions": ("ccas", date(2026, 9, 10), "planned"),
        "three_party_meeting": ("ccas", date(2026, 9, 17), "planned"),
    }

    assert swept(laval, CALLED) == {"rappels de la banque présumés faits": 1}
    difficulties.take_up_difficulty(difficulty, by=worker, on=CALLED)
    difficulties.attempt_contact(difficulty, by=worker, on=CALLED, channel="phone", outcome="no_answer")
    assert steps_of(difficulty)["contact_attempt"][2] == "planned"
    difficulties.attempt_contact(difficulty, by=worker, on=CALLED, channel="phone", outcome="reached")
    assert steps_of(difficulty)["contact_attempt"][2] == "done"
    difficulties.review_situation(
        difficulty,
        by=worker,
        on=CALLED,
        cause="job_loss",
        review="Contrat non renouvelé, reprise en octobre.",
    )
    assert (difficulty.state, steps_of(difficulty)["review"][2]) == ("being_met", "done")

    request = loans.requested(laval, loan, on=CALLED, start=7)
    aid = aids.request_aid(
        loan.file,
        by=worker,
        on=CALLED,
        code=aids.aids_of(loan.file)[0].code,
        amount=Decimal("150.00"),
        difficulty=difficulty,
    )
    aids.grant_aid(aid, by=worker, on=date(2026, 8, 24), amount=Decimal("120.00"))
    assert (aid.state, aid.difficulty_id) == ("granted", difficulty.pk)
    assert steps_of(difficulty)["solutions"][2] == "done"

    measures.grant_measure(request, by=worker, on=GRANTED, source=loans.PHONE)
    difficulties.settle_by_measure(difficulty, by=worker, on=GRANTED, measure=request)
    assert (difficulty.state, difficulty.measure_id, difficulty.closed_on) == (
        "restructured",
        request.pk,
        GRANTED,
    )
    assert steps_of(difficulty)["three_party_meeting"][2] == "dropped"
    account = account_of(loan, GRANTED)
    assert (account.arrears, account.late_instalments) == (Decimal("0.00"), (7,))
    assert account.instalments[6].state is State.HELD
    assert len(account.instalments) == 25
    assert "difficultés ouvertes" not in swept(laval, GRANTED)
    assert Difficulty.objects.filter(loan=loan).count() == 1

    story = sentences(loan)
    for line in (
        "Difficulté ouverte",
        "Tentative de contact, par téléphone : personne jointe",
        "Situation réexaminée : perte d’emploi",
        "Aide accordée : aide d’urgence, 120,00 €",
        "Difficulté close : prêt aménagé par la banque",
        "Étape sans objet : rendez-vous à trois avec la banque",
    ):
        assert line in [one.replace("\u202f", " ").replace("\u00a0", " ") for one in story], line
    assert not any("renouvelé" in line for line in story)


@pytest.mark.covers("R4")
def test_what_is_cured_at_the_bank_is_closed_without_the_ccas_writing(laval, loan):
    swept(laval, ALERTED)
    loans.paid(laval, loan, 7)
    assert swept(laval, CALLED)["difficultés régularisées"] == 1
    difficulty = Difficulty.objects.get(loan=loan)
    assert (difficulty.state, difficulty.solution, difficulty.letters.count()) == ("solved", "regularised", 0)
    assert set(difficulty.steps.values_list("state", flat=True)) == {"done", "dropped"}


@pytest.mark.covers("R4")
def test_silence_is_not_unpaid_it_asks_the_bank(laval):
    found = loans.loan(laval, disbursed_on=DISBURSED)
    assert "tâches ajoutées" not in swept(laval, date(2026, 3, 1))
    assert swept(laval, date(2026, 3, 2))["tâches ajoutées"] == 1
    assert swept(laval, date(2026, 3, 2)) == {}
    assert not Difficulty.objects.filter(loan=found).exists()
    (task,) = found.file.tasks.all()
    assert (task.kind, task.due_on, task.owner) == ("ask_bank", date(2026, 3, 4), laval.user())
    assert "échéance 1 du 15 février 2026" in task.detail
    loans.paid(laval, found, 1)
    assert swept(laval, date(2026, 3, 3)) == {"tâches devenues sans objet": 1}
