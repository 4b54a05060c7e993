"""The printed documents tell the tables whole."""

import re

import pytest

from etrier.domain.access import Reading, Role
from etrier.domain.lifecycle import ACTS, LIFECYCLES, STATE_LABELS, Act
from etrier.domain.maps import lifecycle_document, permissions_document

LIFECYCLE, PERMISSIONS = lifecycle_document(), permissions_document()


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=LIFECYCLES)
def test_each_thing_has_its_states_and_a_row_for_each_move(lifecycle):
    chapter = LIFECYCLE.split(f"(`{lifecycle.name}`)\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in chapter.splitlines() if line.startswith("| ")]
    assert len(rows) == len(lifecycle.moves) + 2
    if len(lifecycle.labels) > 1:
        for state, label in STATE_LABELS[lifecycle.name].items():
            assert f'state "{label}" as {state}' in chapter


def test_arrows_join_states_that_the_diagram_draws():
    for diagram in re.findall(r"```mermaid\n(.*?)```", LIFECYCLE, re.DOTALL):
        drawn = set(re.findall(r"as (\w+)$", diagram, re.MULTILINE)) | {"[*]"}
        arrows = re.findall(r"^    (\S+) --> ([^\s:]+)", diagram, re.MULTILINE)
        assert arrows
        assert {end for arrow in arrows for end in arrow} <= drawn


@pytest.mark.parametrize("act", Act)
def test_each_act_stands_once_in_the_permissions(act):
    assert len(re.findall(rf"^\| {re.escape(ACTS[act].label)} `{act}` \|", PERMISSIONS, re.MULTILINE)) == 1


def test_the_permissions_tell_who():
    found = (re.match(r"\| .* `(\w+)` \|(.*)\|$", line) for line in PERMISSIONS.splitlines())
    rows = {row[1]: row[2].split("|") for row in found if row}
    roles = list(Role)
    told = [roles[i] for i, cell in enumerate(rows["give_favourable_opinion"]) if cell.strip() == "oui"]
    assert told == [Role.MANAGER, Role.COMMITTEE_MEMBER]
    assert rows.keys() >= {str(reading) for reading in Reading}
