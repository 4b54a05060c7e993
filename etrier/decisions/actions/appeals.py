"""Appeals against an unfavourable opinion (recours gracieux)."""

from datetime import date

from django.core.exceptions import ValidationError

from etrier.accounts.actor import Actor
from etrier.decisions.letters import appeal_letter
from etrier.decisions.models import AgendaItem, Appeal
from etrier.domain.lifecycle import Act
from etrier.journal.door import acting, opening


def lodge_appeal(item: AgendaItem, *, by: Actor, on: date, received_on: date, text: str = "") -> Appeal:
    """Record that the person contests an unfavourable opinion; one that comes late is recorded too."""
    if item.state != "unfavourable" or item.notified_on is None:
        raise ValidationError("Un recours vise un avis défavorable déjà notifié.")
    if not item.notified_on <= received_on <= on:
        raise ValidationError(
            {"received_on": "Le recours suit la notification, et ne peut pas être reçu dans l’avenir."}
        )
    appeal = Appeal(
        organisation_id=item.organisation_id,
        file=item.file,
        item=item,
        received_on=received_on,
        text=text,
    )
    with opening(appeal, Act.LODGE_APPEAL, by=by, on=on, received_on=received_on):
        pass
    return appeal


def acknowledge_appeal(appeal: Appeal, *, by: Actor, on: date, revision: int | None = None) -> Appeal:
    """Write to the person that her appeal was received."""
    with acting(appeal, Act.ACKNOWLEDGE_APPEAL, by=by, on=on, revision=revision):
        appeal.acknowledged_on = on
        appeal_letter(appeal, by=by, on=on)
    return appeal


def dismiss_appeal(
    appeal: Appeal, *, by: Actor, on: date, appeal_reason: str, revision: int | None = None
) -> Appeal:
    """Declare an appeal inadmissible, for a coded reason."""
    with acting(appeal, Act.DISMISS_APPEAL, by=by, on=on, revision=revision, appeal_reason=appeal_reason):
        check_not_listed(appeal)
        until = appeal.item.appeal_until
        if appeal_reason == "late" and until is not None and appeal.received_on <= until:
            raise ValidationError(
                {"appeal_reason": f"Ce recours est reçu dans le délai, qui court jusqu’au {until:%d/%m/%Y}."}
            )
        appeal.reason, appeal.decided_on = appeal_reason, on
    return appeal


def withdraw_appeal(appeal: Appeal, *, by: Actor, on: date, revision: int | None = None) -> Appeal:
    """The person gives her appeal up."""
    with acting(appeal, Act.WITHDRAW_APPEAL, by=by, on=on, revision=revision):
        check_not_listed(appeal)
        appeal.decided_on = on
    return appeal


def check_not_listed(appeal: Appeal) -> None:
    """On the agenda, an appeal is answered by the commission."""
    if appeal.review is not None:
        raise ValidationError("Ce recours est à l’ordre du jour de la commission : elle y répondra.")
