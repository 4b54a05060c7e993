"""Rows that are seldom there: keys are looked for first, rows are read only when there are any."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from etrier.accounts.models import Membership
from etrier.database.reading import seldom


def test_finding_nothing_asks_for_keys_alone(laval):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert list(seldom(Membership.objects.filter(title="astronaute").select_related("user"))) == []
    assert len(asked) == 1
    assert "first_name" not in asked[0]["sql"]


def test_what_is_found_comes_whole_and_in_order(laval):
    rows = Membership.objects.filter(organisation=laval.organisation).select_related("user").order_by("-pk")
    with CaptureQueriesContext(connection) as asked:
        found = [(one.pk, one.user.full_name) for one in seldom(rows)]
    assert len(asked) == 2
    assert found == [(one.pk, one.user.full_name) for one in rows]
    assert len(found) > 3
