"""When people look back together."""

from datetime import date

import pytest

from etrier.domain.evaluation import Change, Moment, Path, earliest, moments
from etrier.domain.lifecycle import CODE_LABELS

LENT, ENDED = date(2024, 1, 15), date(2026, 1, 20)


@pytest.mark.covers("E2")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 1, 14), ()),
        (LENT, (Moment.GRANT,)),
        (ENDED, (Moment.GRANT, Moment.END)),
        (date(2026, 7, 19), (Moment.GRANT, Moment.END)),
        (date(2026, 7, 20), (Moment.GRANT, Moment.END, Moment.AFTER_SIX_MONTHS)),
    ],
)
def test_a_loan_is_looked_back_on_three_times(on: date, expected: tuple[Moment, ...]) -> None:
    assert moments(Path(LENT, ENDED), on) == expected


@pytest.mark.covers("E2")
def test_refused_people_are_asked_too() -> None:
    refused = Path(closed_on=date(2026, 3, 2))
    assert moments(refused, date(2026, 3, 2)) == (Moment.AFTER_REFUSAL,)
    assert moments(refused, date(2026, 9, 2)) == (Moment.AFTER_SIX_MONTHS, Moment.AFTER_REFUSAL)
    assert moments(Path(), date(2026, 9, 2)) == ()
    assert earliest(Path(LENT, closed_on=ENDED), Moment.AFTER_REFUSAL) is None


def test_the_words_are_those_of_the_journal() -> None:
    assert {str(one): one.label for one in Moment} == dict(CODE_LABELS["moment"])
    assert {str(one): one.label for one in Change} == dict(CODE_LABELS["change"])
