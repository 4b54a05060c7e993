"""Whatever is typed in any field of these pages: a sentence in French, never a breakdown, nothing lost."""

import itertools

import pytest
from django.urls import reverse

from etrier.applications.models import Application
from etrier.applications.tests.factories import contact, under_study
from etrier.applications.tests.test_record_contact import typed

NASTY = (
    "", "\x00", "-1", "1e400", "31/02/2026", "9999-12-31", "٣٤", "9" * 5000, "<script>alert(1)</script>",
    "0193b2c8-7d21-7c53-9a55-5b0f3f8f4f11",
)  # fmt: skip
SAID = ("error-summary", "conflict", 'class="empty"')


def corrupted(payload, each=3):
    """Every field in turn, with the next few of the nasty values: all of them meet some field."""
    values = itertools.cycle(NASTY)
    for name in payload:
        for value in itertools.islice(values, each):
            yield name, payload | {name: value}


def check(client, url, payload):
    for name, data in corrupted(payload):
        answer = client.post(url, data)
        assert answer.status_code in (200, 302, 422), (name, data[name][:40], answer.status_code)
        if answer.status_code == 422:
            page = answer.content.decode()
            assert any(sign in page for sign in SAID), (name, data[name][:40])
            assert "<script>alert(1)" not in page


@pytest.mark.django_db
def test_the_first_contact(laval):
    payload = typed(laval, key="", same_as="")
    check(laval.client(), "/dossiers/nouveau/", payload)
    assert Application.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("update_household", {"family": "couple", "housing": "tenant", "housing_since": "2020-01-01",
         "member-rows": "1", "member-0-uid": "", "member-0-relation": "child", "member-0-first_name": "Lina",
         "member-0-birth_date": "", "member-0-age": "9"}),
        ("update_situation", {"resident": "True", "resident_since": "2020-01-01", "employment": "retired",
         "circumstances": "debts", "running_loans": "0", "over_indebtedness": "none", "note": "vu"}),
        ("assess_support", {"kinds": "budget", "level": "light", "need": "vu", "followed_by": "Mme Roy"}),
        ("explain_microcredit", {"points": "cost"}),
        ("add_co_borrower", {"first_name": "Sam", "last_name": "Roy", "birth_date": "1980-01-01",
         "phone": "0639980001", "email": "", "postcode": "53000", "avoid": "x", "same_as": ""}),
        ("assign_file", {"holder": "nobody"}),
        ("close_application", {"reason": "moved", "died_on": "", "motive": "partie"}),
        ("reopen_application", {}),
    ],
)  # fmt: skip
def test_the_pages_of_a_request(laval, name, payload):
    application = under_study(laval)
    url = reverse(f"applications:{name}", args=[application.file.uid])
    check(laval.client(), url, payload | {"revision": "0", "key": "x"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("update_identity", {"first_name": "Léa", "last_name": "Martin", "birth_date": "1985-03-12",
         "phone": "", "email": "", "address": "ici", "postcode": "53000", "town": "Laval"}),
        ("update_contact_rules", {"calls_allowed": "on", "avoid": "x", "contact_advice": "le matin"}),
        ("update_protection", {"protection": "none", "protector_name": "", "protector_contact": "x"}),
        ("merge_person", {"double": "x", "sure": "on"}),
    ],
)  # fmt: skip
def test_the_pages_of_a_person(laval, name, payload):
    application = contact(laval)
    url = reverse(f"applications:{name}", args=[application.file.uid, application.applicant.uid])
    check(laval.client(), url, payload | {"revision": "0"})
