"""The dispositif on screen: read it, compare it, prepare the next version, sign with banks."""

import uuid
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.domain import scheme
from etrier.domain.access import Reading
from etrier.domain.lifecycle import ACTS, STATE_LABELS, Act
from etrier.journal.door import NotAllowed
from etrier.journal.submit import shown, submitted, typed
from etrier.schemes import actions, forms
from etrier.schemes.models import Agreement, Dispositif, parse
from etrier.shipped import scheme_names, scheme_text
from etrier.ui.formats import counted, day, some


def reader(request: Asked) -> Any:
    """The author, when the role reads the dispositif."""
    actor = request.actor
    if actor.organisation is None or not actor.may_read(Reading.SEE_SCHEME):
        raise NotAllowed("Votre rôle ne permet pas de lire le dispositif.")
    return actor


def author(request: Asked, act: Act) -> Any:
    """The author, when the role has the act."""
    actor = reader(request)
    if not actor.may(act):
        raise NotAllowed(f"Votre rôle ne permet pas de faire ceci : {ACTS[act].label}.")
    return actor


def version(request: Asked, uid: uuid.UUID) -> Dispositif:
    """One version of the organisation's dispositif."""
    actor = reader(request)
    return get_object_or_404(Dispositif, organisation=actor.organisation, uid=uid)


@lru_cache(maxsize=32)
def sections(text: str) -> list[dict[str, Any]]:
    """Every value of a model, under its heading, with where it comes from; the text says it all."""
    return [
        {
            "heading": heading,
            "rows": [
                {
                    "label": entry.label or entry.section,
                    "text": entry.text,
                    "assumed": bool(entry.provenance and entry.provenance.assumed),
                    "words": (entry.provenance.source or entry.provenance.assumption)
                    if entry.provenance
                    else "",
                }
                for entry in entries
            ],
        }
        for heading, entries in groupby(scheme.entries(parse(text)), key=lambda entry: entry.heading)
    ]


def buttons(actor: Any, dispositif: Dispositif) -> list[dict[str, str]]:
    """What may be done with a version, in its state."""
    if dispositif.state != "draft":
        return []
    acts = (Act.PUT_SCHEME_IN_FORCE, Act.EDIT_SCHEME, Act.DROP_SCHEME)
    return [
        {"label": ACTS[act].label, "url": reverse(f"schemes:{act.value}", args=[dispositif.uid])}
        for act in acts
        if actor.may(act)
    ]


def page(request: Asked, dispositif: Dispositif) -> HttpResponse:
    """One version, in full."""
    actor = reader(request)
    model = dispositif.parsed
    until = f" jusqu’au {day(dispositif.valid_to)}" if dispositif.valid_to else ""
    label = STATE_LABELS["scheme"][dispositif.state]
    offered = buttons(actor, dispositif)
    others = [{"label": "Comparer deux modèles", "url": reverse("schemes:compare")}]
    if actor.may(Act.DRAFT_SCHEME):
        others.append({"label": ACTS[Act.DRAFT_SCHEME].label, "url": reverse("schemes:draft_scheme")})
    if actor.may(Act.SIGN_AGREEMENT):
        others.append({"label": ACTS[Act.SIGN_AGREEMENT].label, "url": reverse("schemes:sign_agreement")})
    return render(
        request,
        "schemes/scheme.html",
        {
            "title": dispositif.name,
            "state": f"Dispositif {label}, à partir du {day(dispositif.valid_from)}{until} : "
            f"{counted(len(model.products), 'produit', 'produits')}, "
            f"{counted(len(model.agreements), 'banque', 'banques')}.",
            "dispositif": dispositif,
            "model": model,
            "sections": sections(dispositif.model),
            "agreements": Agreement.objects.filter(organisation=actor.organisation).select_related("partner"),
            "versions": Dispositif.objects.filter(organisation=actor.organisation).defer("model"),
            "may_end": actor.may(Act.END_AGREEMENT),
            "sees_directory": actor.may_read(Reading.SEE_DIRECTORY),
            "sees_envelope": actor.may_read(Reading.SEE_ENVELOPE),
            "next_act": offered[0] if offered else None,
            "other_acts": [*offered[1:], *others],
        },
    )


