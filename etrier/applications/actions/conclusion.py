"""The study ends with a recommendation, or is taken up again."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.budget import freeze_budget
from etrier.applications.conclusion import lacks
from etrier.applications.models import Application, Conclusion
from etrier.applications.rows import StudyRows
from etrier.database.writing import add
from etrier.domain.assessment import BudgetMoment
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting


def complete_study(
    application: Application,
    *,
    by: Actor,
    on: date,
    recommendation: str,
    reasons: str,
    revision: int | None = None,
) -> Conclusion:
    """End the study: the worker recommends, the budget is frozen as it was judged.

    Raises `ValidationError` with all that is missing, one sentence each.
    """
    with acting(
        application, Act.COMPLETE_STUDY, by=by, on=on, revision=revision, recommendation=recommendation
    ):
        rows = StudyRows(application)
        missing = lacks(application, on, recommendation=recommendation, rows=rows)
        if missing:
            raise ValidationError([lack.sentence for lack in missing])
        if not reasons.strip():
            raise ValidationError({"reasons": "Écrivez ce qui fonde votre préconisation."})
        return add(
            Conclusion(
                organisation_id=application.organisation_id,
                file_id=application.file_id,
                application=application,
                recommendation=recommendation,
                reasons=reasons,
                concluded_on=on,
                concluded_by_id=by.user_id,
                budget_version=freeze_budget(application, by=by, on=on, reason=BudgetMoment.STUDY, rows=rows),
            )
        )


def return_to_study(
    application: Application, *, by: Actor, on: date, reason: str, revision: int | None = None
) -> Application:
    """Take the study up again, for a coded reason; what was frozen stays."""
    with acting(application, Act.RETURN_TO_STUDY, by=by, on=on, revision=revision, study_reason=reason):
        pass
    return application
