"""A file before the commission: the anonymous sheet, who leaves the room, the opinion."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.database.writing import add
from etrier.decisions.actions import opinions, sessions
from etrier.decisions.asking import ConfirmForm, act_page, offered
from etrier.decisions.forms import committee as forms
from etrier.decisions.models import AgendaItem
from etrier.decisions.views.sessions import check_reader, page_of
from etrier.decisions.wording import opinion_standing
from etrier.domain.access import Reading as Page
from etrier.domain.lifecycle import Act
from etrier.journal.models import Reading
from etrier.journal.submit import typed

IN_SESSION = (
    Act.GIVE_FAVOURABLE_OPINION,
    Act.GIVE_CONDITIONAL_OPINION,
    Act.ADJOURN_OPINION,
    Act.GIVE_UNFAVOURABLE_OPINION,
    Act.RECTIFY_OPINION,
)


def found(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> AgendaItem:
    """One file on the agenda, its reading written down although the sheet has no name."""
    check_reader(request)
    rows = AgendaItem.objects.visible_to(request.actor).select_related("session__dispositif", "file")
    item = get_object_or_404(rows, uid=agenda_item, session__uid=session)
    if request.actor.user_id is None:
        raise ValueError("a reading has a reader")
    add(
        Reading(
            organisation_id=item.organisation_id,
            file_id=item.file_id,
            user_id=request.actor.user_id,
            page=Page.SEE_COMMITTEE,
            motive="committee",
        )
    )
    return item


def sheet_of(item: AgendaItem) -> str:
    return reverse("decisions:agenda_item", args=[item.session.uid, item.uid])


@login_required
def show_item(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """What the members read, and the opinions they may give."""
    item = found(request, session, agenda_item)
    keys = [item.session.uid, item.uid]
    addresses = {act: reverse(f"decisions:{act}", args=keys) for act in IN_SESSION}
    buttons = offered(item, request.actor, addresses) if item.session.state == "held" else []
    recusable = item.state == "listed" and item.session.state in ("open", "held")
    return render(
        request,
        "decisions/agenda_item.html",
        {
            "item": item,
            "session": item.session,
            "title": str(item),
            "state": opinion_standing(item),
            "next_act": buttons[0] if buttons else None,
            "other_acts": buttons[1:],
            "sheet": item.sheet,
            "recused": [recusal.attendance for recusal in item.recusals.select_related("attendance")],
            "may_recuse": recusable and request.actor.may(Act.RECUSE_MEMBER),
            "may_open_file": request.actor.may_read(Page.SEE_FILE),
        },
    )


@login_required
def print_item(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """The anonymous sheet, on paper."""
    item = found(request, session, agenda_item)
    return render(request, "decisions/sheet.html", {"item": item, "sheet": item.sheet})


@login_required
def recuse_member(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """A member leaves the room for this file."""
    item = found(request, session, agenda_item)
    form = forms.RecuseForm(typed(request), rows=item.session.attendances.exclude(recusals__item=item))
    return act_page(
        request,
        Act.RECUSE_MEMBER,
        item.session,
        form,
        lambda data: sessions.recuse_member(item, by=request.actor, on=request.on, **data),
        back=sheet_of(item),
        state="La personne connaît le demandeur ou a un intérêt : elle ne prend pas part à l’avis.",
    )


@login_required
def give_favourable_opinion(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """As asked."""
    item = found(request, session, agenda_item)
    form = ConfirmForm(typed(request), revision=item.revision)
    return act_page(
        request,
        Act.GIVE_FAVOURABLE_OPINION,
        item,
        form,
        lambda data: opinions.give_favourable_opinion(item, by=request.actor, on=request.on, **data),
        back=sheet_of(item),
        done=page_of(item.session),
        template="ui/confirm.html",
        title=f"Avis favorable : {item} ?",
        consequences=(),
        danger=False,
    )


def _opinion_page(
    request: Asked, item: AgendaItem, act: Act, form: Any, *, run: Any, title: str
) -> HttpResponse:
    return act_page(
        request,
        act,
        item,
        form,
        lambda data: run(item, by=request.actor, on=request.on, **data),
        back=sheet_of(item),
        done=page_of(item.session),
        title=title,
        state=f"{item}. {opinion_standing(item)}",
        act_label="Rendre cet avis",
    )


@login_required
def give_conditional_opinion(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """Favourable, with conditions or limits."""
    item = found(request, session, agenda_item)
    usual = item.session.dispositif.parsed.committee.conditions
    form = forms.ConditionalForm(typed(request), usual=usual, revision=item.revision)
    return _opinion_page(
        request,
        item,
        Act.GIVE_CONDITIONAL_OPINION,
        form,
        run=opinions.give_conditional_opinion,
        title="Avis favorable avec conditions",
    )


@login_required
def adjourn_opinion(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """Put off."""
    item = found(request, session, agenda_item)
    form = forms.AdjournForm(typed(request), revision=item.revision)
    return _opinion_page(
        request, item, Act.ADJOURN_OPINION, form, run=opinions.adjourn_opinion, title="Ajourner ce dossier"
    )


@login_required
def give_unfavourable_opinion(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """Unfavourable, with motives."""
    item = found(request, session, agenda_item)
    form = forms.UnfavourableForm(typed(request), revision=item.revision)
    return _opinion_page(
        request,
        item,
        Act.GIVE_UNFAVOURABLE_OPINION,
        form,
        run=opinions.give_unfavourable_opinion,
        title="Avis défavorable",
    )


@login_required
def rectify_opinion(request: Asked, session: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """Take back an opinion entered by mistake."""
    item = found(request, session, agenda_item)
    form = ConfirmForm(typed(request), revision=item.revision)
    return act_page(
        request,
        Act.RECTIFY_OPINION,
        item,
        form,
        lambda data: opinions.rectify_opinion(item, by=request.actor, on=request.on, **data),
        back=sheet_of(item),
        template="ui/confirm.html",
        title="Rectifier cet avis ?",
        state="Le dossier redevient à examiner dans cette séance.",
        consequences=(),
        danger=False,
    )
