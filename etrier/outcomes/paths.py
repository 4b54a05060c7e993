"""From which days a file is looked back on."""

from datetime import date

from etrier.applications.models import Application
from etrier.domain.evaluation import Moment, Path, moments
from etrier.files.models import File
from etrier.loans.models import Loan
from etrier.outcomes.models import Evaluation


def path_of(file: File) -> Path:
    """The loan paid out, the loan ended, the request closed; a retracted loan was none."""
    loans = Loan.objects.filter(file=file).exclude(state="retracted").order_by()
    lent_on, ended_on = next(iter(loans.values_list("disbursed_on", "ended_on")[:1]), (None, None))
    closed = Application.objects.filter(file=file).order_by().values_list("closed_on", flat=True)
    return Path(lent_on=lent_on, ended_on=ended_on, closed_on=next(iter(closed[:1]), None))


def moments_left(file: File, on: date) -> list[Moment]:
    """The evaluations that may be held and were not."""
    held = set(Evaluation.objects.filter(file=file).values_list("moment", flat=True))
    return [moment for moment in moments(path_of(file), on) if moment not in held]
