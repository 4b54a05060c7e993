"""A row read is the row Django would make of the same values."""

import pytest
from django.apps import apps
from django.db import models

from etrier.accounts.models import Membership, User
from etrier.database.rows import Row
from etrier.domain.access import Role

OURS = {model for model in apps.get_models() if model.__module__.startswith("etrier.")}
ROWS = sorted((model for model in OURS if issubclass(model, Row)), key=lambda model: model._meta.label)


def test_every_model_of_ours_is_a_row_but_the_account_whose_base_is_djangos():
    assert OURS - set(ROWS) == {User}


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_a_row_is_the_one_django_would_make(model):
    assert model.__init__ is models.Model.__init__
    names = [field.attname for field in model._meta.concrete_fields]
    values = [object() for _ in names]
    ours = model.from_db("default", names, values)
    theirs = models.Model.from_db.__func__(model, "default", names, values)
    assert ours.__dict__.keys() == theirs.__dict__.keys()
    for name in names:
        assert getattr(ours, name) is getattr(theirs, name), name
    assert (ours._state.adding, ours._state.db) == (theirs._state.adding, theirs._state.db)


def test_a_field_left_out_is_read_when_asked_for(laval, django_assert_num_queries):
    known = laval.members[Role.RECEPTION]
    member = Membership.objects.only("organisation").get(pk=known.pk)
    assert member.get_deferred_fields() > {"title", "roles"}
    with django_assert_num_queries(1):
        assert member.title == known.title


def test_a_row_read_and_saved_stays_one_row(laval):
    known = Membership.objects.select_related("user").get(pk=laval.members[Role.RECEPTION].pk)
    count = Membership.objects.count()
    known.save()
    assert Membership.objects.count() == count
    assert known.user == User.objects.get(pk=known.user_id)
    known.user = laval.user()
    assert known.user_id == laval.user().pk
    with pytest.raises(ValueError, match="shorter"):
        Membership.from_db("default", ["id", "user_id"], [1])
