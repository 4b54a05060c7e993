"""The household: described once, then kept up to date; its borrowers are those of the request."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application, Household, HouseholdMember
from etrier.database.reading import attach, row_where, rows_where
from etrier.database.writing import keep
from etrier.domain.household import BORROWERS, Relation
from etrier.domain.lifecycle import Act
from etrier.domain.wording import quoted
from etrier.journal.door import acting, opening
from etrier.people.models import Person

DWELLING = ("family", "housing", "housing_since")
MEMBER = ("relation", "first_name", "birth_date", "age", "disabled", "dependant")


def household_of(application: Application) -> Household | None:
    """The household of a request, None before it is described."""
    return row_where(Household, file=application.file_id)


def record_household(
    application: Application,
    *,
    by: Actor,
    on: date,
    members: Sequence[Mapping[str, Any]] = (),
    disabled: Sequence[Relation] = (),
    **dwelling: Any,
) -> Household:
    """Describe the household of a request: its borrowers, and the others by `members`.

    `disabled`: the borrowers who live with a disability. `dwelling`: family, housing, housing_since.
    """
    if household_of(application) is not None:
        raise ValidationError("Le foyer est déjà décrit : modifiez-le.")
    household = Household(organisation_id=application.organisation_id, file=application.file)
    _settle(household, dwelling, on)
    with opening(household, Act.RECORD_HOUSEHOLD, by=by, on=on, count=len(members) + 1):
        _write_members(household, application, members, disabled, on)
    return household


def update_household(
    application: Application,
    *,
    by: Actor,
    on: date,
    members: Sequence[Mapping[str, Any]] = (),
    disabled: Sequence[Relation] = (),
    revision: int | None = None,
    **dwelling: Any,
) -> Household:
    """Change the household; a member whose `uid` is absent from `members` has left it."""
    household = household_of(application)
    if household is None:
        raise ValidationError("Le foyer n’est pas encore décrit.")
    with acting(household, Act.UPDATE_HOUSEHOLD, by=by, on=on, revision=revision, count=len(members) + 1):
        _settle(household, dwelling, on)
        _write_members(household, application, members, disabled, on)
    return household


def _settle(household: Household, dwelling: Mapping[str, Any], on: date) -> None:
    since = dwelling.get("housing_since")
    if since is not None and since > on:
        raise ValidationError({"housing_since": "Cette date est à venir : vérifiez-la."})
    for name in DWELLING:
        if name in dwelling:
            setattr(household, name, dwelling[name])


def _write_members(
    household: Household,
    application: Application,
    members: Sequence[Mapping[str, Any]],
    disabled: Sequence[Relation],
    on: date,
) -> None:
    follow_borrowers(application, on, household=household)
    rows = {str(row.uid): row for row in rows_where(HouseholdMember, household=household)}
    attach(list(rows.values()), "person")
    for row in rows.values():
        if row.relation in BORROWERS and row.disabled != (row.relation in disabled):
            row.disabled = not row.disabled
            row.save(update_fields=["disabled"])
    kept = {str(member["uid"]) for member in members if member.get("uid")}
    for uid, row in rows.items():
        if row.relation not in BORROWERS and uid not in kept:
            _remove(row)
    for rank, member in enumerate(members, len(BORROWERS)):
        _write_member(household, rows.get(str(member.get("uid") or "")), member, rank, on)


def _write_member(
    household: Household, row: HouseholdMember | None, member: Mapping[str, Any], rank: int, on: date
) -> None:
    born, age = member.get("birth_date"), member.get("age")
    if born is not None and born > on:
        raise ValidationError("Une date de naissance du foyer est à venir : vérifiez-la.")
    if row is None or row.relation in BORROWERS:
        row = HouseholdMember(
            organisation_id=household.organisation_id,
            household=household,
            file_id=household.file_id,
            told_on=on,
        )
    if age != row.age:
        row.told_on = on
    for name in MEMBER:
        if name in member:
            setattr(row, name, member[name])
    row.rank = rank
    keep(row)


def _remove(row: HouseholdMember) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise ValidationError(
            f"Des lignes du budget portent sur {quoted(row.label)} : retirez-les d’abord du budget."
        ) from error


def follow_borrowers(application: Application, on: date, household: Household | None = None) -> None:
    """Make the borrowers of the household those of the request, where a household is described.

    A partner who comes to borrow becomes the co-borrower; one who no longer does stays as the partner.
    """
    household = household or household_of(application)
    if household is None:
        return
    rows = {row.relation: row for row in rows_where(HouseholdMember, household=household)}
    _borrow(household, rows.get(Relation.APPLICANT), application.applicant, Relation.APPLICANT, on)
    former = rows.get(Relation.CO_BORROWER)
    if former is not None and former.person_id != application.co_borrower_id:
        former.relation, former.rank = Relation.PARTNER, len(BORROWERS)
        former.save(update_fields=["relation", "rank"])
        former = None
    if application.co_borrower is not None:
        _borrow(household, former, application.co_borrower, Relation.CO_BORROWER, on)


def _borrow(
    household: Household, row: HouseholdMember | None, person: Person, relation: Relation, on: date
) -> None:
    row = row or row_where(HouseholdMember, household=household, person=person)
    if row is None:
        row = HouseholdMember(
            organisation_id=household.organisation_id,
            household=household,
            file_id=household.file_id,
            told_on=on,
        )
    row.person, row.relation, row.rank = person, relation, BORROWERS.index(relation)
    row.dependant = False
    keep(row)
