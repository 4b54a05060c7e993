"""The encrypted pack on screen: make it, read its password once, take the file."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from etrier.accounts.request import Asked
from etrier.decisions.actions import sealing
from etrier.decisions.asking import ConfirmForm, require
from etrier.decisions.models import SealedPack
from etrier.decisions.sealed import encrypted, password
from etrier.decisions.views.bank import found, page_of
from etrier.domain.lifecycle import ACTS, Act
from etrier.journal.submit import shown, submitted, too_late, typed


@login_required
def seal_pack(request: Asked, file: uuid.UUID, transmission: uuid.UUID) -> HttpResponse:
    """Ask for an encrypted file of what was sent."""
    row = found(request, file, transmission)
    require(request, Act.SEAL_PACK)
    if too_late(request, row, Act.SEAL_PACK):
        return redirect(page_of(row))
    form = ConfirmForm(typed(request), revision=row.revision)
    done = submitted(
        request, form, lambda data: sealing.seal_pack(row, by=request.actor, on=request.on, **data)
    )
    if done:
        return redirect("decisions:sealed_pack", row.file.uid, row.uid, done.uid)
    return shown(
        request,
        "ui/confirm.html",
        form=form,
        title=ACTS[Act.SEAL_PACK].label,
        state="Pour une banque dont le conseiller ne se connecte pas ici.",
        consequences=(
            "Le fichier contient ce qui a été transmis à la banque, rien de plus.",
            "Il s’ouvre avec un lecteur PDF ordinaire et un mot de passe, montré une seule fois.",
            "Envoyez le fichier par courriel ; dites le mot de passe par téléphone, jamais dans le courriel.",
        ),
        act_label=ACTS[Act.SEAL_PACK].label,
        cancel_url=page_of(row),
    )


def sealed_of(request: Asked, file: uuid.UUID, transmission: uuid.UUID, sealed_pack: uuid.UUID) -> SealedPack:
    """One encrypted file of a sending, its reading written."""
    row = found(request, file, transmission)
    require(request, Act.SEAL_PACK)
    one = get_object_or_404(SealedPack, transmission=row, uid=sealed_pack)
    one.transmission = row
    return one


@login_required
@never_cache
def sealed_pack(
    request: Asked, file: uuid.UUID, transmission: uuid.UUID, sealed_pack: uuid.UUID
) -> HttpResponse:
    """The file to take, and its password the first time."""
    one = sealed_of(request, file, transmission, sealed_pack)
    row = one.transmission
    first = sealing.tell_password(one, now=request.now)
    terms = row.agreement.terms(row.file.application.dispositif)
    return render(
        request,
        "decisions/sealed_pack.html",
        {
            "file": row.file,
            "transmission": row,
            "sealed": one,
            "password": password(one) if first else "",
            "contact": terms.contact,
            "title": "Dossier chiffré",
            "state": "Notez le mot de passe maintenant : il ne sera plus montré."
            if first
            else "Son mot de passe a déjà été montré. S’il est perdu, préparez un autre fichier.",
            "next_act": {
                "label": "Télécharger le fichier",
                "url": reverse("decisions:sealed_file", args=[row.file.uid, row.uid, one.uid]),
            },
        },
    )


@login_required
@never_cache
def sealed_file(
    request: Asked, file: uuid.UUID, transmission: uuid.UUID, sealed_pack: uuid.UUID
) -> HttpResponse:
    """The encrypted file itself."""
    one = sealed_of(request, file, transmission, sealed_pack)
    response = HttpResponse(encrypted(one), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="dossier-{one.transmission.reference}.pdf"'
    return response
