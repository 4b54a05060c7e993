"""Components as tags: they draw plain values (objects or mappings), they know no model."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from etrier.ui import charts, components
from etrier.ui.drawing import draw
from etrier.ui.forms import problems

register = template.Library()


def component(
    template_name: str, *, takes_context: bool = False
) -> Callable[[Callable[..., Mapping[str, Any]]], Callable[..., SafeString]]:
    """A tag drawn by a template of `jinja2/ui/components/`, which is given what the function answers."""

    def tag(facts_of: Callable[..., Mapping[str, Any]]) -> Callable[..., SafeString]:
        @wraps(facts_of)
        def drawn(*given: Any, **named: Any) -> SafeString:
            return draw(template_name, facts_of(*given, **named))

        register.simple_tag(drawn, takes_context=takes_context)
        return drawn

    return tag


@component("crumbs.html")
def crumbs(*flat: str) -> dict[str, Any]:
    """`{% crumbs "Dossiers" files_url file.number %}`"""
    return {"crumbs": components.crumbs(*flat)}


@component("crumbs.html")
def trail_crumbs(trail: Iterable[tuple[str, str]], title: str) -> dict[str, Any]:
    """`{% trail_crumbs trail title %}`: the pages that lead to an act, (label, url) each, then the act."""
    return {"crumbs": components.crumbs(*(word for step in trail for word in step), title)}


@component("acts.html", takes_context=True)
def acts(context: Context, prominent: Any = None, others: Iterable[Any] = ()) -> dict[str, Any]:
    """`{% acts next_act other_acts %}`: each act has label, url and, if need be, post, fields, explain,
    unavailable (why it cannot be done now)."""
    return {
        "prominent": components.act(prominent) if prominent else None,
        "others": [components.act(other) for other in others or ()],
        "csrf_token": context.get("csrf_token", ""),
    }


@component("notice.html")
def notice(sentence: str, tone: str = "", url: str = "", label: str = "", lead: str = "") -> dict[str, Any]:
    """`{% notice "par la banque ce matin." "bad" url "Appeler" lead="Impayé signalé" %}`: `lead` is bold."""
    return {"sentence": sentence, "css": components.tone(tone), "url": url, "label": label, "lead": lead}


@component("pill.html")
def pill(words: str, tone: str = "") -> dict[str, Any]:
    """`{% pill "9 jours" "waiting" %}`: waiting, bad, good, neutral, or the accent."""
    return {"words": words, "css": components.tone(tone)}


@component("empty.html")
def empty_state(title: str, sentence: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """`{% empty_state "Aucun dossier" "Notez un premier contact." url "Noter un contact" %}`"""
    return {"title": title, "sentence": sentence, "url": url, "label": label}


@component("facts.html")
def facts(pairs: Iterable[tuple[str, Any]] | Mapping[str, Any]) -> dict[str, Any]:
    """`{% facts pairs %}`: terms and their values, already written."""
    return {"pairs": pairs.items() if isinstance(pairs, Mapping) else list(pairs)}


@component("sourced.html")
def sourced(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`{% sourced rows %}`: terms and values with where they come from: label, text, words, assumed."""
    return {"rows": rows, "css": components.tone("waiting")}


@component("table.html")
def data_table(
    caption: str, columns: Iterable[Any], rows: Iterable[Iterable[Any]], hidden_caption: bool = False
) -> dict[str, Any]:
    """`{% data_table caption columns rows %}`: columns are labels or (label, "figure"|"day"); values are
    already written; the first of each row heads it. Wider than a phone, it is stacked there."""
    heads = components.columns(columns)
    return {
        "stacked": len(heads) >= components.STACKED_FROM,
        "caption": caption,
        "hidden_caption": hidden_caption,
        "columns": heads,
        "rows": [list(zip(heads, row, strict=True)) for row in rows],
    }


@component("more.html")
def more(next_url: str = "", previous_url: str = "", shown: str = "") -> dict[str, Any]:
    """`{% more next_url first_url "1 à 30 sur plus de 500" %}`: the link « Suite » of a list."""
    return {"next_url": next_url, "previous_url": previous_url, "shown": shown}


@component("error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """`{% error_summary form %}`: what is wrong, each line leading to its field."""
    found = problems(form)
    answers = sum(1 for problem in found if problem.anchor)
    title = "À revoir"
    if answers:
        title = "Une réponse est à revoir" if answers == 1 else f"{answers} réponses sont à revoir"
    return {"problems": found, "title": title}


@component("conflict.html")
def conflict_panel(clashes: Iterable[Any], who: str = "", when: str = "") -> dict[str, Any]:
    """`{% conflict_panel clashes "Camille Rouault" "à 8 h 12" %}`: label, theirs, yours."""
    return {"clashes": components.clashes(clashes), "who": who, "when": when}


@component("strip.html")
def strip(instalments: Iterable[Any], small: bool = False) -> dict[str, Any]:
    """`{% strip instalments %}`: number, due_on, state (paid, held, unpaid, to_come, to_confirm, presumed),
    current, label."""
    return {"strip": components.strip(instalments), "small": small}


@component("life_line.html")
def life_line(steps: Iterable[Any]) -> dict[str, Any]:
    """`{% life_line steps %}`: label, detail, state (done, current, to_come, skipped)."""
    return {"steps": components.life_line(steps)}


@component("timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """`{% timeline entries %}`: sentence, detail, tone, url; newest first."""
    return {"entries": components.timeline(entries)}


@component("budget_bar.html")
def budget_bar(parts: Iterable[Any], caption: str = "Budget du mois") -> dict[str, Any]:
    """`{% budget_bar parts %}`: label, amount, kind (fixed, living, loan, left, short)."""
    return {"budget": components.budget(parts), "caption": caption}


@component("bars.html")
def bars(rows: Iterable[tuple[str, Any, str]], full: int | None = None) -> dict[str, Any]:
    """`{% bars rows 100 %}`: (label, value, text) each; a value of None has its text and no bar; the width
    is that of 100, or of the greatest value."""
    return {"bars": components.bars(rows, full)}


@component("chart.html")
def line_chart(caption: str, labels: Iterable[str], series: Iterable[Any], unit: str = "") -> dict[str, Any]:
    """`{% line_chart caption labels series "€" %}`: each series has label and values (None leaves a gap)."""
    return {"chart": charts.lines(caption, list(labels), list(series), unit), "kind": "line"}


@component("chart.html")
def bar_chart(caption: str, labels: Iterable[str], series: Iterable[Any], unit: str = "") -> dict[str, Any]:
    """`{% bar_chart caption labels series "€" %}`: bars side by side, one colour and one motif by series."""
    return {"chart": charts.bars(caption, list(labels), list(series), unit), "kind": "bar"}
