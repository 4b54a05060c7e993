"""Re-orientation: the page by which a request ends somewhere better than in a loan."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.forms.reorientation import ReorientForm
from etrier.applications.views.asking import back, check_may, crumbs, opened
from etrier.domain.lifecycle import Act
from etrier.journal.submit import shown, submitted, typed
from etrier.people.models import Way


@login_required
def reorient(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Where to, why, what is said to the person; the request is then closed."""
    application = opened(request, file)
    check_may(request, Act.REORIENT)
    form = ReorientForm(typed(request), scheme=application.dispositif.parsed, revision=application.revision)
    if submitted(
        request,
        form,
        lambda data: actions.reorient(application, by=request.actor, on=request.on, **data),
        current=lambda _: {},
    ):
        return back(request, application)
    handed = not application.applicant.may_be_reached(Way.LETTER)
    return shown(
        request,
        "applications/form.html",
        form=form,
        title="Réorienter la personne",
        state="La demande sera close : deux demandes sur trois finissent sans prêt, et c’est une réponse."
        + (" La personne ne reçoit pas de courrier chez elle : remettez-lui la lettre." if handed else ""),
        act_label="Réorienter et clore la demande",
        **crumbs(request, application),
    )
