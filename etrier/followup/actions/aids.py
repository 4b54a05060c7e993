"""Aids: asked for the person, granted or refused, linked to the difficulty they answer."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.applications.models import Application
from etrier.domain.lifecycle import CODE_LABELS, Act
from etrier.domain.scheme.support import Aid as OwnAid
from etrier.domain.wording import day
from etrier.files.models import File
from etrier.followup.actions.protocol import complete_if_planned
from etrier.followup.models import Aid, Difficulty
from etrier.journal.door import acting, opening


def aids_of(file: File) -> tuple[OwnAid, ...]:
    """The aids of the dispositif that the file was judged with."""
    application = Application.objects.select_related("dispositif").get(file=file)
    return application.dispositif.parsed.aids


def aid_label(file: File, code: str) -> str:
    """How the dispositif names an aid; its usual name when it is another's (a partner, a fund)."""
    known = {aid.code: aid.label for aid in aids_of(file)}
    label = known.get(code) or CODE_LABELS["aid"].get(code)
    if label is None:
        raise ValidationError({"code": "Choisissez une aide de la liste."})
    return label


def request_aid(
    file: File,
    *,
    by: Actor,
    on: date,
    code: str,
    amount: Decimal | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
    difficulty: Difficulty | None = None,
) -> Aid:
    """Ask for an aid; with a difficulty, it is linked to it at once."""
    aid = Aid(
        organisation_id=file.organisation_id,
        file=file,
        code=code,
        label=aid_label(file, code),
        requested_on=on,
        amount=amount,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
    )
    with opening(aid, Act.REQUEST_AID, by=by, on=on, aid=code):
        pass
    return aid if difficulty is None else link_aid(aid, difficulty, by=by, on=on)


def link_aid(aid: Aid, difficulty: Difficulty, *, by: Actor, on: date, revision: int | None = None) -> Aid:
    """Say which difficulty an aid answers: proposing it is one of the solutions of the protocol."""
    with (
        acting(difficulty, Act.LINK_AID, by=by, on=on, revision=revision, aid=aid.code),
        acting(aid, Act.LINK_AID, by=by, on=on, aid=aid.code),
    ):
        if aid.file_id != difficulty.file_id:
            raise ValidationError("Cette aide est celle d’un autre dossier.")
        aid.difficulty = difficulty
    complete_if_planned(difficulty, "solutions", by=by, on=on)
    return aid


def grant_aid(
    aid: Aid,
    *,
    by: Actor,
    on: date,
    amount: Decimal | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    revision: int | None = None,
) -> Aid:
    """The aid is granted: an amount, or access over a period."""
    with acting(aid, Act.GRANT_AID, by=by, on=on, revision=revision, aid=aid.code, amount=amount):
        _check_decided(aid, on)
        over_a_period = any(known.code == aid.code and known.over_a_period for known in aids_of(aid.file))
        if over_a_period and (starts_on is None or ends_on is None):
            raise ValidationError({"ends_on": "Cette aide est accordée pour une période : donnez ses dates."})
        aid.amount, aid.starts_on, aid.ends_on, aid.decided_on = amount, starts_on, ends_on, on
    return aid


def refuse_aid(aid: Aid, *, by: Actor, on: date, note: str = "", revision: int | None = None) -> Aid:
    """The aid is refused."""
    with acting(aid, Act.REFUSE_AID, by=by, on=on, revision=revision, aid=aid.code):
        _check_decided(aid, on)
        aid.decided_on, aid.note = on, note or aid.note
    return aid


def _check_decided(aid: Aid, on: date) -> None:
    if on < aid.requested_on:
        asked = day(aid.requested_on)
        raise ValidationError({"on": f"L’aide a été demandée le {asked} : la décision vient après."})


def end_aid(aid: Aid, *, by: Actor, on: date, note: str = "", revision: int | None = None) -> Aid:
    """The aid ends, or is no longer asked for."""
    with acting(aid, Act.END_AID, by=by, on=on, revision=revision, aid=aid.code):
        aid.ended_on, aid.note = on, note or aid.note
    return aid
