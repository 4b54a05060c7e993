"""Pages about a file as a whole, before it is opened."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from etrier.accounts.request import Asked
from etrier.database.reading import lone
from etrier.domain.access import Reading
from etrier.files.forms import MotiveForm
from etrier.files.models import File
from etrier.files.reading import SESSION_KEY
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, typed

PAGES_OF_FILES = (Reading.SEE_FILE, Reading.SEE_CONTACT, Reading.SEE_REFUNDS, Reading.SEE_ENVELOPE)


@login_required
def motive(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Ask why, keep the answer for this session, go on to the page wanted."""
    actor = request.actor
    wanted = lone(File.objects.filter(organisation=actor.organisation, uid=file).select_related("holder"))
    if wanted is None:
        raise Http404("Ce dossier n’existe pas.")
    if not any(map(actor.may_read, PAGES_OF_FILES)):
        raise NotAllowed("Votre rôle ne permet pas d’ouvrir ce dossier.")
    form = MotiveForm(typed(request), initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        motives = request.session.setdefault(SESSION_KEY, {})
        motives[str(wanted.uid)] = form.cleaned_data["motive"]
        request.session.modified = True
        page = form.cleaned_data["next"]
        local = url_has_allowed_host_and_scheme(page, allowed_hosts=None) and page.startswith("/")
        return redirect(page if local else f"/dossiers/{wanted.uid}/")
    follower = wanted.holder.full_name if wanted.holder else "une autre personne"
    return shown(
        request,
        "files/motive.html",
        form=form,
        file=wanted,
        title="Pourquoi ouvrir ce dossier ?",
        state=f"Ce dossier est suivi par {follower}. Votre réponse est gardée avec votre lecture.",
        act_label="Ouvrir le dossier",
        files_url=reverse("desk:files") if actor.may_read(Reading.SEE_FILES) else "",
        cancel_url=reverse("desk:files") if actor.may_read(Reading.SEE_FILES) else "/",
    )
