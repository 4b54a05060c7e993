"""The eyes with which the walk and the sweeps look at every page see what they look for."""

import pytest

from tests.corruption import Sent, corruptions, forms_of
from tests.filling import Field, HtmlForm
from tests.french import english, unnamed
from tests.page import Page

GOOD = """<html lang="fr"><title>Prêt</title><main><h1>Enregistrer</h1><form method="post">
<label for="id_a">Montant</label><input id="id_a" name="amount" inputmode="decimal" value="12">
<fieldset><legend>Banque</legend><input type="radio" name="bank" value="1" id="id_b">
<label for="id_b">La première</label></fieldset>
<button>Envoyer</button></form><a href="/x" aria-label="Fermer"></a></main></html>"""
REFUSED = GOOD.replace(
    "<h1>",
    '<div class="error-summary" role="alert"><ul><li><a href="#id_a">Montant</a> : Écrivez un montant.</li>'
    '</ul></div><div id="id_amount_error">Écrivez un montant.</div><h1>',
)
FORM = HtmlForm("post", "", True, fields={"amount": Field("amount", "text", mode="decimal")})


def test_a_good_page_is_left_alone():
    assert (english(Page(GOOD)), unnamed(Page(GOOD))) == (set(), [])


@pytest.mark.parametrize(
    ("right", "wrong", "word"),
    [
        ("Enregistrer", "Save", "save"),
        ('value="12"', 'placeholder="Search"', "search"),
        ("Fermer", "Cancel", "cancel"),
        ("La première", "This field is required", "required"),
    ],
)
def test_an_english_word_is_seen(right, wrong, word):
    assert word in english(Page(GOOD.replace(right, wrong)))


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    [
        ('for="id_a"', "", "amount"),
        ('<label for="id_b">La première</label>', "", "bank"),
        ("Envoyer", "", "button"),
        (' aria-label="Fermer"', "", "/x"),
    ],
)
def test_a_missing_label_is_seen(right, wrong, name):
    assert name in unnamed(Page(GOOD.replace(right, wrong)))


KEPT = REFUSED.replace('"12"', '"-1"')


def faults(status=422, page=KEPT):
    """What is wrong with an answer to -1 as an amount."""
    return list(Sent(FORM, {"amount": "-1"}, FORM.fields["amount"], "-1", status, page).faults())


def test_a_refusal_well_told_is_left_alone():
    assert faults() == []


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"status": 500}, "statut 500"),
        ({"status": 404}, "statut 404"),
        ({"status": 302, "page": ""}, "accepté"),
        ({"page": GOOD.replace('"12"', '"-1"')}, "refusé sans un mot"),
        ({"page": REFUSED}, "est devenu"),
        ({"page": KEPT.replace("id_amount_error", "x")}, "près du champ"),
        ({"page": KEPT.replace("#id_a", "#id_z")}, "n’est pas sur la page"),
        ({"page": KEPT.replace("Écrivez un montant", "Enter a number")}, "anglais"),
        ({"page": KEPT.replace("<form", "<div").replace("</form", "</div")}, "disparu"),
    ],
)
def test_each_fault_of_an_answer_is_seen(answer, fault):
    assert any(fault in said for said in faults(**answer)), faults(**answer)


def test_a_form_is_corrupted_fifty_times_whatever_its_size():
    for count in (1, 3, 7, 40):
        fields = {f"line-{rank}-{name}": Field(f"line-{rank}-{name}", "text") for rank in (0, 1)
                  for name in map(str, range(count))}  # fmt: skip
        assert len(corruptions(HtmlForm("post", "", True, fields=fields))) >= 50


def test_every_form_of_a_page_is_found_the_rail_apart():
    page = f'<nav><form method="get"></form></nav>{GOOD}'.replace("</main>", "<form></form></main>")
    assert [form.method for form in forms_of(page)] == ["post", "get"]
