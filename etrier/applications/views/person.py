"""A borrower's sheet within a file: identity, contact rules, legal protection, double; the co-borrower."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.applications import actions
from etrier.applications.forms.person import (
    CoBorrowerForm,
    ContactRulesForm,
    IdentityForm,
    MergeForm,
    ProtectionForm,
)
from etrier.applications.forms.situation import ConfirmForm
from etrier.applications.models import Application, Household
from etrier.applications.views.asking import back, buttons, check_may, crumbs, opened, person_of
from etrier.domain.access import Reading
from etrier.domain.eligibility import Protection
from etrier.domain.lifecycle import ACTS, Act
from etrier.journal.submit import shown, submitted, typed
from etrier.people import actions as people
from etrier.people.actions import CONTACT_RULES, IDENTITY, PROTECTION
from etrier.people.doubles import facts_of, likenesses
from etrier.people.models import Person
from etrier.ui.formats import in_words
from etrier.ui.forms import EtrierForm

SHEET_ACTS = (Act.UPDATE_IDENTITY, Act.UPDATE_CONTACT_RULES, Act.UPDATE_PROTECTION, Act.MERGE_PERSON)


def facts(person: Person, names: tuple[str, ...]) -> dict[str, Any]:
    """The present values of a sheet, by field."""
    return {name: getattr(person, name) for name in names}


def sheet(request: Asked, application: Application, person: Person) -> dict[str, Any]:
    """What the pages of one person need."""
    return {**crumbs(request, application), "person": person}


@login_required
def person(request: Asked, file: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """One borrower: who, how to reach her, her protection, whether her sheet has a double."""
    application = opened(request, file, Reading.SEE_CONTACT)
    borrower = person_of(application, person)
    organisation = request.actor.organisation
    doubles = likenesses(organisation, facts_of(borrower), but=[borrower]) if organisation else []
    own = buttons(request, borrower, application.file, *SHEET_ACTS)
    merge = [button for button in own if button["act"] is Act.MERGE_PERSON]
    files = Application.objects.of_person(borrower).select_related("file").order_by("-pk")
    return render(
        request,
        "applications/person.html",
        {
            **sheet(request, application, borrower),
            "title": borrower.full_name,
            "age": borrower.age(request.on),
            "protection": Protection(borrower.protection).label if borrower.protection else "",
            "doubles": doubles,
            "merge_url": merge[0]["url"] if merge and doubles else "",
            "next_act": next((button for button in own if button not in merge), None),
            "other_acts": [button for button in own if button not in merge][1:],
            "files": files[:20],
            "is_applicant": borrower == application.applicant,
            "remove_acts": buttons(request, application, application.file, Act.REMOVE_CO_BORROWER),
        },
    )


@login_required
def persons(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Who borrows, who lives with them: the first page to read before calling."""
    application = opened(request, file, Reading.SEE_CONTACT)
    household = actions.household_of(application)
    act = Act.UPDATE_HOUSEHOLD if household else Act.RECORD_HOUSEHOLD
    may = request.actor.may(act)
    others = (Act.REMOVE_CO_BORROWER,) if application.co_borrower else (Act.ADD_CO_BORROWER,)
    rows = household.members.select_related("person") if household else []
    return render(
        request,
        "applications/persons.html",
        {
            **crumbs(request, application),
            "title": "La personne et le foyer",
            "state": described(application, household),
            "household": household,
            "members": [(row, row.age_on(request.on)) for row in rows],
            "next_act": {"label": ACTS[act].label, "url": reverse(f"applications:{act.value}", args=[file])}
            if may
            else None,
            "other_acts": buttons(request, application, application.file, Act.UPDATE_SITUATION, *others),
        },
    )


def described(application: Application, household: Household | None) -> str:
    """Who is in the household, in one sentence."""
    if household is None:
        return "Le foyer n’est pas encore décrit."
    count = household.members.count()
    if count == 1:
        return f"{application.applicant.full_name} vit sans autre personne à son foyer."
    return f"Le foyer compte {in_words(count)} personnes."


