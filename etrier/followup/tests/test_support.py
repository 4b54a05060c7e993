"""Support on screen and by rule: planned from the loan, made, missed, moved with the loan, ended."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from etrier.accounts.actor import house
from etrier.decisions.tests.factories import ready, with_bank
from etrier.domain.access import Role
from etrier.followup import sweep
from etrier.followup.actions import support as actions
from etrier.followup.models import SupportContact, SupportPlan
from etrier.followup.rates import effective_rate
from etrier.followup.tests.factories import contact, plan, today
from etrier.funds.tests.factories import envelope
from etrier.journal.models import Entry
from etrier.loans.actions import endings, measures
from etrier.loans.tests import factories as loans

pytestmark = pytest.mark.covers("R2")
DISBURSED = date(2026, 1, 15)


@pytest.fixture
def loan(laval):
    return loans.loan(laval, disbursed_on=DISBURSED, principal=2000, months=24)


def page(name, thing, *more):
    return reverse(f"followup:{name}", args=[thing.file.uid, *more])


def days(file):
    return [row.due_on for row in SupportContact.objects.filter(file=file, state="planned")]


def compulsory(town):
    """The product whose support is compulsory, as the town's dispositif has it."""
    return next(one for one in town.dispositif.parsed.products if one.support.mode == "compulsory")


def test_each_level_has_its_contacts(laval, loan):
    light = actions.contacts_foreseen(loan, "light")
    assert [(one.on, one.channel, one.reason) for one in light] == [(date(2027, 1, 15), "phone", "midway")]
    regular = actions.contacts_foreseen(loan, "regular")
    assert [one.on for one in regular] == [
        date(2026, 4, 15),
        date(2026, 7, 15),
        date(2026, 10, 15),
        date(2027, 1, 15),
        date(2027, 4, 15),
        date(2027, 7, 15),
        date(2027, 10, 15),
    ]
    assert len(actions.contacts_foreseen(loan, "reinforced")) == 23


def test_a_plan_set_late_plans_only_what_is_to_come(laval, loan):
    plan(laval, loan, on=date(2027, 1, 1))
    assert days(loan.file) == [date(2027, 1, 15), date(2027, 4, 15), date(2027, 7, 15), date(2027, 10, 15)]


def test_two_plans_at_once_are_refused(laval, loan):
    plan(laval, loan)
    with pytest.raises(IntegrityError), transaction.atomic():
        plan(laval, loan)


def test_from_the_plan_to_a_contact_made_on_screen(laval):
    loan = loans.loan(laval)
    client = laval.client()
    assert "Pas encore d’accompagnement" in client.get(page("support", loan)).content.decode()
    data = {"level": "reinforced", "followed_by": "Assistante du Département", "key": str(uuid4())}
    assert client.post(page("set_support_plan", loan), data).status_code == 302
    laval.enter()
    found = SupportPlan.objects.get()
    assert (found.level, found.followed_by) == ("reinforced", "Assistante du Département")
    planned = SupportContact.objects.filter(plan=found).order_by("due_on").first()
    revised = {"level": "light", "followed_by": "", "revision": found.revision}
    assert client.post(page("revise_support_plan", loan, found.uid), revised).status_code == 302
    laval.enter()
    assert set(
        SupportContact.objects.filter(plan=found, reason="regular").values_list("state", flat=True)
    ) == {"cancelled"}
    assert SupportContact.objects.filter(plan=found, reason="midway", state="planned").count() == 1
    planned = SupportContact.objects.get(plan=found, state="planned")
    early = {"revision": planned.revision}
    assert client.post(page("miss_support_contact", loan, planned.uid), early).status_code == 422
    laval.enter()
    done = {
        "on": today().isoformat(),
        "channel": "phone",
        "note": "Tout va bien, a repris le travail.",
        "revision": planned.revision,
    }
    assert client.post(page("complete_support_contact", loan, planned.uid), done).status_code == 302
    shown = client.get(page("support", loan)).content.decode()
    assert "Tout va bien" in shown and "100\u202f%" in shown
    laval.enter()
    assert not any("travail" in str(entry.data) for entry in Entry.objects.filter(file_id=loan.file_id))
    found.refresh_from_db()
    ended = client.post(
        page("end_support_plan", loan, found.uid), {"reason": "person_wish", "revision": found.revision}
    )
    assert ended.status_code == 302
    assert "à la demande de la personne" in client.get(page("support", loan)).content.decode()


def test_a_contact_is_moved_missed_and_cancelled_on_screen(laval):
    file = loans.loan(laval).file
    client, one = laval.client(), contact(laval, file)
    past = {"due_on": (today() - timedelta(1)).isoformat(), "revision": one.revision}
    assert client.post(page("move_support_contact", one, one.uid), past).status_code == 422
    assert client.post(page("miss_support_contact", one, one.uid), {"revision": 0}).status_code == 302
    laval.enter()
    one.refresh_from_db()
    assert one.state == "missed"
    moved = {"due_on": (today() + timedelta(3)).isoformat(), "revision": one.revision}
    assert client.post(page("move_support_contact", one, one.uid), moved).status_code == 302
    laval.enter()
    one.refresh_from_db()
    assert (one.state, one.due_on) == ("planned", today() + timedelta(3))
    cancelled = {"revision": one.revision, "note": "Déjà vue hier."}
    assert client.post(page("cancel_support_contact", one, one.uid), cancelled).status_code == 302
    laval.enter()
    one.refresh_from_db()
    assert one.state == "cancelled"


