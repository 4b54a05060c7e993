"""What the pages of the instance share: who may open them, one form and its act."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from etrier.accounts.actor import Actor
from etrier.accounts.request import Asked
from etrier.domain.access import Reading
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted
from etrier.ui.forms import EtrierForm


def operator(request: Asked) -> Actor:
    """The author, when she runs the instance."""
    if not request.actor.may_read(Reading.SEE_INSTANCE):
        raise NotAllowed("Cette page est réservée aux exploitants de l’instance.")
    return request.actor


def form_page(
    request: Asked,
    form: EtrierForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    back: str,
    done: Callable[[Any], str] | None = None,
    current: Callable[[Any], Mapping[str, Any]] | None = None,
    **words: str,
) -> HttpResponse:
    """A form, its act, then the page it leads to."""
    outcome = submitted(request, form, run, current=current)
    if outcome:
        return redirect(done(outcome) if done else back)
    return shown(request, "ui/form_page.html", form=form, cancel_url=back, **({"state": ""} | words))
