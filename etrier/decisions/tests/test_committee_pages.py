"""The commission's pages: from the convening to the notified opinion, on screen."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from etrier.applications.tests.factories import ready
from etrier.decisions.actions import appeals
from etrier.decisions.models import AgendaItem, Appeal, Session
from etrier.decisions.tests.factories import (
    favourable,
    held,
    listed,
    session,
    unfavourable,
)
from etrier.domain.access import Role
from etrier.files.actions import assign_file


@pytest.fixture
def today():
    return timezone.localdate()


def room(name, convened, *more):
    return reverse(f"decisions:{name}", args=[convened.uid, *more])


def desk(name, thing, *more):
    return reverse(f"decisions:{name}", args=[thing.file.uid, *more])


def typed(thing, **data):
    return {"revision": thing.revision, "key": str(uuid4())} | data


def posted(client, address, data):
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


@pytest.mark.covers("A13")
def test_the_whole_walk_of_a_file_through_the_commission(tarbes, today):
    manager, worker = tarbes.client(Role.MANAGER), tarbes.client()
    member = tarbes.client(Role.COMMITTEE_MEMBER)
    application = ready(tarbes, last_name="Castéran")
    assert "Aucune séance" in worker.get(reverse("decisions:sessions")).content.decode()
    page = posted(
        manager,
        reverse("decisions:convene_session"),
        {"session_on": today.isoformat(), "starts_at": "14:30", "place": "Mairie", "key": str(uuid4())},
    )
    assert "Ordre du jour" in manager.get(page).content.decode()
    tarbes.enter()
    convened = Session.objects.get()
    shown = worker.get(desk("put_on_agenda", application)).content.decode()
    assert "Ce que les membres liront" in shown
    application.refresh_from_db()
    posted(worker, desk("put_on_agenda", application), typed(application, session=str(convened.uid)))
    tarbes.enter()
    item = AgendaItem.objects.get()
    for client in (member, worker, manager):
        sheet = client.get(room("agenda_item", convened, item.uid)).content.decode()
        assert "Castéran" not in sheet
        assert "Affaire n° 1" in sheet.replace("\u00a0", " ")
    assert "Castéran" not in member.get(room("sheet", convened, item.uid)).content.decode()

    seats = list(convened.attendances.all())
    present = {f"present_{row.pk}": "on" for row in seats} | {f"name_{row.pk}": "Mme Abadie" for row in seats}
    posted(member, room("record_attendance", convened), typed(convened, **present))
    tarbes.enter()
    convened.refresh_from_db()
    posted(member, room("hold_session", convened), typed(convened))
    posted(
        member,
        room("recuse_member", convened, item.uid),
        {"attendance": str(seats[-1].pk), "key": str(uuid4())},
    )
    assert "Se retire" in member.get(room("agenda_item", convened, item.uid)).content.decode()
    posted(
        member,
        room("give_conditional_opinion", convened, item.uid),
        typed(item, conditions=["document"], amount_limit="1 800", note="Carte grise"),
    )
    tarbes.enter()
    convened.refresh_from_db()
    posted(member, room("close_session", convened), typed(convened))
    minutes = member.get(room("minutes", convened)).content.decode()
    assert "Mme Abadie" in minutes
    assert "ièce complémentaire" in minutes
    assert "Castéran" not in minutes

    opinions = worker.get(desk("opinions", application)).content.decode()
    assert "Notifier l’avis" in opinions
    tarbes.enter()
    item.refresh_from_db()
    posted(worker, desk("meet_condition", application, item.uid), typed(item, condition="document"))
    tarbes.enter()
    item.refresh_from_db()
    posted(
        worker,
        desk("notify_opinion", application, item.uid),
        typed(item, notified_on=today.isoformat(), channel="letter"),
    )
    assert "Notifié le" in worker.get(desk("opinions", application)).content.decode()
    tarbes.enter()
    item.refresh_from_db()
    assert (item.state, item.notified_on, item.unmet_conditions) == ("conditional", today, [])


@pytest.mark.covers("A13")
@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("give_unfavourable_opinion", {"motives": "Budget trop serré."}, "Choisissez une des réponses"),
        ("give_conditional_opinion", {"note": "Voir la banque"}, "au moins une condition"),
        ("adjourn_opinion", {"note": "Devis à refaire"}, "Choisissez une des réponses"),
    ],
)
def test_an_incomplete_opinion_is_shown_again_with_what_was_typed(tarbes, name, data, message):
    item = listed(tarbes)
    held(tarbes, item.session)
    client = tarbes.client(Role.COMMITTEE_MEMBER)
    answer = client.post(room(name, item.session, item.uid), typed(item, **data))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert message in shown
    assert next(iter(data.values())) in shown


@pytest.mark.covers("A13")
def test_each_opinion_has_its_page(tarbes):
    client = tarbes.client(Role.COMMITTEE_MEMBER)
    cases = {
        "give_favourable_opinion": ({}, "favourable"),
        "adjourn_opinion": ({"adjournment_reason": "missing_document"}, "adjourned"),
        "give_unfavourable_opinion": (
            {"opinion_reason": "not_bearable", "motives": "Trop lourd."},
            "unfavourable",
        ),
    }
    convened = session(tarbes)
    items = [listed(tarbes, convened=convened, last_name=f"Nom {rank}") for rank in range(len(cases))]
    held(tarbes, convened)
    for item, (name, (data, state)) in zip(items, cases.items(), strict=True):
        address = room(name, convened, item.uid)
        assert client.get(address).status_code == 200
        posted(client, address, typed(item, **data))
        tarbes.enter()
        item.refresh_from_db()
        assert item.state == state
    rectify = room("rectify_opinion", convened, items[0].uid)
    assert client.get(rectify).status_code == 200
    posted(client, rectify, typed(items[0]))
    tarbes.enter()
    items[0].refresh_from_db()
    assert items[0].state == "listed"


@pytest.mark.covers("A13")
def test_a_session_without_quorum_stays_closed(tarbes):
    item = listed(tarbes)
    client = tarbes.client(Role.MANAGER)
    answer = client.post(room("hold_session", item.session), typed(item.session))
    assert answer.status_code == 422
    assert "quorum" in answer.content.decode()


@pytest.mark.covers("A13")
def test_two_people_move_a_session(tarbes, today):
    convened = session(tarbes, session_on=today)
    client = tarbes.client(Role.MANAGER)
    data = {"session_on": today.isoformat(), "starts_at": "09:00", "place": "Salle A"}
    stale = typed(convened, **data)
    assert client.get(room("move_session", convened)).status_code == 200
    posted(client, room("move_session", convened), stale)
    answer = client.post(room("move_session", convened), stale | {"place": "Salle B", "key": str(uuid4())})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Salle A" in shown
    assert "Salle B" in shown


@pytest.mark.covers("A13")
def test_a_cancelled_session_and_a_withdrawn_file(tarbes):
    first = listed(tarbes)
    second = listed(tarbes, convened=first.session, last_name="Autre")
    worker = tarbes.client()
    address = desk("withdraw_from_agenda", second, second.uid)
    assert worker.get(address).status_code == 200
    posted(worker, address, typed(second))
    manager = tarbes.client(Role.MANAGER)
    assert manager.get(room("cancel_session", first.session)).status_code == 200
    posted(manager, room("cancel_session", first.session), typed(first.session))
    tarbes.enter()
    states = list(AgendaItem.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["withdrawn", "withdrawn"]


@pytest.mark.covers("A13")
def test_an_appeal_on_screen(tarbes, today):
    item = unfavourable(tarbes, notified_on=today)
    worker = tarbes.client()
    assert "Recours possible jusqu’au" in worker.get(desk("opinions", item)).content.decode()
    address = desk("lodge_appeal", item, item.uid)
    assert worker.get(address).status_code == 200
    posted(worker, address, {"received_on": today.isoformat(), "text": "Je conteste.", "key": str(uuid4())})
    tarbes.enter()
    appeal = Appeal.objects.get()
    assert worker.get(desk("acknowledge_appeal", item, appeal.uid)).status_code == 200
    posted(worker, desk("acknowledge_appeal", item, appeal.uid), typed(appeal))
    tarbes.enter()
    other = session(tarbes, on=today, session_on=today)
    appeal.refresh_from_db()
    assert worker.get(desk("put_appeal_on_agenda", item, appeal.uid)).status_code == 200
    posted(worker, desk("put_appeal_on_agenda", item, appeal.uid), typed(appeal, session=str(other.uid)))
    shown = worker.get(desk("opinions", item)).content.decode()
    assert "Je conteste." in shown
    assert "Recours contre un refus" in shown


@pytest.mark.covers("A13")
def test_an_appeal_dismissed_or_given_up(tarbes, today):
    for name, role, data, state in (
        ("dismiss_appeal", Role.MANAGER, {"appeal_reason": "no_object"}, "dismissed"),
        ("withdraw_appeal", Role.SOCIAL_WORKER, {}, "withdrawn"),
    ):
        tarbes.enter()
        item = unfavourable(tarbes, notified_on=today, last_name=state)
        assign_file(item.file, by=tarbes.actor(), on=today, holder=tarbes.user(role))
        appeal = appeals.lodge_appeal(item, by=tarbes.actor(), on=today, received_on=today)
        client = tarbes.client(role)
        address = desk(name, item, appeal.uid)
        assert client.get(address).status_code == 200
        posted(client, address, typed(appeal, **data))
        tarbes.enter()
        appeal.refresh_from_db()
        assert appeal.state == state


@pytest.mark.covers("A13", "X1")
def test_strangers_and_roles_without_the_commission(laval, tarbes):
    tarbes.enter()
    item = favourable(tarbes)
    addresses = [
        room("session", item.session),
        room("minutes", item.session),
        room("agenda_item", item.session, item.uid),
        room("sheet", item.session, item.uid),
    ]
    for address in addresses:
        assert laval.client().get(address).status_code == 404
        assert tarbes.client(Role.RECEPTION).get(address).status_code == 403
        assert tarbes.client(Role.FINANCE).get(address).status_code == 403
        assert tarbes.client(Role.COMMITTEE_MEMBER).get(address).status_code == 200
    member = tarbes.client(Role.COMMITTEE_MEMBER)
    assert member.get(desk("opinions", item)).status_code == 403
    assert member.get(reverse("decisions:convene_session")).status_code == 403
    assert tarbes.client().get(reverse("decisions:convene_session")).status_code == 403


@pytest.mark.covers("A13")
def test_where_no_commission_sits_the_page_says_so(laval):
    shown = laval.client().get(reverse("decisions:sessions")).content.decode()
    assert "Pas de commission" in shown
    assert "Convoquer" not in laval.client(Role.MANAGER).get(reverse("decisions:sessions")).content.decode()
