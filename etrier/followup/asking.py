"""What the pages of this stage share: the file they belong to, the way back, one act on one page."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications.views.asking import home
from etrier.decisions.asking import ConfirmForm, act_page, require
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act
from etrier.files.models import File
from etrier.files.reading import open_file_page
from etrier.ui.forms import EtrierForm

__all__ = ["Asked", "ConfirmForm", "act_on_file", "buttons", "head", "home", "opened", "require"]


def opened(request: Asked, uid: uuid.UUID, reading: Reading = Reading.SEE_FILE) -> File:
    """The file behind a page, its reading written."""
    return open_file_page(request, uid, reading)


def head(request: Asked, file: File) -> dict[str, Any]:
    """What the top of a page of a file needs."""
    return {"file": file, "home_url": home(request, file)}


def buttons(
    thing: Any, request: Asked, acts: Iterable[Act], hidden: Iterable[Act] = ()
) -> list[dict[str, str]]:
    """What may be done with a thing, in its state, by who asks, in the order given; `hidden` is not yet."""
    keys, avoided = [thing.file.uid, thing.uid], set(hidden)
    possible = LIFECYCLES[thing.SUBJECT].acts_from(thing.state)
    return [
        {"label": ACTS[act].label, "url": reverse(f"followup:{act.value}", args=keys)}
        for act in acts
        if act in possible and act not in avoided and request.actor.may(act)
    ]


def act_on_file(
    request: Asked,
    act: Act,
    thing: Any,
    form: EtrierForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    file: File,
    back: str,
    current: Callable[[Any], Mapping[str, Any]] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page of one act of a file."""
    words = {"template": "followup/form.html", **head(request, file), **context}
    return act_page(request, act, thing, form, run, back=back, current=current, **words)
