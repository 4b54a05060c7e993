"""Looking back together, on screen and by the act."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from etrier.decisions.tests.factories import ready
from etrier.domain.evaluation import Moment
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting
from etrier.journal.models import Entry
from etrier.journal.sentences import sentence
from etrier.loans.tests import factories as loans
from etrier.outcomes.actions.evaluations import THEMES, record_evaluation
from etrier.outcomes.models import Evaluation
from etrier.outcomes.tests import factories


def page(name, file):
    return reverse(f"outcomes:{name}", args=[file.uid])


@pytest.mark.covers("E2")
def test_the_end_of_a_loan_is_looked_back_on_with_the_person(laval):
    loan = factories.repaid(laval)
    client, today = laval.client(), timezone.localdate()
    assert "Faire le bilan" in client.get(page("evaluations", loan.file)).content.decode()
    form = client.get(page("record_evaluation", loan.file)).content.decode()
    assert "Emploi et mobilité" in form
    assert "Satisfaction" in form
    data = {
        "key": str(uuid4()),
        "moment": "end",
        "held_on": today.isoformat(),
        "channel": "meeting",
        "change_employment_mobility": "improved",
        "attributable_employment_mobility": "yes",
        "change_housing": "preserved",
        "change_banking": "worsened",
        "attributable_banking": "no",
        "verbatim": "J’ai retrouvé un emploi.",
    }
    wrong = client.post(page("record_evaluation", loan.file), data | {"attributable_support": "yes"})
    assert wrong.status_code == 422
    assert "Dites d’abord" in wrong.content.decode()
    assert "J’ai retrouvé un emploi." in wrong.content.decode()
    answer = client.post(page("record_evaluation", loan.file), data)
    assert answer.status_code == 302, answer.context["form"].errors
    shown = client.get(answer["Location"]).content.decode()
    assert "J’ai retrouvé un emploi." in shown
    laval.enter()
    found = Evaluation.objects.get()
    assert [(a.theme, a.change, a.attributable) for a in found.answers.all()] == [
        ("employment_mobility", "improved", True),
        ("housing", "preserved", None),
        ("banking", "worsened", False),
    ]
    entry = Entry.objects.get(act="record_evaluation")
    assert sentence(entry) == "Bilan fait\u00a0: à la fin du prêt"
    assert "emploi" not in str(entry.data)


@pytest.mark.covers("E2")
def test_each_moment_once_and_not_before_its_day(laval):
    loan = factories.repaid(laval)
    file, on = loan.file, loan.ended_on
    factories.evaluation(laval, file, moment=Moment.END, on=on)
    with pytest.raises(ValidationError, match="à partir du"):
        factories.evaluation(laval, file, moment=Moment.AFTER_SIX_MONTHS, on=on + timedelta(30))
    with pytest.raises(ValidationError, match="ne correspond pas"):
        factories.evaluation(laval, file, moment=Moment.AFTER_REFUSAL, on=on)
    with pytest.raises(ValidationError, match="au moins un thème"):
        factories.evaluation(laval, file, moment=Moment.GRANT, on=on, answers={}, verbatim=" ")
    with pytest.raises(ValueError, match="unknown themes"):
        factories.evaluation(laval, file, moment=Moment.GRANT, on=on, answers={"weather": None})
    assert Evaluation.objects.get().answers.count() == len(THEMES)


@pytest.mark.covers("E2")
def test_a_refused_person_is_asked_too(laval, on):
    application = ready(laval)
    with acting(application, Act.CLOSE_APPLICATION, by=laval.actor(), on=on, closing_reason="refused_banks"):
        application.closing_reason, application.closed_on = "refused_banks", on
    client = laval.client()
    assert "après un refus" in client.get(page("evaluations", application.file)).content.decode()
    laval.enter()
    found = record_evaluation(
        application.file,
        by=laval.actor(),
        on=on,
        moment=Moment.AFTER_REFUSAL,
        held_on=on,
        channel="phone",
        answers={},
        verbatim="Je comprends.",
    )
    assert found.moment_label == "après un refus"


@pytest.mark.covers("E2")
def test_nothing_to_look_back_on_yet(laval):
    application = ready(laval)
    shown = laval.client().get(page("record_evaluation", application.file)).content.decode()
    assert "Pas de bilan à faire" in shown
    running = loans.loan(laval)
    assert "à l’octroi" in laval.client().get(page("evaluations", running.file)).content.decode()
