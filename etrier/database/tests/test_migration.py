"""Changes of tables taken at once leave the same models as one after another."""

import pytest
from django.db import models
from django.db.migrations import AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from etrier.database.migration import AtOnce


def table(name: str, **keys: str) -> CreateModel:
    """A table with keys to others of the same app."""
    fields = [("id", models.BigAutoField(primary_key=True))]
    for key, towards in keys.items():
        fields.append((key, models.ForeignKey(f"town.{towards}", models.CASCADE, related_name="+")))
    return CreateModel(name, fields)


def after(*operations) -> dict[str, tuple[list[str], list[str]]]:
    """The fields and the indexes of each model, when those before were already rendered."""
    state = ProjectState()
    table("File").state_forwards("town", state)
    table("Bank", file="File").state_forwards("town", state)
    assert len(state.apps.get_models()) == 2
    for operation in operations:
        operation.state_forwards("town", state)
    rendered = {model.__name__: model for model in state.apps.get_models()}
    for model in rendered.values():  # a key leads to the model as it is now, not as it was
        for field in model._meta.fields:
            assert field.related_model in (None, rendered.get(getattr(field.related_model, "__name__", "")))
    return {
        name: (
            sorted(field.name for field in model._meta.get_fields(include_hidden=True)),
            sorted(index.name for index in model._meta.indexes),
        )
        for name, model in rendered.items()
    }


LOAN = table("Loan", file="File", first="Instalment")
INSTALMENT = table("Instalment", loan="Loan", bank="Bank")
TOWN = AddField("Bank", "town", models.CharField(max_length=9, default=""))
BY_TOWN = AddIndex("Bank", models.Index(fields=["town"], name="by_town"))


@pytest.mark.parametrize("operations", [[INSTALMENT, LOAN], [TOWN, BY_TOWN], [INSTALMENT, LOAN, TOWN]])
def test_at_once_or_one_by_one(operations):
    together = after(AtOnce(*operations))
    assert together == after(*operations)
    assert together != after()
