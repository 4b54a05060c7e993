"""Ordinary rights looked into before borrowing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application, RightCheck
from etrier.database.writing import add_all, take_away
from etrier.domain.assessment import OrdinaryRight, RightOutcome
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting


def check_rights(
    application: Application,
    *,
    by: Actor,
    on: date,
    rights: Iterable[Mapping[str, Any]],
    revision: int | None = None,
) -> list[RightCheck]:
    """Record every right looked into, and what came of it; one no longer given is taken away.

    Each has a right and an outcome, and if need be detail, since (when asked or answered) and monthly.
    """
    told = list(rights)
    for right in told:
        since = right.get("since")
        if since is not None and since > on:
            raise ValidationError("La date d’une démarche est à venir : vérifiez-la.")
    with acting(application, Act.CHECK_RIGHTS, by=by, on=on, revision=revision, count=len(told)):
        take_away(RightCheck, application=application)
        return add_all(
            RightCheck(
                organisation_id=application.organisation_id,
                file_id=application.file_id,
                application=application,
                right=OrdinaryRight(right["right"]),
                outcome=RightOutcome(right["outcome"]),
                detail=right.get("detail", ""),
                since=right.get("since"),
                monthly=right.get("monthly"),
                rank=rank,
            )
            for rank, right in enumerate(told)
        )
