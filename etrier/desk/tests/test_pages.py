"""The day, the files, a file, the search, as the worker sees them."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from etrier.applications.tests.factories import contact, under_study
from etrier.decisions.models import AnswerKind
from etrier.decisions.tests import factories as decisions
from etrier.decisions.tests.factories import answered, countered, with_bank
from etrier.desk.day import coming_day
from etrier.domain.access import Role
from etrier.files.actions import open_file
from etrier.followup.tests import factories as followup
from etrier.journal.models import Reading
from etrier.loans.tests.factories import loan


def queries(client, address) -> int:
    """How many queries a page takes, the dispositif's text once read by this process."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.covers("R12")
def test_the_day_says_who_comes_and_what_to_do(laval):
    laval.enter()
    application = contact(laval, first_name="Sonia", last_name="Marchand")
    today = timezone.localdate()
    followup.appointment(laval, application.file, day=today, at=time(9, 30))
    followup.task(laval, application.file, due_on=today)
    page = laval.client().get("/").content.decode()
    assert "Sonia Marchand" in page
    assert "9\u00a0h\u00a030" in page.replace("\u202f", "\u00a0")
    assert "Un rendez-vous, une chose à faire" in page


@pytest.mark.covers("R12", "A13")
def test_the_day_says_when_the_commission_sits(tarbes):
    tarbes.enter()
    today = timezone.localdate()
    decisions.session(tarbes, on=today, session_on=today)
    page = tarbes.client().get("/").content.decode()
    assert "La prochaine commission est aujourd’hui." in page


def test_a_day_to_come_is_said_as_one_says_it():
    on = date(2026, 11, 23)
    assert [coming_day(on + timedelta(days), on) for days in (0, 1, 3)] == ["aujourd’hui", "demain", "jeudi"]
    assert coming_day(date(2026, 12, 10), on) == "le jeudi 10\u00a0décembre"


def test_the_reception_is_led_to_the_contact_sheet_not_to_the_file(laval):
    laval.enter()
    application = contact(laval, first_name="Sonia", last_name="Marchand")
    followup.appointment(laval, application.file, day=timezone.localdate(), at=time(9))
    client = laval.client(Role.RECEPTION)
    sheet = f"/dossiers/{application.file.uid}/contact/"
    for address in ("/", "/dossiers/"):
        page = client.get(address).content.decode()
        assert sheet in page
        assert f'"/dossiers/{application.file.uid}/"' not in page
    assert client.get("/chercher/?q=march")["Location"] == sheet
    assert "/motif/" in client.get(sheet)["Location"], "she is asked why, not refused"


@pytest.mark.covers("R12")
def test_a_difficulty_not_taken_up_comes_first(laval):
    laval.enter()
    late = followup.late_loan(laval)
    followup.difficulty(laval, late)
    page = laval.client().get("/").content.decode()
    assert "Difficulté à prendre en charge" in page
    assert f"/dossiers/{late.file.uid}/" in page


@pytest.mark.parametrize(
    ("role", "room"),
    [
        (Role.FINANCE, "/remboursements/"),
        (Role.COMMITTEE_MEMBER, "/commission/"),
        (Role.ADMINISTRATOR, "/equipe/"),
        (Role.OBSERVER, "/pilotage/"),
    ],
)
def test_who_has_no_day_arrives_in_a_room_of_theirs(laval, role, room):
    assert laval.client(role).get("/")["Location"] == room


def test_a_role_without_any_room_is_told_what_to_do(laval):
    answer = laval.client(Role.REFERRER).get("/")
    assert answer.status_code == 403
    assert "administrateur" in answer.content.decode()


def test_a_file_is_found_by_the_beginning_of_words(laval):
    laval.enter()
    found = contact(laval, first_name="Aïcha", last_name="Diarra")
    answer = laval.client().get("/chercher/?q=dia aich")
    assert answer["Location"] == f"/dossiers/{found.file.uid}/"
    assert "Rien ne correspond" in laval.client().get("/chercher/?q=zzz").content.decode()


def test_another_towns_file_is_not_found(laval, tarbes):
    laval.enter()
    contact(laval, first_name="Aïcha", last_name="Diarra")
    assert "Rien ne correspond" in tarbes.client().get("/chercher/?q=diarra").content.decode()


@pytest.mark.covers("R1", "X4")
def test_a_file_shows_its_loan_its_next_act_and_its_story(laval):
    laval.enter()
    found = loan(laval, first_name="Nassim", last_name="Belkacem")
    page = laval.client().get(f"/dossiers/{found.file.uid}/").content.decode()
    assert "Nassim Belkacem" in page
    assert "Le prêt, échéance par échéance" in page
    assert "Remboursement" in page
    assert "Ce qui s’est passé" in page
    laval.enter()
    assert Reading.objects.filter(file_id=found.file.pk).count() == 1


