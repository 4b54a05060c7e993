"""The study begins: situation, need for support; and the request ends, or begins again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.accounts.models import User
from etrier.applications.models import Application
from etrier.database.writing import change
from etrier.domain.lifecycle import Act
from etrier.files.actions import assign_file
from etrier.journal.door import acting
from etrier.people import actions as people

PAST_FACTS = ("resident_since", "employed_since")


def open_study(
    application: Application,
    *,
    by: Actor,
    on: date,
    product_code: str = "",
    holder: User | None = None,
    revision: int | None = None,
) -> Application:
    """Study the request: for a product of its dispositif, by the worker who holds the file."""
    if product_code and application.dispositif.parsed.product(product_code) is None:
        raise ValidationError({"product_code": "Ce produit n’existe pas dans le dispositif de la demande."})
    if on < application.requested_on:
        raise ValidationError("L’étude ne peut pas commencer avant la demande.")
    with acting(application, Act.OPEN_STUDY, by=by, on=on, revision=revision):
        if product_code and product_code != application.product_code:
            application.product_code = product_code
            application.purpose_code = (
                application.purpose_code if application.purpose_label else ""
            )  # a purpose belongs to its product
    if holder is not None and application.file.holder_id != holder.pk:
        assign_file(application.file, by=by, on=on, holder=holder)
    return application


def update_situation(
    application: Application, *, by: Actor, on: date, revision: int | None = None, **facts: Any
) -> Application:
    """Record work, residence, credits and over-indebtedness; `facts` are fields of `Situation`."""
    for name in PAST_FACTS:
        told = facts.get(name)
        if told is not None and told > on:
            raise ValidationError({name: "Cette date est à venir : vérifiez-la."})
    with acting(application, Act.UPDATE_SITUATION, by=by, on=on, revision=revision):
        situation = application.situation
        for name, value in facts.items():
            setattr(situation, name, value)
        change(situation, *sorted(facts))
    return application


def assess_support(
    application: Application,
    *,
    by: Actor,
    on: date,
    kinds: Iterable[str],
    level: str,
    need: str = "",
    followed_by: str = "",
    revision: int | None = None,
) -> Application:
    """Say which support the person needs, how close, and who already follows her elsewhere.

    `kinds` empty: no support is needed; the level is then without object.
    """
    wanted = sorted(set(kinds) - {"none"})
    if wanted and not level:
        raise ValidationError({"level": "Choisissez le niveau de l’accompagnement."})
    with acting(application, Act.ASSESS_SUPPORT, by=by, on=on, revision=revision) as step:
        application.support_kinds = wanted or ["none"]
        application.support_level = level if wanted else ""
        application.support_need = need
        application.followed_by = followed_by
        step.tell(support_kind=application.support_kinds, support_level=application.support_level or None)
    return application


def close_application(
    application: Application,
    *,
    by: Actor,
    on: date,
    reason: str,
    motive: str = "",
    died_on: date | None = None,
    revision: int | None = None,
) -> Application:
    """End the request without a loan, for a coded reason. A death stops everything sent to the person."""
    if reason == "deceased" and died_on is None and application.applicant.deceased_on is None:
        raise ValidationError({"died_on": "Indiquez la date du décès."})
    if died_on is not None and died_on > on:
        raise ValidationError({"died_on": "Cette date est à venir : vérifiez-la."})
    with acting(application, Act.CLOSE_APPLICATION, by=by, on=on, revision=revision, closing_reason=reason):
        application.closing_reason, application.closing_motive = reason, motive
        application.closed_on = on
    if reason == "deceased" and died_on is not None:
        people.note_death(application.applicant, by=by, on=on, file=application.file, died_on=died_on)
    return application


def reopen_application(
    application: Application, *, by: Actor, on: date, revision: int | None = None
) -> Application:
    """Take a closed request up again, at its study."""
    if application.applicant.deceased_on is not None:
        raise ValidationError("La personne est décédée : la demande ne peut pas être rouverte.")
    with acting(application, Act.REOPEN_APPLICATION, by=by, on=on, revision=revision):
        application.closing_reason = application.closing_motive = ""
        application.closed_on = None
    return application
