"""From a form to an act and back: what went wrong is said on the form, and nothing typed is lost."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from etrier.domain.lifecycle import LIFECYCLES, Act, ActRefused
from etrier.journal.door import Conflict
from etrier.journal.models import Entry
from etrier.ui.formats import instant

Done = TypeVar("Done")


def typed(request: HttpRequest) -> Any:
    """What was sent, None when the page is only being opened (an empty form sent is still sent)."""
    return request.POST if request.method == "POST" else None


def submitted(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], Done],
    *,
    current: Callable[[Any], Mapping[str, Any]] | None = None,
) -> Done | None:
    """Do the act with what was typed when the form was sent and holds; None when the page is to be shown.

    A refusal of the door, a conflict of revisions or a broken constraint comes back on the form, in French.
    `current` gives the values of the thing as it is now, by field name: on a conflict the page shows both
    versions of each field that differs, and who changed it.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return act({name: value for name, value in form.cleaned_data.items() if name != "key"})
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
    except Conflict as conflict:
        form.conflict = met(form, conflict.current, current)
        form.add_error(None, str(conflict))
    except ValidationError as error:
        form.add_error(None, error)
    except IntegrityError as error:
        form.add_error(None, constraint_message(error))
    return None


def met(form: Any, thing: Any, current: Callable[[Any], Mapping[str, Any]] | None) -> dict[str, Any]:
    """Both versions of what differs, who made the other one and when."""
    values = current(thing) if current else {}
    last = Entry.objects.filter(subject=thing.SUBJECT, subject_id=thing.pk).select_related("user").last()
    return {
        "clashes": form.clashes(values, thing.revision),
        "who": last.user.full_name if last and last.user else "",
        "when": instant(last.recorded_at) if last else "",
    }


CONSTRAINT_MESSAGES: dict[str, str] = {}


def constraint_message(error: IntegrityError) -> str:
    """The French sentence of a database constraint; each stage declares its own in CONSTRAINT_MESSAGES."""
    diagnostic = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostic, "constraint_name", None) or ""
    if name not in CONSTRAINT_MESSAGES:
        raise error
    return CONSTRAINT_MESSAGES[name]


def too_late(request: HttpRequest, thing: Any, act: Act) -> bool:
    """Whether opening the page of an act is of no use: the thing's state does not allow it, or no longer.

    The reason then waits on the next page. What is sent all the same is refused by the door, on its form.
    """
    if request.method == "POST":
        return False
    try:
        LIFECYCLES[thing.SUBJECT].target(act, thing.state)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return True
    return False


def shown(request: HttpRequest, template: str, form: Any = None, **context: Any) -> HttpResponse:
    """The page, with status 422 when its form was sent and does not hold."""
    refused = form is not None and form.is_bound and bool(form.errors)
    conflict = getattr(form, "conflict", None)
    return render(
        request, template, {"form": form, "conflict": conflict, **context}, status=422 if refused else 200
    )
