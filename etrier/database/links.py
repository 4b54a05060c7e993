"""Links between rows: Django's, but the row a link leads to is read by a statement found once (`reading`)."""

from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ForwardOneToOneDescriptor,
    ReverseOneToOneDescriptor,
)

from etrier.database.reading import row_where


class Named(ForwardManyToOneDescriptor):
    """The row that a field names."""

    def get_object(self, instance: Any) -> Any:
        """The row, read; `DoesNotExist` when it cannot be seen."""
        model = self.field.remote_field.model
        key = getattr(instance, self.field.attname)
        found = row_where(model, pk=key)
        if found is None:
            raise model.DoesNotExist(f"{model.__name__} {key}")
        return found


class NamedAlone(ForwardOneToOneDescriptor, Named):
    """The row that a field names, when no other row may name it."""


class Naming(ReverseOneToOneDescriptor):
    """The only row whose field may name this one."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is not None and instance.pk is not None and not self.is_cached(instance):
            found = row_where(self.related.related_model, **{self.related.field.name: instance})
            self.related.set_cached_value(instance, found)
        return super().__get__(instance, cls)


class ForeignKey(models.ForeignKey):
    """A link to a row."""

    forward_related_accessor_class = Named

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class OneToOneField(models.OneToOneField):
    """A link to a row that no other row may name."""

    forward_related_accessor_class = NamedAlone
    related_accessor_class = Naming

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.OneToOneField", args, kwargs