def test_the_story_is_told_page_by_page(laval):
    laval.enter()
    found = loan(laval)
    client = laval.client()
    first = client.get(f"/dossiers/{found.file.uid}/histoire/").content.decode()
    assert "Suite" in first
    assert "Dossier ouvert" not in first


def test_lists_cost_the_same_for_one_row_and_for_thirty(laval, on):
    laval.enter()
    open_file(by=laval.actor(), on=on, cover="A B", holder=laval.user())
    client = laval.client()
    one = queries(client, "/dossiers/")
    laval.enter()
    for number in range(29):
        open_file(by=laval.actor(), on=on, cover=f"A B{number}", holder=laval.user())
    assert queries(client, "/dossiers/") == one


def test_the_day_costs_the_same_whatever_the_number_of_appointments(laval):
    laval.enter()
    application = contact(laval)
    today = timezone.localdate()
    followup.appointment(laval, application.file, day=today, at=time(8))
    client = laval.client()
    one = queries(client, "/")
    laval.enter()
    for hour in range(9, 15):
        followup.appointment(laval, application.file, day=today, at=time(hour))
    assert queries(client, "/") == one


def test_a_search_says_how_many_it_found_and_goes_on(laval, on):
    laval.enter()
    for number in range(35):
        contact(laval, last_name=f"Léa-Fils{number}", phone=f"06399801{number:02}")
    client = laval.client()
    page = client.get("/chercher/", {"q": "Léa & fils"})
    assert "35 dossiers trouvés." in page.content.decode()
    following = client.get("/chercher/" + page.context["next_url"])
    assert len(following.context["page"]) == 5


def test_a_list_goes_on_where_it_stopped(laval, on):
    laval.enter()
    for number in range(35):
        open_file(by=laval.actor(), on=on, cover=f"Personne {number}", holder=laval.user())
    client = laval.client()
    first = client.get("/dossiers/")
    following = client.get("/dossiers/" + first.context["next_url"])
    shown = [row.number for answer in (first, following) for row in answer.context["page"]]
    assert len(shown) == len(set(shown)) == 35
    assert client.get("/dossiers/?suite=nonsense").status_code == 200


def test_the_next_day_counts_where_the_town_is(laval):
    laval.organisation.time_zone = "Indian/Reunion"
    laval.organisation.save()
    midnight = datetime.combine(timezone.localdate(), time(23), tzinfo=timezone.get_default_timezone())
    assert laval.organisation.today(midnight) == midnight.date() + timedelta(1)


def words_of(page: str) -> str:
    """What a person reads of a page, spaces made plain."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.mark.covers("A17")
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (contact, "premier contact"),
        (under_study, "attend le CCAS"),
        (with_bank, "attend Banque des Trois Rivières"),
        (loan, "en remboursement"),
    ],
)
def test_the_list_says_what_is_asked_where_it_stands_and_whom_it_waits_for(laval, make, said):
    thing = make(laval.enter())
    read = words_of(laval.client().get("/dossiers/").content.decode())
    assert said in read
    assert thing.file.cover in read
    if make in (with_bank, loan):
        assert "2 000 €" in read
        assert thing.file.application.product_label in read


def test_a_question_of_the_bank_is_for_the_worker_and_other_terms_for_the_person(laval):
    laval.enter()
    answered(laval, with_bank(laval), AnswerKind.QUESTION, text="Le devis ?")
    assert "attend le CCAS" in words_of(laval.client().get("/dossiers/").content.decode())
    laval.enter()
    countered(laval, last_name="Diarra", phone="0639980155")
    assert "attend la personne" in words_of(laval.client().get("/chercher/?q=2026").content.decode())


def test_reception_reads_names_and_no_stage(laval):
    loan(laval.enter())
    read = words_of(laval.client(Role.RECEPTION).get("/dossiers/").content.decode())
    assert "en remboursement" not in read
    assert "2 000 €" not in read


def test_the_commission_is_in_the_rail_where_there_is_one(laval, tarbes):
    assert ">Commission" not in laval.client().get("/dossiers/").content.decode()
    assert ">Commission" in tarbes.client().get("/dossiers/").content.decode()
    for role in (Role.SOCIAL_WORKER, Role.RECEPTION):
        assert 'type="search"' in laval.client(role).get("/dossiers/").content.decode()
    assert 'type="search"' not in laval.client(Role.FINANCE).get("/remboursements/").content.decode()


@pytest.mark.parametrize("tab", ["budget", "projet", "droits", "constats", "pieces"])
def test_the_study_marks_the_tab_one_is_on(laval, tab):
    file = under_study(laval.enter()).file
    address = f"/dossiers/{file.uid}/etude/{tab}/"
    page = laval.client().get(address).content.decode()
    assert f'<a href="{address}" aria-current="page">' in page
