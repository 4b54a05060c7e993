"""The worker's day, the files, one file, the search."""

import uuid
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.database.pages import page
from etrier.database.reading import attach
from etrier.desk.day import page_of as day_of
from etrier.desk.file import lines, page_of
from etrier.desk.listing import lines as file_lines
from etrier.desk.listing import room_of
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, Act
from etrier.files.models import File
from etrier.files.reading import open_file_page
from etrier.files.search import found
from etrier.journal.door import NotAllowed
from etrier.journal.models import Entry
from etrier.ui.formats import plural


def allowed(request: Asked, reading: Reading) -> None:
    """Refuse the page to a role that does not read it."""
    if not request.actor.may_read(reading):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir cette page.")


@login_required
def files(request: Asked) -> HttpResponse:
    """All the files of the organisation, the latest first, or one's own."""
    allowed(request, Reading.SEE_FILES)
    actor = request.actor
    mine = request.GET.get("a-moi") == "1"
    rows = File.objects.filter(organisation=actor.organisation, state="live")
    if mine:
        rows = rows.filter(holder_id=actor.user_id)
    shown = page(rows, ("-year", "-sequence"), request.GET.get("suite", ""))
    attach(shown.rows, "holder")
    return render(
        request,
        "desk/files.html",
        {
            "title": "Mes dossiers" if mine else "Dossiers",
            "state": f"{shown.count_text} {plural(shown.count, 'dossier', 'dossiers')}, les récents d’abord.",
            "page": shown,
            "lines": file_lines(shown.rows, actor),
            "room": room_of(actor),
            "next_url": f"?suite={shown.next}{'&a-moi=1' if mine else ''}" if shown.next else "",
            "first_url": "",
            "empty_title": "Aucun dossier",
            "empty_sentence": "Notez un premier contact pour ouvrir un dossier.",
        },
    )


@login_required
def search(request: Asked) -> HttpResponse:
    """Files found by name, birth date, telephone or number."""
    allowed(request, Reading.SEE_FILES)
    actor = request.actor
    query = request.GET.get("q", "")[:100]
    rows = found(File.objects.filter(organisation=actor.organisation), query)
    shown = page(rows, ("-year", "-sequence"), request.GET.get("suite", ""))
    attach(shown.rows, "holder")
    if len(shown) == 1 and not request.GET.get("suite"):
        return redirect(room_of(actor), shown.rows[0].uid)
    return render(
        request,
        "desk/files.html",
        {
            "title": f"Recherche « {query} »" if query else "Recherche",
            "state": f"{shown.count_text} {plural(shown.count, 'dossier trouvé', 'dossiers trouvés')}.",
            "page": shown,
            "lines": file_lines(shown.rows, actor),
            "room": room_of(actor),
            "next_url": f"?{urlencode({'q': query, 'suite': shown.next})}" if shown.next else "",
            "first_url": "",
            "empty_title": "Rien ne correspond",
            "empty_sentence": "Essayez le début du nom, la date de naissance ou le numéro du dossier.",
        },
    )


@login_required
def file(request: Asked, file: uuid.UUID) -> HttpResponse:
    """One file: where it stands, what to do next, what happened."""
    opened = open_file_page(request, file)
    return render(request, "desk/file.html", page_of(opened, request.actor, request.on))


@login_required
def history(request: Asked, file: uuid.UUID) -> HttpResponse:
    """All that happened in a file, newest first."""
    opened = open_file_page(request, file)
    entries = Entry.objects.filter(organisation=opened.organisation_id, file_id=opened.pk)
    shown = page(entries, ("-on",), request.GET.get("suite", ""))
    return render(
        request,
        "desk/history.html",
        {
            "file": opened,
            "history": lines(shown.rows),
            "next_url": f"?suite={shown.next}" if shown.next else "",
        },
    )


FIRST_ROOMS = (
    (Reading.SEE_BANK_DESK, "portal:desk"),
    (Reading.SEE_INSTANCE, "instance:organisations"),
    (Reading.SEE_REFUNDS, "outcomes:refunds"),
    (Reading.SEE_COMMITTEE, "decisions:sessions"),
    (Reading.MANAGE_MEMBERS, "team:members"),
    (Reading.SEE_FILES, "desk:files"),
    (Reading.SEE_FIGURES, "reporting:year"),
    (Reading.SEE_SCHEME, "schemes:scheme"),
)
"""Where those who have no day to plan arrive."""


def first_room(request: Asked) -> str:
    """The first room this member may enter."""
    for reading, name in FIRST_ROOMS:
        if request.actor.may_read(reading):
            return reverse(name)
    if request.actor.roles:
        raise NotAllowed("Aucune page n’est encore ouverte à votre rôle : parlez-en à votre administrateur.")
    raise NotAllowed("Vous n’avez pas encore de rôle ici : demandez-en un à votre administrateur.")


@login_required
def day(request: Asked) -> HttpResponse:
    """The worker's day; those who have none go to the first room that is theirs."""
    if not request.actor.may_read(Reading.SEE_DAY):
        return redirect(first_room(request))
    record = {"label": ACTS[Act.RECORD_CONTACT].label, "url": reverse("applications:record_contact")}
    context = day_of(request.actor, request.on)
    context["next_act"] = record if request.actor.may(Act.RECORD_CONTACT) else None
    return render(request, "desk/day.html", context)
