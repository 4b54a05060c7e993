"""Forms as people meet them: labels, help, errors tied to their field, nothing lost."""

import re
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from etrier.ui.fields import DayField, EurosField, IbanField, MonthsField, PhoneField
from etrier.ui.forms import EtrierForm, problems, rows_of


class Visit(EtrierForm):
    carries_revision = True
    name = forms.CharField(label="Nom", help_text="Comme sur la pièce d’identité.")
    amount = EurosField(label="Montant", minimum=Decimal(300), maximum=Decimal(3000))
    on = DayField(label="Date du contact")
    level = forms.ChoiceField(
        label="Niveau", choices=[("light", "léger"), ("strong", "renforcé")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    agrees = forms.BooleanField(label="Consent", required=False)


GOOD = {
    "name": "Sonia Marchand",
    "amount": "1 200,00",
    "on": "2026-11-23",
    "level": "light",
    "note": "",
    "revision": "4",
    "key": "0b5d5a00-0000-4000-8000-000000000001",
}


def typed(**changes):
    data = QueryDict(mutable=True)
    data.update(GOOD | changes)
    return data


def draw(form):
    return Template("{{ form }}").render(Context({"form": form}))


def test_a_valid_form_gives_values_revision_and_key():
    form = Visit(typed())
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal("1200.00")
    assert form.cleaned_data["on"] == date(2026, 11, 23)
    assert form.revision == 4
    assert form.cleaned_data["key"] == uuid.UUID(GOOD["key"])


def test_each_page_has_its_own_key_and_an_answered_page_keeps_it():
    first, second = (
        re.search(r'name="key" value="([0-9a-f-]{36})"', draw(Visit(revision=1)))[1] for _ in "12"
    )
    assert first != second
    assert f'name="key" value="{GOOD["key"]}"' in draw(Visit(typed(name="")))


def test_a_spoilt_key_is_replaced_rather_than_told():
    form = Visit(typed(key="x" * 10_000))
    assert form.is_valid()
    assert form.cleaned_data["key"] is None
    assert "x" * 100 not in draw(form)


def test_a_search_carries_no_key():
    class Search(EtrierForm):
        carries_key = False
        q = forms.CharField(required=False)

    assert "key" not in Search().fields


@pytest.mark.parametrize("revision", ["", "abc", "-1", "9" * 5000])
def test_a_spoilt_revision_says_to_reload(revision):
    form = Visit(typed(revision=revision))
    assert not form.is_valid()
    assert "Rechargez la page" in draw(form)


def test_the_summary_leads_to_each_field():
    form = Visit(typed(name="", on="31/02/2026", level=""))
    html = draw(form)
    found = problems(form)
    assert [problem.anchor for problem in found] == ["id_name", "id_on", "id_level_0"]
    for problem in found:
        assert f'id="{problem.anchor}"' in html
        assert f'href="#{problem.anchor}"' in html
    assert "3 réponses sont à revoir" in html
    assert 'value="31/02/2026"' in html


def test_a_wrong_field_is_told_to_assistive_technologies():
    html = draw(Visit(typed(name="")))
    tag = re.search(r'<input[^>]*id="id_name"[^>]*>', html)[0]
    assert 'aria-invalid="true"' in tag
    assert "is-invalid" in tag
    described = re.search(r'aria-describedby="([^"]+)"', tag)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    for anchor in described:
        assert f'id="{anchor}"' in html


def test_every_input_has_a_label():
    html = draw(Visit(revision=1))
    for anchor in re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*id="([^"]+)"', html):
        assert f'for="{anchor}"' in html
    assert "<legend>Niveau</legend>" in html
    assert html.count("(facultatif)") == 1
    assert "en euros" in html


def test_messages_say_what_to_do():
    form = Visit(typed(name="", level="autre", amount="-3"))
    said = {name: form.errors[name][0] for name in ("name", "level", "amount")}
    assert said["name"] == "Remplissez ce champ."
    assert said["level"] == "Choisissez une des réponses proposées."
    assert "sans signe moins" in said["amount"]


def test_a_text_too_long_is_kept_and_told_by_how_much():
    form = Visit(typed(note="a" * 5000, name="b" * 201))
    assert "5\u202f000" in form.errors["note"][0]
    assert "200" in form.errors["name"][0]
    html = draw(form)
    assert "a" * 5000 in html
    assert "maxlength" not in html


