"""The printed manual names every key that a dispositif's file may hold."""

import re

from etrier.domain.scheme import entries, load
from etrier.domain.scheme.manual import manual_document
from etrier.shipped import scheme_text


def test_the_manual_has_a_row_for_every_value_of_a_model():
    manual = manual_document()
    keys = set(re.findall(r"^\| `([^`]+)` \|", manual, re.MULTILINE))
    for entry in entries(load(scheme_text("laval"))):
        last = entry.path.rpartition(".")[2]
        assert any(key.rpartition(".")[2] in (last, "CODE") for key in keys), entry.path
    assert {"amount.max", "purposes.CODE", "exception.months_max", "reporting.mode"} <= keys
    assert "`once_repaid` (une fois le prêt entièrement remboursé)" in manual
    assert "`[envelope]` (facultatif)" in manual
    assert "None" not in manual
