"""Field types: euros kept as whole cents, keys shown outside, words found by their beginning."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable

from etrier.database.making import new_uid, recorded_now

CENT = Decimal("0.01")


class MoneyField(models.BigIntegerField):
    """An amount in euros: `Decimal` in Python, whole cents (bigint) in the database."""

    description = "Amount in euros"
    # What type checkers read: without them an amount would be taken for an integer
    _pyi_private_set_type: Decimal | Combinable  # type: ignore[assignment]  # an integer field takes integers
    _pyi_private_get_type: Decimal  # type: ignore[assignment]  # and gives them back
    _pyi_lookup_exact_type: Decimal  # type: ignore[assignment]  # an integer field looks up integers

    def from_db_value(self, value, expression, connection):
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(str(value))

    def get_prep_value(self, value):
        if value is None or hasattr(value, "resolve_expression"):
            return value
        amount = Decimal(value)
        if not amount.is_finite() or amount != amount.quantize(CENT):
            raise ValidationError("Un montant s’arrête au centime.")
        return int(amount.scaleb(2))

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if prepared else self.get_prep_value(value)


class PublicIdField(models.UUIDField):
    """The key shown outside (URL, API, feeds); the bigint stays inside."""

    def __init__(self, *args, **kwargs):
        kwargs.update(default=new_uid, unique=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("default", "unique", "editable"):
            kwargs.pop(key, None)
        return name, path, args, kwargs


class RecordedAtField(models.DateTimeField):
    """The instant at which a row was first written."""

    def __init__(self, *args, **kwargs):
        kwargs.update(auto_now_add=True)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance, add):
        if not add:
            return super().pre_save(model_instance, add)
        instant = recorded_now()
        setattr(model_instance, self.attname, instant)
        return instant

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


@models.CharField.register_lookup
class Begins(models.Lookup):
    """`word__begins="mar"`: the ^@ operator, the one prefix search that may use an index under RLS."""

    lookup_name = "begins"

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", [*left_params, *right_params]
