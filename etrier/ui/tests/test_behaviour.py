"""Components in a real browser, under the content policy: readable, operable, never wider than a phone."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import axe_playwright_python
import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import engines

from etrier.ui.components import INSTALMENT_STATES
from etrier.ui.fields import DayField, EurosField
from etrier.ui.forms import EtrierForm

pytestmark = pytest.mark.browser
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SITE = "http://etrier.test"
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()

PAGE = """{% extends "ui/base.html" %}
{% block title %}Galerie{% endblock %}
{% block crumbs %}{% crumbs "Dossiers" "/dossiers/" "2026-0042" %}{% endblock %}
{% block heading %}Sonia Marchand{% endblock %}
{% block state %}Deux rendez-vous, une pièce attendue.{% endblock %}
{% block acts %}{% acts first others %}{% endblock %}
{% block content %}
  {% life_line steps %}
  {% notice "Impayé signalé ce matin." "bad" "/n" "Appeler et noter" %}
  {% notice "La banque n’a pas répondu." "waiting" %}
  {% notice "Enregistré." "good" %}
  {% pill "9 jours" "waiting" %} {% pill "impayé" "bad" %} {% pill "à jour" "good" %}
  {% pill "clos" "neutral" %}
  <section class="panel">{% strip instalments %}{% strip instalments small=True %}</section>
  <section class="panel">{% timeline entries %}</section>
  <section class="panel">{% budget_bar parts %}{% facts pairs %}</section>
  <section class="panel">{% line_chart "Prêts par mois" labels series "€" %}</section>
  <section class="panel">{% bar_chart "Enveloppe" labels series %}</section>
  <section class="panel">{% data_table "Prêts" columns rows %}{% more "?after=x" "" "1 à 30" %}</section>
  {% empty_state "Aucun prêt" "Il en viendra." "/p" "Ouvrir les dossiers" %}
  {% conflict_panel clashes "Camille Rouault" "à 8 h 12" %}
  <form class="form panel" method="post" novalidate>
    {{ form }}
    <button class="btn btn-primary">Enregistrer</button>
  </form>
{% endblock %}"""


class Visit(EtrierForm):
    name = forms.CharField(label="Nom", help_text="Comme sur la pièce d’identité.")
    amount = EurosField(label="Montant")
    on = DayField(label="Date")
    level = forms.ChoiceField(label="Niveau", choices=[("a", "léger")], widget=forms.RadioSelect)
    origin = forms.ChoiceField(label="Origine", choices=[("", "Choisissez"), ("a", "Accueil")])
    agrees = forms.BooleanField(label="Consent à la transmission", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    paper = forms.FileField(label="Devis", required=False)


def gallery(form):
    context = {
        "form": form,
        "rail": [{"label": "Ma journée", "url": "/", "current": True, "count": "3"}],
        "first": {"label": "Noter un contact", "url": "/n"},
        "others": [{"label": "Clore", "url": "/c", "explain": "Sans suite"}],
        "steps": [
            {"label": "Contact", "detail": "3 mars", "state": "done"},
            {"label": "Étude", "state": "current"},
        ],
        "instalments": [
            {"number": n, "due_on": date(2026, 1, 15), "state": state, "current": n == 2}
            for n, state in enumerate(list(INSTALMENT_STATES) * 6, start=1)
        ],
        "entries": [{"sentence": "Prêt versé", "detail": "24 avril", "tone": "bad", "url": "/j"}],
        "parts": [{"label": "charges", "amount": Decimal(641), "kind": "fixed"}],
        "pairs": [("Reste dû en capital", "513,06 €")],
        "labels": ["janv.", "févr.", "mars"],
        "series": [{"label": "Étudiés", "values": [5, None, 10]}, {"label": "Accordés", "values": [1, 2, 3]}],
        "columns": ["Nom", ("Montant", "figure")],
        "rows": [["Sonia Marchand", "1 200,00 €"]],
        "clashes": [{"label": "Loyer", "theirs": "480", "yours": "510"}],
    }
    return engines["django"].from_string(PAGE).render(context)


@pytest.fixture
def visit(browser):
    """Opens the gallery as the site would send it; what the console complains of fails the test."""
    contexts, complaints = [], []

    def opened(form, **options):
        html = gallery(form)

        def answer(route):
            path = route.request.url.removeprefix(SITE)
            found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
            if found:
                route.fulfill(path=found)
            else:
                headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
                route.fulfill(body=html, headers=headers)

        context = browser.new_context(locale="fr-FR", **options)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", answer)
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{SITE}/dossiers/1")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.covers("X7")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_component_is_accessible_and_fits(visit, scheme, width):
    page = visit(Visit({}), color_scheme=scheme, viewport={"width": width, "height": 900})
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_errors_take_the_focus_and_lead_to_their_field(visit):
    page = visit(Visit({}))
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Montant").click()
    assert page.evaluate("document.activeElement.id") == "id_amount"


def test_leaving_a_changed_form_is_asked_for_and_sending_it_is_not(visit):
    page = visit(Visit())
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.fill("#id_name", "Sonia")
    page.get_by_role("link", name="Dossiers", exact=True).first.click()
    page.wait_for_url("**/dossiers/")
    assert asked == ["beforeunload"]
    page.fill("#id_name", "Sonia")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    assert asked == ["beforeunload"]


def test_the_other_acts_close_with_escape(visit):
    page = visit(Visit())
    page.get_by_text("Autres actes").click()
    act = page.get_by_role("link", name="Clore")
    assert act.is_visible()
    act.focus()
    page.keyboard.press("Escape")
    assert not act.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_menu_and_the_acts_work_without_script_on_a_phone(visit):
    page = visit(Visit(), java_script_enabled=False, viewport={"width": 360, "height": 740})
    entry = page.get_by_role("link", name="Ma journée")
    assert not entry.is_visible()
    page.get_by_text("Menu", exact=True).click()
    assert entry.is_visible()
    page.get_by_text("Autres actes").click()
    assert page.get_by_role("link", name="Clore").is_visible()