@login_required
def current(request: Asked) -> HttpResponse:
    """The version in force today; without one, how to begin."""
    actor = reader(request)
    found = Dispositif.objects.in_force(actor.organisation, request.on)
    if found is not None:
        return page(request, found)
    drafts = Dispositif.objects.filter(organisation=actor.organisation, state="draft")
    return render(
        request,
        "schemes/none.html",
        {
            "title": "Dispositif",
            "state": "Aucun dispositif n’est en vigueur.",
            "drafts": drafts,
            "may_draft": actor.may(Act.DRAFT_SCHEME),
        },
    )


@login_required
def one(request: Asked, dispositif: uuid.UUID) -> HttpResponse:
    """One version, whatever its state."""
    return page(request, version(request, dispositif))


@login_required
def text(request: Asked, dispositif: uuid.UUID) -> HttpResponse:
    """The model as a file, for a peer."""
    found = version(request, dispositif)
    response = HttpResponse(found.model, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.parsed.code}.toml"'
    return response


@login_required
def compare(request: Asked) -> HttpResponse:
    """Two models side by side: what differs, in sentences."""
    actor = reader(request)
    own = Dispositif.objects.in_force(actor.organisation, request.on)
    names = scheme_names()
    asked = request.GET if "left" in request.GET else {"left": "" if own else names[0], "right": names[-1]}
    form = forms.CompareForm(asked, own=own is not None)
    differences: tuple[scheme.Difference, ...] = ()
    names_of: tuple[str, ...] = ()
    if form.is_valid():
        sides = [
            parse(scheme_text(form.cleaned_data[side])) if form.cleaned_data[side] else own.parsed  # type: ignore[union-attr]  # without one, both sides are asked for
            for side in ("left", "right")
        ]
        differences, names_of = scheme.diff(*sides), scheme.sides(*sides)
    return shown(
        request,
        "schemes/compare.html",
        form=form,
        title="Comparer deux dispositifs",
        state=some(len(differences), "Aucune différence", "différence", "différences") + ".",
        differences=differences,
        sides=names_of,
    )


@login_required
def draft_scheme(request: Asked) -> HttpResponse:
    """A new version: from a shipped model, from the one in force, or from a text received."""
    actor = author(request, Act.DRAFT_SCHEME)
    own = Dispositif.objects.in_force(actor.organisation, request.on)
    wanted = request.GET.get("modele", "")
    initial = scheme_text(wanted) if wanted in scheme_names() else own.model if own else ""
    form = forms.DraftForm(typed(request), initial={"model": initial})
    done = submitted(
        request,
        form,
        lambda facts: actions.draft_scheme(by=actor, on=request.on, **facts),
    )
    if done:
        return redirect("schemes:version", done.uid)
    return shown(
        request,
        "schemes/draft.html",
        form=form,
        names=scheme_names(),
        title="Préparer une version du dispositif",
        state="Rien ne change tant que la version n’est pas mise en vigueur.",
        act_label="Enregistrer le projet",
        cancel_url=reverse("schemes:scheme"),
    )


