"""The page of an act that its thing's state does not allow sends back, and says why."""

import pytest
from django.urls import reverse

from etrier.applications.tests.factories import under_study
from etrier.documents import jobs
from etrier.documents.actions import receive_document
from etrier.domain.access import Role
from tests.filling import PDF


def sent_back(client, name: str, *keys) -> None:
    answer = client.get(reverse(name, args=keys), follow=True)
    assert answer.redirect_chain, name
    assert "n’est pas possible" in answer.content.decode(), name
    assert client.post(reverse(name, args=keys)).status_code == 422, name


@pytest.mark.covers("A5", "X7")
def test_a_study_under_way_is_not_opened_reopened_or_taken_up_again(laval):
    laval.enter()
    file = under_study(laval).file
    for act in ("open_study", "reopen_application", "return_to_study"):
        sent_back(laval.client(), f"applications:{act}", file.uid)


@pytest.mark.covers("A11", "X7")
def test_a_paper_already_accepted_is_not_accepted_again(laval, on):
    laval.enter()
    file = under_study(laval).file
    paper = receive_document(file, by=laval.actor(), on=on, kind_code="quote", content=PDF)
    jobs.check_document.func(organisation=laval.organisation.pk, document=paper.pk)
    laval.enter()
    sent_back(laval.client(), "documents:accept_document", file.uid, paper.uid)


@pytest.mark.covers("X2", "X7")
def test_a_member_at_work_is_not_restored(laval):
    laval.enter()
    member = laval.members[Role.RECEPTION]
    sent_back(laval.client(Role.ADMINISTRATOR), "team:restore_member", member.uid)
