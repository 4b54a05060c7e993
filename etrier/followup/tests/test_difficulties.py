"""Difficulties on screen: signalled, alerted, met, answered, closed; one letter, no word about health."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from etrier.accounts.actor import house
from etrier.documents.models import Letter
from etrier.domain.access import Role
from etrier.followup import sweep
from etrier.followup.actions import difficulties as actions
from etrier.followup.actions import letters
from etrier.followup.models import Aid, ContactAttempt, Difficulty, ProtocolStep, UnpaidLetter
from etrier.followup.tests.factories import aid, difficulty, late_loan, signalled, today
from etrier.journal.models import Entry
from etrier.loans.actions import default, measures
from etrier.loans.tests import factories as loans

pytestmark = pytest.mark.covers("R4")


@pytest.fixture
def loan(laval):
    return late_loan(laval)


@pytest.fixture
def trouble(laval, loan):
    return difficulty(laval, loan)


def page(name, thing, *more):
    return reverse(f"followup:{name}", args=[thing.file.uid, *more])


def about(name, trouble, *more):
    return page(name, trouble, trouble.uid, *more)


def dated(thing, **facts):
    return {"on": today().isoformat(), "revision": thing.revision, "key": str(uuid4())} | facts


def again(town, thing):
    town.enter()
    thing.refresh_from_db()
    return thing


@pytest.mark.covers("R3")
def test_a_call_opens_a_difficulty_before_anything_is_unpaid(laval):
    found = loans.loan(laval)
    client = laval.client()
    data = {"channel": "phone", "cause": "job_loss", "words": "Mon contrat s’arrête.", "key": str(uuid4())}
    assert client.post(page("signal_difficulty", found), data).status_code == 302
    laval.enter()
    signal = Difficulty.objects.get(loan=found)
    assert (signal.state, signal.origin, signal.cause) == ("open", "person", "job_loss")
    assert not signal.missed.exists()
    assert {step.step for step in signal.steps.all()} == {
        "contact_attempt", "review", "solutions", "three_party_meeting",
    }  # fmt: skip
    shown = client.get(about("difficulty", signal)).content.decode()
    assert "Mon contrat s’arrête." in shown
    assert "Aucune échéance n’est impayée." in shown
    assert "Prendre en charge" in shown


@pytest.mark.covers("R3")
def test_reception_takes_the_call_and_reads_no_more(laval):
    found = loans.loan(laval)
    client = laval.client(Role.RECEPTION)
    client.post(reverse("files:motive", args=[found.file.uid]), {"motive": "reception"})
    answer = client.post(page("signal_difficulty", found), {"channel": "phone", "cause": "", "words": ""})
    assert answer.status_code == 302
    laval.enter()
    signal = Difficulty.objects.get(loan=found)
    assert client.get(about("difficulty", signal)).status_code == 403
    assert client.get(about("attempt_contact", signal)).status_code == 403


@pytest.mark.covers("R3")
def test_a_second_call_stays_in_the_same_difficulty(laval, trouble):
    again_told = actions.signal_difficulty(
        trouble.loan, by=laval.actor(), on=today(), channel="phone", cause="separation"
    )
    assert again_told.pk == trouble.pk
    assert Difficulty.objects.count() == 1


def test_health_is_a_cause_without_a_word(laval):
    found, words = loans.loan(laval), "Opération du genou."
    data = {"channel": "phone", "cause": "health", "words": words}
    answer = laval.client().post(page("signal_difficulty", found), data)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Pour la santé, notez la cause seule" in shown
    assert words in shown
    laval.enter()
    assert not Difficulty.objects.exists()


def test_a_review_for_health_wipes_what_was_told(laval, trouble):
    actions.signal_difficulty(
        trouble.loan,
        by=laval.actor(),
        on=today(),
        channel="phone",
        cause="other",
        words="Je suis très fatiguée.",
    )
    trouble.refresh_from_db()
    actions.review_situation(trouble, by=laval.actor(), on=today(), cause="health")
    trouble.refresh_from_db()
    assert (trouble.cause, trouble.words, trouble.review) == ("health", "", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Difficulty.objects.filter(pk=trouble.pk).update(review="Opération.")


def test_the_banks_alert_records_the_unpaid_instalment_and_opens(laval):
    found = loans.loan(laval)
    loans.paid(laval, found, 1, 2)
    client = laval.client()
    address = page("alert_ccas", found)
    assert "n° 3 du" in client.get(address).content.decode()
    data = {"on": today().isoformat(), "number": "3", "channel": "email", "key": str(uuid4())}
    assert client.post(address, data).status_code == 302
    laval.enter()
    trouble = Difficulty.objects.get(loan=found)
    assert [one.number for one in trouble.missed.all()] == [3]
    assert Entry.objects.filter(act="report_unpaid", file_id=found.file_id).count() == 1
    assert Entry.objects.get(act="alert_ccas", subject="difficulty").data == {"number": 3}
    answer = client.post(address, data | {"number": "4", "key": str(uuid4())})
    assert answer.status_code == 302
    laval.enter()
    assert [one.number for one in Difficulty.objects.get(loan=found).missed.all()] == [3, 4]


def test_an_alert_of_the_future_is_refused_and_kept(laval):
    found = loans.loan(laval)
    tomorrow = (today() + timedelta(1)).isoformat()
    answer = laval.client().post(
        page("alert_ccas", found), {"on": tomorrow, "number": "99", "channel": "email"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Choisissez une date jusqu’au" in shown and "Choisissez une des réponses proposées." in shown
    assert tomorrow in shown


def test_from_taking_up_to_settling_by_a_measure_on_screen(laval, trouble):
    client = laval.client()
    assert (
        client.post(about("take_up_difficulty", trouble), {"revision": trouble.revision}).status_code == 302
    )
    again(laval, trouble)
    assert trouble.taken_by == laval.user()
    tried = dated(trouble, channel="phone", outcome="reached", note="Rappelle mardi.")
    assert client.post(about("attempt_contact", trouble), tried).status_code == 302
    laval.enter()
    assert ContactAttempt.objects.get().reached
    again(laval, trouble)
    reviewed = dated(trouble, cause="income_drop", review="Heures réduites.")
    assert client.post(about("review_situation", trouble), reviewed).status_code == 302
    again(laval, trouble)
    request = loans.requested(laval, trouble.loan, on=today(), start=9)
    refused = client.post(about("settle_by_measure", trouble), dated(trouble, measure=str(request.uid)))
    assert refused.status_code == 422
    laval.enter()
    measures.grant_measure(request, by=laval.actor(), on=today(), source=loans.PHONE)
    settled = client.post(about("settle_by_measure", trouble), dated(trouble, measure=str(request.uid)))
    assert settled.status_code == 302, settled.context["form"].errors
    again(laval, trouble)
    assert (trouble.state, trouble.measure_id) == ("restructured", request.pk)
    shown = client.get(about("difficulty", trouble)).content.decode()
    assert "prêt aménagé" in shown and "Rouvrir la difficulté" in shown
    assert "Report d’échéances" in shown
    again(laval, trouble)
    assert client.post(about("reopen_difficulty", trouble), {"revision": trouble.revision}).status_code == 302
    assert again(laval, trouble).state == "being_met"


def test_regularised_is_only_said_when_the_account_says_so(laval, trouble):
    client = laval.client()
    early = client.post(about("solve_difficulty", trouble), dated(trouble, solution="regularised"))
    assert early.status_code == 422
    assert "L’échéance 7 est encore impayée" in early.content.decode()
    laval.enter()
    loans.paid(laval, trouble.loan, 7)
    shown = client.get(about("difficulty", trouble)).content.decode()
    assert "Plus rien n’est impayé" in shown
    done = client.post(about("solve_difficulty", trouble), dated(trouble, solution="regularised"))
    assert done.status_code == 302
    assert again(laval, trouble).state == "solved"


def test_an_aid_is_asked_from_the_difficulty_then_granted(laval, trouble):
    client = laval.client()
    address = page("request_aid", trouble) + f"?difficulte={trouble.uid}"
    data = {
        "code": "social_partner",
        "on": today().isoformat(),
        "amount": "",
        "note": "Assistante du secteur",
    }
    assert client.post(address, data).status_code == 302
    laval.enter()
    found = Aid.objects.get()
    assert (found.label, found.difficulty) == ("orientation vers un partenaire social", trouble)
    granted = client.post(page("grant_aid", trouble, found.uid), dated(found, amount="80,50"))
    assert granted.status_code == 302
    assert again(laval, found).amount == Decimal("80.50")
    assert "80,50" in client.get(about("difficulty", trouble)).content.decode()
    ended = client.post(page("end_aid", trouble, found.uid), dated(found))
    assert ended.status_code == 302
    assert again(laval, found).state == "ended"


@pytest.mark.covers("R6")
def test_an_aid_over_a_period_wants_its_dates(laval, trouble):
    (grocery,) = [one for one in trouble.file.application.dispositif.parsed.aids if one.over_a_period]
    found = aid(laval, trouble.file, code=grocery.code, amount=None)
    client = laval.client()
    bare = client.post(page("grant_aid", trouble, found.uid), dated(found))
    assert bare.status_code == 422
    assert "accordée pour une période" in bare.content.decode()
    laval.enter()
    backwards = dated(found, starts_on="2026-12-01", ends_on="2026-11-01")
    assert client.post(page("grant_aid", trouble, found.uid), backwards).status_code == 422
    laval.enter()
    period = dated(found, starts_on="2026-12-01", ends_on="2027-02-28")
    assert client.post(page("grant_aid", trouble, found.uid), period).status_code == 302
    linked = client.post(about("link_aid", again(laval, trouble)), dated(trouble, aid=str(found.uid)))
    assert linked.status_code == 302
    assert again(laval, found).difficulty == trouble
    assert (
        "du 1er\u00a0décembre 2026 au 28\u00a0février 2027"
        in client.get(page("aids", trouble)).content.decode()
    )


@pytest.mark.covers("R6")
def test_an_aid_may_be_refused(laval, trouble):
    found = aid(laval, trouble.file)
    answer = laval.client().post(page("refuse_aid", trouble, found.uid), dated(found, note="Déjà aidée."))
    assert answer.status_code == 302
    assert again(laval, found).state == "refused"


def test_one_letter_for_one_instalment(laval, trouble):
    client = laval.client()
    address = page("unpaid_letter", trouble, trouble.missed.get().uid)
    assert address in client.get(about("difficulty", trouble)).content.decode()
    assert "Un seul courrier par échéance." in client.get(address).content.decode()
    assert client.post(address, {"key": str(uuid4())}).status_code == 302
    laval.enter()
    letter = Letter.objects.get(file=trouble.file, letter_code="unpaid")
    assert letter.data["amount"] == "86,85\u202f€"
    assert letter.data["name"] == trouble.file.cover
    twice = client.post(address, {"key": str(uuid4())})
    assert twice.status_code == 422
    assert "jamais deux" in twice.content.decode()
    laval.enter()
    assert Letter.objects.filter(letter_code="unpaid").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        UnpaidLetter.objects.create(
            organisation=laval.organisation,
            file=trouble.file,
            loan=trouble.loan,
            difficulty=trouble,
            number=7,
            letter=letter,
        )


def test_no_letter_to_who_forbids_it(laval):
    found = late_loan(laval, letters_allowed=False)
    trouble = difficulty(laval, found)
    with pytest.raises(ValidationError, match="Aucun courrier"):
        letters.write_unpaid_letter(trouble, trouble.missed.get(), by=laval.actor(), on=today())
    shown = laval.client().get(about("difficulty", trouble)).content.decode()
    assert "Aucun courrier ne peut lui être envoyé" in shown
    assert page("unpaid_letter", trouble, trouble.missed.get().uid) not in shown


def test_admissible_over_indebtedness_freezes_the_protocol(laval, trouble):
    default.record_overindebtedness(
        trouble.loan, by=laval.actor(), on=today(), stage="admissible", source=loans.PHONE
    )
    trouble = Difficulty.objects.select_related("loan").get()
    with pytest.raises(ValidationError, match="surendettement"):
        letters.write_unpaid_letter(trouble, trouble.missed.get(), by=laval.actor(), on=today())
    assert "aucun délai ne court" in laval.client().get(about("difficulty", trouble)).content.decode()
    other = late_loan(laval)
    default.record_overindebtedness(
        other, by=laval.actor(), on=today(), stage="admissible", source=loans.PHONE
    )
    assert sweep.open_difficulties(house(laval.organisation), today()) == 0


def test_steps_are_done_dropped_and_added(laval, trouble):
    client = laval.client()
    step = ProtocolStep.objects.get(difficulty=trouble, step="review")
    done = client.post(page("complete_step", trouble, step.uid), dated(step, note="Fait au CCAS."))
    assert done.status_code == 302
    assert again(laval, step).state == "done"
    meeting = ProtocolStep.objects.get(difficulty=trouble, step="three_party_meeting")
    assert client.post(page("drop_step", trouble, meeting.uid), dated(meeting)).status_code == 302
    late = {"step": "review", "deadline_on": (today() - timedelta(1)).isoformat()}
    assert client.post(about("plan_step", trouble), late).status_code == 422
    added = late | {"deadline_on": (today() + timedelta(5)).isoformat()}
    assert client.post(about("plan_step", trouble), added).status_code == 302
    laval.enter()
    assert ProtocolStep.objects.filter(difficulty=trouble, step="review").count() == 2


def test_a_meeting_with_the_bank_ends_its_step(laval, trouble):
    client = laval.client()
    address = page("plan_appointment", trouble) + f"?difficulte={trouble.uid}&type=three_party"
    shown = client.get(address).content.decode()
    assert '<option value="three_party" selected>' in shown
    data = {
        "kind": "three_party",
        "day": today().isoformat(),
        "at": "10:00",
        "minutes": "60",
        "worker": str(laval.user().uid),
        "place": "bank",
        "participants": ["person", "adviser"],
    }
    assert client.post(address, data).status_code == 302
    laval.enter()
    (meeting,) = trouble.appointments.all()
    held = {"minutes": "60", "participants": ["person"], "revision": meeting.revision}
    assert client.post(page("mark_seen", trouble, meeting.uid), held).status_code == 302
    laval.enter()
    assert ProtocolStep.objects.get(difficulty=trouble, step="three_party_meeting").state == "done"


def test_the_guarantee_ends_it_only_once_called(laval, trouble):
    early = laval.client().post(about("end_by_guarantee", trouble), dated(trouble))
    assert early.status_code == 422
    assert "n’a pas appelé la garantie" in early.content.decode()


def test_the_list_says_where_it_stands(laval, loan):
    client = laval.client()
    empty = client.get(page("difficulties", loan)).content.decode()
    assert "Aucune difficulté" in empty
    opened = client.post(page("open_difficulty", loan), {"cause": "oversight", "key": str(uuid4())})
    assert opened.status_code == 302
    shown = client.get(opened["Location"]).content.decode()
    assert "(oubli)" in shown
    again_opened = client.post(page("open_difficulty", loan), {"cause": ""})
    assert again_opened.status_code == 422
    assert "déjà une difficulté ouverte" in again_opened.content.decode()


def test_a_stale_page_loses_nothing(laval, trouble):
    stale = dated(trouble, cause="oversight", review="Elle a oublié.")
    actions.review_situation(
        trouble, by=laval.actor(Role.MANAGER), on=today(), cause="birth", review="Naissance."
    )
    answer = laval.client().post(about("review_situation", trouble), stale)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Naissance." in shown and "Elle a oublié." in shown and "Hélène Le Goff" in shown


def test_another_town_and_another_role_enter_nothing(laval, tarbes):
    laval.enter()
    trouble = signalled(laval)
    pages = ("difficulty", "attempt_contact", "review_situation", "solve_difficulty", "plan_step")
    stranger, finance = tarbes.client(), laval.client(Role.FINANCE)
    for name in pages:
        assert stranger.get(about(name, trouble)).status_code == 404, name
        assert finance.get(about(name, trouble)).status_code == 403, name
