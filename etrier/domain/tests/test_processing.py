"""Delays by stage, and what becomes of requests."""

from datetime import date
from decimal import Decimal

import pytest

from etrier.domain.indicators import NOTHING_YET
from etrier.domain.lifecycle.application import APPLICATION
from etrier.domain.lifecycle.codes import CODE_LABELS
from etrier.domain.processing import ACTS_OF, STAGES, Outcome, Step, outcome_of, outcomes, stage_delays


@pytest.mark.covers("A17", "E4")
def test_the_delay_of_a_stage_is_the_median_of_those_that_ended_in_the_year() -> None:
    def life(end: date | None, start: date = date(2025, 12, 20)) -> dict[Step, date | None]:
        return {Step.SENT: start, Step.ANSWERED: end, Step.DISBURSED: None}

    lives = [
        life(date(2025, 12, 21)),
        life(date(2026, 1, 4)),
        life(date(2026, 1, 9)),
        life(date(2026, 1, 29)),
        life(None),
        life(date(2026, 1, 2), start=date(2026, 2, 1)),
    ]
    found = {figure.code: figure for figure in stage_delays(2026, lives)}
    assert found["delay_bank"].value == Decimal(20)
    assert found["delay_bank"].text.split()[-1] == "jours"
    assert (found["delay_whole"].value, found["delay_whole"].note) == (None, NOTHING_YET)
    assert "la transmission à la banque et la réponse de la banque" in found["delay_bank"].definition
    assert "le premier contact et l’ouverture de l’étude" in found["delay_before_study"].definition
    assert "la fin de l’étude et l’avis de la commission" in found["delay_committee"].definition
    assert "la signature de l’offre et le déblocage" in found["delay_disbursement"].definition


def test_every_step_is_an_act_of_a_request() -> None:
    assert set(ACTS_OF) == set(Step)
    assert {stage.start for stage in STAGES} | {stage.end for stage in STAGES} == set(Step)


@pytest.mark.covers("A12", "E4")
def test_every_end_of_a_request_is_counted_once() -> None:
    assert outcome_of("disbursed", "") is Outcome.LOAN
    assert outcome_of("closed", "reoriented") is Outcome.REORIENTED
    assert outcome_of("closed", "refused_banks") is Outcome.REFUSED
    assert outcome_of("closed", "refused_committee") is Outcome.REFUSED
    for reason in set(CODE_LABELS["closing_reason"]) - {"reoriented", "refused_banks", "refused_committee"}:
        assert outcome_of("closed", reason) is Outcome.ABANDONED
    for state in set(APPLICATION.labels) - {"closed", "disbursed"}:
        assert outcome_of(state, "") is Outcome.OPEN
    counts = {("disbursed", ""): 24, ("closed", "reoriented"): 30, ("closed", "moved"): 2, ("contact", ""): 1}
    found = {figure.of: figure.value for figure in outcomes(counts)}
    assert found == {
        "prêt": 24,
        "réorientée": 30,
        "refusée": 0,
        "abandonnée": 2,
        "en cours": 1,
    }