@pytest.mark.parametrize(
    "written", ["2 69 05 49 588 157 80", "n° sécu 269054958815780.", "1 85 05 2A 123 456 33"]
)
@pytest.mark.parametrize("field", ["name", "note"])
def test_no_text_takes_a_social_security_number(field, written):
    form = Visit(typed(**{field: written}))
    assert "sécurité sociale" in form.errors[field][0]
    assert written in draw(form), "what was typed stays, for the person to correct"


def test_what_looks_like_one_passes():
    for harmless in (
        "2 69 05 49 588 157 81",
        "06 39 98 00 01",
        "2026-0042",
        "FR76 3000 6000 0112 3456 7890 189",
    ):
        assert Visit(typed(note=harmless)).is_valid()


def test_an_account_or_a_phone_says_by_itself_that_it_is_none():
    class Bank(EtrierForm):
        iban = IbanField()
        phone = PhoneField()

    form = Bank({"iban": "FR7630006000011234567890189", "phone": "06 39 98 00 01"})
    assert form.is_valid(), form.errors


def test_a_limit_of_the_field_is_told_the_same_way():
    class Short(EtrierForm):
        code = forms.CharField(max_length=5)

    assert "raccourcissez" in Short({"code": "123456"}).errors["code"][0]
    assert Short({"code": "12345"}).is_valid()
    assert "maxlength" not in draw(Short())


def test_nothing_typed_is_trusted():
    html = draw(Visit(typed(name="<script>alert(1)</script>", note="</textarea><b>", amount="")))
    assert "<script>" not in html
    assert "</textarea><b>" not in html


def test_a_conflict_shows_both_values_and_takes_the_new_revision():
    form = Visit(typed(note="À rappeler"))
    assert form.is_valid()
    now = {
        "name": "Sonia Marchand",
        "amount": Decimal("1500.00"),
        "on": date(2026, 11, 23),
        "level": "strong",
        "note": "",
        "agrees": True,
    }
    found = {clash.label: (clash.theirs, clash.yours) for clash in form.clashes(now, 7)}
    assert found == {
        "Montant": ("1\u202f500,00", "1\u202f200,00"),
        "Niveau": ("renforcé", "léger"),
        "Note": ("", "À rappeler"),
        "Consent": ("oui", "non"),
    }
    html = draw(form)
    assert 'name="revision" value="7"' in html
    assert "À rappeler" in html
    again = Visit(form.data)
    assert again.is_valid()
    assert again.revision == 7


def test_plain_forms_are_drawn_alike():
    class Plain(forms.Form):
        months = MonthsField(label="Durée", minimum=6, maximum=36)

    html = draw(Plain({"months": "0"}))
    assert 'class="form-control is-invalid"' in html
    assert "Une réponse est à revoir" in html
    assert 'aria-hidden="true">mois<' in html


def test_fields_read_together_stand_abreast_where_the_first_of_them_is():
    class Meeting(EtrierForm):
        abreast = (("day", "place"),)
        why = forms.CharField(label="Pourquoi")
        day = DayField(label="Jour")
        who = forms.CharField(label="Avec")
        place = forms.CharField(label="Lieu")

    form = Meeting()
    assert [[bound.name for bound in row] for row in rows_of(form)] == [["why"], ["day", "place"], ["who"]]
    assert str(form).count("field-row") == 1


@pytest.mark.parametrize(
    ("labels", "short"), [(("Oui", "Non"), True), (("Oui", "Non, jamais, sous aucun prétexte"), False)]
)
def test_a_few_short_answers_stand_side_by_side(labels, short):
    class Asked(EtrierForm):
        answer = forms.ChoiceField(
            label="Réponse", choices=[(one, one) for one in labels], widget=forms.RadioSelect
        )

    assert ("choices-short" in str(Asked())) is short


def test_an_attribute_is_for_the_browser_and_a_figure_for_the_reader():
    class Bounded(EtrierForm):
        share = forms.DecimalField(min_value=Decimal("0.5"), localize=False)

    assert 'min="0.5"' in str(Bounded()["share"])
    drawn = Template("{% load etrier %}{% facts pairs %}").render(
        Context({"pairs": {"Part": Decimal("0.5")}})
    )
    assert "0,5" in drawn
