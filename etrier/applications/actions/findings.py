"""A person decides beside the rules: she passes over a blocking finding, or makes it stand again."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.findings import findings_of
from etrier.applications.models import Application, FindingOverride
from etrier.applications.models.findings import FIGURE
from etrier.database.writing import add
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, changed_one


def override_finding(
    application: Application,
    *,
    by: Actor,
    on: date,
    finding: str,
    motive: str,
    revision: int | None = None,
) -> FindingOverride:
    """Pass over a blocking finding, named by its code, for a written motive.

    It stands for the figures seen that day; when they change, the finding blocks again.
    """
    judged = next((one for one in findings_of(application, on) if one.code == finding), None)
    if judged is None or not judged.blocking:
        raise ValidationError({"finding": "Ce constat ne bloque pas, ou plus : il n’y a rien à lever."})
    if not judged.may_be_passed:
        raise ValidationError({"finding": "Il n’y a encore rien à juger : complétez d’abord l’étude."})
    if not motive.strip():
        raise ValidationError({"motive": "Écrivez pourquoi vous passez outre."})
    with acting(application, Act.OVERRIDE_FINDING, by=by, on=on, revision=revision, finding=finding):
        application.overrides.filter(finding_code=finding, cancelled_on__isnull=True).update(cancelled_on=on)
        return add(
            FindingOverride(
                organisation=application.organisation,
                file=application.file,
                application=application,
                finding_code=finding,
                figure=judged.finding.figure[:FIGURE],
                limit=judged.finding.limit[:FIGURE],
                motive=motive,
                overridden_on=on,
                overridden_by_id=by.user_id,
            )
        )


def cancel_override(
    application: Application, *, by: Actor, on: date, finding: str, revision: int | None = None
) -> Application:
    """Make a finding that was passed over stand again."""
    live = application.overrides.filter(finding_code=finding, cancelled_on__isnull=True)
    if not live.exists():
        raise ValidationError({"finding": "Ce constat n’est pas levé."})
    with acting(application, Act.CANCEL_OVERRIDE, by=by, on=on, revision=revision, finding=finding):
        changed_one(live.update(cancelled_on=on))
    return application
