"""What every page of a request begins and ends with: who asks, which request, which acts, where to go on."""

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from etrier.accounts.actor import Actor
from etrier.accounts.request import Asked
from etrier.applications.models import Application
from etrier.applications.reading import request_of
from etrier.database.reading import attach
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, LIFECYCLES, Act
from etrier.files.models import File
from etrier.files.reading import open_file_page
from etrier.journal.door import NotAllowed
from etrier.people.models import Person


def author(request: Asked) -> Actor:
    """Who asks."""
    return request.actor


def day_of(request: Asked) -> date:
    """The day it is where the author works."""
    return request.on


def check_may(request: Asked, act: Act) -> None:
    """Refuse the page of an act to a role that does not have it."""
    if not request.actor.may(act):
        raise NotAllowed(f"Votre rôle ne permet pas de faire ceci : {ACTS[act].label}.")


def opened(request: Asked, uid: uuid.UUID, reading: Reading = Reading.SEE_FILE) -> Application:
    """The request of a file, its reading written; 404 for a stranger or a file without a request."""
    file = open_file_page(request, uid, reading)
    found = request_of(file)
    if found is None:
        raise Http404("Ce dossier n’a pas de demande.")
    attach([found], "applicant", "co_borrower")
    return found


def person_of(application: Application, uid: uuid.UUID) -> Person:
    """A borrower of the request, 404 for anyone else."""
    for person in application.borrowers:
        if person.uid == uid:
            return person
    raise Http404("Cette personne n’emprunte pas dans ce dossier.")


def home(request: Asked, file: File) -> str:
    """The page one comes back to: the file, or the contact sheet for who reads no more."""
    page = "desk:file" if request.actor.may_read(Reading.SEE_FILE) else "applications:contact"
    return reverse(page, args=[file.uid])


def back(request: Asked, application: Application) -> HttpResponse:
    """Where an act leads."""
    return redirect(home(request, application.file))


def crumbs(request: Asked, application: Application) -> dict[str, Any]:
    """What the head of a page needs: the file, and the way back."""
    return {
        "application": application,
        "file": application.file,
        "home_url": home(request, application.file),
        "cancel_url": home(request, application.file),
    }


def buttons(request: Asked, thing: Any, file: File, *acts: Act) -> list[dict[str, Any]]:
    """Among these acts, those that the thing's state and the author's role allow, as components draw them."""
    possible = LIFECYCLES[thing.SUBJECT].acts_from(thing.state)
    keys = [file.uid, thing.uid] if isinstance(thing, Person) else [file.uid]
    return [
        {"act": act, "label": ACTS[act].label, "url": reverse(f"applications:{act.value}", args=keys)}
        for act in acts
        if act in possible and request.actor.may(act)
    ]
