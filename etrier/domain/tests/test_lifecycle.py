"""The map holds: everything is reached, every end is meant, every act is named, told, refused in French."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etrier.domain.labelled import Labelled
from etrier.domain.lifecycle import (
    ACTS,
    CODE_LABELS,
    LIFECYCLES,
    OPEN_CODES,
    STATE_LABELS,
    Act,
    ActRefused,
    Kind,
    Lifecycle,
    placeholder_kind,
    placeholders,
)
from etrier.domain.lifecycle.machine import begin, keep, move
from etrier.domain.lifecycle.texts import TEXTS

MEANT_DEAD_ENDS = {
    "session": {"closed", "cancelled"},
    "agenda_item": {"withdrawn"},
    "appeal": {"upheld", "reversed", "dismissed", "withdrawn"},
    "transmission": {"refused", "recalled"},
    "offer": {"declined", "lapsed", "replaced", "retracted", "cancelled"},
    "charter": {"signed", "cancelled"},
    "loan": {"retracted", "closed_with_loss"},
    "measure": {"granted", "granted_otherwise", "refused", "withdrawn"},
    "envelope": {"closed"},
    "commitment": {"recovered", "released"},
    "support_plan": {"ended"},
    "support_contact": {"done", "cancelled"},
    "difficulty": {"guarantee_called"},
    "protocol_step": {"done", "dropped"},
    "aid": {"ended"},
    "evaluation": {"recorded"},
    "file": {"purged"},
    "person": {"erased"},
    "household": {"described"},
    "consent": {"withdrawn"},
    "life_event": {"cancelled"},
    "exchange": {"noted"},
    "message": {"read"},
    "link": {"revoked", "expired"},
    "document": {"removed"},
    "letter": {"sent", "cancelled"},
    "scheme": {"replaced", "dropped"},
    "bank": {"registered"},
    "account_request": {"granted", "declined", "cancelled"},
    "agreement": {"ended"},
    "organisation": {"active"},
    "usury_threshold": {"recorded"},
    "year_totals": {"recorded"},
    "invitation": {"accepted", "revoked"},
    "membership": {"ended"},
}

EACH = pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=LIFECYCLES)
EVERY_ACT = pytest.mark.parametrize("act", Act)


def reached(lifecycle: Lifecycle) -> set[str]:
    """The states a thing can come to, from the acts that create it."""
    seen: set[str] = set()
    waiting = {lifecycle.target(act, None) for act in lifecycle.acts_from(None)}
    while waiting:
        state = waiting.pop()
        seen.add(str(state))
        waiting |= {lifecycle.target(act, state) for act in lifecycle.onward_from(str(state))} - seen
    return seen


@EACH
def test_every_state_is_reached(lifecycle):
    assert reached(lifecycle) == set(lifecycle.labels)
    assert lifecycle.initial in {lifecycle.target(act, None) for act in lifecycle.acts_from(None)}


@EACH
def test_every_dead_end_is_meant(lifecycle):
    assert lifecycle.ends == MEANT_DEAD_ENDS.get(lifecycle.name, set())


@EVERY_ACT
def test_every_act_is_named_told_and_moves_its_subject(act):
    text = ACTS[act]
    assert text.label[0].isupper()
    assert text.sentence[0].isupper() and not text.sentence.endswith(".")
    assert act in {row.act for row in LIFECYCLES[text.subject].moves}


def test_no_act_is_told_twice():
    told = [act for rows in TEXTS.values() for act in rows]
    assert len(told) == len(set(told)) == len(Act)


@EVERY_ACT
def test_every_figure_told_has_a_kind_and_every_code_a_label(act):
    text = ACTS[act]
    told = placeholders(text.sentence) | placeholders(text.short)
    assert {name for name in told if placeholder_kind(name) is Kind.CODE} <= set(CODE_LABELS)
    assert not text.required & OPEN_CODES, "a dispositif's own code may have no label: tell it short"


@EVERY_ACT
def test_a_short_sentence_asks_for_less(act):
    text = ACTS[act]
    if text.short:
        assert placeholders(text.short) < placeholders(text.sentence)
        assert text.sentence_for(placeholders(text.sentence)) == text.sentence
        assert text.sentence_for(placeholders(text.short)) == text.short
    else:
        assert text.sentence_for(()) == text.sentence
        assert text.required == placeholders(text.sentence)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("amount", Kind.AMOUNT),
        ("principal_amount", Kind.AMOUNT),
        ("due_on", Kind.DATE),
        ("number", Kind.INTEGER),
        ("late_count", Kind.INTEGER),
        ("report_number", Kind.INTEGER),
        ("held_months", Kind.INTEGER),
        ("late_days", Kind.INTEGER),
        ("minutes", Kind.INTEGER),
        ("closing_reason", Kind.CODE),
        ("channel", Kind.CODE),
    ],
)
def test_the_name_of_a_figure_tells_its_kind(name, kind):
    assert placeholder_kind(name) is kind


def texts():
    for act, text in ACTS.items():
        yield from ((act, words) for words in (text.label, text.sentence, text.short) if words)
    for labels in (*STATE_LABELS.values(), *CODE_LABELS.values()):
        yield from labels.items()


def test_french_is_typeset():
    plain = [(code, words) for code, words in texts() if re.search(r" [:;!?»]|« |  |['\"]|^ | $", words)]
    assert plain == []


@EACH
def test_states_and_buttons_are_told_apart(lifecycle):
    assert len(set(lifecycle.labels.values())) == len(lifecycle.labels)
    for state in lifecycle.labels:
        buttons = [ACTS[act].label for act in lifecycle.acts_from(state)]
        assert len(buttons) == len(set(buttons))


@EACH
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_walk_never_leaves_the_map(lifecycle, data):
    state = lifecycle.target(data.draw(st.sampled_from(lifecycle.acts_from(None))), None)
    for _ in range(8):
        act = data.draw(st.sampled_from(lifecycle.acts_from(state) or tuple(Act)) | st.sampled_from(Act))
        if act in lifecycle.acts_from(state):
            state = lifecycle.target(act, state) or state
        else:
            with pytest.raises(ActRefused) as refusal:
                lifecycle.target(act, state)
            assert (refusal.value.act, refusal.value.state) == (act, state)
            assert ACTS[act].label in str(refusal.value)
        assert state in lifecycle.labels


@EACH
def test_sources_and_destination_agree_with_target(lifecycle):
    for act in {row.act for row in lifecycle.moves if row.source is not None}:
        sources = lifecycle.sources(act)
        assert sources == {state for state in lifecycle.labels if act in lifecycle.acts_from(state)}
        targets = {lifecycle.target(act, state) for state in sources}
        if len(targets) == 1:
            assert {lifecycle.destination(act)} == targets
        else:
            with pytest.raises(ValueError, match=act):
                lifecycle.destination(act)


def test_a_refusal_says_the_state_and_what_is_possible():
    with pytest.raises(ActRefused) as refusal:
        LIFECYCLES["loan"].target(Act.ACCELERATE, "accelerated")
    assert str(refusal.value) == (
        "«\u00a0Enregistrer la déchéance du terme\u00a0» n’est pas possible\u00a0: le prêt est à l’état "
        "«\u00a0déchéance du terme\u00a0». Possible maintenant\u00a0: "
        "«\u00a0Confirmer la fin du prêt\u00a0», «\u00a0Lever la déchéance du terme\u00a0», "
        "«\u00a0Mettre en jeu la garantie\u00a0», «\u00a0Clore avec une perte\u00a0»."
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("closed_with_loss", "C’est un état final."),
        ("unheard_of", "n’est pas un état connu"),
        (None, "le prêt n’existe pas encore"),
    ],
)
def test_a_refusal_is_french_even_at_the_edges(state, words):
    with pytest.raises(ActRefused, match=words):
        LIFECYCLES["loan"].target(Act.ACCELERATE, state)


class Lamp(Labelled):
    """A thing made for these tests."""

    OFF = "off", "éteinte"
    ON = "on", "allumée"


def test_a_map_is_drawn_from_its_rows():
    lamp = Lifecycle(
        "lamp",
        "La lampe",
        Lamp,
        Lamp.OFF,
        (
            begin(Act.RECORD_CONTACT, to=Lamp.OFF),
            move(Act.OPEN_STUDY, source=(Lamp.OFF,), to=Lamp.ON),
            *keep(Act.SEND_LETTER, Act.NOTE_EXCHANGE, source=Lamp),
        ),
    )
    assert lamp.acts_from(None) == (Act.RECORD_CONTACT,)
    assert lamp.target(Act.RECORD_CONTACT, None) == Lamp.OFF
    assert lamp.acts_from(Lamp.OFF) == (Act.OPEN_STUDY, Act.SEND_LETTER, Act.NOTE_EXCHANGE)
    assert lamp.onward_from(Lamp.OFF) == (Act.OPEN_STUDY,)
    assert lamp.target(Act.OPEN_STUDY, Lamp.OFF) == lamp.destination(Act.OPEN_STUDY) == Lamp.ON
    assert lamp.target(Act.SEND_LETTER, Lamp.ON) is lamp.destination(Act.SEND_LETTER) is None
    assert (lamp.sources(Act.NOTE_EXCHANGE), lamp.sources(Act.RECORD_CONTACT)) == (set(Lamp), set())
    assert (lamp.ends, lamp.labels) == ({Lamp.ON}, {"off": "éteinte", "on": "allumée"})


def test_a_map_with_an_unknown_state_is_not_drawn():
    with pytest.raises(ValueError, match="broken"):
        Lifecycle(
            "lamp", "La lampe", Lamp, Lamp.OFF, (move(Act.OPEN_STUDY, source=(Lamp.OFF,), to="broken"),)
        )


def test_a_map_with_two_moves_for_one_act_is_not_drawn():
    moves = (
        begin(Act.RECORD_CONTACT, to=Lamp.OFF),
        move(Act.OPEN_STUDY, source=Lamp, to=Lamp.ON),
        *keep(Act.OPEN_STUDY, source=(Lamp.ON,)),
    )
    with pytest.raises(ValueError, match="two moves"):
        Lifecycle("lamp", "La lampe", Lamp, Lamp.OFF, moves)
