"""The worker's side of the commission: list a file, withdraw it, tell the person, follow an appeal."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from etrier.accounts.request import Asked
from etrier.database.reading import attach
from etrier.decisions.actions import agenda, appeals, opinions
from etrier.decisions.asking import ConfirmForm, act_page, offered, require
from etrier.decisions.forms import committee as forms
from etrier.decisions.models import AgendaItem, Appeal, ItemKind, Session
from etrier.decisions.sheet import committee_sheet
from etrier.decisions.views.bank import file_of
from etrier.decisions.wording import opinion_standing
from etrier.domain.lifecycle import Act
from etrier.domain.wording import day
from etrier.files.models import File
from etrier.files.reading import found_in
from etrier.journal.submit import typed

ON_AN_ITEM = (Act.NOTIFY_OPINION, Act.MEET_CONDITION, Act.WITHDRAW_FROM_AGENDA)
ON_AN_APPEAL = (
    Act.ACKNOWLEDGE_APPEAL,
    Act.PUT_APPEAL_ON_AGENDA,
    Act.DISMISS_APPEAL,
    Act.WITHDRAW_APPEAL,
)


def open_sessions(request: Asked) -> Any:
    """The sessions whose agenda is still open, the next one first."""
    rows = Session.objects.visible_to(request.actor).filter(state="open", session_on__gte=request.on)
    return rows.order_by("session_on", "pk")


def back_to(file: File) -> str:
    return reverse("decisions:opinions", args=[file.uid])


def item_of(opened: File, uid: uuid.UUID) -> AgendaItem:
    """One passage of a file before the commission."""
    item = found_in(opened, AgendaItem, "session", uid=uid)
    attach([item.session], "dispositif")
    return item


def appeal_of(opened: File, uid: uuid.UUID) -> Appeal:
    rows = Appeal.objects.select_related("item__session", "item__organisation", "review")
    appeal = get_object_or_404(rows, file=opened, uid=uid)
    appeal.file = opened
    return appeal


@login_required
def list_opinions(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Every passage of a file before the commission, its appeals, and what may be done."""
    opened = file_of(request, file)
    items = AgendaItem.objects.filter(file=opened).select_related("session").order_by("-pk")
    return render(
        request,
        "decisions/opinions.html",
        {
            "file": opened,
            "title": "En commission",
            "items": [_line(request, opened, item) for item in items],
            "appeals": [_appeal_line(request, opened, row) for row in Appeal.objects.filter(file=opened)],
            "may_list": request.actor.may(Act.PUT_ON_AGENDA)
            and opened.application.state in ("ready", "adjourned")
            and opened.application.dispositif.parsed.committee.before_bank,
        },
    )


def _line(request: Asked, opened: File, item: AgendaItem) -> dict[str, Any]:
    addresses = {act: reverse(f"decisions:{act}", args=[opened.uid, item.uid]) for act in ON_AN_ITEM}
    if not item.unmet_conditions:
        del addresses[Act.MEET_CONDITION]
    if item.notified_on or item.session.state != "closed" or item.kind == ItemKind.REFUND:
        del addresses[Act.NOTIFY_OPINION]
    acts = offered(item, request.actor, addresses)
    pending = item.appeals.filter(state__in=("lodged", "acknowledged")).exists()
    if item.appeal_until and not pending and request.actor.may(Act.LODGE_APPEAL):
        url = reverse("decisions:lodge_appeal", args=[opened.uid, item.uid])
        acts.append({"label": "Enregistrer un recours", "url": url})
    return {"item": item, "standing": opinion_standing(item), "acts": acts}


def _appeal_line(request: Asked, opened: File, appeal: Appeal) -> dict[str, Any]:
    addresses = {act: reverse(f"decisions:{act}", args=[opened.uid, appeal.uid]) for act in ON_AN_APPEAL}
    if appeal.review_id is not None:
        addresses = {}
    return {"appeal": appeal, "acts": offered(appeal, request.actor, addresses)}


@login_required
def put_on_agenda(request: Asked, file: uuid.UUID) -> HttpResponse:
    """Choose the session; the sheet is frozen as shown."""
    opened = file_of(request, file)
    require(request, Act.PUT_ON_AGENDA)
    application = opened.application
    sheet = committee_sheet(application, request.on)
    form = forms.AgendaForm(typed(request), sessions=open_sessions(request), revision=application.revision)

    def run(data: dict[str, Any]) -> AgendaItem:
        return agenda.put_on_agenda(
            data["session"],
            opened,
            kind=ItemKind.APPLICATION,
            sheet=sheet,
            by=request.actor,
            on=request.on,
            revision=data["revision"],
        )

    return act_page(
        request,
        Act.PUT_ON_AGENDA,
        application,
        form,
        run,
        back=back_to(opened),
        template="decisions/put_on_agenda.html",
        file=opened,
        sheet=sheet,
        state="Les membres liront cette fiche, sans nom ni adresse.",
        sessions=len(form.sessions),
        may_convene=request.actor.may(Act.CONVENE_SESSION),
    )


