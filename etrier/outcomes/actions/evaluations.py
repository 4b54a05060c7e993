"""Looking back together: what the loan and its support changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.database.writing import add_all
from etrier.domain.evaluation import Change, Moment, earliest
from etrier.domain.lifecycle import CODE_LABELS, Act
from etrier.domain.wording import day
from etrier.files.models import File
from etrier.journal.door import opening
from etrier.outcomes.models import Evaluation, EvaluationAnswer
from etrier.outcomes.paths import path_of

THEMES: tuple[str, ...] = tuple(CODE_LABELS["theme"])


@dataclass(frozen=True, slots=True)
class Answer:
    """How one theme changed, and whether because of the microcredit (None: nobody said)."""

    change: Change
    attributable: bool | None = None


def record_evaluation(
    file: File,
    *,
    by: Actor,
    on: date,
    moment: Moment,
    held_on: date,
    channel: str,
    answers: Mapping[str, Answer],
    verbatim: str = "",
) -> Evaluation:
    """Keep an evaluation, theme by theme, those nobody spoke of left out; a refused person's too."""
    first = earliest(path_of(file), moment)
    if first is None:
        raise ValidationError({"moment": "Ce bilan ne correspond pas encore à la vie de ce dossier."})
    if not first <= held_on <= on:
        raise ValidationError(
            {"held_on": f"Ce bilan se fait à partir du {day(first)}, et ne peut pas être dans l’avenir."}
        )
    if not answers and not verbatim.strip():
        raise ValidationError("Renseignez au moins un thème, ou ce que dit la personne.")
    if unknown := sorted(set(answers) - set(THEMES)):
        raise ValueError(f"unknown themes: {unknown}")
    found = Evaluation(
        organisation_id=file.organisation_id,
        file=file,
        moment=moment,
        held_on=held_on,
        channel=channel,
        verbatim=verbatim.strip(),
    )
    with opening(found, Act.RECORD_EVALUATION, by=by, on=on, moment=str(moment)):
        add_all(
            EvaluationAnswer(
                organisation_id=file.organisation_id,
                evaluation=found,
                theme=theme,
                change=answers[theme].change,
                attributable=answers[theme].attributable,
            )
            for theme in THEMES
            if theme in answers
        )
    return found
