"""A form sent twice does its act once: the second answer is the first one's."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from etrier.accounts.request import Asked
from etrier.database.isolation import Scope
from etrier.journal.door import submission_key
from etrier.journal.models import Submission


def sent_key(request: HttpRequest) -> uuid.UUID | None:
    """The idempotency key of a form, when it carries a sound one."""
    if request.method != "POST":
        return None
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


class SubmissionMiddleware:
    """Takes the key before the view runs; a repeat waits for the first to end, then goes where it went.

    A key whose form was shown again with errors is given back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: Asked) -> HttpResponse:
        key = sent_key(request)
        if key is None:
            return self.get_response(request)
        owner = request.actor.scope
        taken = take(owner, key)
        if taken is None:
            first = Submission.objects.get(organisation=owner.organisation, user=owner.user, key=key)
            return HttpResponseRedirect(first.result)
        token = submission_key.set(key)
        try:
            response = self.get_response(request)
        finally:
            submission_key.reset(token)
        if response.status_code in (301, 302, 303) and len(response["Location"]) <= 500:
            tell("UPDATE journal_submission SET result = %s WHERE id = %s", response["Location"], taken)
        elif response.status_code < 500:
            tell("DELETE FROM journal_submission WHERE id = %s", taken)
        return response


def take(owner: Scope, key: uuid.UUID) -> int | None:
    """Reserve a key: the row that holds it, None when it was used. A key being used now makes this wait."""
    row = tell(
        "INSERT INTO journal_submission (organisation_id, user_id, key, result, recorded_at)"
        " VALUES (%s, %s, %s, '', %s) ON CONFLICT DO NOTHING RETURNING id",
        owner.organisation,
        owner.user,
        key,
        timezone.now(),
    )
    return row[0] if row else None


def tell(sql: str, *values: Any) -> tuple[int] | None:
    """One statement about submissions, and the row it returns, if any: every form sent costs two of them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if cursor.description else None
