"""Components over plain values: what they draw, and the same in words."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from etrier.ui import charts, components

NB = "\u00a0"


def render(source, **context):
    return Template(source).render(Context(context))


def loan(*states, current=None):
    return [
        SimpleNamespace(number=n, due_on=date(2026, 1, 15), state=state, current=n == current, label="")
        for n, state in enumerate(states, start=1)
    ]


def test_a_strip_says_in_words_what_it_draws():
    drawn = components.strip(loan("paid", "paid", "held", "unpaid", "to_come", "to_come", current=4))
    assert [cell.css for cell in drawn.cells] == [
        "is-paid", "is-paid", "is-held", "is-unpaid is-current", "is-to-come", "is-to-come",
    ]  # fmt: skip
    assert [key.words for key in drawn.legend] == [
        f"2{NB}payées", f"1{NB}suspendue", f"1{NB}impayée", f"2{NB}à venir",
    ]  # fmt: skip
    plain = drawn.sentence.replace(NB, " ")
    assert plain == (
        "6 échéances : 2 payées, 1 suspendue (n° 3 du 15 janvier 2026),"
        " 1 impayée (n° 4 du 15 janvier 2026) et 2 à venir."
        " Échéance en cours : n° 4, 15 janvier 2026 : impayée."
    )


def test_a_long_run_of_unpaid_instalments_is_not_recited():
    sentence = components.strip(loan(*["unpaid"] * 9)).sentence.replace(NB, " ")
    assert "n° 1 du 15 janvier 2026, n° 2 du 15 janvier 2026 et 7 autres" in sentence


@pytest.mark.parametrize("state", components.INSTALMENT_STATES)
def test_every_state_of_an_instalment_has_its_drawing_and_its_words(state):
    html = render("{% strip lines %}", lines=loan(state))
    assert f'class="cell {components.css(state)}"' in html
    assert html.count(components.INSTALMENT_STATES[state][0]) >= 2


def test_an_unknown_state_is_an_error_not_a_gap():
    with pytest.raises(KeyError):
        components.strip(loan("lost"))


def test_an_empty_strip_still_renders():
    assert "0" in render("{% strip lines %}", lines=[])


def test_the_strip_reads_mappings_as_well_as_objects():
    line = {"number": 1, "due_on": date(2026, 1, 15), "state": "paid", "label": "par avance"}
    assert "par avance" in render("{% strip lines %}", lines=[line])


def test_life_line_tells_the_current_step_to_who_cannot_see():
    steps = [
        {"label": "Contact", "detail": "3 mars", "state": "done"},
        {"label": "Étude", "state": "current"},
        {"label": "Commission", "state": "skipped"},
        {"label": "Fin", "state": "to_come"},
    ]
    html = render("{% life_line steps %}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert [word in html for word in ("(fait)", "(en cours)", "(sans objet)", "(à venir)")] == [True] * 4


def test_timeline_escapes_what_people_wrote():
    html = render("{% timeline entries %}", entries=[{"sentence": "<b>oh</b>", "tone": "bad", "url": "/x"}])
    assert "&lt;b&gt;oh" in html
    assert 'href="/x"' in html
    assert 'class="is-bad"' in html


def test_an_unknown_tone_is_refused():
    with pytest.raises(ValueError, match="ton inconnu"):
        render('{% pill "a" "rouge" %}')


def test_the_budget_bar_fills_its_width_and_shows_its_table():
    parts = [
        {"label": "charges fixes", "amount": Decimal("641"), "kind": "fixed"},
        {"label": "prêt", "amount": Decimal("65.14"), "kind": "loan"},
        {"label": "reste", "amount": Decimal("0"), "kind": "left"},
    ]
    budget = components.budget(parts)
    assert sum(Decimal(part.width) for part in budget.parts) == pytest.approx(
        Decimal(1000), abs=Decimal("0.02")
    )
    assert Decimal(budget.parts[1].x) == Decimal(budget.parts[0].width)
    html = render("{% budget_bar parts %}", parts=parts)
    assert "65,14\u202f€" in html
    assert "Charges fixes" in html
    assert " style=" not in html


def test_the_budget_bar_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="négative"):
        components.budget([{"label": "x", "amount": Decimal(-1), "kind": "left"}])
    with pytest.raises(ValueError, match="inconnue"):
        components.budget([{"label": "x", "amount": Decimal(1), "kind": "autre"}])
    assert components.budget([{"label": "x", "amount": Decimal(0), "kind": "left"}]).parts[0].width == "0.00"


def test_acts_put_one_forward_and_the_others_behind():
    html = render(
        "{% acts first others %}",
        first={"label": "Noter un contact", "url": "/n"},
        others=[
            {"label": "Clore", "url": "/c", "unavailable": "Après un premier contact"},
            {"label": "Rappeler", "url": "/r", "post": True, "fields": {"revision": 3}},
        ],
    )
    assert html.count("btn-primary") == 1
    assert 'href="/c"' not in html
    assert "Après un premier contact" in html
    assert '<input type="hidden" name="revision" value="3">' in html
    assert render("{% acts nothing %}", nothing=None).strip() == ""


def test_crumbs_end_without_a_link():
    html = render('{% crumbs "Dossiers" "/dossiers/" "2026-0042" %}')
    assert '<a href="/dossiers/">Dossiers</a>' in html
    assert '<span aria-current="page">2026-0042</span>' in html


def test_a_table_has_its_caption_and_heads():
    html = render(
        '{% data_table "Prêts" columns rows %}', columns=["Nom", ("Montant", "figure")], rows=[["A", "1 €"]]
    )
    assert "<caption>Prêts</caption>" in html
    assert '<th scope="row" class="">A</th>' in html
    assert '<td class="is-figure" data-label="Montant">1 €</td>' in html
    with pytest.raises(ValueError, match="zip"):
        render('{% data_table "x" columns rows %}', columns=["a", "b"], rows=[["seul"]])


def test_conflict_shows_both_values():
    html = render(
        '{% conflict_panel clashes "Camille Rouault" "à 8 h 12" %}',
        clashes=[{"label": "Loyer", "theirs": "480", "yours": ""}],
    )
    assert "480" in html
    assert "(vide)" in html
    assert "Camille Rouault" in html


def test_the_list_goes_on_only_when_there_is_more():
    assert 'rel="next"' in render('{% more "?after=x" %}')
    assert render("{% more %}").strip() == ""


def test_typesetting_sets_french_spaces_and_keeps_escapes():
    assert render("{{ t|typeset }}", t="Un imprévu ? « oui » <b>") == (
        "Un imprévu\u202f? «\u00a0oui\u00a0» &lt;b&gt;"
    )
    assert render("{{ t|typeset }}", t="l'échéance d'avril") == "l’échéance d’avril"
    assert render("{{ t|safe|typeset }}", t="<b>a :</b>") == "<b>a\u00a0:</b>"


SERIES = [
    {"label": "Étudiés", "values": [5, None, 10]},
    {"label": "Accordés", "values": [1, 2, Decimal("2.5")]},
]


def test_a_missing_value_breaks_the_curve():
    chart = charts.lines("Dossiers", ["a", "b", "c"], SERIES)
    assert len(chart.series[0].paths) == 2
    assert len(chart.series[1].paths) == 1
    assert chart.rows[1] == ("b", ("—", "2"))


def test_bars_stand_on_zero_and_within_the_frame():
    chart = charts.bars("Solde", ["a", "b"], [{"label": "", "values": [-50, 100]}], "€")
    low, high = chart.series[0].marks
    assert low.y == pytest.approx(chart.zero)
    assert high.y + high.height == pytest.approx(chart.zero)
    assert chart.y_ticks[0].label == "\u221250\u202f€"
    assert chart.left <= low.x < high.x + high.width <= chart.right_end


@pytest.mark.parametrize("values", [[0], [0.001], [1e9, -1e9], [None]])
def test_scales_hold_any_value(values):
    chart = charts.lines("x", [str(n) for n in range(len(values))], [{"label": "", "values": values}])
    for mark in chart.series[0].marks:
        assert -0.01 <= mark.y <= chart.height
    assert 2 <= len(chart.y_ticks) <= 12


def test_charts_refuse_series_that_do_not_fit():
    with pytest.raises(ValueError, match="séries"):
        charts.lines("x", ["a"], [])
    with pytest.raises(ValueError, match="libellés"):
        charts.bars("x", ["a", "b"], [{"label": "", "values": [1]}])


@pytest.mark.parametrize("tag", ["line_chart", "bar_chart"])
def test_a_chart_is_svg_without_style_with_its_table(tag):
    html = render(f'{{% {tag} "Dossiers" labels series "€" %}}', labels=["a", "b", "c"], series=SERIES)
    assert " style=" not in html
    assert not re.search(r'="-?\d+,\d', html)
    assert "<table" in html
    assert "2,5\u202f€" in html


def test_bars_share_one_scale_and_say_what_is_absent():
    rows = [("Caisse du Bocage", 7, "7 jours"), ("Trois Rivières", Decimal("9.5"), "9,5 jours")]
    found = components.bars([*rows, ("Crédit Fraternel", None, "rien à compter")])
    assert [one.width for one in found] == ["737", "1000", "0"]
    assert [one.absent for one in found] == [False, False, True]
    assert [one.width for one in components.bars([("Restructuration", 25, "25 %")], 100)] == ["250"]
    assert [one.width for one in components.bars([("Prêt", 0, "0")])] == ["0"]
    shown = render("{% bars rows %}", rows=[*rows, ("Crédit Fraternel", None, "rien à compter")])
    assert shown.count("<rect") == 2
    assert "rien à compter" in shown


def test_a_part_of_nothing_is_left_out_of_the_budget():
    parts = [
        ("charges fixes", 700, "fixed"),
        ("dettes et crédits", 0, "fixed"),
        ("ce qui reste", 300, "left"),
    ]
    found = components.budget([{"label": one, "amount": value, "kind": kind} for one, value, kind in parts])
    assert [part.label for part in found.parts] == ["charges fixes", "ce qui reste"]


def test_a_table_wider_than_a_phone_is_stacked_there_each_value_under_its_column():
    wide = render(
        "{% data_table 'Prêts' columns rows %}", columns=["N°", "Date", "Montant", "État"], rows=["abcd"]
    )
    assert "is-stacked" in wide
    assert 'data-label="État"' in wide
    assert "is-stacked" not in render("{% data_table 'Prêts' columns rows %}", columns=["N°"], rows=["a"])


def test_a_trail_leads_to_the_act():
    shown = render("{% trail_crumbs trail 'Refuser' %}", trail=[("Dossiers", "/dossiers/")])
    assert 'href="/dossiers/"' in shown
    assert 'aria-current="page">Refuser' in shown


def test_a_notice_begins_with_its_name():
    assert "<strong>Impayé</strong> ce matin" in render("{% notice 'ce matin' 'bad' lead='Impayé' %}")
