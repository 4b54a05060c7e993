"""Form fields that speak French: what people write is read, what is refused says what to do then."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from schwifty import IBAN
from schwifty.exceptions import InvalidBBANChecksum, InvalidChecksumDigits, InvalidLength, SchwiftyException

from etrier.ui import formats

SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
HIGHEST_EUROS = Decimal("1000000")
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


class EurosInput(forms.TextInput):
    """An amount: a numeric keyboard on phones, the € sign beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class EurosField(forms.Field):
    """« 1 234,50 », « 1234.5 », « 1 234 € » → `Decimal` euros to the cent; limits are included."""

    widget = EurosInput
    suffix = "€"
    suffix_words = "en euros"
    UNREADABLE = f"Écrivez un montant en euros, par exemple : 1{formats.NARROW}234,50."
    READABLE = re.compile(r"(?P<sign>[-\u2212+]?)(?P<whole>\d{1,12}|\d{1,3}(?:(?P<dot>[.,])\d{3}(?=.*[.,]))+)"
                          r"(?:[.,](?P<cents>\d*))?", re.ASCII)  # fmt: skip

    def __init__(
        self,
        *,
        minimum: Decimal = Decimal(0),
        maximum: Decimal = HIGHEST_EUROS,
        **options: Any,
    ) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        typed = SPACES.sub("", str(value)[:60])
        typed = re.sub(r"(€|euros?|eur)$", "", typed, flags=re.IGNORECASE)
        match = self.READABLE.fullmatch(typed)
        if match is None or len(str(value)) > 60:
            raise ValidationError(self.UNREADABLE, code="invalid")
        cents = (match["cents"] or "").rstrip("0")
        if len(cents) > 2:
            raise ValidationError("Écrivez deux chiffres au plus après la virgule.", code="invalid")
        amount = Decimal(re.sub(r"\D", "", match["whole"])) + Decimal(f"0.{cents or 0}")
        negative = match["sign"] not in ("", "+")
        return (-amount if negative else amount).quantize(Decimal("0.01"))

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < 0 <= self.minimum:
            raise ValidationError(
                "Un montant ne peut pas être négatif : écrivez-le sans signe moins.", code="min_value"
            )
        if value < self.minimum:
            at_least = formats.round_euros(self.minimum)
            raise ValidationError(f"Écrivez un montant d’au moins {at_least}.", code="min_value")
        if value > self.maximum:
            at_most = formats.round_euros(self.maximum)
            raise ValidationError(
                f"Écrivez un montant de {at_most} au plus, ou vérifiez les zéros.", code="max_value"
            )

    def prepare_value(self, value: Any) -> Any:
        return formats.number(value, 2) if isinstance(value, Decimal | int) else value


