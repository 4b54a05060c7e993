from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from etrier.ui import formats
from etrier.ui.fields import DayField, EurosField, IbanField, MonthsField, PhoneField, RateField


def refusal(field, typed):
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,50", "1234.50"),
        ("1\u202f234,50\u00a0€", "1234.50"),
        ("1234.5", "1234.50"),
        ("1 234 €", "1234.00"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("86,85 euros", "86.85"),
        ("0", "0.00"),
        ("007", "7.00"),
        ("12,500", "12.50"),
        ("+12", "12.00"),
    ],
)
def test_euros_as_people_write_them(typed, amount):
    field = EurosField()
    assert field.clean(typed) == Decimal(amount)
    assert field.clean(typed).as_tuple().exponent == -2


@pytest.mark.parametrize(
    "typed",
    [
        "NaN",
        "Infinity",
        "1e400",
        "douze",
        "1,2,3",
        "--1",
        "٣",
        "1" * 10_000_000,
        "€",
        "1 2 3 a",
        "\x00",
        "1.234.5.6",
    ],
)
def test_what_is_no_amount_is_told_how_to_be_one(typed):
    assert "par exemple" in refusal(EurosField(), typed)


def test_euros_keep_to_their_limits_and_say_them():
    field = EurosField(minimum=Decimal(300), maximum=Decimal(3000))
    assert field.clean("300") == 300
    assert field.clean("3000,00") == 3000
    assert "négatif" in refusal(field, "-1")
    assert "négatif" in refusal(field, "\u2212300")
    assert f"au moins 300{formats.NARROW}€" in refusal(field, "299,99")
    assert f"3{formats.NARROW}000{formats.NARROW}€ au plus" in refusal(field, "3000,01")
    for ambiguous in ("300,123", "1.234", "12.345.678"):
        assert "deux chiffres" in refusal(field, ambiguous)
    assert refusal(field, "")
    assert EurosField(required=False).clean("") is None


@given(st.decimals(min_value=0, max_value=1_000_000, places=2))
def test_an_amount_shown_is_read_back(amount):
    field = EurosField()
    assert field.clean(field.prepare_value(amount)) == amount
    assert field.clean(formats.euros(amount)) == amount
    assert not field.has_changed(amount, formats.number(amount, 2))


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_a_sentence(typed):
    try:
        amount = EurosField(required=False).clean(typed)
    except ValidationError as error:
        assert error.messages
    else:
        assert amount is None or 0 <= amount <= 1_000_000


@pytest.mark.parametrize(
    "typed", ["23/11/2026", "2026-11-23", "23.11.2026", "23-11-2026", " 23/11/2026 ", "23 11 2026"]
)
def test_days_as_people_write_them(typed):
    assert DayField().clean(typed) == date(2026, 11, 23)


def test_a_day_that_does_not_exist_says_why():
    assert "février 2026 compte 28 jours" in refusal(DayField(), "31/02/2026")
    assert "février 2024 compte 29 jours" in refusal(DayField(), "2024-02-30")
    assert "mois 13" in refusal(DayField(), "01/13/2026")
    for absurd in ("demain", "1/2/26", "0000-01-01", "2026-11-23T00:00", "9" * 5000, "32/1/2026x"):
        assert "23/11/2026" in refusal(DayField(), absurd)
    assert "vérifiez l’année" in refusal(DayField(), "01/01/0001")
    assert "vérifiez l’année" in refusal(DayField(), "9999-12-31")
    assert DayField(required=False).clean("") is None


def test_a_day_keeps_to_its_limits():
    field = DayField(latest=date(2026, 11, 23))
    assert field.clean("23/11/2026") == date(2026, 11, 23)
    assert "jusqu’au 23" in refusal(field, "24/11/2026")


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_shown_is_read_back(on):
    assert DayField().clean(on.isoformat()) == on
    assert DayField().clean(formats.numeric_day(on)) == on


def test_an_impossible_day_is_shown_again_as_typed():
    widget = DayField().widget
    assert 'type="date"' in widget.render("d", date(2026, 2, 28))
    assert 'value="2026-02-28"' in widget.render("d", date(2026, 2, 28))
    assert 'type="text"' in widget.render("d", "31/02/2026")
    assert 'value="31/02/2026"' in widget.render("d", "31/02/2026")


def test_months():
    field = MonthsField(minimum=6, maximum=36)
    assert field.clean("24") == 24
    assert field.clean("24 mois") == 24
    for wrong in ("0", "-3", "37", "1000000"):
        assert "de 6 à 36 mois" in refusal(field, wrong)
    for wrong in ("12,5", "un an", "9" * 100_000, "NaN"):
        assert "nombre entier" in refusal(field, wrong)


def test_rates():
    assert RateField().clean("4,25") == Decimal("4.25")
    assert RateField().clean("4.125 %") == Decimal("4.125")
    assert RateField().clean("0") == 0
    for rate in (Decimal("4.250"), Decimal("10"), Decimal("0")):
        assert RateField().clean(str(RateField().prepare_value(rate))) == rate
    for wrong in ("-1", "31", "4250"):
        assert "de 0 à 30" in refusal(RateField(), wrong)
    for wrong in ("NaN", "1e2", "4,2,5", "quatre", "9" * 100_000, "4,1234"):
        assert "par exemple" in refusal(RateField(), wrong)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01 99 00 12 34", "0199001234"),
        ("+33 1 99 00 12 34", "0199001234"),
        ("0033199001234", "0199001234"),
        ("+33 (0)1 99 00 12 34", "0199001234"),
        ("06.39.98.00.01", "0639980001"),
        ("+262 692 00 00 01", "0692000001"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_phone_numbers(typed, kept):
    assert PhoneField().clean(typed) == kept
    assert PhoneField().clean(PhoneField().prepare_value(kept)) == kept


@pytest.mark.parametrize("typed", ["01 99", "dring", "0099", "01990012345", "+", "0" * 10, "1" * 100_000])
def test_what_is_no_phone_number(typed):
    assert "dix chiffres" in refusal(PhoneField(), typed)


def test_iban():
    assert IbanField().clean("fr76 3000 6000 0112 3456 7890 189") == "FR7630006000011234567890189"
    assert IbanField().clean(IbanField().prepare_value("FR7630006000011234567890189"))
    assert IbanField().clean("DE89 3704 0044 0532 0130 00") == "DE89370400440532013000"
    assert "clé" in refusal(IbanField(), "FR7630006000011234567890188")
    assert "clé" in refusal(IbanField(), "FR4630006000011234567890188")
    assert "longueur" in refusal(IbanField(), "FR76 3000 6000")
    assert "deux lettres" in refusal(IbanField(), "3000 6000 0112 3456 7890 189")
    for wrong in ("ZZ0012345678901234", "FR??", "FR", "F" * 100_000, "éà"):
        assert "RIB" in refusal(IbanField(), wrong)
