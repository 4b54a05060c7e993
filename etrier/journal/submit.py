"""From a form to an act and back: what went wrong is said on the form, and nothing typed is lost."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from etrier.domain.lifecycle import ActRefused
from etrier.journal.door import Conflict

Done = TypeVar("Done")


def submitted(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], Done],
    *,
    current: Callable[[Any], Mapping[str, Any]] | None = None,
) -> Done | None:
    """Do the act with what was typed when the form was sent and holds; None when the page is to be shown.

    A refusal of the door, a conflict of revisions or a broken constraint comes back on the form, in French.
    `current` gives the values of the thing as it is now, by field name: on a conflict `form.clash` then
    holds both versions of each field that differs.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return act({name: value for name, value in form.cleaned_data.items() if name != "key"})
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
    except Conflict as conflict:
        values = current(conflict.current) if current else {}
        form.clash = form.clashes(values, conflict.current.revision)
        form.add_error(None, str(conflict))
    except ValidationError as error:
        form.add_error(None, error)
    except IntegrityError as error:
        form.add_error(None, constraint_message(error))
    return None


CONSTRAINT_MESSAGES: dict[str, str] = {}


def constraint_message(error: IntegrityError) -> str:
    """The French sentence of a database constraint; each stage declares its own in CONSTRAINT_MESSAGES."""
    diagnostic = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostic, "constraint_name", None) or ""
    if name not in CONSTRAINT_MESSAGES:
        raise error
    return CONSTRAINT_MESSAGES[name]


def shown(request: HttpRequest, template: str, form: Any = None, **context: Any) -> HttpResponse:
    """The page, with status 422 when its form was sent and does not hold."""
    refused = form is not None and form.is_bound and bool(form.errors)
    return render(request, template, {"form": form, **context}, status=422 if refused else 200)
