"""The household: one page, described at the contact or the study, then kept up to date."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.forms.household import HouseholdForm, dwelling_of, members_of
from etrier.applications.views.asking import back, check_may, crumbs, opened
from etrier.domain.access import Reading
from etrier.domain.lifecycle import Act
from etrier.journal.submit import shown, submitted, typed


@login_required
def household(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Describe the household, or change it once described."""
    application = opened(request, file, Reading.SEE_CONTACT)
    known = actions.household_of(application)
    check_may(request, Act.UPDATE_HOUSEHOLD if known else Act.RECORD_HOUSEHOLD)
    by, on = request.actor, request.on
    form = HouseholdForm(
        typed(request),
        revision=known.revision if known else 0,
        initial=dwelling_of(known),
        given={"member": members_of(known)},
        application=application,
        on=on,
    )
    if form.grows:
        form.keep_quiet()
    elif submitted(
        request,
        form,
        lambda data: (
            actions.update_household(application, by=by, on=on, revision=data["revision"], **form.facts())
            if known
            else actions.record_household(application, by=by, on=on, **form.facts())
        ),
        current=lambda now: dwelling_of(now) | form.flat({"member": members_of(now)}),
    ):
        return back(request, application)
    return shown(
        request,
        "applications/household.html",
        form=form,
        **crumbs(request, application),
        members=form.sheets[0].rows,
        title="Le foyer",
        state="Qui vit avec la personne, et où : le reste à vivre et les pièces à demander en dépendent.",
        act_label="Enregistrer le foyer",
    )