@login_required
def withdraw_from_agenda(request: Asked, file: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """Take the file off the agenda."""
    opened = file_of(request, file)
    item = item_of(opened, agenda_item)
    form = ConfirmForm(typed(request), revision=item.revision)
    return act_page(
        request,
        Act.WITHDRAW_FROM_AGENDA,
        item,
        form,
        lambda data: agenda.withdraw_from_agenda(item, by=request.actor, on=request.on, **data),
        back=back_to(opened),
        template="ui/confirm.html",
        title="Retirer le dossier de l’ordre du jour ?",
        state="Il pourra être inscrit à une autre séance.",
        consequences=(),
        danger=False,
    )


@login_required
def notify_opinion(request: Asked, file: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """Write the letter and keep the day the person was told."""
    opened = file_of(request, file)
    item = item_of(opened, agenda_item)
    form = forms.NotifyForm(typed(request), initial={"notified_on": request.on}, revision=item.revision)
    appeal = " Le délai de recours de deux mois court de ce jour." if item.state == "unfavourable" else ""
    return act_page(
        request,
        Act.NOTIFY_OPINION,
        item,
        form,
        lambda data: opinions.notify_opinion(item, by=request.actor, on=request.on, **data),
        back=back_to(opened),
        state=f"{opinion_standing(item)} La lettre est préparée à l’enregistrement.{appeal}",
    )


@login_required
def meet_condition(request: Asked, file: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """Record that a condition of the opinion is met."""
    opened = file_of(request, file)
    item = item_of(opened, agenda_item)
    form = forms.MeetConditionForm(typed(request), item=item, revision=item.revision)
    return act_page(
        request,
        Act.MEET_CONDITION,
        item,
        form,
        lambda data: opinions.meet_condition(item, by=request.actor, on=request.on, **data),
        back=back_to(opened),
        state=item.condition_note,
    )


@login_required
def lodge_appeal(request: Asked, file: uuid.UUID, agenda_item: uuid.UUID) -> HttpResponse:
    """Record that the person contests the opinion."""
    opened = file_of(request, file)
    item = item_of(opened, agenda_item)
    until = item.appeal_until
    form = forms.AppealForm(typed(request), initial={"received_on": request.on})
    return act_page(
        request,
        Act.LODGE_APPEAL,
        None,
        form,
        lambda data: appeals.lodge_appeal(item, by=request.actor, on=request.on, **data),
        back=back_to(opened),
        state=f"Le délai de recours court jusqu’au {day(until)}." if until else "",
    )


@login_required
def acknowledge_appeal(request: Asked, file: uuid.UUID, appeal: uuid.UUID) -> HttpResponse:
    """Write that the appeal was received."""
    opened = file_of(request, file)
    row = appeal_of(opened, appeal)
    form = ConfirmForm(typed(request), revision=row.revision)
    return act_page(
        request,
        Act.ACKNOWLEDGE_APPEAL,
        row,
        form,
        lambda data: appeals.acknowledge_appeal(row, by=request.actor, on=request.on, **data),
        back=back_to(opened),
        template="ui/confirm.html",
        title="Accuser réception du recours ?",
        state="Une lettre est préparée.",
        consequences=(),
        danger=False,
    )


@login_required
def put_appeal_on_agenda(request: Asked, file: uuid.UUID, appeal: uuid.UUID) -> HttpResponse:
    """Another session examines the appeal."""
    opened = file_of(request, file)
    require(request, Act.PUT_APPEAL_ON_AGENDA)
    row = appeal_of(opened, appeal)
    sheet = committee_sheet(opened.application, request.on)
    others = open_sessions(request).exclude(pk=row.item.session_id)
    form = forms.AgendaForm(typed(request), sessions=others, revision=row.revision)

    def run(data: dict[str, Any]) -> AgendaItem:
        return agenda.put_appeal_on_agenda(row, sheet=sheet, by=request.actor, on=request.on, **data)

    return act_page(
        request,
        Act.PUT_APPEAL_ON_AGENDA,
        row,
        form,
        run,
        back=back_to(opened),
        template="decisions/put_on_agenda.html",
        file=opened,
        sheet=sheet,
        state="Le recours est examiné par une autre séance que celle qui a rendu l’avis.",
        sessions=len(form.sessions),
        may_convene=request.actor.may(Act.CONVENE_SESSION),
    )


@login_required
def dismiss_appeal(request: Asked, file: uuid.UUID, appeal: uuid.UUID) -> HttpResponse:
    """Declare the appeal inadmissible."""
    opened = file_of(request, file)
    row = appeal_of(opened, appeal)
    form = forms.DismissForm(typed(request), revision=row.revision)
    return act_page(
        request,
        Act.DISMISS_APPEAL,
        row,
        form,
        lambda data: appeals.dismiss_appeal(row, by=request.actor, on=request.on, **data),
        back=back_to(opened),
        state=f"Recours reçu le {day(row.received_on)}.",
    )


@login_required
def withdraw_appeal(request: Asked, file: uuid.UUID, appeal: uuid.UUID) -> HttpResponse:
    """The person gives her appeal up."""
    opened = file_of(request, file)
    row = appeal_of(opened, appeal)
    form = ConfirmForm(typed(request), revision=row.revision)
    return act_page(
        request,
        Act.WITHDRAW_APPEAL,
        row,
        form,
        lambda data: appeals.withdraw_appeal(row, by=request.actor, on=request.on, **data),
        back=back_to(opened),
        template="ui/confirm.html",
        title="La personne abandonne-t-elle son recours ?",
        state="L’avis défavorable demeure.",
        consequences=(),
        danger=False,
    )
