"""The door: right, move, row count, entry; one leaf or the other, the same rows."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from etrier.accounts.actor import house
from etrier.documents.actions import accept_documents, check_document, check_documents, receive_document
from etrier.domain.access import Role
from etrier.domain.lifecycle import Act, ActRefused
from etrier.files.actions import assign_file, open_file
from etrier.files.models import File
from etrier.followup.actions.tasks import add_task, add_tasks
from etrier.followup.models import Task
from etrier.journal.door import Among, Conflict, NotAllowed, acting, acting_on
from etrier.journal.models import Entry
from etrier.journal.sentences import told
from etrier.schemes.actions import draft_scheme, drop_scheme
from etrier.shipped import scheme_text

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


@pytest.fixture
def file(laval, on) -> File:
    return open_file(by=laval.actor(), on=on, cover="Nassim Belkacem", holder=laval.user())


def columns(entry: Entry) -> dict:
    kept = ("act", "subject", "from_state", "to_state", "on", "user_id", "channel", "data", "file_id")
    return {name: getattr(entry, name) for name in kept}


def test_an_act_leaves_a_sentence_with_its_author(laval, file):
    (line,) = told(Entry.objects.filter(file_id=file.pk).order_by("pk"))
    assert line.sentence.startswith("Dossier ouvert")
    assert line.author == "Camille Rouault"


def test_a_role_without_the_right_is_refused(laval, file, on):
    with pytest.raises(NotAllowed, match="Votre rôle ne permet pas"):
        assign_file(file, by=laval.actor(Role.OBSERVER), on=on, holder=laval.user())


def test_another_towns_author_is_refused(laval, tarbes, on):
    laval.enter()
    file = open_file(by=laval.actor(), on=on, cover="Nassim Belkacem", holder=None)
    with pytest.raises(NotAllowed):
        assign_file(file, by=tarbes.actor(), on=on, holder=tarbes.user())


def test_an_impossible_move_is_refused_in_french(laval, on):
    administrator = laval.actor(Role.ADMINISTRATOR)
    dispositif = laval.dispositif
    with pytest.raises(ActRefused, match="en vigueur"):
        drop_scheme(dispositif, by=administrator, on=on)


def test_a_stale_revision_is_a_conflict(laval, file, on):
    seen = file.revision
    assign_file(file, by=laval.actor(), on=on, holder=laval.user(Role.SOCIAL_WORKER), revision=seen)
    with pytest.raises(Conflict):
        assign_file(file, by=laval.actor(), on=on, holder=laval.user(), revision=seen)


def test_free_text_never_enters_the_journal(laval, file, on):
    with (
        pytest.raises(ValueError, match="free text"),
        acting(file, Act.ASSIGN_FILE, by=laval.actor(), on=on) as step,
    ):
        step.tell(note="x" * 200)


def test_both_leaves_leave_the_same_rows(laval, on):
    """The same act by one leaf and by the other: same states, revisions and entries."""
    administrator = laval.actor(Role.ADMINISTRATOR)
    one = draft_scheme(by=administrator, on=on, model=scheme_text("laval"))
    many = draft_scheme(by=administrator, on=on, model=scheme_text("laval"))
    among = draft_scheme(by=administrator, on=on, model=scheme_text("laval"))
    drop_scheme(one, by=administrator, on=on)
    drafts = type(many).objects.filter(pk=many.pk)
    assert acting_on(Among(type(among), [among.pk]), Act.DROP_SCHEME, by=administrator, on=on) == 1
    assert acting_on(Among(type(among), [among.pk]), Act.DROP_SCHEME, by=administrator, on=on) == 0
    assert acting_on(Among(type(among), []), Act.DROP_SCHEME, by=administrator, on=on) == 0
    assert acting_on(drafts, Act.DROP_SCHEME, by=administrator, on=on) == 1
    assert acting_on(drafts, Act.DROP_SCHEME, by=administrator, on=on) == 0
    assert acting_on(drafts.filter(pk__in=[]), Act.DROP_SCHEME, by=administrator, on=on) == 0
    things = [one, many, among]
    for thing in things:
        thing.refresh_from_db()
    assert {(thing.state, thing.revision) for thing in things} == {(one.state, 1)}
    entries = [
        Entry.objects.get(subject="scheme", subject_id=thing.pk, act=Act.DROP_SCHEME) for thing in things
    ]
    assert columns(entries[0]) == columns(entries[1]) == columns(entries[2])


def test_each_row_may_tell_a_figure_of_its_own(laval, file, on):
    """Papers of several kinds accepted at once: each entry names its own, as one by one."""
    house_ = house(laval.organisation)
    received = [
        receive_document(file, by=laval.actor(), on=on, kind_code=kind, content=PNG)
        for kind in ("identity", "quote")
    ]
    alone, *rest = received
    check_document(alone, by=house_, on=on)
    assert check_documents([one.pk for one in rest], by=house_, on=on) == 1
    assert accept_documents([one.pk for one in received], by=house_, on=on) == 2
    entries = Entry.objects.filter(act__in=(Act.CHECK_DOCUMENT, Act.ACCEPT_DOCUMENT)).order_by("pk")
    assert [(entry.act, entry.data) for entry in entries] == [
        ("check_document", {"document": "identity"}),
        ("check_document", {"document": "quote"}),
        ("accept_document", {"document": "identity"}),
        ("accept_document", {"document": "quote"}),
    ]


def test_many_things_begin_as_one_does(laval, file, on):
    """The same tasks added one by one and all at once: same states, revisions and entries."""
    due = on + timedelta(3)
    alone = [add_task(file, by=laval.actor(), on=on, kind=kind, due_on=due) for kind in ("other", "ask_bank")]
    together = [
        Task(organisation=laval.organisation, file=file, kind=kind, due_on=due)
        for kind in ("other", "ask_bank")
    ]
    add_tasks(together, by=laval.actor(), on=on)
    entries = {entry.subject_id: columns(entry) for entry in Entry.objects.filter(act=Act.ADD_TASK)}
    assert [entries[task.pk] for task in alone] == [entries[task.pk] for task in together]
    assert [(task.state, task.revision) for task in alone] == [
        (task.state, task.revision) for task in Task.objects.filter(pk__in=[one.pk for one in together])
    ]


def test_more_things_begin_at_once_than_one_statement_can_carry(laval, file, on):
    """65 535 values: a large town's first sweep finds more tasks than that."""
    many = 6000
    town = laval.organisation
    tasks = [Task(organisation=town, file=file, kind="other", due_on=on) for _ in range(many)]
    add_tasks(tasks, by=laval.actor(), on=on)
    assert Entry.objects.filter(act=Act.ADD_TASK).count() == Task.objects.count() == many