def test_the_first_contact_of_a_compulsory_support_is_planned_before_the_bank(laval):
    envelope(laval)
    application = ready(laval, product_code=compulsory(laval).code)
    client = laval.client()
    assert "prévoyez le premier contact avant" in client.get(page("support", application)).content.decode()
    data = {"due_on": (today() + timedelta(9)).isoformat(), "channel": "phone", "first": "on"}
    assert client.post(page("plan_support_contact", application), data).status_code == 302
    laval.enter()
    assert SupportContact.objects.get().reason == "first"
    assert (
        "premier contact de l’accompagnement"
        not in client.get(page("plan_support_contact", application)).content.decode()
    )


def test_what_was_promised_to_the_bank_is_put_in_the_diary_once(laval):
    envelope(laval)
    sent_on = today()
    application = ready(laval, product_code=compulsory(laval).code)
    sent = with_bank(laval, application, on=sent_on)
    by = house(laval.organisation)
    assert sweep.plan_promised_contacts(by, sent_on) == 1
    assert sweep.plan_promised_contacts(by, sent_on) == 0
    promised = SupportContact.objects.get()
    assert (promised.due_on, promised.reason, promised.plan) == (sent.first_contact_on, "first", None)


def test_a_compulsory_support_begins_with_the_promised_contact(laval):
    found = loans.loan(laval, product_code=compulsory(laval).code, disbursed_on=DISBURSED, months=24)
    promised = contact(laval, found.file, on=DISBURSED, due_on=date(2026, 1, 26))
    SupportContact.objects.filter(pk=promised.pk).update(reason="first")
    by = house(laval.organisation)
    assert sweep.set_plans(by, DISBURSED) == 1
    assert sweep.set_plans(by, DISBURSED) == 0
    promised.refresh_from_db()
    assert promised.plan == SupportPlan.objects.get()
    assert SupportContact.objects.filter(file=found.file, reason="first").count() == 1


def test_contacts_follow_the_end_of_the_loan(laval, loan):
    by, on = house(laval.organisation), date(2026, 8, 20)
    found = plan(laval, loan, level="light")
    measure = loans.requested(laval, loan, on=on, start=8, months=2)
    measures.grant_measure(measure, by=laval.actor(), on=on, source=loans.PHONE)
    assert sweep.move_plans(by, on) == 1
    assert sweep.move_plans(by, on) == 0
    found.refresh_from_db()
    assert found.planned_until == date(2028, 3, 15)
    assert days(loan.file) == [date(2027, 2, 15)]


def test_a_contact_nobody_noted_is_missed_and_calls_for_a_task(laval, loan):
    by, on = house(laval.organisation), date(2026, 4, 15)
    plan(laval, loan)
    assert sweep.miss_contacts(by, on + timedelta(7)) == 0
    assert sweep.miss_contacts(by, on + timedelta(8)) == 1
    assert sweep.miss_contacts(by, on + timedelta(8)) == 0
    sweep.add_tasks(by, on + timedelta(8))
    (task,) = loan.file.tasks.filter(kind="call_person")
    assert "15 avril 2026" in task.detail
    missed = SupportContact.objects.get(state="missed")
    actions.complete_support_contact(missed, by=laval.actor(), on=on + timedelta(9), channel="phone")
    assert sweep.complete_tasks(by, on + timedelta(9)) == 1


def test_support_ends_with_the_loan(laval):
    found = loans.loan(laval, months=6, disbursed_on=loans.months_ago(8))
    plan(laval, found)
    loans.paid(laval, found, *range(1, 7))
    endings.confirm_repaid(found, by=laval.actor(), on=today(), source=loans.PHONE)
    by = house(laval.organisation)
    assert (sweep.end_plans(by, today()), sweep.end_plans(by, today())) == (1, 0)
    assert SupportPlan.objects.get().end_reason == "loan_ended"
    assert not days(found.file)
    with pytest.raises(ValidationError, match="soldé"):
        plan(laval, found)


def test_the_rate_counts_what_was_due(laval):
    class Made:
        def __init__(self, state, due_on):
            self.state, self.due_on = state, due_on

    on = date(2026, 6, 1)
    rows = [Made("done", on), Made("missed", on), Made("cancelled", on), Made("planned", date(2026, 7, 1))]
    assert effective_rate(rows, on) == Decimal(50)
    assert effective_rate(rows[2:], on) is None


def test_only_workers_of_the_town_see_it(laval, tarbes):
    laval.enter()
    found = loans.loan(laval)
    one = contact(laval, found.file)
    for name, keys in (("support", ()), ("set_support_plan", ()), ("complete_support_contact", (one.uid,))):
        assert tarbes.client().get(page(name, found, *keys)).status_code == 404
        assert laval.client(Role.RECEPTION).get(page(name, found, *keys)).status_code == 403
