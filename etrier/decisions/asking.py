"""What the pages of this stage share: the request as the middleware completes it, one act on one page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.accounts.request import Asked
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, too_late
from etrier.ui.forms import EtrierForm

ANONYMOUS = frozenset({"agenda_item", "session"})


class ConfirmForm(EtrierForm):
    """Nothing to fill in: the act alone, on the revision that was read."""

    carries_revision = True


def require(request: Asked, act: Act) -> None:
    """Refuse the page of an act to a role that does not have it."""
    if not request.actor.may(act):
        raise NotAllowed(f"Votre rôle ne permet pas de faire ceci : {ACTS[act].label}.")


def trail_to(request: Asked, thing: Any) -> tuple[tuple[str, str], ...]:
    """The way from the files to what an act is done on, for who may read the file; what stands on an
    agenda has no name."""
    if thing is None or thing.SUBJECT in ANONYMOUS or not request.actor.may_read(Reading.SEE_FILE):
        return ()
    if not hasattr(thing, "file"):
        return ()
    file_page = reverse("desk:file", args=[thing.file.uid])
    return (("Dossiers", reverse("desk:files")), (thing.file.cover, file_page))


def act_page(
    request: Asked,
    act: Act,
    thing: Any,
    form: EtrierForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    back: str,
    done: str = "",
    template: str = "ui/form_page.html",
    current: Callable[[Any], Mapping[str, Any]] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page of one act: refused to who may not, sent back when it is too late, done when it holds."""
    require(request, act)
    if thing is not None and too_late(request, thing, act):
        return redirect(back)
    if submitted(request, form, run, current=current):
        return redirect(done or back)
    words = {
        "title": ACTS[act].label, "act_label": ACTS[act].label, "cancel_url": back, "state": "",
        "trail": trail_to(request, thing),
    }  # fmt: skip
    return shown(request, template, form=form, **(words | context))


def offered(
    thing: Any, actor: Actor, addresses: Mapping[Act, str], labels: Mapping[Act, str] | None = None
) -> list[dict[str, str]]:
    """The buttons of a thing: what its state allows and the role has, in the order of its map; `labels`
    where the words depend on who acts."""
    return [
        {"label": (labels or {}).get(act, ACTS[act].label), "url": addresses[act]}
        for act in LIFECYCLES[thing.SUBJECT].acts_from(thing.state)
        if act in addresses and actor.may(act)
    ]