def test_many_things_begin_by_right_alone(laval, file, on):
    task = Task(organisation=laval.organisation, file=file, kind="other", due_on=on)
    with pytest.raises(NotAllowed):
        add_tasks([task], by=laval.actor(Role.OBSERVER), on=on)
    add_tasks([], by=laval.actor(Role.OBSERVER), on=on)
    assert not Task.objects.exists()


def test_an_act_writes_what_it_changed_alone_and_its_entry(laval, file, on, django_assert_num_queries):
    """Two statements: the row read under its lock, then its new facts with the entry."""
    someone = laval.user(Role.MANAGER)
    with django_assert_num_queries(2):
        assign_file(file, by=laval.actor(), on=on, holder=someone)
    kept = File.objects.get(pk=file.pk)
    assert (kept.holder_id, kept.cover, kept.revision) == (someone.pk, "Nassim Belkacem", 1)


def test_a_row_that_is_gone_is_not_changed_in_silence(laval, file, on):
    with (
        pytest.raises(DatabaseError, match="n’existe pas"),
        acting(file, Act.ASSIGN_FILE, by=laval.actor(), on=on) as step,
    ):
        file.pk, key = 0, file.pk
        step.tell(user_id=key)


def test_a_list_changed_in_place_is_saved(laval, on):
    """The door compares lists by what they held, not by which list it is."""
    member = laval.members[Role.RECEPTION]
    with acting(member, Act.CHANGE_ROLES, by=laval.actor(Role.ADMINISTRATOR), on=on, roles=["reception"]):
        member.roles.append("referrer")
    assert type(member).objects.get(pk=member.pk).roles == ["reception", "referrer"]


def test_an_act_on_nothing_does_nothing(laval, on):
    administrator = laval.actor(Role.ADMINISTRATOR)
    nothing = type(laval.dispositif).objects.filter(pk__in=[])
    assert acting_on(nothing, Act.DROP_SCHEME, by=administrator, on=on) == 0


def test_an_act_on_many_asks_for_the_right_to_it_even_when_there_is_nothing(laval, on):
    worker, scheme = laval.actor(Role.SOCIAL_WORKER), type(laval.dispositif)
    for nothing in (scheme.objects.filter(pk__in=[]), Among(scheme, [])):
        with pytest.raises(NotAllowed):
            acting_on(nothing, Act.DROP_SCHEME, by=worker, on=on)


@pytest.mark.covers("X1")
def test_keys_of_another_town_are_not_there_to_be_acted_on(laval, tarbes, on):
    theirs = draft_scheme(by=tarbes.actor(Role.ADMINISTRATOR), on=on, model=scheme_text("tarbes"))
    laval.enter()
    mine = laval.actor(Role.ADMINISTRATOR)
    assert acting_on(Among(type(theirs), [theirs.pk]), Act.DROP_SCHEME, by=mine, on=on) == 0
    tarbes.enter()
    theirs.refresh_from_db()
    assert theirs.state == "draft"


def test_the_house_itself_has_only_the_acts_given_to_it(laval, file, on):
    with pytest.raises(NotAllowed):
        assign_file(file, by=house(laval.organisation), on=on, holder=laval.user())


def test_numbers_follow_one_another_by_year(laval, on):
    first, second = (open_file(by=laval.actor(), on=on, cover="A B", holder=None) for _ in range(2))
    last_year = open_file(by=laval.actor(), on=on.replace(year=2025), cover="A B", holder=None)
    assert [first.number, second.number, last_year.number] == ["2026-0001", "2026-0002", "2025-0001"]
