"""Rows added and saved by statements found once: the same rows as Django's, and nothing hidden is touched."""

import pytest
from django.db import DatabaseError, DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from etrier.accounts.models import Membership
from etrier.database.writing import add, add_all, change, keep, renew, take_away
from etrier.partners.models import Contact, LocalPartner
from tests.cast import raise_town


def named(town, rank: int) -> LocalPartner:
    return LocalPartner(organisation=town.organisation, kind="clic", name=f"CLIC {rank}")


def test_rows_are_added_in_their_order_by_one_statement(laval):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rows = add_all(named(laval, rank) for rank in range(5))
    assert len(asked) == 1
    assert [row.pk for row in rows] == sorted({row.pk for row in rows})
    kept = LocalPartner.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    for row, other in zip(rows, kept, strict=True):
        for field in LocalPartner._meta.concrete_fields:
            assert getattr(row, field.attname) == getattr(other, field.attname), field.name
    assert add_all([]) == []


def test_a_row_kept_is_added_once_then_saved(laval):
    row = named(laval, 1)
    assert keep(row)
    row.name = "CLIC du Bocage"
    assert not keep(row)
    assert list(LocalPartner.objects.filter(name="CLIC du Bocage")) == [row]


def test_some_fields_of_many_rows_are_saved_at_once(laval):
    rows = list(Membership.objects.filter(organisation=laval.organisation).order_by("pk"))
    for rank, row in enumerate(rows):
        row.title, row.state = f"Fonction {rank}", "nothing of the kind"
    with CaptureQueriesContext(connection) as asked:
        renew(rows, ("title",))
    assert len(asked) == 1
    kept = list(Membership.objects.filter(organisation=laval.organisation).order_by("pk"))
    assert [one.title for one in kept] == [f"Fonction {rank}" for rank in range(len(rows))]
    assert {one.state for one in kept} == {"active"}


def test_a_text_too_long_for_its_field_is_refused_not_cut(laval):
    row = add(named(laval, 1))
    row.name = "é" * (LocalPartner._meta.get_field("name").max_length + 1)
    with pytest.raises(DataError, match="too long"), transaction.atomic():
        renew([row], ("name",))
    assert LocalPartner.objects.get(pk=row.pk).name == "CLIC 1"


def test_the_fields_named_of_a_row_are_saved_alone(laval):
    row = Membership.objects.filter(organisation=laval.organisation).earliest("pk")
    row.title, row.roles, row.state = "Directrice", ["manager"], "nothing of the kind"
    change(row, "roles", "title")
    kept = Membership.objects.get(pk=row.pk)
    assert (kept.title, kept.roles, kept.state) == ("Directrice", ["manager"], "active")


def test_rows_are_taken_away_by_what_they_say(laval):
    kept, left = (add(named(laval, rank)) for rank in (1, 2))
    elsewhere, *_, malo = [
        add(Contact(organisation=laval.organisation, partner=one, first_name=name))
        for one, name in ((kept, "Inès"), (left, "Inès"), (left, "Inès"), (left, "Malo"))
    ]
    with CaptureQueriesContext(connection) as asked:
        take_away(Contact, partner=left, first_name="Inès")
    assert len(asked) == 1
    assert set(Contact.objects.filter(partner__in=[kept, left])) == {elsewhere, malo}


@pytest.mark.covers("X1")
def test_a_row_of_another_town_is_neither_added_nor_saved(laval):
    theirs = add(named(laval, 1))
    known = add(Contact(organisation=laval.organisation, partner=theirs, first_name="Inès"))
    neighbours = raise_town("tarbes")
    take_away(Contact, partner=theirs)
    with pytest.raises(DatabaseError, match="n’est pas visible"):
        renew([add(named(neighbours, 2)), theirs], ("name",))
    with pytest.raises(DatabaseError, match="n’est pas visible"):
        change(theirs, "name")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        add(named(laval, 3))
    laval.enter()
    assert list(Contact.objects.filter(partner=theirs)) == [known]
