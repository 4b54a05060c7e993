from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone

from etrier.ui import formats

NN = "\u202f"
NB = "\u00a0"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("1234.5"), f"1{NN}234,50{NN}€"),
        (Decimal("0"), f"0,00{NN}€"),
        (Decimal("-12.345"), f"\u221212,35{NN}€"),
        (Decimal("-0.001"), f"0,00{NN}€"),
        (Decimal("1234567.005"), f"1{NN}234{NN}567,01{NN}€"),
        (3000, f"3{NN}000,00{NN}€"),
    ],
)
def test_euros(amount, written):
    assert formats.euros(amount) == written


def test_round_euros_keeps_cents_only_when_there_are_some():
    assert formats.round_euros(Decimal("2000.00")) == f"2{NN}000{NN}€"
    assert formats.round_euros(Decimal("65.14")) == f"65,14{NN}€"


def test_percent_and_share():
    assert formats.percent(Decimal("4.073871")) == f"4,07{NN}%"
    assert formats.percent(Decimal("4.075")) == f"4,08{NN}%"
    assert formats.share(Decimal("0.5")) == f"50{NN}%"
    assert formats.share(Decimal("0.3333"), 1) == f"33,3{NN}%"


def test_number_as_it_stands():
    assert formats.number(Decimal("1.20")) == "1,20"
    assert formats.number(12345) == f"12{NN}345"
    assert formats.number(Decimal("1E+3")) == f"1{NN}000"


@pytest.mark.parametrize(
    ("write", "written"),
    [
        (formats.day, f"1er{NB}novembre 2026"),
        (formats.long_day, f"dimanche 1er{NB}novembre 2026"),
        (formats.day_of_year, f"dimanche 1er{NB}novembre"),
        (formats.short_day, f"1er{NB}nov."),
        (formats.near_day, f"dim.{NB}1er"),
        (formats.numeric_day, "01/11/2026"),
        (formats.month, "novembre 2026"),
    ],
)
def test_days(write, written):
    assert write(date(2026, 11, 1)) == written


def test_short_day_says_the_year_when_it_is_another():
    assert formats.short_day(date(2025, 12, 2), date(2026, 11, 23)) == f"2{NB}déc. 2025"
    assert formats.short_day(date(2026, 5, 14), date(2026, 11, 23)) == f"14{NB}mai"


def test_hours_and_durations():
    assert formats.clock(time(8, 12)) == f"8{NB}h{NB}12"
    assert formats.clock(time(11)) == f"11{NB}h"
    assert formats.instant(datetime(2026, 11, 23, 8, 2)) == f"23{NB}novembre 2026 à 8{NB}h{NB}02"  # noqa: DTZ001 -- written in the zone it carries
    assert formats.duration(20) == f"20{NB}min"
    assert formats.duration(90) == f"1{NB}h{NB}30"
    assert formats.duration(120) == f"2{NB}h"


def test_french_plural_starts_at_two():
    said = [formats.counted(n, "échéance", "échéances") for n in (0, 1, Decimal("1.5"), 2, 1200)]
    assert said == [
        f"0{NB}échéance",
        f"1{NB}échéance",
        f"1,5{NB}échéance",
        f"2{NB}échéances",
        f"1{NN}200{NB}échéances",
    ]
    assert formats.plural(1, "cheval", "chevaux") == "cheval"
    assert formats.days(1) == f"1{NB}jour"
    assert formats.months(24) == f"24{NB}mois"


def test_words_ordinals_and_lists():
    assert [formats.in_words(n) for n in (0, 1, 16, 17)] == ["zéro", "un", "seize", "17"]
    assert formats.in_words(1, feminine=True) == "une"
    assert [formats.ordinal(1), formats.ordinal(1, feminine=True), formats.ordinal(12)] == [
        "1er",
        "1re",
        "12e",
    ]
    assert formats.listed([]) == ""
    assert formats.listed(["a"]) == "a"
    assert formats.listed(["a", "b", "c"]) == "a, b et c"
    assert formats.listed(["a", "b"], "ou") == "a ou b"
    assert formats.capitalised("échéance du CCAS") == "Échéance du CCAS"


def test_phone_and_iban():
    assert formats.phone("0199001234") == NB.join(["01", "99", "00", "12", "34"])
    assert formats.phone("+32470123456") == "+32470123456"
    assert formats.iban("FR7630006000011234567890189").startswith(f"FR76{NB}3000{NB}6000")


def render(source, **context):
    return Template("{% load etrier %}" + source).render(Context(context))


def test_filters_write_nothing_for_an_absent_value():
    assert render("[{{ a|euros }}{{ a|day }}{{ a|instant }}{{ a|plural:'x,y' }}]", a=None) == "[]"


def test_filters_write_as_the_formats_do():
    on = date(2026, 11, 23)
    assert render("{{ a|euros }}", a=Decimal("3.1")) == f"3,10{NN}€"
    assert render("{{ n }} {{ n|plural:'échéance,échéances' }}", n=2) == "2 échéances"
    assert render("{{ n|counted:'jour,jours' }}", n=1) == f"1{NB}jour"
    assert render("{{ d|short_day:on }}", d=date(2025, 1, 1), on=on) == f"1er{NB}janv. 2025"
    assert render("{{ r|share }}", r=Decimal("0.5")) == f"50{NN}%"


def test_an_instant_is_told_in_the_current_time_zone():
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    with timezone.override("Indian/Reunion"):
        assert render("{{ t|instant }}", t=late) == f"24{NB}novembre 2026 à 2{NB}h{NB}30"
        assert render("{{ t|day }}", t=late) == f"24{NB}novembre 2026"
        assert render("{{ t|clock }}", t=late) == f"2{NB}h{NB}30"


def test_a_sentence_says_none_rather_than_zero():
    assert formats.some(0, "aucune pièce", "pièce", "pièces") == "aucune pièce"
    assert formats.some(2, "aucune pièce", "pièce", "pièces") == f"2{NB}pièces"


def test_a_rate_has_no_useless_decimals():
    assert (formats.rate(Decimal("50.00")), formats.rate(Decimal("4.25"))) == (f"50{NN}%", f"4,25{NN}%")
