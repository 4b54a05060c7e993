"""What the heaviest acts cost, in statements: a worker's click, and each file of the demonstration."""

import pytest

from etrier.applications.actions import complete_study
from etrier.applications.actions.checklist import Brought, bring_documents
from etrier.applications.checklist import checklist_of
from etrier.applications.tests import factories as applications
from etrier.applications.tests.factories import PDF, STUDY_ON
from etrier.decisions.actions.transmissions import transmit
from etrier.decisions.tests import factories as decisions


def test_a_study_is_read_once_to_be_concluded(laval, django_assert_max_num_queries):
    application = applications.studied(laval)
    with django_assert_max_num_queries(17):
        complete_study(
            application,
            by=laval.actor(),
            on=STUDY_ON,
            recommendation="favourable",
            reasons="Utile et tenable.",
        )


def test_a_file_is_read_once_to_be_sent(laval, django_assert_max_num_queries):
    application = decisions.may_be_sent(laval)
    with django_assert_max_num_queries(32):
        transmit(
            application,
            by=laval.actor(),
            on=STUDY_ON,
            agreement=laval.agreements[0],
            given_on=STUDY_ON,
            consent_channel="meeting",
            channel="bank_desk",
        )


@pytest.mark.parametrize("count", [1, 8])
def test_papers_brought_together_cost_as_much_as_one(laval, count, django_assert_max_num_queries):
    application = applications.studied(laval, papers=False)
    lines = checklist_of(application, STUDY_ON)[:count]
    assert len(lines) == count
    with django_assert_max_num_queries(6):
        bring_documents(
            application,
            by=laval.actor(),
            on=STUDY_ON,
            brought=[Brought(line, PDF, STUDY_ON) for line in lines],
        )
