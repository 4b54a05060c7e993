"""From which days a file is looked back on."""

from datetime import date

from etrier.applications.models import Application
from etrier.database.reading import values_among
from etrier.domain.evaluation import Moment, Path, moments
from etrier.files.models import File
from etrier.loans.models import Loan
from etrier.outcomes.models import Evaluation


def path_of(file: File) -> Path:
    """The loan paid out, the loan ended, the request closed; a retracted loan was none."""
    loans = values_among(Loan, ("state", "disbursed_on", "ended_on"), "file", [file.pk])
    lent = next((loan for loan in loans if loan.state != "retracted"), None)
    requests = values_among(Application, ("closed_on",), "file", [file.pk])
    return Path(
        lent_on=lent.disbursed_on if lent else None,
        ended_on=lent.ended_on if lent else None,
        closed_on=requests[0].closed_on if requests else None,
    )


def moments_left(file: File, on: date) -> list[Moment]:
    """The evaluations that may be held and were not."""
    held = set(Evaluation.objects.filter(file=file).values_list("moment", flat=True))
    return [moment for moment in moments(path_of(file), on) if moment not in held]