class DayInput(forms.DateInput):
    """The browser's calendar; a text that is no day is shown again as text, so that it is not lost."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "is-short", **(attrs or {})}, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not re.fullmatch(r"\d{4}-\d\d-\d\d", shown, re.ASCII):
            context["widget"]["type"] = "text"
        return context


class DayField(forms.Field):
    """« 23/11/2026 » or 2026-11-23 → `date`; `earliest` and `latest` are included."""

    widget = DayInput
    UNREADABLE = "Écrivez une date comme 23/11/2026 : jour, mois, année sur quatre chiffres."
    WRITINGS = (
        re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
        re.compile(r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})[/.\- ](?P<year>\d{4})", re.ASCII),
    )

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **options: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"min": self.earliest.isoformat(), "max": self.latest.isoformat()}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        typed = str(value)[:40].strip()
        match = next((found for writing in self.WRITINGS if (found := writing.fullmatch(typed))), None)
        if match is None:
            raise ValidationError(self.UNREADABLE, code="invalid")
        return self._existing(int(match["year"]), int(match["month"]), int(match["day"]))

    def _existing(self, year: int, month: int, day: int) -> date:
        if not 1 <= month <= 12:
            raise ValidationError(
                f"Le mois {month} n’existe pas : écrivez le jour, le mois (1 à 12), puis l’année.",
                code="invalid",
            )
        if year < 1:
            raise ValidationError(self.UNREADABLE, code="invalid")
        length = monthrange(year, month)[1]
        if not 1 <= day <= length:
            raise ValidationError(
                f"Le {day:02}/{month:02}/{year:04} n’existe pas : {formats.MONTHS[month - 1]} {year}"
                f" compte {length} jours. Corrigez le jour.",
                code="invalid",
            )
        return date(year, month, day)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.earliest:
            raise ValidationError(
                f"Choisissez une date à partir du {formats.day(self.earliest)}, ou vérifiez l’année.",
                code="min_value",
            )
        if value > self.latest:
            raise ValidationError(
                f"Choisissez une date jusqu’au {formats.day(self.latest)}, ou vérifiez l’année.",
                code="max_value",
            )


class MonthsField(forms.Field):
    """« 24 », « 24 mois » → whole months; limits are included."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    suffix = "mois"
    suffix_words = "en mois"

    def __init__(self, *, minimum: int = 1, maximum: int = 120, **options: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        typed = SPACES.sub("", str(value)[:40]).lower().removesuffix("mois")
        if not re.fullmatch(r"[-\u2212+]?\d{1,9}", typed, re.ASCII):
            raise ValidationError("Écrivez un nombre entier de mois, par exemple : 24.", code="invalid")
        return int(typed.replace("\u2212", "-"))

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and not self.minimum <= value <= self.maximum:
            raise ValidationError(
                f"Écrivez une durée de {self.minimum} à {self.maximum} mois.", code="out_of_limits"
            )


class RateField(forms.Field):
    """« 4 », « 4,25 % » → a yearly rate in percent, to three decimals; limits are included."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    suffix = "%"
    suffix_words = "en pour cent"

    def __init__(
        self, *, minimum: Decimal = Decimal(0), maximum: Decimal = Decimal(30), **options: Any
    ) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        written = SPACES.sub("", str(value)[:40]).removesuffix("%").replace("\u2212", "-").replace(",", ".")
        if not re.fullmatch(r"[-+]?\d{1,6}(\.\d{0,3})?", written, re.ASCII):
            raise ValidationError("Écrivez un taux en pour cent, par exemple : 4,25.", code="invalid")
        return Decimal(written)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and not self.minimum <= value <= self.maximum:
            least, most = formats.number(self.minimum), formats.number(self.maximum)
            raise ValidationError(
                f"Écrivez un taux de {least} à {most}{formats.NARROW}%.", code="out_of_limits"
            )

    def prepare_value(self, value: Any) -> Any:
        return formats.number(value.normalize()) if isinstance(value, Decimal) and value else value


class PhoneField(forms.CharField):
    """A French number as ten digits (« 0199001234 »), a foreign one as « +32470123456 »."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "class": "is-short"})
    guards_nir = False
    UNREADABLE = (
        "Écrivez un numéro à dix chiffres, par exemple : 01 99 00 12 34, ou commencez par + pour l’étranger."
    )
    FRENCH_CODES = ("33", "262", "590", "594", "596")

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if not typed:
            return ""
        digits = re.sub(r"[\s\u00a0\u202f.\-()/]", "", typed[:40])
        digits = "+" + digits[2:] if digits.startswith("00") else digits
        for code in self.FRENCH_CODES:
            if digits.startswith(f"+{code}"):
                digits = "0" + digits[len(code) + 1 :].removeprefix("0")
                break
        french = re.fullmatch(r"0[1-9]\d{8}", digits, re.ASCII)
        foreign = re.fullmatch(r"\+[1-9]\d{6,14}", digits, re.ASCII)
        if len(typed) > 40 or not (french or foreign):
            raise ValidationError(self.UNREADABLE, code="invalid")
        return digits

    def prepare_value(self, value: Any) -> Any:
        return formats.phone(value) if isinstance(value, str) else value


class IbanField(forms.CharField):
    """An IBAN, its key and (for France) its RIB key checked → « FR7630006000011234567890189 »."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "is-iban"})
    guards_nir = False

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if not typed:
            return ""
        compact = re.sub(r"[\s\u00a0\u202f.\-]", "", typed[:80]).upper()
        if re.match(r"\d", compact):
            raise ValidationError(
                "Un IBAN commence par deux lettres, FR pour un compte français : recopiez-le en entier.",
                code="invalid",
            )
        try:
            iban = IBAN(compact, validate_bban=True)
        except InvalidLength as error:
            raise ValidationError(
                f"Cet IBAN compte {len(compact)} caractères, ce n’est pas la longueur de son pays (27 pour la"
                " France) : recopiez-le du RIB.",
                code="invalid",
            ) from error
        except (InvalidChecksumDigits, InvalidBBANChecksum) as error:
            raise ValidationError(
                "La clé de cet IBAN est fausse : un chiffre a été mal recopié. Vérifiez-le sur le RIB.",
                code="invalid",
            ) from error
        except SchwiftyException as error:
            raise ValidationError(
                "Ce n’est pas un IBAN : recopiez-le du RIB, il commence par deux lettres et deux chiffres.",
                code="invalid",
            ) from error
        return str(iban.compact)

    def prepare_value(self, value: Any) -> Any:
        return formats.iban(value) if isinstance(value, str) else value