def _change(
    request: Asked,
    keys: tuple[uuid.UUID, uuid.UUID],
    act: Act,
    form_class: type[EtrierForm],
    *,
    names: tuple[str, ...],
    **texts: str,
) -> HttpResponse:
    """One page that changes some fields of a sheet; `keys` are those of the file and of the person."""
    check_may(request, act)
    application = opened(request, keys[0], Reading.SEE_CONTACT)
    borrower = person_of(application, keys[1])
    change = {
        Act.UPDATE_IDENTITY: actions.update_identity,
        Act.UPDATE_CONTACT_RULES: people.update_contact_rules,
        Act.UPDATE_PROTECTION: people.update_protection,
    }[act]
    options: dict[str, Any] = {"on": request.on} if act is Act.UPDATE_IDENTITY else {}
    form = form_class(typed(request), revision=borrower.revision, initial=facts(borrower, names), **options)
    if submitted(
        request,
        form,
        lambda data: change(borrower, by=request.actor, on=request.on, file=application.file, **data),
        current=lambda now: facts(now, names),
    ):
        return redirect("applications:person", application.file.uid, borrower.uid)
    return shown(
        request, "applications/person_form.html", form=form, **sheet(request, application, borrower), **texts
    )


@login_required
def update_identity(request: Asked, file: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Correct who the person is."""
    return _change(
        request, (file, person), Act.UPDATE_IDENTITY, IdentityForm, names=IDENTITY,
        title="Identité",
        state="Le nom corrigé paraît sur la couverture du dossier et dans la recherche.",
        act_label="Enregistrer l’identité",
    )  # fmt: skip


@login_required
def update_contact_rules(request: Asked, file: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """How the person may be reached."""
    return _change(
        request, (file, person), Act.UPDATE_CONTACT_RULES, ContactRulesForm, names=CONTACT_RULES,
        title="Comment joindre la personne sans risque",
        state="Chaque courrier, appel ou message obéit à ces consignes.",
        act_label="Enregistrer les consignes",
    )  # fmt: skip


@login_required
def update_protection(request: Asked, file: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Curatelle, tutelle or safeguard."""
    return _change(
        request, (file, person), Act.UPDATE_PROTECTION, ProtectionForm, names=PROTECTION,
        title="Protection juridique",
        state="Une personne protégée emprunte avec son curateur, ou par son tuteur avec l’accord du juge.",
        act_label="Enregistrer la protection",
    )  # fmt: skip


@login_required
def merge_person(request: Asked, file: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Join a double's sheet to this one, after a person has compared them."""
    check_may(request, Act.MERGE_PERSON)
    application = opened(request, file)
    kept = person_of(application, person)
    by = request.actor
    found = likenesses(by.organisation, facts_of(kept), but=[kept]) if by.organisation else []
    form = MergeForm(typed(request), found=found)
    joined = submitted(
        request,
        form,
        lambda _: actions.merge_person(form.chosen, into=kept, by=by, on=request.on, file=application.file),
    )
    if joined is not None:
        return redirect("applications:person", application.file.uid, kept.uid)
    return shown(
        request,
        "applications/merge_person.html",
        form=form,
        **sheet(request, application, kept),
        found=found,
        title="Réunir deux fiches",
        state=f"La fiche de {kept.full_name} est gardée ; les dossiers de son double lui sont rattachés.",
        act_label="Réunir les deux fiches",
    )


@login_required
def add_co_borrower(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Someone borrows with the applicant."""
    check_may(request, Act.ADD_CO_BORROWER)
    application = opened(request, file, Reading.SEE_CONTACT)
    on = request.on
    form = CoBorrowerForm(
        typed(request),
        revision=application.revision,
        on=on,
        actor=request.actor,
        applicant=application.applicant,
    )
    if submitted(
        request,
        form,
        lambda data: actions.add_co_borrower(
            application,
            by=request.actor,
            on=on,
            told=form.told,
            known=form.known,
            revision=data["revision"],
        ),
    ):
        return redirect("applications:contact", application.file.uid)
    return shown(
        request,
        "applications/add_co_borrower.html",
        form=form,
        **crumbs(request, application),
        title="Ajouter un co-emprunteur",
        state="Il rembourse avec le demandeur, et signe l’offre et la charte avec lui.",
        act_label="Ajouter le co-emprunteur",
    )


@login_required
def remove_co_borrower(request: Asked, file: uuid.UUID) -> HttpResponse:
    """The applicant asks alone."""
    check_may(request, Act.REMOVE_CO_BORROWER)
    application = opened(request, file)
    form = ConfirmForm(typed(request), revision=application.revision)
    if submitted(
        request,
        form,
        lambda data: actions.remove_co_borrower(application, by=request.actor, on=request.on, **data),
    ):
        return back(request, application)
    return shown(
        request,
        "applications/confirm.html",
        form=form,
        **crumbs(request, application),
        title="Retirer le co-emprunteur ?",
        state="Le demandeur empruntera seul. La fiche de l’autre personne est gardée.",
        act_label="Retirer le co-emprunteur",
    )