@login_required
def edit_scheme(request: Asked, dispositif: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    actor, found = author(request, Act.EDIT_SCHEME), version(request, dispositif)
    form = forms.EditForm(typed(request), initial={"model": found.model}, revision=found.revision)
    done = submitted(
        request,
        form,
        lambda facts: actions.edit_scheme(found, by=actor, on=request.on, **facts),
        current=lambda thing: {"model": thing.model},
    )
    if done:
        return redirect("schemes:version", found.uid)
    return shown(
        request,
        "ui/form_page.html",
        form=form,
        title="Modifier le projet",
        act_label="Enregistrer le projet",
        cancel_url=reverse("schemes:version", args=[found.uid]),
    )


@login_required
def put_scheme_in_force(request: Asked, dispositif: uuid.UUID) -> HttpResponse:
    """Vote: from a day on, requests are judged by this version."""
    actor, found = author(request, Act.PUT_SCHEME_IN_FORCE), version(request, dispositif)
    own = Dispositif.objects.in_force(actor.organisation, request.on)
    form = forms.InForceForm(
        typed(request), initial={"valid_from": found.valid_from, "resolution": found.resolution}
    )
    done = submitted(
        request,
        form,
        lambda facts: actions.put_scheme_in_force(found, by=actor, on=request.on, **facts),
    )
    if done:
        return redirect("schemes:version", found.uid)
    return shown(
        request,
        "schemes/in_force.html",
        form=form,
        differences=scheme.diff(own.parsed, found.parsed) if own else (),
        sides=scheme.sides(own.parsed, found.parsed) if own else (),
        title="Mettre en vigueur",
        state="Les dossiers déjà reçus gardent la version sous laquelle ils ont été demandés.",
        act_label="Mettre en vigueur",
        cancel_url=reverse("schemes:version", args=[found.uid]),
    )


@login_required
def drop_scheme(request: Asked, dispositif: uuid.UUID) -> HttpResponse:
    """Give a draft up."""
    actor, found = author(request, Act.DROP_SCHEME), version(request, dispositif)
    form = forms.EtrierForm(typed(request))
    if submitted(request, form, lambda _: actions.drop_scheme(found, by=actor, on=request.on)):
        return redirect("schemes:scheme")
    return shown(
        request,
        "ui/form_page.html",
        form=form,
        title="Abandonner ce projet",
        state="Le texte reste lisible, mais il ne pourra plus être mis en vigueur.",
        act_label="Abandonner le projet",
        cancel_url=reverse("schemes:version", args=[found.uid]),
    )


@login_required
def sign_agreement(request: Asked) -> HttpResponse:
    """Record the convention with a bank that the dispositif in force names."""
    actor = author(request, Act.SIGN_AGREEMENT)
    own = Dispositif.objects.in_force(actor.organisation, request.on)
    if own is None:
        return redirect("schemes:scheme")
    banks = [(terms.code, terms.name) for terms in own.parsed.agreements]
    form = forms.AgreementForm(typed(request), banks=banks)

    def sign(facts: dict[str, Any]) -> Agreement:
        return actions.sign_agreement(by=actor, on=request.on, **facts)

    if submitted(request, form, sign):
        return redirect("schemes:scheme")
    return shown(
        request,
        "ui/form_page.html",
        form=form,
        title="Enregistrer une convention",
        state="Les taux, plafonds et délais de la banque sont dans le dispositif.",
        act_label="Enregistrer la convention",
        cancel_url=reverse("schemes:scheme"),
    )


@login_required
def end_agreement(request: Asked, agreement: uuid.UUID) -> HttpResponse:
    """End a convention; its loans go on."""
    actor = author(request, Act.END_AGREEMENT)
    found = (
        Agreement.objects.filter(organisation=actor.organisation, uid=agreement)
        .select_related("partner")
        .first()
    )
    if found is None:
        raise Http404("Cette convention n’existe pas.")
    form = forms.EndAgreementForm(typed(request))
    done = submitted(
        request,
        form,
        lambda facts: actions.end_agreement(found, by=actor, on=request.on, **facts),
    )
    if done:
        return redirect("schemes:scheme")
    return shown(
        request,
        "ui/form_page.html",
        form=form,
        title=f"Mettre fin à la convention avec {found.partner.name}",
        state="Les prêts en cours continuent ; plus aucun dossier ne pourra y être envoyé.",
        act_label="Mettre fin à la convention",
        cancel_url=reverse("schemes:scheme"),
    )
