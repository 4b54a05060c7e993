"""From which days a file is looked back on."""

from datetime import date

from etrier.applications.models import Application
from etrier.database.reading import lone
from etrier.domain.evaluation import Moment, Path, moments
from etrier.files.models import File
from etrier.loans.models import Loan
from etrier.outcomes.models import Evaluation


def path_of(file: File) -> Path:
    """The loan paid out, the loan ended, the request closed; a retracted loan was none."""
    loan = lone(Loan.objects.filter(file=file).exclude(state="retracted"))
    application = lone(Application.objects.filter(file=file))
    return Path(
        lent_on=loan.disbursed_on if loan else None,
        ended_on=loan.ended_on if loan else None,
        closed_on=application.closed_on if application else None,
    )


def moments_left(file: File, on: date) -> list[Moment]:
    """The evaluations that may be held and were not."""
    held = set(Evaluation.objects.filter(file=file).values_list("moment", flat=True))
    return [moment for moment in moments(path_of(file), on) if moment not in held]
