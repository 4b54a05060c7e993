"""The evaluation (bilan) of a path: at which moments it may be held, refused people's included."""

from dataclasses import dataclass
from datetime import date

from etrier.domain.dates import months_after
from etrier.domain.labelled import Labelled

AFTER_MONTHS = 6


class Moment(Labelled):
    """A moment of the path at which people look back together."""

    GRANT = "grant", "à l’octroi"
    END = "end", "à la fin du prêt"
    AFTER_SIX_MONTHS = "after_six_months", "six mois après"
    AFTER_REFUSAL = "after_refusal", "après un refus"


class Change(Labelled):
    """How a theme of someone's life changed."""

    IMPROVED = "improved", "amélioration"
    PRESERVED = "preserved", "maintien"
    WORSENED = "worsened", "dégradation"


@dataclass(frozen=True, slots=True)
class Path:
    """The days a path is measured from: loan paid out, loan ended, request closed without a loan."""

    lent_on: date | None = None
    ended_on: date | None = None
    closed_on: date | None = None


def earliest(path: Path, moment: Moment) -> date | None:
    """The first day of such an evaluation, None as long as its moment is not known."""
    match moment:
        case Moment.GRANT:
            return path.lent_on
        case Moment.END:
            return path.ended_on
        case Moment.AFTER_REFUSAL:
            return path.closed_on if path.lent_on is None else None
        case _:
            since = path.ended_on or (path.closed_on if path.lent_on is None else None)
            return None if since is None else months_after(since, AFTER_MONTHS)


def moments(path: Path, on: date) -> tuple[Moment, ...]:
    """The evaluations that may be held on a day."""
    return tuple(moment for moment in Moment if (first := earliest(path, moment)) is not None and first <= on)
