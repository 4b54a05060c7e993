"""The request ends elsewhere than in a loan, and the person is told where."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.letters import addressed
from etrier.applications.models import Application, Reorientation
from etrier.documents.actions import write_letter
from etrier.documents.models import Letter
from etrier.domain.assessment import ReorientationReason
from etrier.domain.lifecycle import Act
from etrier.domain.wording import listed
from etrier.journal.door import acting

REASON = "reoriented"


def reorient(
    application: Application,
    *,
    by: Actor,
    on: date,
    targets: Sequence[str],
    reasons: Sequence[str],
    explanation: str = "",
    contact: str = "",
    aid_code: str = "",
    with_letter: bool = True,
    revision: int | None = None,
) -> Reorientation:
    """Close the request by sending the person where she will be better helped.

    `targets` and `aid_code` are codes of the request's dispositif; `reasons` are coded too.
    """
    model = application.dispositif.parsed
    if not targets or not set(targets) <= {target.code for target in model.reorientations}:
        raise ValidationError({"targets": "Choisissez où la personne est orientée."})
    if not reasons or not set(reasons) <= set(ReorientationReason):
        raise ValidationError({"reasons": "Choisissez au moins une raison."})
    if aid_code and aid_code not in {aid.code for aid in model.aids}:
        raise ValidationError({"aid_code": "Cette aide n’est pas de celles du dispositif."})
    row = Reorientation(
        organisation=application.organisation,
        file=application.file,
        application=application,
        targets=list(targets),
        reasons=list(reasons),
        explanation=explanation,
        contact=contact,
        aid_code=aid_code,
        reoriented_on=on,
        reoriented_by_id=by.user_id,
    )
    with acting(
        application,
        Act.REORIENT,
        by=by,
        on=on,
        revision=revision,
        reorientation=targets[0],
        count=len(targets),
    ):
        application.closing_reason, application.closing_motive = REASON, explanation
        application.closed_on = on
        row.letter = letter(row, by=by, on=on) if with_letter else None
        row.save(force_insert=True)
    return row


def letter(row: Reorientation, *, by: Actor, on: date) -> Letter:
    """Tell the person, kindly, why and where to go."""
    note = [row.explanation] if row.explanation else []
    if row.contact:
        note.append(f"Vous pouvez vous adresser à : {row.contact}.")
    if row.aid_code:
        note.append(f"Le CCAS vous propose aussi : {row.aid_label}.")
    data = addressed(row.application) | {
        "reason": listed(row.reason_labels),
        "targets": row.target_labels,
        "note": "\n\n".join(note),
    }
    return write_letter(row.file, by=by, on=on, letter_code="reorientation", data=data)
