"""The frames of pages, and the pages of errors."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory

from etrier import ui
from etrier.ui import views

FRAMES = ("ui/base.html", "ui/base_public.html", "ui/base_borrower.html", "ui/base_print.html")
STATIC = Path(ui.__file__).parent / "static" / "ui"


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_stands_without_any_context(frame):
    html = render_to_string(frame, {"title": "Ma journée"})
    assert '<html lang="fr">' in html
    assert "<title>Ma journée · Étrier</title>" in html
    assert 'href="#content"' in html
    assert html.count('id="content"') == 1
    assert html.count("<h1>") == 1


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_obeys_the_content_policy(frame):
    html = render_to_string(frame, {"title": "x"})
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"\son\w+=", html)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", html))
    assert '"allowEval": false' in html
    assert '"includeIndicatorStyles": false' in html


def test_the_rail_marks_where_one_is_and_who_one_is():
    organisation = SimpleNamespace(
        uid="a", organisation="CCAS de Laval", place="CCAS de Laval", title="", role_labels="référente",
        user=SimpleNamespace(full_name="Camille Rouault"),
    )  # fmt: skip
    other = SimpleNamespace(uid="b", place="Banque du Gué")
    html = render_to_string(
        "ui/base.html",
        {
            "title": "x",
            "rail": [
                SimpleNamespace(label="Ma journée", url="/", current=True, count=""),
                SimpleNamespace(label="Dossiers", url="/dossiers/", current=False, count="38"),
            ],
            "membership": organisation,
            "memberships": [organisation, other],
        },
    )
    assert html.count('aria-current="page"') == 2, "once in the column, once in the menu of phones"
    assert "Camille Rouault" in html
    assert "CCAS de Laval" in html
    assert "Banque du Gué" in html
    assert "38" in html


def test_a_form_with_errors_says_so_in_the_title():
    class One(forms.Form):
        a = forms.CharField()

    assert "<title>Erreur · " in render_to_string("ui/base.html", {"title": "x", "form": One({})})
    assert "<title>x" in render_to_string("ui/base.html", {"title": "x", "form": One()})


def test_confirmation_and_form_pages():
    html = render_to_string(
        "ui/confirm.html",
        {
            "title": "Clore ce dossier ?",
            "consequences": ["Plus aucune lettre ne part."],
            "act_label": "Clore",
            "cancel_url": "/dossiers/1",
            "danger": True,
        },
    )
    assert "Clore ce dossier\u202f?" in html
    assert "btn-danger" in html
    assert 'href="/dossiers/1"' in html
    conflict = {"clashes": [{"label": "Loyer", "theirs": "1", "yours": "2"}], "who": "Camille", "when": ""}
    html = render_to_string(
        "ui/form_page.html",
        {
            "title": "x",
            "form": forms.Form(),
            "act_label": "Enregistrer",
            "cancel_url": "/",
            "conflict": conflict,
        },
    )
    assert "Camille a enregistré" in html


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.bad_request, 400, "illisible"),
        (views.forbidden, 403, "votre rôle"),
        (views.not_found, 404, "n’existe pas"),
        (views.csrf_failure, 403, "restée ouverte trop longtemps"),
        (views.server_error, 500, "panne"),
    ],
)
def test_error_pages_say_what_to_do(view, status, words):
    response = view(RequestFactory().get("/dossiers/"))
    html = response.content.decode()
    assert response.status_code == status
    assert words.lower() in html.lower()
    assert 'href="/' in html
    assert 'lang="fr"' in html


def test_a_refusal_gives_its_reason_escaped():
    html = views.forbidden(RequestFactory().get("/"), PermissionDenied("Réservé <b>à la régie</b>"))
    assert "Réservé &lt;b&gt;à la régie" in html.content.decode()


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes():
    """The colours of the light theme, of the dark one, and of paper."""
    tokens = (STATIC / "tokens.css").read_text()
    light, dark = tokens.split("@media (prefers-color-scheme: dark)")[:2]
    colours = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    paper = re.sub(r"#([0-9a-f])([0-9a-f])([0-9a-f]);", r"#\1\1\2\2\3\3;", (STATIC / "print.css").read_text())
    return [colours[0], colours[1], colours[0] | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", paper))]


@pytest.mark.parametrize("theme", themes(), ids=["clair", "sombre", "papier"])
def test_every_pair_of_colours_is_readable(theme):
    texts = [(ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "sheet", "rail")]
    texts += [("ink", f"{tone}-soft") for tone in ("accent", "waiting", "bad", "good", "neutral")]
    texts += [(tone, f"{tone}-soft") for tone in ("accent", "waiting", "bad", "good")]
    texts += [
        (tone, ground) for tone in ("accent", "waiting", "bad", "good") for ground in ("paper", "sheet")
    ]
    texts += [
        ("on-accent", "accent"),
        ("on-accent", "accent-deep"),
        ("on-bad", "bad"),
        ("ink-soft", "neutral-soft"),
    ]
    texts += [("ink-soft", f"{tone}-soft") for tone in ("accent", "waiting", "bad")]
    weak = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in texts}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    shapes = [("line-strong", "sheet"), ("accent", "sheet"), ("accent", "rail"), ("waiting", "sheet")]
    assert {pair for pair in shapes if contrast(theme[pair[0]], theme[pair[1]]) < 3} == set()
