"""The study as a whole: what it lacks, its end, its taking up again."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from etrier.applications import actions
from etrier.applications.conclusion import conclusion_of, lacks
from etrier.applications.models import BudgetVersion
from etrier.applications.tests.factories import (
    contact,
    plausible_budget,
    ready,
    studied,
    under_study,
)
from etrier.domain.access import Role
from etrier.domain.lifecycle import ActRefused
from etrier.journal.models import Entry
from etrier.journal.sentences import told

REASONS = "Le budget supporte la mensualité."


def address(application, page: str = "") -> str:
    return f"/dossiers/{application.file.uid}/etude/{page}"


@pytest.mark.covers("A6", "A9")
def test_a_study_cannot_end_before_it_is_whole(laval):
    laval.enter()
    application = under_study(laval)
    client = laval.client()
    page = client.get(address(application)).content.decode()
    assert "Le budget n’est pas décrit." in page
    assert "Le projet n’est pas décrit." in page
    sent = {"recommendation": "favourable", "reasons": REASONS, "revision": application.revision}
    answer = client.post(address(application, "terminer/"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Le budget n’est pas décrit." in page
    assert "Le projet n’est pas décrit." in page
    assert REASONS in page
    laval.enter()
    application.refresh_from_db()
    assert application.state == "under_study"


def test_an_unknown_line_keeps_the_study_open(laval, on):
    laval.enter()
    application = studied(laval, papers=False)
    facts = plausible_budget(application)
    facts["charges"] = [{"kind": "energy", "monthly": None}]
    actions.update_budget(application, by=laval.actor(), on=on, **facts)
    (lack,) = lacks(application, on)
    assert "Énergie (charge n° 1)" in lack.sentence.replace("\u00a0", " ")


@pytest.mark.covers("A10")
def test_a_blocking_finding_keeps_a_favourable_study_open_not_an_unfavourable_one(laval, on):
    laval.enter()
    application = studied(laval, papers=False)
    facts = plausible_budget(application) | {"income": [{"kind": "wage", "monthly": Decimal(700)}]}
    actions.update_budget(application, by=laval.actor(), on=on, **facts)
    conclude = {"by": laval.actor(), "on": on, "reasons": REASONS}
    with pytest.raises(ValidationError, match="Constat bloquant"):
        actions.complete_study(application, recommendation="favourable", **conclude)
    actions.complete_study(application, recommendation="unfavourable", **conclude)
    assert application.state == "ready"


@pytest.mark.covers("A10")
def test_the_worker_recommends_and_the_budget_is_frozen(laval):
    laval.enter()
    application = studied(laval, papers=False)
    client = laval.client()
    assert "il reste à donner votre préconisation" in client.get(address(application)).content.decode()
    assert client.get(address(application, "terminer/")).status_code == 200
    sent = {"recommendation": "reserved", "reasons": REASONS, "revision": application.revision}
    assert client.post(address(application, "terminer/"), sent).status_code == 302
    laval.enter()
    application.refresh_from_db()
    assert application.state == "ready"
    conclusion = conclusion_of(application)
    assert (conclusion.recommendation, conclusion.concluded_by) == ("reserved", laval.user())
    assert BudgetVersion.objects.get() == conclusion.budget_version
    assert told(Entry.objects.filter(act="complete_study").order_by("pk"))[0].sentence == (
        "Étude terminée, préconisation\u00a0: réservée"
    )
    page = client.get(address(application)).content.decode()
    assert "Préconisation réservée" in page
    assert REASONS in page


@pytest.mark.parametrize("changes", [{"recommendation": ""}, {"reasons": ""}, {"recommendation": "perhaps"}])
def test_a_faulty_conclusion_is_told(laval, changes):
    laval.enter()
    application = studied(laval, papers=False)
    sent = {"recommendation": "favourable", "reasons": REASONS, "revision": application.revision}
    answer = laval.client().post(address(application, "terminer/"), sent | changes)
    assert answer.status_code == 422
    assert "à revoir" in answer.content.decode()


def test_a_study_is_taken_up_again(laval):
    laval.enter()
    application = ready(laval, papers=False)
    client = laval.client()
    assert client.get(address(application, "reprendre/")).status_code == 200
    assert client.post(address(application, "reprendre/"), {"reason": "later"}).status_code == 422
    assert client.post(address(application, "reprendre/"), {"reason": "project_changed"}).status_code == 302
    laval.enter()
    application.refresh_from_db()
    assert application.state == "under_study"
    assert BudgetVersion.objects.count() == 1
    assert told(Entry.objects.filter(act="return_to_study").order_by("pk"))[0].sentence == (
        "Étude reprise\u00a0: projet modifié"
    )


def test_the_pages_of_an_ended_study_change_nothing(laval, on):
    laval.enter()
    application = ready(laval, papers=False)
    with pytest.raises(ActRefused):
        actions.update_budget(application, by=laval.actor(), on=on, **plausible_budget(application))
    assert "L’étude est terminée" in laval.client().get(address(application)).content.decode()


def test_a_request_is_made_ready_in_any_town(laval, tarbes, on):
    for town in (laval, tarbes):
        town.enter()
        assert ready(town).state == "ready"


def test_a_contact_has_no_study_yet(laval):
    laval.enter()
    application = contact(laval)
    assert "L’étude n’est pas ouverte." in laval.client().get(address(application)).content.decode()


@pytest.mark.parametrize("page", ["", "terminer/", "reprendre/", "reorienter/"])
def test_who_may_not_is_refused(laval, tarbes, page):
    laval.enter()
    application = under_study(laval)
    assert tarbes.client().get(address(application, page)).status_code == 404
    assert laval.client(Role.RECEPTION).get(address(application, page)).status_code == 403
