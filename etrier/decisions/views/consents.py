"""What the person agreed to, and takes back."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.decisions.actions import consents
from etrier.decisions.asking import act_page
from etrier.decisions.forms import bank as forms
from etrier.decisions.models import Consent
from etrier.decisions.views.bank import file_of
from etrier.domain.lifecycle import Act
from etrier.files.reading import found_in
from etrier.journal.submit import typed
from etrier.ui.formats import capitalised


@login_required
def list_consents(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Everything the person agreed to in this file."""
    opened = file_of(request, file)
    rows = Consent.objects.filter(file=opened).select_related("partner")
    return render(
        request,
        "decisions/consents.html",
        {
            "file": opened,
            "title": "Accords de la personne",
            "rows": rows,
            "may_record": request.actor.may(Act.RECORD_CONSENT),
            "may_withdraw": request.actor.may(Act.WITHDRAW_CONSENT),
        },
    )


@login_required
def record_consent(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Record something the person agrees to; the sending to a bank has its own page."""
    opened = file_of(request, file)
    form = forms.ConsentForm(typed(request), initial={"given_on": request.on})
    return act_page(
        request,
        Act.RECORD_CONSENT,
        None,
        form,
        lambda data: consents.record_consent(opened, by=request.actor, on=request.on, **data),
        back=reverse("decisions:consents", args=[opened.uid]),
        state="L’accord de la transmission à une banque se recueille en choisissant la banque.",
    )


@login_required
def withdraw_consent(request: Asked, file: uuid.UUID, consent: uuid.UUID) -> HttpResponse:
    """Record that the person took her consent back."""
    opened = file_of(request, file)
    row = found_in(opened, Consent, uid=consent)
    form = forms.WithdrawConsentForm(
        typed(request), initial={"withdrawn_on": request.on}, revision=row.revision
    )
    return act_page(
        request,
        Act.WITHDRAW_CONSENT,
        row,
        form,
        lambda data: consents.withdraw_consent(row, by=request.actor, on=request.on, **data),
        back=reverse("decisions:consents", args=[opened.uid]),
        state=f"{capitalised(row.label)}. Ce qui a déjà été transmis reste écrit au dossier.",
    )
